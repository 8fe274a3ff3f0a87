"""Assert which blocks a response consists of, and that they are those of the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase

from htmx_views.blocks import OobBlock, block_key, is_title
from htmx_views.testing.client import Htmx, Path, rendered_blocks, template_names
from htmx_views.testing.recording import HOLE, RecordedBlocks, record_blocks
from htmx_views.views.choice import DeferredBlocks, FragmentBlocks
from htmx_views.views.deferred import placeholder_id, whole_page_url
from htmx_views.views.once import SUBMISSION

if TYPE_CHECKING:
    from htmx_views.testing.client import AsyncHtmxClient, HtmxClient

#: What differs between two renderings of one block, and what takes its place.
VARYING = [
    # Django masks the CSRF token anew each time. A hash has no capital letters.
    (re.compile(r"\b(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{64}\b"), "<csrf token>"),
    # So is what tells one submission of a form from another.
    (re.compile(rf'''(name="{SUBMISSION}" value=")[^"]*'''), r"\1<submission>"),
    (re.compile(r"""\bnonce=(["'])[^"']*\1"""), 'nonce="<nonce>"'),
    # What a poll sends back tells what the block rendered, and is written afterwards.
    (re.compile(r"""("HX-PTag": ")[0-9a-f]*"""), r"\1<ptag>"),
    # A block that is swapped out of band says so in fragments alone.
    (re.compile(r"""\s+hx-swap-oob=(["'])[^"']*\1"""), ""),
]

#: What may stand around a block that is swapped out of band, as it must around a row.
OPENING, CLOSING = (
    r"\s*(?:<(?:template|hx-partial)\b[^>]*>)?",
    (r"(?:</(?:template|hx-partial)>)?\s*"),
)


def assert_blocks_rendered(response: HttpResponseBase, *names: str) -> None:
    """
    Assert that ``response`` consists of the blocks ``names``, in that order.

    Blocks that every fragment carries (``oob_blocks``) are among them. ``a-b`` and
    ``a_b`` name the same block, as they do for the engines.
    """
    __tracebackhide__ = True
    if not names:
        raise TypeError(
            "Name the blocks that you expect, or call assert_page_rendered()."
        )
    rendered = rendered_blocks(response)
    if rendered is None or [*map(block_key, rendered)] != [*map(block_key, names)]:
        raise AssertionError(
            f"Expected the blocks {_quoted(names)}, but {_outcome(response)}."
        )


def assert_page_rendered(response: HttpResponseBase) -> None:
    """Assert that ``response`` is a page: a template in full, not blocks of it."""
    __tracebackhide__ = True
    if rendered_blocks(response) is not None or not template_names(response):
        raise AssertionError(f"Expected a page, but {_outcome(response)}.")


def assert_fragment_matches_page(
    client: HtmxClient,
    path: Path,
    *,
    htmx: Htmx = False,
    ignore: Collection[str] = (),
    **request: Any,
) -> None:
    """
    Assert that each fragment of a view equals the same blocks of its full page.

    Gets the page once, then each fragment that the view lists: one for a list of
    ``fragment_blocks``, one for each target of a mapping, one for each block of
    ``deferred``, which the page is asked for with all of. ``htmx`` asks for one
    fragment only. What each block rendered on the page is recorded while the page
    renders. CSRF tokens, CSP nonces and ``hx-swap-oob`` may differ, and a block that
    is swapped out of band may be empty; ``ignore`` names blocks whose content may
    differ, also inside of the others. Other arguments go to ``client.get()``.
    """
    __tracebackhide__ = True
    with record_blocks(ignore) as recorded:
        page = client.get(path, **request)
        if whole := _whole_page(page):
            recorded.clear()
            path, request = whole, _without_query(request)
            page = client.get(path, **request)
    for options in _requests_to_compare(page) if htmx is False else [htmx]:
        fragment = client.get(path, htmx=options, **request)
        _compare(page, recorded, fragment, options, ignore)


async def aassert_fragment_matches_page(
    client: AsyncHtmxClient,
    path: Path,
    *,
    htmx: Htmx = False,
    ignore: Collection[str] = (),
    **request: Any,
) -> None:
    """Do what ``assert_fragment_matches_page()`` does, with the async client."""
    __tracebackhide__ = True
    with record_blocks(ignore) as recorded:
        page = await client.get(path, **request)
        if whole := _whole_page(page):
            recorded.clear()
            path, request = whole, _without_query(request)
            page = await client.get(path, **request)
    for options in _requests_to_compare(page) if htmx is False else [htmx]:
        fragment = await client.get(path, htmx=options, **request)
        _compare(page, recorded, fragment, options, ignore)


def _view_of(page: HttpResponseBase) -> Any:
    """Return the view that answered: that of the part, where a part did."""
    context = getattr(page, "context_data", None) or {}
    view = context.get("view")
    part = getattr(view, "part", None)
    return context[part]["view"] if part in context else view


def _whole_page(page: HttpResponseBase) -> str | None:
    """Return the URL of the page with its deferred blocks, where it has any."""
    view = _view_of(page)
    deferred: DeferredBlocks = getattr(view, "get_deferred", tuple)()
    return whole_page_url(view.request) if deferred else None


def _without_query(request: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in request.items()
        if name not in ("data", "query_params")
    }


def fragment_requests(page: HttpResponseBase) -> list[Htmx]:
    """Return what to ask for to get each fragment that the view of ``page`` has."""
    view = _view_of(page)
    blocks: FragmentBlocks | None = getattr(view, "get_fragment_blocks", tuple)()
    deferred: DeferredBlocks = getattr(view, "get_deferred", tuple)()
    requests: list[Htmx] = [True] if blocks else []
    if isinstance(blocks, Mapping):
        # A pattern stands for itself as well. None stands for the page.
        requests = [{"target": key} for key in blocks if blocks[key]]
    requests += [{"target": placeholder_id(block)} for block in deferred]
    return requests


def _requests_to_compare(page: HttpResponseBase) -> list[Htmx]:
    """Return what to ask for, or say why there is nothing to."""
    __tracebackhide__ = True
    assert_page_rendered(page)
    view = _view_of(page)
    if view is None:
        raise AssertionError(
            "The page's context has no 'view' to ask for its fragment_blocks. Let a "
            "view that makes its own context add view=self, or pass htmx= to ask for "
            "one fragment."
        )
    if requests := fragment_requests(page):
        return requests
    raise AssertionError(
        f"The view {type(view).__name__} lists no fragment_blocks: there is "
        "nothing to compare. Pass htmx= to ask for a fragment all the same."
    )


def _compare(
    page: HttpResponseBase,
    recorded: RecordedBlocks,
    fragment: HttpResponseBase,
    htmx: Htmx,
    ignore: Collection[str],
) -> None:
    __tracebackhide__ = True
    assert_page_rendered(page)
    names = rendered_blocks(fragment)
    if names is None:
        raise AssertionError(
            f"Expected a fragment for htmx={htmx!r}, but {_outcome(fragment)}."
        )
    on_page = _blocks_of(page, recorded)
    on_page |= {key: [HOLE] for key in map(block_key, ignore)}
    pattern, expected = "", ""
    for name in names:
        if block_key(name) not in on_page:
            raise AssertionError(
                f"The fragment for htmx={htmx!r} has the block {name!r}, which the "
                f"page does not render. The page renders: {_quoted(on_page)}."
            )
        renderings = [_normalized(text) for text in on_page[block_key(name)]]
        is_oob = isinstance(name, OobBlock)
        piece, rendering = _pattern(renderings, is_oob=is_oob), renderings[0]
        if is_oob and is_title(rendering):
            # It comes first, whatever the order of the names.
            pattern, expected = piece + pattern, rendering + expected
        else:
            pattern, expected = pattern + piece, expected + rendering
    content = _normalized(_text(fragment))
    if not re.fullmatch(pattern, content, re.DOTALL):
        difference = unified_diff(
            expected.replace(HOLE, "<ignored>").splitlines(),
            content.splitlines(),
            "on the page",
            "in the fragment",
            lineterm="",
        )
        raise AssertionError(
            f"The fragment for htmx={htmx!r}, the blocks {_quoted(names)}, differs "
            f"from the page:\n" + "\n".join(difference)
        )


def _pattern(renderings: list[str], *, is_oob: bool) -> str:
    """Return what matches any of what a block rendered on the page."""
    if is_oob:
        renderings = [text.strip() for text in renderings]
    pattern = "|".join(map(re.escape, renderings)).replace(HOLE, ".*")
    # What comes out of band and is empty leaves what the page has.
    return f"(?:{OPENING}(?:{pattern}){CLOSING})?" if is_oob else f"(?:{pattern})"


def _blocks_of(
    page: HttpResponseBase, recorded: RecordedBlocks
) -> dict[str, list[str]]:
    names = template_names(page)
    return {
        block: renderings
        for (template, block), renderings in recorded.items()
        if template in names and renderings
    }


def _outcome(response: HttpResponseBase) -> str:
    """Say what ``response`` is, and what it could have been."""
    status = f"status {response.status_code}"
    if location := response.headers.get("Location"):
        return f"the response is a redirect to {location!r} ({status})"
    names = template_names(response)
    if not names:
        return f"no template was rendered ({status})"
    rendered = rendered_blocks(response)
    if rendered is None:
        what = "the whole page was rendered"
    else:
        what = f"the blocks {_quoted(rendered)} were rendered"
    return f"{what} from {names[0]!r} ({status}){_what_exists(response)}"


def _what_exists(response: HttpResponseBase) -> str:
    resolve_template = getattr(response, "resolve_template", None)
    if resolve_template is None:
        return ""
    template = resolve_template(getattr(response, "template_name", None))
    names = getattr(template, "block_names", None)
    return f". Its blocks are: {_quoted(sorted(names))}" if names else ""


def _text(response: HttpResponseBase) -> str:
    content: bytes = getattr(response, "content", b"")
    return content.decode(getattr(response, "charset", "utf-8"))


def _normalized(text: str) -> str:
    for pattern, replacement in VARYING:
        text = pattern.sub(replacement, text)
    return text


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names)) or "(none)"
