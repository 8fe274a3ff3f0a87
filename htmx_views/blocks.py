"""Name the blocks of a template: what the engines and the views share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import filterfalse
from typing import Any, Final

from django.template import TemplateDoesNotExist

from htmx_views.hints import did_you_mean, nearest

#: The context key under which a view lists the blocks that it wants rendered.
RENDER_BLOCKS = "RENDER_BLOCKS"

#: What separates a template's name from a block's, as in ``"list.html#rows"``.
ADDRESS_SEPARATOR = "#"


class BlockDoesNotExist(TemplateDoesNotExist):
    """
    A block was asked for that neither the template nor its parents define.

    A ``TemplateDoesNotExist``, as Django's own error for a missing partial:
    ``select_template(["list.html#rows", "list.html"])`` goes on to the next name.
    ``RENDER_BLOCKS`` is read after a template was selected, so there the error
    always reaches the caller. ``template_name``, ``block_name``, ``block_names``
    (those that exist) and ``hint`` are kept as attributes.
    """

    def __init__(
        self,
        template_name: str | None,
        block_name: str,
        block_names: Iterable[str],
        *,
        tried: list[tuple[Any, str]] | None = None,
        backend: Any = None,
        chain: list[TemplateDoesNotExist] | None = None,
    ) -> None:
        self.template_name = template_name
        self.block_name = block_name
        self.block_names = sorted(block_names)
        self.hint = did_you_mean(
            nearest(block_name, self.block_names),
            f"Its blocks are: {', '.join(map(repr, self.block_names))}."
            if self.block_names
            else "It has no blocks.",
        )
        template = f"Template {template_name!r}" if template_name else "The template"
        self._message = f"{template} has no block {block_name!r}. {self.hint}"
        super().__init__(self._message, tried=tried, backend=backend, chain=chain)
        # Django's backends and pickle call the class again with them.
        self.args = (template_name, block_name, self.block_names)

    def __str__(self) -> str:
        return self._message


class BlockRefused(Exception):
    """
    A block was asked for that cannot be rendered alone as it is on the page.

    ``around`` tells what stands around it, such as ``{% filter upper %}``, and
    ``template_name``, ``lineno`` where. ``block_name`` is the block. ``reason`` says it
    in words, ``cure`` what to do.
    """

    cure = "Move it into the block, or render a block around it."

    def __init__(
        self, template_name: str | None, block_name: str, around: str, lineno: int
    ) -> None:
        super().__init__(template_name, block_name, around, lineno)
        self.template_name = template_name
        self.block_name = block_name
        self.around = around
        self.lineno = lineno
        template = repr(template_name) if template_name else "the template"
        self.reason = (
            f"cannot be rendered alone: {around} in line {lineno} of {template} stands "
            "around it"
        )

    def __str__(self) -> str:
        return f"Block {self.block_name!r} {self.reason}. {self.cure}"


_NOT_COMPUTED: Final = object()


class LazyValue:
    """
    A value of the context that is computed when a template first reads its name.

    ``compute`` is called once, however many templates read it. The engines put the
    result in the place of this object, so templates see the value itself. What
    ``compute`` raises is kept in ``error``: Django's language swallows some errors,
    so the engines raise it again when they are done.
    """

    error: BaseException | None = None

    def __init__(self, compute: Callable[[], Any]) -> None:
        self._compute = compute
        self._value: Any = _NOT_COMPUTED

    def get(self) -> Any:
        """Return the value; compute it if nobody has asked yet."""
        if self.error is not None:
            raise self.error
        if self._value is _NOT_COMPUTED:
            try:
                self._value = self._compute()
            except BaseException as error:
                self.error = error
                raise
        return self._value

    # Django's language calls what it reads.
    __call__ = get


def block_key(name: str) -> str:
    """Return a block's name as names are compared: ``a-b`` and ``a_b`` are one."""
    return name.replace("-", "_")


def split_address(template_name: str) -> tuple[str, str] | None:
    """Return the template's and the block's name, or None if it is no address."""
    name, separator, block_name = template_name.rpartition(ADDRESS_SEPARATOR)
    return (name, block_name) if separator and name and block_name else None


class RenderedBlocks(list[str]):
    """
    The names under ``RENDER_BLOCKS`` as the template itself sees them.

    They have been taken. Whatever renders another template with this context, as a
    tag may do with ``context.flatten()``, does not ask that one for them.
    """


def get_render_blocks(context: Mapping[str, Any] | None) -> Sequence[str] | None:
    """
    Return the block names that the view put into ``context``, or None for a page.

    Raise ``TypeError`` unless they are a sequence of strings.
    """
    value = context.get(RENDER_BLOCKS) if context else None
    if value is None or isinstance(value, RenderedBlocks):
        return None
    if isinstance(value, str):
        raise TypeError(
            f"{RENDER_BLOCKS} must be a sequence of block names, but it is the "
            f"string {value!r}. Write [{value!r}]."
        )
    # The usual ones first: to know other sequences takes longer.
    if not isinstance(value, (list, tuple, Sequence)):
        raise TypeError(
            f"{RENDER_BLOCKS} must be a sequence of block names, such as a list, "
            f"but it is {value!r}."
        )
    for name in value:
        if not isinstance(name, str):
            raise TypeError(
                f"{RENDER_BLOCKS} must hold names of blocks, but {value!r} holds "
                f"{name!r}. Write the name as a string."
            )
    return value


class OobBlock(str):
    """The name of a block under ``RENDER_BLOCKS`` that is to be swapped out of band."""

    def out_of_band(self, html: str, main: str) -> str:
        """Return ``html``, the block's, as it goes beside ``main``, the others'."""
        return html


def join_blocks(names: Sequence[str], parts: Sequence[str]) -> str:
    """Join what the blocks ``names`` rendered to; an ``OobBlock`` has its own form."""
    if not any(isinstance(name, OobBlock) for name in names):
        return "".join(parts)
    main = "".join(
        part
        for name, part in zip(names, parts, strict=True)
        if not isinstance(name, OobBlock)
    )
    beside = [
        name.out_of_band(part, main)
        for name, part in zip(names, parts, strict=True)
        if isinstance(name, OobBlock)
    ]
    # In front of drawings, whose titles htmx 2 would take for the page's.
    return "".join([*filter(is_title, beside), main, *filterfalse(is_title, beside)])


def is_title(html: str) -> bool:
    """Return whether ``html``, of a block out of band, is the title of a page."""
    return html.lstrip().lower().startswith("<title")
