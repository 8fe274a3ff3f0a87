"""Load ``"list.html#rows"``, one block of a Jinja2 template, as a template."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound
from jinja2.runtime import Context
from jinja2.utils import internalcode

from htmx_views.backends.jinja2.blocks import stream_blocks
from htmx_views.backends.jinja2.family import FACTS, Family, get_names
from htmx_views.backends.jinja2.internals import with_root
from htmx_views.blocks import (
    ADDRESS_SEPARATOR,
    BlockDoesNotExist,
    block_key,
    split_address,
)


class AddressNotFound(BlockDoesNotExist, TemplateNotFound):
    """The missing block is a missing template, also to ``include … ignore missing``."""

    def __init__(
        self, template_name: str, block_name: str, *args: Any, **options: Any
    ) -> None:
        super().__init__(template_name, block_name, *args, **options)
        # Of Jinja2's error: the name of the template that is missing.
        self.name = f"{template_name}{ADDRESS_SEPARATOR}{block_name}"
        self.templates = [self.name]


class AddressLoader:
    """
    Load what ``loader`` loads, and blocks by their address.

    A file whose name holds a ``#`` comes first. Everything else is ``loader``'s.
    """

    def __init__(self, loader: Any) -> None:
        self.loader = loader

    def __getattr__(self, name: str) -> Any:
        # A copy has no loader yet; and how the loader is copied is not how this is.
        if name == "loader" or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.loader, name)

    @internalcode
    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        try:
            template: Template = self.loader.load(environment, name, globals)
        except TemplateNotFound as missing:
            address = split_address(name)
            if address is None:
                raise
            try:
                page = environment.get_template(address[0])
            except TemplateNotFound:
                raise missing from None
        else:
            return self.compiled(template, name)
        family = Family(page)
        if family.is_known and block_key(address[1]) not in family.blocks:
            raise AddressNotFound(*address, get_names(family.blocks))
        return with_root(page, AddressedBlock(*address), name)

    def compiled(self, template: Template, name: str) -> Template:
        """Return a template as this engine's environment compiles it."""
        is_ours = FACTS in template.root_render_func.__globals__
        if is_ours or not self.has_source_access:
            return template
        # A bytecode cache has it from another environment.
        environment = template.environment
        source, _, is_up_to_date = self.get_source(environment, name)
        code = environment.compile(source, template.name, template.filename)
        return environment.template_class.from_code(
            environment, code, template.globals, is_up_to_date
        )


class AddressedBlock:
    """The root function of a template that is one block of a page."""

    def __init__(self, page_name: str, block_name: str) -> None:
        self.page_name = page_name
        self.block_name = block_name

    def __call__(self, context: Context) -> Iterator[Any]:
        # Loaded again, so that it follows its file as any template does.
        page = context.environment.get_template(self.page_name)
        names = context.get_all()
        context = page.new_context(names, shared=True)
        passed = names.keys() - page.globals.keys()
        yield from stream_blocks(page, [self.block_name], passed, context)
