"""Forms that are checked and saved without leaving the page."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.utils.cache import patch_vary_headers
from django.views.generic.edit import DeletionMixin, FormMixin
from django_htmx.http import HttpResponseClientRedirect

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.requests import (
    answer_can_preserve,
    is_fragment_request,
    target_id,
)
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.fields import find_field, focus_first_error, keep_files
from htmx_views.views.names import BlockNames, check_block_names

if TYPE_CHECKING:
    _FormMixin = FormMixin[Any]
else:
    _FormMixin = FormMixin

#: The parameter that asks to check one field only; its value is the field's name.
VALIDATE_PARAMETER = "_validate"

EventNames = list[str] | tuple[str, ...] | Mapping[str, Any]


class HtmxFormMixin(HtmxFragmentMixin, _FormMixin):
    """
    Answer a form with the blocks that change, instead of a redirect.

    An invalid form comes back as ``fragment_blocks``; its first wrong field takes
    the focus, and with htmx 2 its file inputs keep their files. A valid one renders
    ``success_blocks`` with a fresh form or, without any, sends the browser to the
    success URL. Other requests get Django's answers.
    """

    #: The blocks that show a success in place; without any, htmx is redirected.
    success_blocks: BlockNames = ()
    #: Events that htmx triggers on success: names, or a mapping from name to detail.
    success_events: EventNames = ()
    #: The status of an invalid form. By itself, htmx 2 does not swap 422.
    form_invalid_status: int = 200
    #: The block that shows ``field``, and its errors, when that field was left.
    validation_block: str | None = None

    _blocks: BlockNames | None = None
    _is_form_fresh = False
    _is_invalid = False
    _is_created = False

    def get_success_blocks(self) -> BlockNames:
        """Return the blocks that show a success; none to redirect."""
        return self.success_blocks

    def get_success_events(self) -> EventNames:
        """Return the events of a success: names, or a mapping from name to detail."""
        return self.success_events

    def get_form_invalid_status(self) -> int:
        """Return the status of an invalid form."""
        return self.form_invalid_status

    def get_validation_block(self) -> str | None:
        """Return the block that shows one field, or ``None`` for no such requests."""
        return self.validation_block

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if request.method == "POST" and self._get_validated_name() is not None:
            if self.get_validation_block() is not None:
                # On the instance: whatever the view's own methods do with a valid
                # form, it must not happen yet.
                self.form_valid = self.form_invalid = self.form_validated  # type: ignore[method-assign]
            elif self.is_fragment():
                return bad_request(
                    "This form cannot check one field alone: it has no "
                    "validation_block."
                )
        if request.method == "DELETE" and isinstance(self, DeletionMixin):
            # DeletionMixin.delete() passes form_valid() by. Not around dispatch():
            # what refuses the request there is no success.
            handler: Any = self
            handler.delete = partial(self._delete, handler.delete)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Save as the view does, and show the success."""
        self._is_created = getattr(self, "object", self) is None
        response = super().form_valid(form)
        # What saves may find a fault that the form did not.
        return response if self._is_invalid else self._succeed(response)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Render the form with its errors; the first wrong field takes the focus."""
        self._is_invalid = True
        if not self.is_fragment():
            return super().form_invalid(form)
        focus_first_error(form)
        if answer_can_preserve(self.request):
            keep_files(form)
        response = super().form_invalid(form)
        response.status_code = self.get_form_invalid_status()
        return response

    def form_validated(self, form: Any) -> HttpResponse:
        """Render one field with its errors, and save nothing."""
        name = self._get_validated_name() or ""
        field = find_field(form, name)
        if field is None:
            return bad_request(f"The form has no field {name[:100]!r}.")
        errors = field.form.errors
        for other in {*errors} - {field.name}:
            del errors[other]
        context = self.get_context_data(form=form, field=field)
        if self.is_fragment():
            context[RENDER_BLOCKS] = [self.get_validation_block()]
        return self.render_to_response(context)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave out what was sent where the form after a success is asked for."""
        kwargs = super().get_form_kwargs()
        if self._is_form_fresh:
            kwargs.pop("data", None)
            kwargs.pop("files", None)
            # A plain form takes no instance.
            if self._is_created and "instance" in kwargs:
                kwargs["instance"] = None
        return kwargs

    def get_render_blocks(self) -> list[str] | None:
        if self._blocks is not None:
            return [*self._blocks]
        return super().get_render_blocks()

    def is_fragment(self) -> bool:
        """Return whether the request gets blocks instead of a page or a redirect."""
        blocks = self.get_fragment_blocks()
        boosted = isinstance(blocks, Mapping) and target_id(self.request) in blocks
        return is_fragment_request(self.request, boosted=boosted)

    def _get_validated_name(self) -> str | None:
        request = self.request
        for parameters in (request.POST, request.GET):
            if VALIDATE_PARAMETER in parameters:
                return parameters[VALIDATE_PARAMETER]
        return None

    def _delete(
        self, delete: Callable[..., Any], request: HttpRequest, *args: Any, **kw: Any
    ) -> Any:
        response = delete(request, *args, **kw)
        if isawaitable(response):
            return self._succeed_async(response)
        return self._succeed(response)

    async def _succeed_async(self, response: Awaitable[Any]) -> Any:
        return await sync_to_async(self._succeed)(await response)

    def _succeed(self, response: Any) -> Any:
        if (
            not self.is_fragment()
            or not isinstance(response, HttpResponse)
            or response.status_code >= 400
        ):
            return response
        if (
            isinstance(response, HttpResponseRedirectBase)
            and 300 <= response.status_code < 400
        ):
            response = keep_headers(self._success_response(response.url), response)
        trigger_events(response, self._success_events())
        return response

    def _success_response(self, url: str) -> HttpResponse:
        blocks = check_block_names(self, "success_blocks", self.get_success_blocks())
        if not blocks:
            return HttpResponseClientRedirect(url)
        self._blocks = blocks
        self._is_form_fresh = True
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def _success_events(self) -> dict[str, Any]:
        events = self.get_success_events()
        if isinstance(events, Mapping):
            return dict(events)
        if isinstance(events, (list, tuple)):
            return dict.fromkeys(events)
        raise ImproperlyConfigured(
            f"{type(self).__qualname__}.success_events must be a list of names or "
            f"a mapping from name to detail, not {events!r}."
        )


