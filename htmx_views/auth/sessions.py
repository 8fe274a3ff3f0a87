"""Read a session without keeping it alive."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest


class DetachedSession(SessionBase):
    """
    Hold the data of a session and never write to its store.

    Whatever is changed here lasts as long as the request, and what a middleware
    changed before is not saved either: both happen without a reader.
    """

    # SessionMiddleware leaves a response alone when it cannot tell whether the
    # session was accessed. Nothing else keeps SESSION_SAVE_EVERY_REQUEST from
    # saving the session and setting its cookie.
    accessed = property(fset=lambda self, value: None)

    def __init__(self, session: SessionBase) -> None:
        self._original = session
        super().__init__(session.session_key)

    def load(self) -> dict[str, Any]:
        return dict(self._original.items())

    async def aload(self) -> dict[str, Any]:
        return dict(await self._original.aitems())

    def exists(self, session_key: str | None = None) -> bool:
        return False

    def create(self) -> None:
        pass

    def save(self, must_create: bool = False) -> None:
        pass

    def delete(self, session_key: str | None = None) -> None:
        pass


def detach_session(request: HttpRequest) -> None:
    """
    Let ``request`` read its session, and leave the session and its cookie alone.

    For requests that a page sends by itself: they must not keep the session of
    an absent reader alive, whatever ``SESSION_SAVE_EVERY_REQUEST`` says. Call it
    in ``setup()``, before a mixin's ``dispatch()`` reads the session and refuses the
    request. One without sessions, or detached before, is left as it is. So is a
    session that a middleware has just begun, as RemoteUserMiddleware does: without
    its cookie each poll would begin another.
    """
    session = getattr(request, "session", None)
    if session is None or isinstance(session, DetachedSession):
        return
    if session.session_key in (None, request.COOKIES.get(settings.SESSION_COOKIE_NAME)):
        request.session = DetachedSession(session)
