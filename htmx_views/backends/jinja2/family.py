"""Tell what is known of a template and its parents before anything renders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypedDict

from jinja2 import Template, TemplateRuntimeError

#: The name of the facts among the globals of a compiled template. Its number grows
#: when what is compiled changes: bytecode caches outlive versions.
FACTS = "htmx_views_3"

#: A block's name and its version: 0 is the youngest child's, 1 what ``super`` shows.
Version: TypeAlias = tuple[str, int]
#: The name for what stands in no block.
ROOT = ""
#: What refuses a block: the template, what stands around the block there, the line.
Refusal: TypeAlias = tuple[str | None, str, int]
#: Names of blocks, and the functions of their versions.
Blocks: TypeAlias = Mapping[str, Sequence[Any]]


class Facts(TypedDict):
    """What is compiled with a template: literals only."""

    #: The parent's name; True where it is chosen while rendering.
    extends: str | bool
    #: The blocks, and ``ROOT``, in which it does something on which a block may depend.
    declares: list[str]
    #: Whether something that it declares may change an object.
    changes: bool
    #: What each block shows, and under ``ROOT`` what shows in none: names of blocks,
    #: how many versions ``super`` goes up; and what refuses it there.
    shows: dict[str, list[tuple[str | int, Refusal | None]]]
    #: The blocks that a child must define.
    required: list[str]
    #: The templates that it names, and the lines.
    templates: list[tuple[str, int]]
    #: The names of blocks as the template writes them, where they have hyphens.
    written: dict[str, str]


def get_facts(function: Any) -> Facts:
    """Return the facts about the template that a compiled function is of."""
    namespace = getattr(function, "__globals__", {})
    facts: Facts | None = namespace.get(FACTS)
    if facts is not None:
        return facts
    reason = "another environment compiled it, and its source cannot be read. Compile "
    reason += "it with this engine's environment, engine.env.compile_templates()."
    if FACTS in namespace:
        reason = "its environment has enable_async. Leave that away: Django never "
        reason += "awaits what a template renders."
    name = namespace.get("name")
    raise TemplateRuntimeError(
        f"The blocks of template {name!r} cannot be rendered alone: {reason}"
    )


def get_shown(
    blocks: Blocks, version: Version
) -> Iterator[tuple[Version, Refusal | None]]:
    """Yield what shows in a version of a block, and what refuses it there."""
    name, depth = version
    for function in blocks.get(name, ())[depth : depth + 1]:
        for item, refusal in get_facts(function)["shows"].get(name, ()):
            shown = (item, 0) if isinstance(item, str) else (name, depth + item)
            yield shown, refusal


def count_places(
    blocks: Blocks, versions: Iterable[Version], *, refused: bool = True
) -> dict[Version, int]:
    """Count the places of what shows in ``versions``, these included, up to two."""
    counts: dict[Version, int] = {}
    todo = list(versions)
    for version in todo:
        counts[version] = counts.get(version, 0) + 1
        # What shows in something that shows twice shows twice.
        if counts[version] <= 2:
            for shown, refusal in get_shown(blocks, version):
                if refused or refusal is None:
                    todo.append(shown)
    return counts


def get_names(blocks: Blocks) -> list[str]:
    """Return the names of blocks as templates write them."""
    return [
        get_facts(functions[0])["written"].get(name, name)
        for name, functions in blocks.items()
    ]


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

    def get_refusal(self, key: str) -> Refusal | None:
        """Return what refuses a block, if that is certain."""
        roots = [member.root_render_func for member in self.members]
        blocks = {**self.blocks, ROOT: roots}
        starts = [(ROOT, depth) for depth in range(len(roots))]
        plain = count_places(blocks, starts, refused=False)
        if (key, 0) in plain:
            return None
        for version in plain:
            for shown, refusal in get_shown(blocks, version):
                if refusal and (key, 0) in count_places(blocks, [shown]):
                    return refusal
        return None
