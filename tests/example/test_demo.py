"""``manage.py demo``: the data and the server of the example site."""

from __future__ import annotations

import os
import re
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from monsters.models import Monster
from tests.example.server import MANAGE, Environment, Serve, fetch, run_manage


def demo(*arguments: str) -> str:
    output = StringIO()
    call_command("demo", "--no-serve", *arguments, stdout=output)
    return output.getvalue()


def entries() -> list[tuple[Any, ...]]:
    return list(
        Monster.objects.order_by("pk").values_list(
            "name", "type", "level", "habitat", "notes"
        )
    )


@pytest.mark.django_db
def test_the_default_is_two_thousand_monsters() -> None:
    assert "2,000 monsters" in demo()
    assert Monster.objects.count() == 2_000


@pytest.mark.django_db
def test_the_monsters_are_the_same_each_time() -> None:
    demo("--monsters", "30")
    first = entries()
    Monster.objects.all().delete()
    demo("--monsters", "30")
    assert entries() == first
    assert len(set(first)) == 30


@pytest.mark.django_db
def test_a_second_run_adds_what_is_missing() -> None:
    demo("--monsters", "50")
    whole = entries()
    Monster.objects.all().delete()
    demo("--monsters", "20")
    assert "Added 30 monsters; there are 50 now." in demo("--monsters", "50")
    assert entries() == whole
    assert "50 monsters are there already." in demo("--monsters", "40")
    assert entries() == whole


@pytest.mark.django_db
def test_every_monster_is_valid() -> None:
    demo("--monsters", "200")
    for monster in Monster.objects.all():
        monster.full_clean()


def account() -> tuple[str, str]:
    """Run the command and return the name and the password that it prints."""
    output = demo("--monsters", "0")
    match = re.search(r"Log in as '(.+)' with the password '(.+)'\.", output)
    assert match is not None
    return match[1], match[2]


@pytest.mark.django_db
def test_the_account_that_it_prints_logs_in(settings: Settings) -> None:
    settings.DEBUG = True
    name, password = account()
    assert Client().login(username=name, password=password)
    user = User.objects.get()
    user.set_password("forgotten")
    user.save()
    assert account() == (name, password)
    assert Client().login(username=name, password=password)


@pytest.mark.django_db
def test_on_a_server_the_password_is_random_and_stays(settings: Settings) -> None:
    settings.DEBUG = False
    name, password = account()
    assert "The account 'hunter' is there already." in demo("--monsters", "0")
    assert Client().login(username=name, password=password)
    User.objects.all().delete()
    assert account() != (name, password)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--monsters", "many"], "'many' is not a whole number"),
        (["--monsters", "-1"], "'-1' is less than 0"),
        (["--port", "0"], "'0' is not a port: take one from 1 to 65535"),
        (["--port", "65536"], "'65536' is not a port: take one from 1 to 65535"),
    ],
)
def test_bad_arguments_are_named(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=re.escape(message)):
        demo(*arguments)


@pytest.mark.slow
def test_a_database_out_of_reach_is_named(environment: Environment) -> None:
    environment["DATABASE_URL"] = "sqlite:////no/such/folder/monsters.sqlite3"
    done = run_manage("demo", "--no-serve", environment=environment)
    assert done.returncode == 1
    assert (
        "CommandError: The database '/no/such/folder/monsters.sqlite3'" in done.stderr
    )
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_one_command_serves_the_site(
    environment: Environment, serve: Serve, free_port: int
) -> None:
    arguments = ["demo", "--monsters", "25", "--port", str(free_port)]
    serve([sys.executable, str(MANAGE), *arguments], environment, free_port)
    status, headers, body = fetch(free_port, "/monsters/")
    assert status == 200
    assert body.count("<article") == 20
    policy = headers["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy
    status, _, body = fetch(free_port, "/static/monsters/site.css")
    assert (status, "--paper" in body) == (200, True)


@pytest.mark.slow
def test_a_package_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "dj_database_url.py").write_text(
        "raise ModuleNotFoundError('No module named dj_x', name='dj_x')"
    )
    paths = [str(tmp_path), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    done = run_manage("check", environment=environment)
    assert done.returncode == 1
    assert "No module named dj_x. Install what the example site" in done.stderr
    assert "pip install -e '.[demo]'" in done.stderr
