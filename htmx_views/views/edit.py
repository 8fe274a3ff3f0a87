"""Forms that are checked and saved without leaving the page."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import router, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic.edit import DeletionMixin, FormMixin
from django_htmx.http import HttpResponseClientRedirect

from htmx_views.requests import answer_can_preserve
from htmx_views.views.base import builds_on
from htmx_views.views.choice import check_oob_blocks, choose
from htmx_views.views.events import trigger_events
from htmx_views.views.fields import focus_first_error, keep_files
from htmx_views.views.once import SubmitOnceMixin
from htmx_views.views.success import SuccessMixin, check_success, is_redirect
from htmx_views.views.validation import ValidationMixin

#: Methods of views that look like Django's form views and never call form_valid().
FOREIGN_METHODS = ("formset_valid", "forms_valid", "process_step")


class HtmxFormMixin(SubmitOnceMixin, SuccessMixin):
    """
    Answer a form with the blocks that change, instead of a redirect.

    An invalid form comes back as ``fragment_blocks``; its first wrong field takes
    the focus, and with htmx 2 its file inputs keep their files. A valid one renders
    ``success_blocks`` with a fresh form or, without any, sends the browser to the
    success URL. Other requests get Django's answers. The form may be a formset,
    which grows by ``row_block``.
    """

    #: The status of an invalid form. By itself, htmx 2 does not swap 422.
    form_invalid_status: int = 200

    @classmethod
    def check_base(cls) -> None:
        super().check_base()
        foreign = next((name for name in FOREIGN_METHODS if hasattr(cls, name)), None)
        if foreign or not builds_on(cls, FormMixin, ValidationMixin):
            raise ImproperlyConfigured(
                f"{cls.__qualname__} "
                + (f"calls {foreign}()" if foreign else "is no form view of Django's")
                + ", but HtmxFormMixin extends form_valid() and form_invalid() of "
                "FormMixin. Put the mixin before a view such as CreateView (a formset "
                "class may be its form_class), or take HtmxFragmentMixin."
            )

    def get_form_invalid_status(self) -> int:
        """Return the status of an invalid form."""
        return self.form_invalid_status

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if request.method in ("POST", "PUT", "DELETE"):
            # What is wrong with these must show before anything is saved. What the
            # methods return in their place may depend on what is saved.
            choose(self, request, self.fragment_blocks, ())
            check_oob_blocks(self, "oob_blocks", self.oob_blocks)
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
            # The view's own form_valid() may have called form_invalid().
            return response if self._is_invalid else self.form_succeeded(response)

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

    def _saved_whole(self, form: Any) -> AbstractContextManager[Any]:
        """Take back what was saved where the answer to it cannot be made."""
        instance = getattr(form, "instance", None) or getattr(self, "object", None)
        if not isinstance(instance, Model):
            return nullcontext()
        return transaction.atomic(using=router.db_for_write(type(instance)))
