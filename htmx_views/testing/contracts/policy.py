"""Contracts of the page's own Content-Security-Policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit

from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.driver.dom import Element
from htmx_views.testing.driver.syntax import needs_eval

#: The kinds of <script> that a browser runs.
RUNS = ("", "module", "text/javascript", "application/javascript")
#: What brings a file, and the directive for it.
FILES = {"script": "script-src", "img": "img-src", "iframe": "frame-src"}


class Policy:
    """The sources that a policy allows, by directive."""

    def __init__(self, text: str) -> None:
        self.directives: dict[str, list[str]] = {}
        for directive in filter(None, map(str.split, text.split(";"))):
            self.directives.setdefault(directive[0].lower(), directive[1:])

    def sources(self, *names: str) -> list[str] | None:
        """Return the sources of the first directive that is there."""
        return next(
            (
                self.directives[name]
                for name in (*names, "default-src")
                if name in self.directives
            ),
            None,
        )

    def allows_inline(self, *names: str, nonce: bool) -> bool:
        sources = self.sources(*names)
        if sources is None:
            return True
        has_hash = any(source.startswith("'sha") for source in sources)
        if has_hash or any(source.startswith("'nonce-") for source in sources):
            # Which nonce and which hash is for the browser to say.
            return nonce or has_hash
        return "'unsafe-inline'" in sources

    def allows_eval(self) -> bool:
        sources = self.sources("script-src")
        return sources is None or "'unsafe-eval'" in sources

    def allows_file(self, url: str, base: str, name: str) -> bool:
        sources = self.sources(name)
        parts = urlsplit(urljoin(base, url))
        if sources is None or parts.netloc == urlsplit(base).netloc:
            return True
        return any(_matches(source, parts) for source in sources)


def _matches(source: str, url: SplitResult) -> bool:
    if source.startswith(("'nonce-", "'sha", "'strict-dynamic'")):
        return True
    if source in ("*", f"{url.scheme}:"):
        return source != "*" or url.scheme not in ("data", "blob")
    host = re.sub(r"^\w+://", "", source).partition("/")[0]
    return host == url.netloc or (
        host.startswith("*.") and url.netloc.endswith(host.removeprefix("*"))
    )


def check_policy(reading: Reading) -> Iterator[Break]:
    """Hold that the page's policy lets everything run that the answer brings."""
    header = reading.response.headers.get("Content-Security-Policy", "")
    metas = [
        meta.get("content", "")
        for meta in reading.root.iter("meta")
        if meta.get("http-equiv", "").lower() == "content-security-policy"
    ]
    policies = [Policy(text) for text in (*header.split(","), *metas) if text.strip()]
    for element in reading.elements:
        for what in _forbidden(reading, policies, element):
            yield Break("C019", f"the page's policy forbids {what}", element)
    allows_eval = all(policy.allows_eval() for policy in policies)
    forbids_eval = not allows_eval or reading.config.get("allowEval") is False
    for element in reading.elements if forbids_eval else ():
        for what in _evaluated(reading, element):
            yield Break("C019", f"{what} needs eval, which the page forbids", element)


def _forbidden(
    reading: Reading, policies: list[Policy], element: Element
) -> Iterator[str]:
    tag, has_nonce = str(element.tag), element.get("nonce") is not None
    kind = element.get("type", "").lower()
    address = element.get("href", element.get("action", "")).strip().lower()
    inline: list[tuple[str, tuple[str, str]]] = []
    if tag == "script" and kind in RUNS and not element.get("src"):
        inline.append(("an inline script", ("script-src-elem", "script-src")))
    if tag == "style":
        inline.append(("an inline <style>", ("style-src-elem", "style-src")))
    if address.startswith("javascript:"):
        inline.append(("a javascript: address", ("script-src-elem", "script-src")))
    if element.get("style") is not None:
        inline.append(("the attribute style", ("style-src-attr", "style-src")))
    inline += [
        (f"the attribute {name}", ("script-src-attr", "script-src"))
        for name in map(str, element.attrib)
        if re.match(r"on[a-z]+$", name)
    ]
    url = element.get("href" if tag == "link" else "src", "")
    is_sheet = tag == "link" and element.get("rel", "").lower() == "stylesheet"
    directive = "style-src" if is_sheet else FILES.get(tag)
    for policy in policies:
        for what, names in inline:
            if not policy.allows_inline(*names, nonce=has_nonce):
                yield what
        if directive and url and not policy.allows_file(url, reading.base, directive):
            yield f"{url}, by {directive}"


def _evaluated(reading: Reading, element: Element) -> Iterator[str]:
    for name, value in reading.names(element):
        if re.match(r"on\b", name):
            yield f"hx-{name}"
        elif name.partition(":")[0] in ("vals", "headers") and needs_eval(value):
            yield f'hx-{name}="{value}"'
        elif name == "trigger" and "[" in value:
            yield f"the filter of hx-trigger={value!r}"
        elif name == "vars":
            yield "hx-vars"
