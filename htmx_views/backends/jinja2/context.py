"""The context of templates, in which a lazy value is what it computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.runtime import Context

from htmx_views.blocks import LazyValue

if TYPE_CHECKING:
    from htmx_views.backends.jinja2.blocks import Fragment


def read(value: Any) -> Any:
    """Return ``value``, or what it computes."""
    return value.get() if isinstance(value, LazyValue) else value


class FragmentContext(Context):
    """A context in which a ``LazyValue`` is what it computes."""

    #: The rendering of blocks that this context is for.
    fragment: Fragment | None = None

    def look_up(self, key: str) -> Any:
        """Return what a name stands for; a lazy value is not computed."""
        return super().resolve_or_missing(key)

    def resolve_or_missing(self, key: str) -> Any:
        return read(super().resolve_or_missing(key))

    def derived(self, locals: dict[str, Any] | None = None) -> Context:
        context = super().derived(locals)
        context.fragment = self.fragment  # type: ignore[attr-defined]  # one of these
        return context

    def items(self) -> Any:
        return {key: self[key] for key in self.get_all()}.items()

    def values(self) -> Any:
        return dict(self.items()).values()
