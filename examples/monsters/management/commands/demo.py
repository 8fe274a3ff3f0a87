"""Make the example site's data and serve it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError
from itertools import islice
from typing import IO, Any, cast

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django.utils.crypto import get_random_string
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from monsters.bestiary import monsters
from monsters.models import Monster

CHUNK = 5_000


def count(value: str) -> int:
    try:
        number = int(value.replace("_", ""))
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is not a whole number") from None
    if number < 0:
        raise ArgumentTypeError(f"{value!r} is less than 0")
    return number


def port(value: str) -> int:
    number = count(value)
    if not 0 < number < 65536:
        raise ArgumentTypeError(f"{value!r} is not a port: take one from 1 to 65535")
    return number


class Command(BaseCommand):
    help = "Make the database, fill it with monsters, add an account, serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--monsters",
            type=count,
            default=2_000,
            metavar="N",
            help="how many monsters there should be at least (default: 2000)",
        )
        parser.add_argument(
            "--port", type=port, default=8000, help="where to serve (default: 8000)"
        )
        parser.add_argument(
            "--no-serve",
            action="store_false",
            dest="serve",
            help="make the data, but do not start the server",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # The server's reloader runs the command anew for each change of the code.
        if os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
            self.make_data(options)
        if options["serve"]:
            call_command("runserver", str(options["port"]))

    def make_data(self, options: dict[str, Any]) -> None:
        try:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        except OperationalError as error:
            raise CommandError(
                f"The database {connection.settings_dict['NAME']!r} cannot be used: "
                f"{error}"
            ) from error
        self.add_monsters(options["monsters"])
        self.add_account()
        if options["serve"]:
            self.stdout.write(f"Open http://127.0.0.1:{options['port']}/")

    def add_monsters(self, wanted: int) -> None:
        existing = Monster.objects.count()
        if existing >= wanted:
            self.stdout.write(f"{existing:,} monsters are there already.")
            return
        stream = islice(monsters(), existing, wanted)
        with Progress(
            TextColumn("Finding monsters"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(file=cast(IO[str], self.stdout)),
        ) as progress:
            task = progress.add_task("", total=wanted - existing)
            while chunk := list(islice(stream, CHUNK)):
                Monster.objects.bulk_create(chunk)
                progress.advance(task, len(chunk))
        self.stdout.write(
            f"Added {wanted - existing:,} monsters; there are {wanted:,} now."
        )

    def add_account(self) -> None:
        users = get_user_model().objects
        name, password = settings.DEMO_ACCOUNT.values()
        user, created = users.get_or_create(username=name)
        if not settings.DEBUG:
            if not created:
                self.stdout.write(f"The account {name!r} is there already.")
                return
            # Everybody can read the demo's password in the settings.
            password = get_random_string(20)
        if created or not user.check_password(password):
            user.set_password(password)
            user.save()
        self.stdout.write(f"Log in as {name!r} with the password {password!r}.")
