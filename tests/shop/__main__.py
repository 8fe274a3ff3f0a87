"""
Measure which slips of the shop are found, and that no variation raises an alarm.

By anything: ``manage.py check``, the tests that a team has anyway, or a walk through
the site. Those that the check must find, under which id, are in ``tests/mutations.py``.

Each change is made in a copy of the shop, and looked at in a process of its own::

    python -m tests.shop                # all of them
    python -m tests.shop "spinner"      # those with this word in their name
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import django

#: What looks at a change, in this order.
STAGES = ("check", "client", "site")


class Outcome(NamedTuple):
    """What each stage says of a change."""

    name: str
    found: dict[str, list[str]]

    @property
    def by(self) -> str:
        """The first stage that finds something."""
        return next((stage for stage in STAGES if self.found[stage]), "")


def set_up() -> None:
    """Make the shop, with its database in memory."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.shop.settings"
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    # What the children would otherwise import, each for itself.
    from htmx_views.testing import assert_site_holds
    from tests.shop import visits
    from tests.shop.models import Order, Product, Review

    assert assert_site_holds, visits
    setup_test_environment()
    call_command("migrate", run_syncdb=True, verbosity=0)
    User.objects.create_user("ann", password="moonlit-lantern")
    for number in range(1, 13):
        Product.objects.create(name=f"Lamp {number}", price=number, is_new=number < 4)
    product = Product.objects.get(pk=1)
    for stars in (3, 4):
        Review.objects.create(product=product, stars=stars, text="Nice")
    Order.objects.create(product=product)


def examine() -> dict[str, list[str]]:
    """Return what each stage says of the shop, up to the first that finds something."""
    stages = {"check": _check, "client": _visit, "site": _walk}
    found: dict[str, list[str]] = {name: [] for name in stages}
    for name, stage in stages.items():
        found[name] += _guarded(stage, found[name])
        if found[name]:
            break
    return found


def _guarded(do: Callable[..., Any], argument: Any) -> list[str]:
    """Return the error that stops something, if one does."""
    try:
        do(argument)
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
    return []


def _check(found: list[str]) -> None:
    from django.core.checks import run_checks

    found += [str(message) for message in run_checks()]


def _clients() -> Any:
    from django.conf import settings
    from django.contrib.auth.models import User

    from htmx_views.testing import HtmxClient

    for version in (2, 4):
        settings.HTMX_VERSION = version
        client = HtmxClient()
        client.htmx_version = version
        client.force_login(User.objects.get())
        yield client


def _visit(found: list[str]) -> None:
    from tests.shop.visits import VISITS

    for client in _clients():
        client.contracts = True
        for visit in VISITS:
            found += _guarded(visit, client)


def _walk(found: list[str]) -> None:
    from htmx_views.testing import assert_site_holds

    for client in _clients():
        client.post("/cart/add/1/")
        client.post("/cart/add/2/")
        found += _guarded(assert_site_holds, client)


def look_at(change: Any) -> Outcome:
    """Make a change in a copy of the shop, and look at it in a process of its own."""
    readable, writable = os.pipe()
    if pid := os.fork():
        os.close(writable)
        with os.fdopen(readable) as pipe:
            found = json.load(pipe)
        os.waitpid(pid, 0)
        return Outcome(change.name, found)
    try:
        with tempfile.TemporaryDirectory() as folder:
            shop = Path(folder) / "shop"
            _serve(shop)
            change.make(shop)
            found = examine()
        with os.fdopen(writable, "w") as pipe:
            json.dump(found, pipe)
    finally:
        os._exit(0)


def _serve(shop: Path) -> None:
    """Let this process find the views and templates of the shop in ``shop``."""
    from django.apps import apps

    import tests.shop

    original = Path(__file__).parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(original, shop, ignore=ignored)
    tests.shop.__path__ = [str(shop)]
    apps.get_app_config("shop").path = str(shop)


def main(words: list[str]) -> int:
    """Say of each change what found it; fail where a variation raises an alarm."""
    from tests.shop.slips import SLIPS, VARIATIONS

    set_up()
    alarms = 0
    for title, changes in (("slips", SLIPS), ("variations", VARIATIONS)):
        chosen = [each for each in changes if all(word in each.name for word in words)]
        outcomes = []
        for change in chosen:
            outcome = look_at(change)
            outcomes.append(outcome)
            first = next(filter(None, map(outcome.found.get, STAGES)), ["-"])[0]
            said = first if words else first.splitlines()[0][:100]
            print(f"{outcome.by or '-':7}{change.name}: {said}", flush=True)
        found = [outcome.by for outcome in outcomes if outcome.by]
        by = ", ".join(f"{stage} {found.count(stage)}" for stage in STAGES)
        print(f"{title}: {len(found)} of {len(outcomes)} ({by})", flush=True)
        alarms = len(found)
    return int(bool(alarms))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
