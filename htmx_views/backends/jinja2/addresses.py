"""Load ``"list.html#rows"``, one block of a Jinja2 template, as a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, nodes
from jinja2.runtime import Context
from jinja2.utils import internalcode

from htmx_views.backends.jinja2.blocks import (
    concat_blocks,
    concat_blocks_async,
)
from htmx_views.backends.jinja2.plan import LOADED_AS, get_known_blocks, get_plan
from htmx_views.blocks import (
    ADDRESS_SEPARATOR,
    BlockDoesNotExist,
    block_key,
    split_address,
)


class AddressNotFound(BlockDoesNotExist, TemplateNotFound):
    """The missing block is a missing template, also to ``include … ignore missing``."""

    def __init__(
        self,
        template_name: str,
        block_name: str,
        block_names: Iterable[str],
        **options: Any,
    ) -> None:
        super().__init__(template_name, block_name, block_names, **options)
        # Of Jinja2's error: the name of the template that is missing.
        self.name = f"{template_name}{ADDRESS_SEPARATOR}{block_name}"
        self.templates = [self.name]


class AddressLoader(BaseLoader):
    """
    Load what ``loader`` loads, and blocks by their address.

    A file whose name holds a ``#`` comes first. Everything else is ``loader``'s.
    """

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader
        self.has_source_access = loader.has_source_access

    def __getattr__(self, name: str) -> Any:
        # A copy has no loader yet; and how the loader is copied is not how this is.
        if name == "loader" or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.loader, name)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        return self.loader.get_source(environment, template)

    def list_templates(self) -> list[str]:
        return self.loader.list_templates()

    @internalcode
    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        try:
            template = self.loader.load(environment, name, globals)
        except TemplateNotFound:
            address = split_address(name)
            if address is None:
                raise
            try:
                page = environment.get_template(address[0])
            except TemplateNotFound:
                page = None
            if page is None:
                raise
        else:
            template.root_render_func.__globals__[LOADED_AS] = name
            return template
        return make_template(page, address, globals)


def make_template(
    page: Template,
    address: tuple[str, str],
    globals: MutableMapping[str, Any] | None,
) -> Template:
    """Return a template that is the block of ``page`` at ``address``."""
    # Not page.name, which lacks the prefix of a loader that stands behind one.
    page_name, block_name = address
    known, are_all = get_known_blocks(page)
    if are_all and block_key(block_name) not in known:
        raise AddressNotFound(page_name, block_name, known.values())
    environment = page.environment
    call = nodes.Call(
        nodes.ImportedName(f"{__name__}.{call_block.__name__}"),
        [nodes.ContextReference(), nodes.Const(page_name), nodes.Const(block_name)],
        [],
        None,
        None,
    )
    # The one statement whose output Jinja2 neither escapes nor finalizes again.
    tree = nodes.Template([nodes.CallBlock(call, [], [], [])])
    tree.set_environment(environment).set_lineno(1)
    template = environment.template_class.from_code(
        environment,
        environment.compile(tree, ADDRESS_SEPARATOR.join(address), page.filename),
        environment.make_globals(globals),
        lambda: page.is_up_to_date,
    )
    get_plan(template).page = page_name
    return template


def call_block(
    context: Context, page_name: str, block_name: str, caller: object
) -> Any:
    """Return the block with the context of an addressed template."""
    # Loaded again, so that it follows its file as any template does.
    page = context.environment.get_template(page_name)
    page_context = page.new_context(context.get_all(), shared=True)
    if context.environment.is_async:
        return concat_blocks_async(page, [block_name], page_context)
    return concat_blocks(page, [block_name], page_context)
