"""A project of one package and the library, for one trial."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_test_environment

from htmx_views.testing import HtmxClient, assert_fragment_matches_page

PASSWORD = "moonlit-lantern"


class Site:
    """The example site's settings, the apps of a trial, and what it serves."""

    def __init__(
        self,
        apps: list[str],
        templates: Mapping[str, str],
        options: Mapping[str, Any],
        middleware: list[str],
        engine: Mapping[str, Any],
    ) -> None:
        from tests import settings as base

        folder = Path(tempfile.mkdtemp(prefix="htmx_views-"))
        for name, text in templates.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        entry = {**base.TEMPLATES[1], "DIRS": [folder], **engine}
        settings.configure(
            **{
                **{name: value for name, value in vars(base).items() if name.isupper()},
                "ROOT_URLCONF": "tests.packages.urls",
                "INSTALLED_APPS": [*base.INSTALLED_APPS, *apps],
                "MIDDLEWARE": [*base.MIDDLEWARE, *middleware],
                "TEMPLATES": [entry],
                "DATABASES": {
                    "default": {
                        "ENGINE": "django.db.backends.sqlite3",
                        "NAME": ":memory:",
                    }
                },
                **options,
            }
        )
        django.setup()
        setup_test_environment()
        call_command("migrate", run_syncdb=True, verbosity=0)
        self.client = HtmxClient()

    def serve(self, *patterns: Any) -> None:
        """Serve these URL patterns beside the login page."""
        from tests.packages.urls import urlpatterns

        urlpatterns[:0] = patterns

    def make_quests(self, number: int) -> None:
        from tests.keyset.models import Quest

        Quest.objects.bulk_create(
            Quest(title=f"Quest {rank}", rank=rank, place=rank)
            for rank in range(number)
        )

    def make_user(self, name: str = "hunter") -> Any:
        from django.contrib.auth.models import User

        return User.objects.create_user(name, f"{name}@example.com", PASSWORD)

    def check_fragments(self, path: str) -> None:
        """Check that each fragment is what its blocks are on the page."""
        for version in (2, 4):
            self.client.htmx_version = version
            assert_fragment_matches_page(self.client, path)

    def check_refusal(self, path: str) -> None:
        """Check that who is not logged in gets the login page, or 401 from htmx."""
        page = self.client.get(path)
        expect(page.status_code, 302)
        safe = self.client.get(path, htmx=True)
        expect(safe.status_code, 401)
        login = urlsplit(page["Location"])
        expect(urlsplit(safe["HX-Redirect"]).path, login.path)
        unsafe = self.client.post(path, htmx=True)
        expect(unsafe.status_code, 401)
        expect(unsafe["HX-Trigger"], "htmx-views:login-required")


def expect(actual: object, wanted: object) -> None:
    """Raise ``AssertionError`` that says what was there instead of ``wanted``."""
    if actual != wanted:
        raise AssertionError(f"Expected {wanted!r}, not {actual!r}.")


def expect_text(response: Any, *texts: str, is_page: bool = False) -> None:
    """Check that a fragment, or a page, holds these texts."""
    expect(response.status_code, 200)
    content = response.content.decode()
    for text in texts:
        if text not in content:
            raise AssertionError(f"Expected {text!r} in {content!r}.")
    expect("<html" in content, is_page)


def expect_raised(error: type[Exception], call: Callable[[], object]) -> None:
    """Check that ``call`` is refused with ``error``."""
    try:
        call()
    except error:
        return
    raise AssertionError(f"Expected {error.__name__}.")
