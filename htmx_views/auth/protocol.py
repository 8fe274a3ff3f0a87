"""The names that ``htmx-views.js`` knows as well: events, headers, attributes."""

from __future__ import annotations

#: The event that carries the current token, user and version to the page.
CSRF_EVENT = "htmx-views:csrf"
#: The event that tells a page that its unsafe request needs a login.
LOGIN_REQUIRED_EVENT = "htmx-views:login-required"
#: The event that tells a page that it was opened by another user.
OTHER_USER_EVENT = "htmx-views:other-user"

#: The header with the hash of a user: the page's in a request, else the session's.
USER_HEADER = "HX-Views-User"
#: The header of an answer with that user's name, percent-encoded.
USERNAME_HEADER = "HX-Views-Username"

#: What makes a refusal known as one of ours, which is never swapped into a page.
REFUSED = {"HX-Views": "refused", "HX-Reswap": "none"}
