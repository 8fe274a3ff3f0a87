"""Give each block its own context: what a fragment doesn't show, it doesn't query."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from inspect import isawaitable, ismethod
from typing import Any, cast

from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.views.generic.base import ContextMixin

from htmx_views.hints import did_you_mean, nearest
from htmx_views.views.names import is_among

BlockMethod = str | Callable[..., Any]


class BlockContextMixin(ContextMixin):
    """
    Compute the context of each block by a method of its own.

    ``block_context`` maps the name of a block to the method, or to its name. The
    method takes no arguments and returns a mapping; in async views it may be async.
    """

    block_context: Mapping[str, BlockMethod] = {}

    def get_block_context(self) -> Mapping[str, BlockMethod]:
        """Return the mapping from block name to method."""
        return self.block_context

    def check_block_context(self, template: Any) -> None:
        """Raise ``ImproperlyConfigured`` for a block that ``template`` lacks."""
        for block in self.get_block_context():
            if template.nested_blocks([block]) == frozenset():
                raise ImproperlyConfigured(
                    f"{type(self).__qualname__}.block_context names the block "
                    f"{block!r}, which the template {template.template.name!r} lacks."
                )

    def run_block_context(
        self, blocks: Collection[str] | None = None
    ) -> tuple[dict[str, Any], Awaitable[dict[str, Any]] | None]:
        """
        Run the methods of ``blocks``, each once, and return their context.

        Blocks may share a method, but no two methods may give the same name.
        ``None`` stands for all of them, as the page needs them. Where the view is
        async and methods are, the second value awaits theirs.
        """
        merged = MergedContext(self)
        pending: dict[str, Awaitable[Any]] = {}
        ran: list[BlockMethod] = []
        for block, method in self.get_block_context().items():
            is_shown = blocks is None or is_among(block, blocks)
            if is_shown and method not in ran:
                ran.append(method)
                values = self._run(block, method)
                if isawaitable(values):
                    pending[block] = values
                else:
                    merged.add(block, values)
        return merged.context, merged.add_all(pending) if pending else None

    def _run(self, block: str, method: BlockMethod) -> Any:
        name = f"{type(self).__qualname__}.block_context[{block!r}]"
        if isinstance(method, str):
            bound = getattr(self, method, None)
            if bound is None:
                fault = f"{name} names the method {method!r}, which the view lacks."
                hint = did_you_mean(nearest(method, dir(self)))
                raise ImproperlyConfigured(f"{fault} {hint}".rstrip())
            method = cast(Callable[..., Any], bound)
            values = method()
        elif callable(method):
            # What stands in the class body is a function, not yet a method.
            values = method() if ismethod(method) else method(self)
        else:
            raise ImproperlyConfigured(
                f"{name} must be a method or the name of one, not {method!r}."
            )
        if isawaitable(values) and not getattr(self, "view_is_async", False):
            return async_to_sync(wait)(values)
        return values


async def wait(awaitable: Awaitable[Any]) -> Any:
    return await awaitable


class MergedContext:
    """The context of several blocks, in which no block may overwrite another's."""

    def __init__(self, view: object) -> None:
        self.view = view
        self.context: dict[str, Any] = {}
        self.blocks: dict[str, str] = {}

    def add(self, block: str, values: object) -> None:
        if not isinstance(values, Mapping):
            raise ImproperlyConfigured(
                f"{type(self.view).__qualname__}.block_context[{block!r}] must return "
                f"a mapping, not {values!r}."
            )
        for name, value in values.items():
            if name in self.context:
                raise ImproperlyConfigured(
                    f"{type(self.view).__qualname__}.block_context gives {name!r} "
                    f"twice, for the block {self.blocks[name]!r} and for {block!r}: "
                    "on the page one would overwrite the other. Rename one of them, "
                    "or let both blocks name one method."
                )
            self.context[name] = value
            self.blocks[name] = block

    async def add_all(self, pending: Mapping[str, Awaitable[Any]]) -> dict[str, Any]:
        for block, awaitable in pending.items():
            self.add(block, await awaitable)
        return self.context
