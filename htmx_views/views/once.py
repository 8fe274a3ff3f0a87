"""A form that was sent twice is saved once."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from htmx_views.auth.protocol import REFUSED
from htmx_views.views.formsets import FormsetMixin

#: The name of the hidden input with the key of a submission.
SUBMISSION = "_submission"

#: The seconds for which a key is remembered: while a request saves, and when it has.
SAVING, SAVED = 60, 24 * 60 * 60


class SubmitOnceMixin(FormsetMixin):
    """
    Save a form once, however often it was sent.

    With ``submit_once`` the context has ``submission``, a hidden input with a key that
    belongs into the form: ``{{ submission }}``. Whoever sends a key again that was
    saved gets the answer of a success, and nothing is saved. The keys are kept in
    Django's cache ``"default"``, which all processes of the site must share.
    """

    #: Whether a form that is sent again is not saved again.
    submit_once: bool = False

    _is_invalid = False
    _location = ""

    def get_submit_once(self) -> bool:
        """Return whether a form that is sent again is not saved again."""
        return self.submit_once

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``submission``, a new key."""
        if self.get_submit_once():
            kwargs.setdefault("submission", self.get_submission())
        return super().get_context_data(**kwargs)

    def get_submission(self) -> SafeString:
        """Return the hidden input with the key of a submission."""
        return format_html(
            '<input type="hidden" name="{}" value="{}">', SUBMISSION, uuid4()
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, unless this very form was saved before."""
        if (
            request.method != "POST"
            or self._saves_nothing
            or not self.get_submit_once()
        ):
            return super().post(request, *args, **kwargs)
        key = self._submission_key()
        if not cache.add(key, None, SAVING):
            return self.submitted_again(cache.get(key))
        try:
            response = super().post(request, *args, **kwargs)
        except BaseException:
            cache.delete(key)
            raise
        if self._is_invalid or response.status_code >= 400:
            cache.delete(key)
        else:
            # A form_valid() of the view's own need not call that of its bases.
            location = response.headers.get("Location", self._location)
            cache.set(key, location, SAVED)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self._location = response.headers.get("Location", "")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        self._is_invalid = True
        return super().form_invalid(form)

    def submitted_again(self, location: str | None) -> HttpResponse:
        """
        Return the answer to a form that was sent before.

        ``location`` is where the first answer led, ``""`` where it was no redirect, and
        ``None`` while the first request is still being answered.
        """
        if location is None:
            return HttpResponse(status=409, headers=REFUSED)
        if not location:
            return HttpResponse(status=204)
        return HttpResponseRedirect(location)

    def _submission_key(self) -> str:
        backend = settings.CACHES["default"]["BACKEND"]
        if backend.endswith(".DummyCache"):
            raise ImproperlyConfigured(
                f"{type(self).__qualname__}.submit_once keeps its keys in the cache "
                f"'default', but {backend} keeps nothing. Set another BACKEND in "
                "CACHES."
            )
        try:
            key = UUID(self.request.POST.get(SUBMISSION, ""))
        except ValueError:
            raise BadRequest(
                f"The form for {type(self).__qualname__} came without the key that "
                "submit_once asks for. Write {{ submission }} into the form."
            ) from None
        return f"htmx_views.submission.{type(self).__qualname__}.{key}"
