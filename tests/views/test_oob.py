"""What a block out of band looks like on its way."""

from __future__ import annotations

from typing import Literal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from htmx_views.requests import htmx_headers
from htmx_views.views.oob import SwappedBlock


def out_of_band(
    html: str, swap: str = "true", main: str = "", *, version: Literal[2, 4] = 2
) -> str:
    request = RequestFactory().get("/", headers=htmx_headers(version=version))
    return SwappedBlock("count", swap, request).out_of_band(html, main)


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ('<b id="a">3</b>', '<b hx-swap-oob="true" id="a">3</b>'),
        ("<b id=a>3</b>", '<b hx-swap-oob="true" id=a>3</b>'),
        (
            '\n <!-- n -->\n<p\nid="a"\n>3\n</p>\n',
            '<p hx-swap-oob="true"\nid="a"\n>3\n</p>',
        ),
        ('<input id="a" value=">">', '<input hx-swap-oob="true" id="a" value=">">'),
        ('<img id="a"/>', '<img hx-swap-oob="true" id="a"/>'),
        (
            '<ul id="a"><li>1<li>2<br></ul></p>',
            '<ul hx-swap-oob="true" id="a"><li>1<li>2<br></ul>',
        ),
        (
            '<x-a id="a"><div/></div></x-a >',
            '<x-a hx-swap-oob="true" id="a"><div/></div></x-a >',
        ),
        (
            '<div id="a"><script>"</div>"</script></div>',
            '<div hx-swap-oob="true" id="a"><script>"</div>"</script></div>',
        ),
        ('<li id="a">x</li>', '<li hx-swap-oob="true" id="a">x</li>'),
        (" <title>A &amp; b</title>\n", "<title>A &amp; b</title>"),
        ('<TITLE id="a">A</TITLE>', '<TITLE id="a">A</TITLE>'),
        ("", ""),
        (" \n", ""),
    ],
)
@pytest.mark.parametrize("version", [2, 4])
def test_the_element_says_how_it_is_swapped(
    html: str, written: str, version: Literal[2, 4]
) -> None:
    assert out_of_band(html, version=version) == written


def test_the_style_is_escaped() -> None:
    assert out_of_band('<b id="a"></b>', 'x"') == '<b hx-swap-oob="x&quot;" id="a"></b>'


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("three", "there is text beside elements, 'three'"),
        ("<!-- -->", "it has no element"),
        ("<b>3</b>", "<b> has no id"),
        ('<b id="">3</b>', "<b> has no id"),
        ("<b id>3</b>", "<b> has no id"),
        ('<b id="a">3', "<b> is not closed"),
        ('<p id="a">1<p id="b">2', "<p> is not closed"),
        ("<title>A</title><b></b>", "<b> stands beside <title>"),
        ('<b id="a"></b><i id="b"></i>', "<i> stands beside <b>"),
        ('<b id="a"></b> and', "there is text beside elements, 'and'"),
        ('<b id="a" hx-swap-oob="true"></b>', "<b> has hx-swap-oob"),
    ],
)
def test_what_htmx_could_not_place_is_refused(html: str, fault: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        out_of_band(html)

    assert str(caught.value) == (
        "The block 'count' is swapped out of band, so it must be one element with an "
        f"id and without hx-swap-oob, but {fault}: {html!r}."
    )


@pytest.mark.parametrize(
    ("main", "is_there"),
    [
        ('<p>1</p>\n<i class="x" id="a">', True),
        ("<i id=a>", True),
        ("<i data-id=a>a</i>", False),
        ("<pre>&lt;i id=a></pre>", False),
        ("", False),
    ],
)
def test_what_the_fragment_shows_stays_there(main: str, is_there: bool) -> None:
    assert bool(out_of_band('<b id="a">3</b>', main=main)) is not is_there


@pytest.mark.parametrize(
    ("html", "swap", "version", "written"),
    [
        (
            '<tr id="a"><td>1</td></tr>',
            "true",
            2,
            '<template><tr hx-swap-oob="true" id="a"><td>1</td></tr></template>',
        ),
        (
            '<tr id="a"><td>1</td></tr>',
            "true",
            4,
            '<template hx type="partial" hx-target="[id=&quot;a&quot;]" '
            'hx-swap="outerHTML"><tr id="a"><td>1</td></tr></template>',
        ),
        (
            '<tbody id="a">\n<tr></tr></tbody>',
            "beforeend",
            2,
            '<template><tbody hx-swap-oob="beforeend" id="a">\n<tr></tr></tbody>'
            "</template>",
        ),
        (
            '<tbody id="a">\n<tr></tr></tbody>',
            "beforeend",
            4,
            '<template hx type="partial" hx-target="[id=&quot;a&quot;]" '
            'hx-swap="beforeend">\n<tr></tr></template>',
        ),
    ],
)
def test_parts_of_a_table_keep_their_tags(
    html: str, swap: str, version: Literal[2, 4], written: str
) -> None:
    assert out_of_band(html, swap, version=version) == written
