"""
What people do with the smaller patterns of the example site, as in ``stories.py``.

==============  ======================================================================
page            interactions
==============  ======================================================================
sorting         sort, turn round, turn a page, back
rows            two rows become forms; cancel, an invalid one, save; delete
bulk            none chosen; some; some others
formset         two rows more; an invalid set, a valid one
choices         a choice that depends on another one; send it
upload          the file stays after an error, and goes when it was taken
dialogs         open, cancel, open, save; Back closes
deferred        a block that comes by itself, and one that waits to be seen
tabs            click through them, and go back
toasts          one message after the other
all of them     without JavaScript
==============  ======================================================================
"""

from __future__ import annotations

from htmx_views.testing.driver.controls import File
from monsters.models import Monster
from tests.browser.stories import Person, Story

FILE = File("n.txt", b"Nix\nSnorl\n", "text/plain")


def sort_a_table(person: Person) -> None:
    person.visit("/sorting/").click("Level").click("Level").click("On").back()
    person.click("Habitat").reload().back().back()


def edit_rows(person: Person) -> None:
    person.visit("/rows/").click("Edit Wisp 44").click("Edit Grolm 43")
    person.fill("Name", "Not sent", within="#row-44")
    person.click("Cancel", within="#row-44")
    person.fill("Level", "700", within="#row-45").press("Enter")
    person.fill("Level", "70", within="#row-45").click("Save", within="#row-45")


def delete_a_row(person: Person) -> None:
    person.visit("/rows/").click("Delete Wisp 42", answer=False)
    person.click("Delete Wisp 42", answer=True)


def do_the_same_to_several_rows(person: Person) -> None:
    person.visit("/bulk/").click("Train the chosen")
    person.fill("#monster-45", True).fill("#monster-44", True)
    person.click("Release the chosen")
    person.fill("#monster-43", True).fill("#monster-42", True)
    person.fill("#monster-42", False).click("Train the chosen")


def grow_a_formset(person: Person) -> None:
    first, third = ".formset:nth-child(1)", ".formset:nth-child(3)"
    person.visit("/formset/").fill("Name", "Nix").click("One more").click("One more")
    for row, name in ((first, "Nix"), (third, "Snorl")):
        person.fill("Name", name, within=row).fill("Type", "Moss", within=row)
        person.fill("Habitat", "Bog", within=row)
    person.fill("Level", "7", within=third).click("Save them all")
    person.fill("Level", "3", within=first).click("Save them all")


def choose_what_another_choice_leaves(person: Person) -> None:
    Monster.objects.filter(pk__in=[1, 2]).update(habitat="ruins")
    person.visit("/choices/").fill("Hunter", "Ada").click("Go hunting")
    person.fill("Habitat", "Ruins").fill("Monster", "Wisp 00")
    person.fill("Hunter", "Ada").click("Go hunting")


def upload_again(person: Person) -> None:
    person.visit("/upload/").click("Import")
    person.fill("A text file", FILE).click("Import")
    person.fill("Habitat", "Ruins").click("Import")


def write_notes_in_a_dialog(person: Person) -> None:
    person.visit("/dialogs/").click("Note on Wisp 44").click("Cancel")
    person.click("Note on Wisp 44").fill("Notes", "Afraid of cats.")
    person.click("Save", within="#dialog")
    person.click("Note on Grolm 43").back()


def scroll_to_a_block(person: Person) -> None:
    person.visit("/deferred/").scroll_to("#deferred-newest")


def click_through_tabs(person: Person) -> None:
    person.visit("/tabs/").click("Weakest").click("Newest").back().reload().back()


def get_messages(person: Person) -> None:
    person.visit("/toasts/").click("Bad news").click("Good news").click("A warning")


def without_javascript(person: Person) -> None:
    person.visit("/rows/").click("Edit Wisp 44").fill("Name", "Nix").click("Save")
    person.click("Delete Nix")
    person.visit("/bulk/").fill("#monster-44", True).click("Release the chosen")
    person.visit("/formset/").fill("Name", "Snorl").click("One more")
    person.visit("/choices/").fill("Habitat", "Bog").click("Who lives there?")
    person.fill("Monster", "Wisp 00").fill("Hunter", "Ada").click("Go hunting")
    person.visit("/upload/").fill("A text file", FILE).fill("Habitat", "Ruins")
    person.click("Import")
    person.visit("/tabs/").click("Weakest")
    person.visit("/sorting/").click("Level")
    person.visit("/dialogs/").click("#note-43").fill("Notes", "Cats.").click("Save")
    person.visit("/deferred/").click("#deferred-newest a")
    person.visit("/toasts/").click("Good news")


STORIES: list[Story] = [
    sort_a_table,
    edit_rows,
    delete_a_row,
    do_the_same_to_several_rows,
    grow_a_formset,
    choose_what_another_choice_leaves,
    upload_again,
    write_notes_in_a_dialog,
    click_through_tabs,
    get_messages,
]
