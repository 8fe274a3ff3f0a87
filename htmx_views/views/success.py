"""What htmx gets where a form was valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from django.http import HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.utils.cache import patch_vary_headers
from django.views.generic.edit import FormMixin
from django_htmx.http import HttpResponseClientRedirect

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.choice import (
    BlockNames,
    OobBlocks,
    check_block_names,
    check_oob_blocks,
)
from htmx_views.views.events import EventNames, check_events, trigger_events

if TYPE_CHECKING:

    class FormPage(HtmxFragmentMixin, FormMixin[Any]): ...
else:
    FormPage = HtmxFragmentMixin


class SuccessMixin(FormPage):
    """Show what was saved in blocks, or send the browser on, and trigger events."""

    #: The blocks that show a success in place. ``None`` sends the browser to the
    #: success URL, ``[]`` is an answer without any block of its own.
    success_blocks: BlockNames | None = None
    #: The blocks out of band of a success; ``None`` stands for ``oob_blocks``.
    success_oob_blocks: OobBlocks | None = None
    #: Events that htmx triggers on success: names, or a mapping from name to detail.
    success_events: EventNames = ()

    #: What a success renders, with a form as after GET.
    _rendered_success: list[str] | None = None
    _is_created = False

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self._rendered_success is not None:
            kwargs[RENDER_BLOCKS] = self._rendered_success
        return super().get_context_data(**kwargs)

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
