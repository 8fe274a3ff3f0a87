"""
Hold each block of random families of templates against its slice of the page.

    python -m tests.backends.search --families 10000

Prints for each language how many blocks were compared, how many were refused, and how
many families differ; of these the seed and the templates. A family is what its seed
makes of it: ``--first 4711 --families 1`` tries that one again.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

import django
from django.template import TemplateSyntaxError
from django.utils import translation

from htmx_views.blocks import BlockRefused
from tests.backends import django_families, jinja2_families
from tests.backends.django_engine import make_engine as make_django_engine
from tests.backends.jinja2_engine import make_engine as make_jinja2_engine

#: Of "compared" and "refused" blocks.
Tally: TypeAlias = "Counter[str]"

#: More than one block in so many must not be refused.
MOST_REFUSED = 5
#: How many families that differ are told of.
SHOWN = 3


def check_jinja2(seed: int, tally: Tally) -> None:
    """Raise an error if a block, or all of them at once, are not their slices."""
    family = jinja2_families.Writer(Random(seed)).write()
    template = make_jinja2_engine(**family.options()).get_template(jinja2_families.PAGE)
    expected = jinja2_families.slices_of_blocks(
        template.render(family.context(hidden=True, touched=[]))
    )
    without_numbers = jinja2_families.without_numbers
    for name, on_page in [*expected.items()]:
        for hidden in (True, False):
            touched: list[str] = []
            context = family.context(hidden=hidden, touched=touched)
            try:
                alone = template.render({**context, "RENDER_BLOCKS": [name]})
            except BlockRefused:
                tally["refused"] += hidden
                expected.pop(name, None)
                continue
            tally["compared"] += hidden
            assert without_numbers(alone) == without_numbers(on_page), name
            shown = set(re.findall("«(\\w+)@", alone))
            # What is captured in a variable is run for what it declares.
            assert set(touched) <= shown or family.captured, name
            assert "outside" not in touched, name
    context = family.context(hidden=True, touched=[])
    try:
        together = template.render({**context, "RENDER_BLOCKS": [*expected]})
    except BlockRefused:  # One of them stands under a condition.
        return
    assert without_numbers(together) == without_numbers("".join(expected.values()))


def check_django(seed: int, tally: Tally) -> None:
    """Raise an error if a block, or all of them at once, are not their slices."""
    random = Random(seed)
    family = django_families.Family(random)
    family.make()
    engine = make_django_engine(
        family.templates, libraries={"pages": "tests.backends.pages_tags"}
    )
    template = engine.get_template("page.html")
    with translation.override("en"):
        try:
            template.render(family.context())
        except TemplateSyntaxError:  # {{ block.super }} in a partial
            return
        with django_families.marked_blocks():
            expected = django_families.slices(template.render(family.context()))
        for name, on_page in [*expected.items()]:
            try:
                alone = template.render({**family.context(), "RENDER_BLOCKS": [name]})
            except BlockRefused:
                tally["refused"] += 1
                del expected[name]
            else:
                tally["compared"] += 1
                assert alone == on_page, name
        names = random.sample([*expected], len(expected))
        try:
            together = template.render({**family.context(), "RENDER_BLOCKS": names})
        except BlockRefused:  # One of them shows another.
            return
        assert together == "".join(expected[name] for name in names)


CHECKS: dict[str, Callable[[int, Tally], None]] = {
    "jinja2": check_jinja2,
    "django": check_django,
}


def make_templates(language: str, seed: int) -> dict[str, str]:
    """Return the templates of a seed."""
    if language == "jinja2":
        return jinja2_families.Writer(Random(seed)).write().templates
    family = django_families.Family(Random(seed))
    family.make()
    return family.templates


def search(
    language: str, families: int, first: int = 0
) -> tuple[Tally, dict[int, Any]]:
    """Check families; return the tally, and by seed what differs."""
    tally: Tally = Counter()
    different: dict[int, Exception] = {}
    for seed in range(first, first + families):
        try:
            CHECKS[language](seed, tally)
        except Exception as error:
            different[seed] = error
    return tally, different


def is_refused_too_often(tally: Tally) -> bool:
    return tally["refused"] * MOST_REFUSED >= tally.total()


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.backends.search", description=__doc__)
    parser.add_argument("--families", type=int, default=1000, help="per language")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--language", choices=CHECKS, action="append")
    options = parser.parse_args()
    has_failed = False
    for language in options.language or CHECKS:
        tally, different = search(language, options.families, options.first)
        share = tally["refused"] / max(tally.total(), 1)
        print(
            f"{language}: {options.families} families, {tally['compared']} blocks "
            f"compared, {tally['refused']} refused ({share:.1%}), "
            f"{len(different)} families differ"
        )
        for seed, error in [*different.items()][:SHOWN]:
            print(f"\nseed {seed}: {type(error).__name__}: {error}")
            for name, text in make_templates(language, seed).items():
                print(f"  {name}: {text}")
        has_failed |= bool(different) or is_refused_too_often(tally)
    return int(has_failed)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.path.insert(0, "examples")
    django.setup()
    sys.exit(main())
