"""What a detached session may do, and what it must not."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import RequestFactory

from htmx_views.auth.sessions import DetachedSession, detach_session

BACKENDS = ["db", "cache", "cached_db", "file", "signed_cookies"]


@pytest.fixture(params=BACKENDS)
def store(
    request: pytest.FixtureRequest, settings: Any, tmp_path: Path, db: None
) -> type[SessionBase]:
    settings.SESSION_FILE_PATH = tmp_path
    module = import_module(f"django.contrib.sessions.backends.{request.param}")
    store: type[SessionBase] = module.SessionStore
    return store


@pytest.fixture
def session_key(store: type[SessionBase]) -> str:
    session = store()
    session["monster"] = "grue"
    session.save()
    key = session.session_key
    assert key is not None
    return key


@pytest.fixture
def request_with_session(
    store: type[SessionBase], session_key: str, rf: RequestFactory
) -> HttpRequest:
    request = rf.get("/")
    request.session = store(session_key)
    request.COOKIES["sessionid"] = session_key
    detach_session(request)
    return request


def test_it_reads_like_the_session(
    request_with_session: HttpRequest, session_key: str
) -> None:
    session = request_with_session.session
    assert session["monster"] == "grue"
    assert session.session_key == session_key
    assert not session.is_empty()


@pytest.mark.django_db(transaction=True)
def test_it_reads_like_the_session_where_views_are_asynchronous(
    request_with_session: HttpRequest,
) -> None:
    assert async_to_sync(request_with_session.session.aget)("monster") == "grue"


def change(session: SessionBase) -> None:
    session["monster"] = "kraken"


def cycle_key(session: SessionBase) -> None:
    session.cycle_key()


def flush(session: SessionBase) -> None:
    session.flush()


def save(session: SessionBase) -> None:
    session["monster"] = "kraken"
    session.save()


@pytest.mark.parametrize("write", [change, cycle_key, flush, save])
def test_nothing_reaches_the_store(
    write: Any,
    request_with_session: HttpRequest,
    store: type[SessionBase],
    session_key: str,
) -> None:
    write(request_with_session.session)

    assert store(session_key)["monster"] == "grue"


def test_changes_last_as_long_as_the_request(request_with_session: HttpRequest) -> None:
    session = request_with_session.session
    session["monster"] = "kraken"
    assert session["monster"] == "kraken"
    session.flush()
    assert "monster" not in session


def test_no_key_is_ever_taken(request_with_session: HttpRequest) -> None:
    assert request_with_session.session.exists("anything") is False


def test_a_session_is_detached_once(request_with_session: HttpRequest) -> None:
    detached = request_with_session.session
    detach_session(request_with_session)
    assert request_with_session.session is detached
    assert isinstance(detached, DetachedSession)


def test_a_session_that_a_middleware_began_is_left_to_it(
    store: type[SessionBase], rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.session = begun = store()
    begun["monster"] = "grue"
    begun.cycle_key()

    detach_session(request)

    assert request.session is begun


def test_a_visitor_without_a_session_gets_none(
    store: type[SessionBase], rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.session = store()

    detach_session(request)

    assert isinstance(request.session, DetachedSession)


def test_a_request_without_sessions_stays_without(rf: RequestFactory) -> None:
    request = rf.get("/")
    detach_session(request)
    assert not hasattr(request, "session")