def trigger_events(response: HttpResponse, events: Mapping[str, Any]) -> None:
    """Add events and their details to those that ``response`` triggers."""
    if not events:
        return
    # Not by trigger_client_event(), which takes 0, False and "" for no detail.
    triggered = _triggered(response.get("HX-Trigger", ""))
    for name, detail in events.items():
        triggered[name] = {} if detail is None else detail
    response["HX-Trigger"] = json.dumps(triggered, cls=DjangoJSONEncoder)


def _triggered(header: str) -> dict[str, Any]:
    """Return the events of a header, which as in htmx may be names alone."""
    if not header.startswith("{"):
        return {name.strip(): {} for name in header.split(",") if name.strip()}
    try:
        triggered: dict[str, Any] = json.loads(header)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"HX-Trigger has {header!r}, to which success_events cannot be added: it "
            "is no JSON. Write it by json.dumps() or trigger_client_event()."
        ) from error
    return triggered


def keep_headers(
    response: HttpResponse, redirect: HttpResponseRedirectBase
) -> HttpResponse:
    """Return ``response`` with what was set on the redirect that it takes over."""
    response.cookies.update(redirect.cookies)
    for name, value in redirect.headers.items():
        if name == "Vary":
            patch_vary_headers(response, [each.strip() for each in value.split(",")])
        elif name != "Location" and not name.startswith("Content-"):
            response.headers.setdefault(name, value)
    return response


def bad_request(message: str) -> HttpResponseBadRequest:
    return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")
