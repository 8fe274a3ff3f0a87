"""Mend what the theme writes: other hosts that it asks, names that it leaves out."""

from __future__ import annotations

import re
from typing import Any

#: How a page leads to the root of the site.
ROOT = re.compile(r'href="([^"]*)extra\.css"')

#: What is replaced in each page, how often at least, and by what.
REPLACEMENTS = [
    # A search that works from a folder, without a script of another host.
    (
        '<script src="https://unpkg.com/iframe-worker/shim"></script>',
        '<script src="ROOToffline-search.js"></script>',
    ),
    # The number of stars, asked of GitHub for each reader.
    (' data-md-component="source"', ""),
    # A dialog needs a name.
    ('data-md-component="search" role="dialog"', r'\g<0> aria-label="Search"'),
]


def on_post_page(output: str, **kwargs: Any) -> str:
    root = ROOT.search(output)
    if root is None:
        raise LookupError("The page does not lead to extra.css.")
    for old, new in REPLACEMENTS:
        new = new.replace("ROOT", root[1])
        output, number = re.subn(re.escape(old), new, output)
        if not number:
            raise LookupError(f"The theme does not write {old!r} any more.")
    return output


def on_post_template(output: str, *, template_name: str, **kwargs: Any) -> str:
    return on_post_page(output) if template_name.endswith(".html") else output
