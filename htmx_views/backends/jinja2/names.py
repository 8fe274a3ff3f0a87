"""Let Jinja2 templates name blocks with hyphens."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import TOKEN_EOF, TOKEN_NAME, Token, TokenStream

from htmx_views.blocks import block_key


class HyphenatedName(str):
    """The name that Jinja2 compiles, and the one that the template writes."""

    written: str

    def __new__(cls, written: str) -> HyphenatedName:
        name = super().__new__(cls, block_key(written))
        name.written = written
        return name


class HyphenatedBlockNames(Extension):
    """
    Read ``{% block page-controls %}`` as a block of the name ``page_controls``.

    Jinja2 makes a function of each block, so it refuses hyphens in their names.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        # Every token of every template comes by here: an iterator costs twice as much.
        while stream.current.type != TOKEN_EOF:
            token = next(stream)
            yield token
            if token.type != "block_begin" or stream.current.value not in (
                "block",
                "endblock",
            ):
                continue
            yield next(stream)
            if stream.current.type == "name":
                yield self.read_name(stream)

    def read_name(self, stream: TokenStream) -> Token:
        token = next(stream)
        written = token.value
        while stream.current.type == "sub":
            next(stream)
            part = next(stream)
            if part.type not in ("name", "integer"):
                raise TemplateSyntaxError(
                    f"The name of block {written + '-'!r} does not go on with a "
                    "letter or a number.",
                    part.lineno,
                    stream.name,
                    stream.filename,
                )
            written += f"-{part.value}"
            # Of "2nd" Jinja2's lexer makes a number and a name.
            if part.type == "integer" and stream.current.type == "name":
                if stream.current.value in ("scoped", "required"):
                    break
                written += next(stream).value
        if written == token.value:
            return token
        return Token(token.lineno, TOKEN_NAME, HyphenatedName(written))
