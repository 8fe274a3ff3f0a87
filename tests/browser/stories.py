"""
What people do on the example site, for a browser and for the driver.

Each story was a browser test of this folder before there was a driver:

==============  ======================================================================
page            interactions
==============  ======================================================================
index           click through the cookbook; switch htmx, the engine and the theme
monsters        load more to the end; go back a page
endless         scroll to the end; the rest has gone; a row comes in front meanwhile
numbered        follow numbers and Next, back, forward, reload; change the size
filters         type and pause; sort, then load more; send with Enter; reload, follow a
                link and come back; an invalid filter, then a valid one
detail          one form while the other keeps its text; an invalid name
forms           create twice; an invalid form by Enter; leave fields; edit; delete;
                upload without and with a habitat; a double click
dashboard       refresh a card; send the night watch twice; refresh the hunts
hunts           nothing new, progress, the end; a hidden tab; start a hunt
accounts        a wrong password; log in in another tab, log out
session         submit after the session ended, log in in another tab, submit again;
                log in before submitting; submit before the status was renewed
all of them     without JavaScript
==============  ======================================================================
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

from htmx_views.testing.driver.controls import File
from monsters.models import Hunt, Monster

PASSWORD = "moonlit-lantern"

#: Seconds between two polls of the hunts: none is due when a story looks.
POLL_INTERVAL = 50

#: A person is a ``Page``, or a tab of Chromium that has its methods.
Person = Any
Story = Callable[[Person], None]


def prepare() -> None:
    """Fill the database, the same each time."""
    Monster.objects.bulk_create(
        Monster(
            pk=number + 1,
            name=f"{'Grolm' if number % 2 else 'Wisp'} {number:02}",
            type="moss" if number % 4 else "ember",
            level=number + 1,
            habitat="bog",
        )
        for number in range(45)
    )
    User.objects.create_user("hunter", password=PASSWORD, pk=1)


def click_through_the_cookbook(person: Person) -> None:
    for link in ("Load more", "Numbered pages", "Filters", "A dashboard", "Polling"):
        person.visit("/").click(link)


def switch_the_settings(person: Person) -> None:
    person.visit("/monsters/?page=2")
    for name in ("4", "2", "Django", "Jinja2", "Dark"):
        person.click("Settings").click(name)
    person.click("Previous page")


def load_more_to_the_end(person: Person) -> None:
    person.visit("/monsters/").click("Load more").click("Load more")


def go_back_a_page(person: Person) -> None:
    person.visit("/monsters/?page=2").click("Load more").click("Previous page")


def scroll_to_the_end(person: Person) -> None:
    person.visit("/endless/")
    person.scroll_to("#sentinel").scroll_to("#sentinel")


def scroll_when_the_rest_has_gone(person: Person) -> None:
    person.visit("/endless/")
    kept = Monster.objects.order_by("name", "pk")[:20]
    Monster.objects.exclude(pk__in=[monster.pk for monster in kept]).delete()
    person.scroll_to("#sentinel")


def scroll_while_rows_come_and_go(person: Person) -> None:
    person.visit("/endless/")
    first = Monster.objects.order_by("name", "pk")[:5]
    Monster.objects.filter(pk__in=[monster.pk for monster in first]).delete()
    Monster.objects.create(pk=100, name="Aa", type="moss", level=1, habitat="bog")
    person.scroll_to("#sentinel")


def turn_pages(person: Person) -> None:
    person.visit("/numbered/?kind=a&kind=b").click("3").click("Next")
    person.back().back().forward().reload()


def change_the_size_of_a_page(person: Person) -> None:
    person.visit("/numbered/").fill("Monsters on a page", "20").click("2").back()


def type_and_pause(person: Person) -> None:
    person.visit("/filters/").fill("Name", "gro").fill("Name", "grolm").wait("300ms")


def load_more_within_a_filter(person: Person) -> None:
    person.visit("/filters/").fill("Name", "i").wait("300ms")
    person.fill("Order", "Level (descending)").wait("300ms").click("Load more")


def send_a_filter_with_enter(person: Person) -> None:
    person.visit("/filters/").fill("Name", "wisp").press("Enter").wait("300ms")


def leave_a_filter_and_come_back(person: Person) -> None:
    person.visit("/filters/").fill("Type", "Ember").wait("300ms")
    person.fill("Level from", "40").wait("300ms").reload()
    person.click("Wisp 40").back()


def mistype_a_filter(person: Person) -> None:
    person.visit("/filters/").fill("Level from", "30").wait("300ms")
    person.fill("Level from", "30x").wait("300ms")
    person.fill("Level from", "3").wait("300ms")


def send_one_of_two_forms(person: Person) -> None:
    person.visit("/monsters/5/").fill("Notes", "Half a\nthought")
    person.fill("Name", "Grolm the Patient").click("Rename")
    person.fill("Name", "Not sent").click("Save the note")


def send_an_invalid_name(person: Person) -> None:
    person.visit("/monsters/5/").fill("Notes", "Half a thought")
    person.fill("Name", " ").click("Rename")


def describe(person: Person, name: str, level: str = "7") -> Person:
    person.fill("Name", name).fill("Type", "Ember").fill("Level", level)
    return person.fill("Habitat", "Bog", within="#monster-form")


def create_twice(person: Person) -> None:
    person.visit("/forms/").fill("#id_import-habitat", "Ruins")
    describe(person, "Nix").click("Save")
    describe(person, "Snorl").click("Save")


def send_an_invalid_form_with_enter(person: Person) -> None:
    person.visit("/forms/")
    describe(person, "Nix").fill("Level", "700").press("Enter")
    person.fill("Level", "70").click("Save")


def leave_fields(person: Person) -> None:
    person.visit("/forms/").fill("Name", "grolm 01").focus("Level")
    person.fill("Name", "Grolmina").focus("Level").fill("Level", "12").focus("Name")


def edit(person: Person) -> None:
    person.visit("/forms/").click("Edit", within="#monster-45")
    person.fill("Name", "Nixus").click("Save")


def delete(person: Person) -> None:
    person.visit("/forms/").fill("Name", "half a na")
    person.click("Delete", within="#monster-44", answer=False)
    person.click("Delete", within="#monster-44", answer=True)


def upload(person: Person) -> None:
    file = File("n.txt", b"Nix\nSnorl\n", "text/plain")
    person.visit("/forms/").fill("A text file", file).click("Import")
    person.fill("A text file", file).fill("#id_import-habitat", "Ruins").click("Import")


def click_twice(person: Person) -> None:
    person.visit("/forms/")
    describe(person, "Nix").click("Save", times=2)


def refresh_a_card(person: Person) -> None:
    person.visit("/dashboard/")
    Monster.objects.create(pk=100, name="Aaron", level=100, type="bone", habitat="bog")
    person.click("Refresh the strongest")


def send_the_night_watch_twice(person: Person) -> None:
    person.visit("/dashboard/")
    person.click("Send the night watch").click("Send the night watch")
    person.click("Refresh the hunts")


def watch_a_hunt(person: Person) -> None:
    hunt = a_hunt()
    person.visit("/hunts/").wait("60s")
    hunt.started = timezone.now() - timedelta(seconds=hunt.seconds / 2 + 60)
    hunt.save()
    person.wait("60s")
    hunt.started = timezone.now() - timedelta(seconds=hunt.seconds)
    hunt.save()
    person.wait("60s").wait("60s")


def hide_a_tab(person: Person) -> None:
    hunt = a_hunt()
    person.visit("/hunts/").hide().wait("60s")
    hunt.started = timezone.now() - timedelta(seconds=hunt.seconds)
    hunt.save()
    person.show().wait("60s")


def start_a_hunt(person: Person) -> None:
    monsters = Monster.objects.exclude(pk=1)
    monsters.delete()
    # It lasts seconds: on a slow day the page would show some progress already.
    with time_machine.travel(timezone.now(), tick=False):
        person.visit("/hunts/").click("Start a hunt")


def a_hunt() -> Hunt:
    hunt = Hunt(pk=1, monster_id=1, hunter="Ada", seconds=30_000)
    hunt.started = timezone.now()
    hunt.save()
    return hunt


def mistype_the_password(person: Person) -> None:
    person.visit("/accounts/login/")
    log_in(person, "wrong")


def log_in(person: Person, password: str = PASSWORD) -> Person:
    person.fill("Username", "hunter").fill("Password", password)
    return person.click("Log in", role="button", within="main")


def log_in_in_another_tab(person: Person) -> None:
    person.visit("/monsters/")
    log_in(person.click("Log in", within=".site-account"))
    person.show().click("Log out")


def report(person: Person) -> Person:
    """Log in, and describe a sighting."""
    log_in(person.visit("/accounts/login/?next=/session/"))
    person.fill("Name", "Grue").fill("Level", "13").fill("Type", "Shade")
    person.fill("Habitat", "Cavern")
    return person.fill("Notes", "It was dark, I was about to be eaten.")


def submit_before_and_after_a_login(person: Person) -> None:
    report(person)
    Session.objects.all().delete()
    person.click("Report it")
    log_in(person.click("Log in", within=".site-account"))
    person.show().click("Report it")


def log_in_before_submitting(person: Person) -> None:
    report(person)
    Session.objects.all().delete()
    log_in(person.show().click("Log in", within=".site-account"))
    person.show().click("Report it")


def submit_before_the_status_was_renewed(person: Person) -> None:
    report(person)
    log_in(person.opened("/accounts/login/"))
    person.click("Report it")


def end_the_session(person: Person) -> None:
    report(person).click("End my session on the server")
    person.click("Report it")


def without_javascript(person: Person) -> None:
    person.visit("/monsters/").click("Load more").click("Previous page")
    person.visit("/endless/").click("Next page").click("Previous page")
    person.visit("/numbered/").click("4").fill("Monsters on a page", "50").click("Show")
    person.visit("/filters/").fill("Name", "wisp").fill("Level from", "x")
    person.click("Filter")
    person.visit("/monsters/5/").fill("Name", "Grolm the Patient").click("Rename")
    person.visit("/dashboard/").click("Send the night watch")
    describe(person.visit("/forms/"), "Nix", "700").click("Save")
    person.fill("Level", "70").click("Save")
    person.click("Edit", within="#newest li:first-child").fill("Name", "Nixy")
    person.click("Save").click("Delete", within="#newest li:first-child")


#: Those that a person without scripts lives through.
PLAIN = [without_javascript]
#: Those that depend on where the CSRF secret is kept.
SESSIONS = [
    submit_before_and_after_a_login,
    log_in_before_submitting,
    submit_before_the_status_was_renewed,
    end_the_session,
]
STORIES: list[Story] = [
    click_through_the_cookbook,
    switch_the_settings,
    load_more_to_the_end,
    go_back_a_page,
    scroll_to_the_end,
    scroll_when_the_rest_has_gone,
    scroll_while_rows_come_and_go,
    turn_pages,
    change_the_size_of_a_page,
    type_and_pause,
    load_more_within_a_filter,
    send_a_filter_with_enter,
    leave_a_filter_and_come_back,
    mistype_a_filter,
    send_one_of_two_forms,
    send_an_invalid_name,
    create_twice,
    send_an_invalid_form_with_enter,
    leave_fields,
    edit,
    delete,
    upload,
    click_twice,
    refresh_a_card,
    send_the_night_watch_twice,
    watch_a_hunt,
    hide_a_tab,
    start_a_hunt,
    mistype_the_password,
    log_in_in_another_tab,
]
