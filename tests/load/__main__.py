"""
A thousand open tabs poll the login status while a person submits forms.

    python -m tests.load [--tabs 1000] [--seconds 30] [--workers 2]

Serves the example site with gunicorn, as in production, on SQLite with sessions in
the database. First each tab polls once a minute, then as many polls are sent as the
server takes. Every answer is checked, and every form that was submitted is looked
for in the database. Needs the extra ``bench``; no part of the test suite.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, cycle
from pathlib import Path
from statistics import quantiles

import httpx

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
STATUS = "/accounts/status/"


class Tabs:
    """The open tabs, each of somebody who is logged in."""

    def __init__(self, client: httpx.AsyncClient, sessions: list[str]) -> None:
        self.client = client
        self.sessions = cycle(sessions)
        self.ptags: dict[str, str] = {}
        self.durations: list[float] = []
        self.errors: list[str] = []

    async def poll(self) -> None:
        session = next(self.sessions)
        headers = {
            "HX-Request": "true",
            "Cookie": f"sessionid={session}; csrftoken={'s' * 32}",
            "HX-PTag": self.ptags.get(session, ""),
        }
        start = time.perf_counter()
        try:
            response = await self.client.get(STATUS, headers=headers)
        except httpx.HTTPError as error:
            self.errors.append(repr(error))
            return
        self.durations.append(time.perf_counter() - start)
        expected = 204 if session in self.ptags else 200
        if response.status_code != expected or "Set-Cookie" in response.headers:
            self.errors.append(f"{response.status_code} {dict(response.headers)}")
        elif expected == 200 and "Logged in as" not in response.text:
            self.errors.append(response.text[:200])
        self.ptags[session] = response.headers.get("HX-PTag", "")

    async def poll_at(self, rate: float, seconds: float) -> None:
        """Poll so often a second, whether or not the server keeps up."""
        tasks = []
        start = time.perf_counter()
        for number in range(round(rate * seconds)):
            await asyncio.sleep(start + number / rate - time.perf_counter())
            tasks.append(asyncio.create_task(self.poll()))
        await asyncio.gather(*tasks)

    async def poll_without_pause(self, at_once: int, seconds: float) -> None:
        """Keep so many polls under way."""
        end = time.perf_counter() + seconds

        async def worker() -> None:
            while time.perf_counter() < end:
                await self.poll()

        await asyncio.gather(*(worker() for _ in range(at_once)))


class Person:
    """Somebody who reports sightings, one after the other."""

    def __init__(self, client: httpx.AsyncClient, session: str) -> None:
        self.client = client
        self.cookie = f"sessionid={session}; csrftoken={'p' * 32}"
        self.names: list[str] = []
        self.errors: list[str] = []
        self.durations: list[float] = []

    async def submit_forms(self) -> None:
        headers = {
            "HX-Request": "true",
            "Cookie": self.cookie,
            "X-CSRFToken": "p" * 32,
            "Origin": f"https://{self.client.base_url.netloc.decode()}",
        }
        for number in count():
            fields = {
                "name": f"Grue {number}",
                "type": "shade",
                "level": "13",
                "habitat": "cavern",
                "notes": "It was dark.",
            }
            start = time.perf_counter()
            response = await self.client.post(
                "/session/sighting/", data=fields, headers=headers
            )
            self.durations.append(time.perf_counter() - start)
            self.names.append(fields["name"])
            if f"{fields['name']}</a> is in the field guide now" not in response.text:
                self.errors.append(f"{response.status_code} {response.text[:300]}")
            await asyncio.sleep(0.5)


def main() -> None:
    parser = ArgumentParser(description=__doc__, prog="python -m tests.load")
    parser.add_argument("--tabs", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=8765)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DATABASE_URL=f"sqlite:///{folder}/monsters.sqlite3",
            DJANGO_SETTINGS_MODULE="monsters.settings",
            DJANGO_DEBUG="0",
            DJANGO_SECRET_KEY="not a secret, but long enough to serve a load test " * 2,
            DJANGO_ALLOWED_HOSTS="127.0.0.1",
            DJANGO_BEHIND_PROXY="1",
            DJANGO_STATIC_ROOT=f"{folder}/static",
        )
        sys.path.insert(0, str(EXAMPLES))
        sessions = prepare(options.tabs + 1)
        with served(options.port, options.workers):
            passed = asyncio.run(
                load(options.port, sessions, options.tabs / 60, options.seconds)
            )
    sys.exit(not passed)


def prepare(number: int) -> list[str]:
    """Make the database and so many people who are logged in."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.contrib import auth
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    sessions = []
    users = [User(username=f"hunter-{n}", password="!") for n in range(number)]
    for user in User.objects.bulk_create(users):
        session = SessionStore()
        session[auth.SESSION_KEY] = str(user.pk)
        session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        sessions.append(str(session.session_key))
    return sessions


@contextmanager
def served(port: int, workers: int) -> Iterator[None]:
    command = ["gunicorn", "monsters.wsgi", "--chdir", str(EXAMPLES)]
    command += ["--workers", str(workers), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([sys.executable, "-m", *command, "--log-level=warning"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


async def load(port: int, sessions: list[str], rate: float, seconds: float) -> bool:
    """Put both loads on the server, print what it took, return whether all is well."""
    proxy = {"X-Forwarded-Proto": "https"}
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers=proxy, limits=limits, timeout=60
    ) as client:
        for _ in range(100):
            try:
                await client.get(STATUS)
                break
            except httpx.ConnectError:
                await asyncio.sleep(0.2)
        person = Person(client, sessions.pop())
        submitting = asyncio.create_task(person.submit_forms())
        passed = True
        for what in ("tabs", "as many as it takes"):
            tabs = Tabs(client, sessions)
            start = time.perf_counter()
            if what == "tabs":
                await tabs.poll_at(rate, seconds)
                what = f"{len(sessions)} tabs"
            else:
                await tabs.poll_without_pause(32, seconds)
            elapsed = time.perf_counter() - start
            report(what, tabs.durations, tabs.errors, elapsed)
            passed &= not tabs.errors
        submitting.cancel()
        await asyncio.gather(submitting, return_exceptions=True)
    report("forms", person.durations, person.errors, 2 * seconds)
    from asgiref.sync import sync_to_async

    saved = await sync_to_async(saved_names)()
    lost = [name for name in person.names if saved.count(name) != 1]
    print(f"{len(person.names)} forms submitted, {len(lost)} not saved exactly once")
    return passed and not person.errors and not lost


def saved_names() -> list[str]:
    from monsters.models import Monster

    return list(Monster.objects.values_list("name", flat=True))


def report(
    what: str, durations: list[float], errors: list[str], elapsed: float
) -> None:
    cuts = quantiles(durations, n=100)
    print(
        f"{what}: {len(durations)} requests, {len(durations) / elapsed:.1f} a second, "
        f"median {cuts[49] * 1000:.0f} ms, 99 % within {cuts[98] * 1000:.0f} ms, "
        f"{len(errors)} errors"
    )
    for error in errors[:3]:
        print("  ", error)


if __name__ == "__main__":
    main()
