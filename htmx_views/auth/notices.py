"""What the script tells a person when a request fails, or is held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _


class Notice(NamedTuple):
    """A kind of notice: its text, and its buttons by what they do."""

    kind: str
    text: str | Promise
    buttons: Mapping[str, str | Promise]


def _with_names(text: str | Promise) -> SafeString:
    """Return ``text`` with the places where the script writes two users' names."""
    names = {
        name: mark_safe(f'<b data-slot="{name}"></b>') for name in ("username", "owner")
    }
    return format_html(str(text), **names)


_with_names_lazy = lazy(_with_names, SafeString)

_DISMISS = {"dismiss": _("Dismiss")}
_RETRY = {"retry": _("Try again")} | _DISMISS

#: Every kind that ``htmx-views.js`` shows: what happened, or the status of an answer.
NOTICES = [
    Notice(
        "offline",
        _("There is no connection. What you sent may not have arrived."),
        _RETRY,
    ),
    Notice(
        "timeout",
        _("The server does not answer. What you sent may not have arrived."),
        _RETRY,
    ),
    Notice(
        "server-error",
        _("The server failed. What you sent may not have been saved."),
        _RETRY,
    ),
    Notice(
        "401",
        _("You are not logged in. Log in in another tab, then try again."),
        _RETRY,
    ),
    Notice("404", _("What you asked for is not there."), _DISMISS),
    Notice("403", _("You are not allowed to do this."), _DISMISS),
    Notice("413", _("What you sent is too large."), _DISMISS),
    Notice(
        "429",
        _("That was too often. Wait a moment before you try again."),
        _RETRY,
    ),
    Notice("error", _("That did not work."), _RETRY),
    Notice(
        "other-user",
        _with_names_lazy(
            _(
                "You are now logged in as {username}. This page was opened as {owner}. "
                "Nothing was sent."
            )
        ),
        {
            "retry": _with_names_lazy(_("Send as {username}")),
            "dismiss": _("Do not send"),
        },
    ),
    Notice("draft", _("Restore what you typed?"), {"restore": _("Restore")} | _DISMISS),
    Notice(
        "new-version",
        _("There is a new version of this page."),
        {"reload": _("Reload")} | _DISMISS,
    ),
]


def notices_context() -> dict[str, list[Notice]]:
    """Return the context of ``htmx_views/notices.html``."""
    return {"notices": NOTICES}
