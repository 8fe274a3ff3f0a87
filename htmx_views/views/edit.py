"""Forms that are checked and saved without leaving the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeGuard

from django.core.exceptions import ImproperlyConfigured
from django.db import router, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.utils.cache import patch_vary_headers
from django.views.generic.edit import DeletionMixin, FormMixin
from django_htmx.http import HttpResponseClientRedirect

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.requests import answer_can_preserve
from htmx_views.views.events import EventNames, check_events, trigger_events
from htmx_views.views.fields import focus_first_error, keep_files
from htmx_views.views.names import (
    BlockNames,
    OobBlocks,
    check_block_names,
    check_oob_blocks,
)
from htmx_views.views.once import SubmitOnceMixin
from htmx_views.views.validation import ValidationMixin

#: Methods of views that look like Django's form views and never call form_valid().
FOREIGN_METHODS = ("formset_valid", "forms_valid", "process_step")


class HtmxFormMixin(SubmitOnceMixin):
    """
    Answer a form with the blocks that change, instead of a redirect.

    An invalid form comes back as ``fragment_blocks``; its first wrong field takes
    the focus, and with htmx 2 its file inputs keep their files. A valid one renders
    ``success_blocks`` with a fresh form or, without any, sends the browser to the
    success URL. Other requests get Django's answers. The form may be a formset.
    """

    #: The blocks that show a success in place. ``None`` sends the browser to the
    #: success URL, ``[]`` is an answer without any block of its own.
    success_blocks: BlockNames | None = None
    #: The blocks out of band of a success; ``None`` stands for ``oob_blocks``.
    success_oob_blocks: OobBlocks | None = None
    #: Events that htmx triggers on success: names, or a mapping from name to detail.
    success_events: EventNames = ()
    #: The status of an invalid form. By itself, htmx 2 does not swap 422.
    form_invalid_status: int = 200

    #: What a success renders, with a form as after GET.
    _rendered_success: list[str] | None = None
    _is_created = False

    @classmethod
    def check_base(cls) -> None:
        super().check_base()
        foreign = next((name for name in FOREIGN_METHODS if hasattr(cls, name)), None)
        if foreign or not cls.builds_on(FormMixin, ValidationMixin):
            raise ImproperlyConfigured(
                f"{cls.__qualname__} "
                + (f"calls {foreign}()" if foreign else "is no form view of Django's")
                + ", but HtmxFormMixin extends form_valid() and form_invalid() of "
                "FormMixin. Put the mixin before a view such as CreateView (a formset "
                "class may be its form_class), or take HtmxFragmentMixin."
            )

    def get_success_blocks(self) -> BlockNames | None:
        """Return the blocks that show a success; ``None`` to redirect."""
        return self.success_blocks

    def get_success_oob_blocks(self) -> OobBlocks:
        """Return the blocks out of band of a success."""
        if self.success_oob_blocks is None:
            return self.get_oob_blocks()
        return self.success_oob_blocks

    def get_success_events(self) -> EventNames:
        """Return the events of a success: names, or a mapping from name to detail."""
        return self.success_events

    def get_form_invalid_status(self) -> int:
        """Return the status of an invalid form."""
        return self.form_invalid_status

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if request.method in ("POST", "PUT", "DELETE"):
            # What is wrong with these must show before anything is saved.
            check_success(
                self, self.success_blocks, self.success_oob_blocks, self.success_events
            )
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a success in the way of htmx, whoever made it."""
        response = super().post(request, *args, **kwargs)
        if self.choice.is_fragment and is_redirect(response):
            # A form_valid() of the view's own need not call that of its bases.
            return self.form_succeeded(response)
        return response

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the view does or, where that is Django's, the same as after POST."""
        handler: Any = getattr(super(), "delete", self.http_method_not_allowed)
        # Django's own passes form_valid() by, and all that a view does in there.
        if getattr(handler, "__func__", handler) is DeletionMixin.delete:
            handler = self.post
        response: HttpResponse = handler(request, *args, **kwargs)
        return response

    def _allowed_methods(self) -> list[str]:
        # django-stubs does not know it (Django 1.5 and later).
        methods: list[str] = super()._allowed_methods()  # type: ignore[misc]  # View's
        # Django sees delete() above.
        if not hasattr(super(), "delete") and "DELETE" in methods:
            methods.remove("DELETE")
        return methods

    def form_valid(self, form: Any) -> HttpResponse:
        """Save as the view does, and show the success."""
        if not self.choice.is_fragment:
            return super().form_valid(form)
        with self._saved_whole(form):
            response = super().form_valid(form)
            # What saves may find a fault that the form did not.
            return response if self._is_invalid else self.form_succeeded(response)

    def form_succeeded(self, response: HttpResponse) -> HttpResponse:
        """
        Return what htmx gets where the view returned ``response`` for a success.

        A redirect becomes the ``success_blocks`` or, without any, ``HX-Redirect``.
        Another answer only triggers the events.
        """
        if response.status_code >= 400:
            return response
        blocks, oob_blocks, events = self._get_success()
        if is_redirect(response):
            redirect = response
            if blocks is None:
                response = HttpResponseClientRedirect(redirect.url)
            elif rendered := self.with_oob_blocks(blocks, oob_blocks):
                self._rendered_success = rendered
                response = self.render_to_response(self.get_context_data())
            else:
                # What shows nothing needs no template.
                response = HttpResponse()
            keep_headers(response, redirect)
        trigger_events(response, events)
        return response

    def submitted_again(self, location: str | None) -> HttpResponse:
        response = super().submitted_again(location)
        if not self.choice.is_fragment or not is_redirect(response):
            return response
        blocks, oob_blocks, events = self._get_success()
        if blocks is None or isinstance(self, DeletionMixin):
            return HttpResponseClientRedirect(response.url)
        # As after GET, but with what a success shows.
        self._rendered_success = self.with_oob_blocks(blocks, oob_blocks)
        answer = self.get(self.request, *self.args, **self.kwargs)
        trigger_events(answer, events)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self._rendered_success is not None:
            kwargs[RENDER_BLOCKS] = self._rendered_success
        return super().get_context_data(**kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Render the form with its errors; the first wrong field takes the focus."""
        if not self.choice.is_fragment:
            return super().form_invalid(form)
        focus_first_error(form)
        if answer_can_preserve(self.request):
            keep_files(form)
        if getattr(self, "object", None) is not None and self.get_oob_blocks():
            # The form has written what was sent into it, saved or not.
            self.object = self.get_object()  # type: ignore[attr-defined]  # UpdateView's
        response = super().form_invalid(form)
        response.status_code = self.get_form_invalid_status()
        # The script keeps the draft of this form, and the dialog around it.
        response["HX-Views"] = "invalid"
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave out what was sent where the form after a success is asked for."""
        kwargs = super().get_form_kwargs()
        if self._rendered_success is None:
            self._is_created = kwargs.get("instance") is None
            if self.request.method == "DELETE":
                # htmx sends the fields of <form hx-delete> in the URL.
                kwargs["data"] = self.request.GET
        else:
            kwargs.pop("data", None)
            kwargs.pop("files", None)
            # A plain form takes no instance.
            if self._is_created and "instance" in kwargs:
                kwargs["instance"] = None
        return kwargs

    def _get_success(self) -> tuple[BlockNames | None, OobBlocks, dict[str, Any]]:
        """Return the blocks, those out of band, and the details of the events."""
        blocks = self.get_success_blocks()
        oob_blocks = self.get_success_oob_blocks()
        events = check_success(self, blocks, oob_blocks, self.get_success_events())
        return blocks, oob_blocks, events

    @contextmanager
    def _saved_whole(self, form: Any) -> Iterator[None]:
        """Take back what was saved where the answer to it cannot be made."""
        instance = getattr(form, "instance", None) or getattr(self, "object", None)
        if not isinstance(instance, Model):
            yield
            return
        with transaction.atomic(using=router.db_for_write(type(instance))):
            yield


def check_success(
    view: object, blocks: object, oob_blocks: object, events: object
) -> dict[str, Any]:
    """Return the details of ``events``, where all these are as they should be."""
    if blocks is not None:
        check_block_names(view, "success_blocks", blocks)
    if oob_blocks is not None:
        check_oob_blocks(view, "success_oob_blocks", oob_blocks)
    return check_events(view, "success_events", events)


def is_redirect(response: HttpResponse) -> TypeGuard[HttpResponseRedirectBase]:
    """Return whether a browser would follow ``response``: htmx does not see that."""
    return isinstance(response, HttpResponseRedirectBase) and not isinstance(
        response, HttpResponseClientRedirect
    )


def keep_headers(response: HttpResponse, redirect: HttpResponseRedirectBase) -> None:
    """Set on ``response`` what was set on the redirect in whose place it comes."""
    response.cookies.update(redirect.cookies)
    for name, value in redirect.headers.items():
        if name == "Vary":
            patch_vary_headers(response, [each.strip() for each in value.split(",")])
        elif name != "Location" and not name.startswith("Content-"):
            response.headers.setdefault(name, value)
