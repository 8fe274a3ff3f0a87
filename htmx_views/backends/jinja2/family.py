"""Tell what is known of a template and its parents before anything renders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, TypedDict

from jinja2 import Template, TemplateRuntimeError

#: The name of the facts among the globals of a compiled template. Its number grows
#: when what is compiled changes: bytecode caches outlive versions.
FACTS = "htmx_views_1"

#: A block's name and its version: 0 is the youngest child's, 1 what ``super`` shows.
#: ``ROOT`` is what stands in no block.
Version: TypeAlias = tuple[str, int]
ROOT: Version = ("", 0)
Blocks: TypeAlias = Mapping[str, Sequence[Any]]


class Shown(NamedTuple):
    """A place where a block shows."""

    #: The block's name, or how many versions ``super`` goes up.
    item: str | int
    #: What stands around it and refuses it there.
    around: str | None = None
    lineno: int = 0


class Facts(TypedDict):
    """What is compiled with a template: literals only."""

    name: str | None
    #: The parent's name; True where it is chosen while rendering.
    extends: str | bool
    #: Whether its blocks depend on what runs before them.
    declares: bool
    #: What each block shows, and under "" what shows in none: the fields of ``Shown``.
    shows: dict[str, list[tuple[Any, ...]]]
    #: The blocks that a child must define.
    required: list[str]
    #: The names of blocks as the template writes them, where they have hyphens.
    written: dict[str, str]


def get_facts(function: Any) -> Facts:
    """Return the facts about the template that a compiled function is of."""
    namespace = getattr(function, "__globals__", {})
    if FACTS not in namespace:
        raise TemplateRuntimeError(
            f"The blocks of template {namespace.get('name')!r} cannot be rendered "
            "alone: another environment compiled it, and its source cannot be read. "
            "Compile it with this engine's environment, engine.env.compile_templates()."
        )
    facts: Facts = namespace[FACTS]
    return facts


def get_shown(function: Any, version: Version) -> Iterator[tuple[Version, Shown]]:
    """Yield what shows in a version of a block, whose function this is."""
    name, depth = version
    for shown in map(Shown._make, get_facts(function)["shows"].get(name, ())):
        item = shown.item
        yield (item, 0) if isinstance(item, str) else (name, depth + item), shown


def count_places(
    blocks: Blocks,
    versions: Iterable[Version],
    follows: Callable[[Shown], bool] = lambda shown: True,
) -> Counter[Version]:
    """Count the places of what shows in ``versions``, these included, up to two."""
    counts: Counter[Version] = Counter()
    todo = list(versions)
    for version in todo:
        counts[version] += 1
        name, depth = version
        # What shows in something that shows twice shows twice.
        if counts[version] <= 2:
            for function in blocks.get(name, ())[depth : depth + 1]:
                shown = get_shown(function, version)
                todo += [inner for inner, place in shown if follows(place)]
    return counts


def get_names(blocks: Blocks) -> dict[str, str]:
    """Return the names that templates write, by those that Jinja2 uses."""
    return {
        name: get_facts(functions[0])["written"].get(name, name)
        for name, functions in blocks.items()
    }


class Family:
    """A template and those of its parents that are known without a context."""

    def __init__(self, template: Template) -> None:
        self.members: list[Template] = []
        #: Whether these are all.
        self.is_known = False
        while template not in self.members:
            self.members.append(template)
            extends = get_facts(template.root_render_func)["extends"]
            if not isinstance(extends, str):
                self.is_known = not extends
                break
            template = template.environment.get_template(extends, template.name)
        self.blocks: dict[str, list[Any]] = {}
        for member in self.members:
            for name, function in member.blocks.items():
                self.blocks.setdefault(name, []).append(function)

    def get_refusal(self, key: str) -> tuple[str | None, str, int] | None:
        """Return which template refuses a block, by what, in which line."""
        roots = [member.root_render_func for member in self.members]
        starts = [each for root in roots for each in get_shown(root, ROOT)]
        plain = count_places(
            self.blocks,
            [version for version, shown in starts if not shown.around],
            lambda shown: not shown.around,
        )
        if plain[key, 0]:
            return None
        functions = [(root, ROOT) for root in roots] + [
            (function, (name, depth))
            for name, depth in plain
            for function in self.blocks.get(name, ())[depth : depth + 1]
        ]
        for function, version in functions:
            for inner, shown in get_shown(function, version):
                if shown.around and count_places(self.blocks, [inner])[key, 0]:
                    return get_facts(function)["name"], shown.around, shown.lineno
        return None
