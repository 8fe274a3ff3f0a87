"""
What htmx can do and the example site does not: a page for each, and what is clicked.

``lab.json`` holds what Chromium did; ``tests/browser/test_driver.py`` writes it where
``HTMX_VIEWS_RECORD=1``.

``/echo/`` answers with what was asked for: ``html`` is the body, ``status`` the status,
and a parameter that starts with ``HX-`` is a header. Without ``html`` it shows the
fields that came.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from htmx_views.testing import File

Person = Any


class Case(NamedTuple):
    name: str
    html: str
    steps: Callable[[Person], object]
    #: The versions of htmx that know what the case shows.
    versions: tuple[int, ...] = (2, 4)
    config: dict[str, Any] = {}

    @property
    def slug(self) -> str:
        return self.name.replace(" ", "-").replace(".", "")

    def story(self, person: Person) -> None:
        self.steps(person.visit(f"/lab/{self.slug}/"))
        person.wait("0s")

    def __str__(self) -> str:
        return self.slug


def echo_url(html: str | None = None, **parameters: Any) -> str:
    """Return the URL of an answer, as an attribute holds it."""
    if html is not None:
        parameters["html"] = html
    named = {name.replace("_", "-"): value for name, value in parameters.items()}
    return escape("/echo/?" + urlencode(named))


def go(person: Person) -> None:
    person.click("Go")


def button(html: str | None = None, attributes: str = "", **parameters: Any) -> str:
    url = echo_url(html, **parameters)
    return f'<button id="go" hx-get="{url}" {attributes}>Go</button>'


def into(html: str | None = None, attributes: str = "", **parameters: Any) -> str:
    return button(html, f'hx-target="#out" {attributes}', **parameters) + OUT


def lazy(html: str) -> str:
    return f'<div hx-get="{echo_url(html)}" hx-trigger="load">wait</div>'


OUT = '<div id="out">untouched</div>'
BOX = '<div id="box">before <p id="t">old <b>bold</b></p> after<i></i></div>'
STYLES = [
    "innerHTML",
    "outerHTML",
    "textContent",
    "beforebegin",
    "afterbegin",
    "beforeend",
    "afterend",
    "delete",
    "none",
]
STYLES_4 = ["innerMorph", "outerMorph", "before", "after", "prepend", "append"]

FORM = """
<form id="form" action="/echo/">
  <input name="a" value="1"><input name="a" value="2"><input name="off" disabled>
  <input type="checkbox" name="c" checked><input type="checkbox" name="d">
  <input type="radio" name="r" value="x"><input type="radio" name="r" value="y" checked>
  <select name="s"><option>one<option value="2" selected>two</select>
  <select name="m" multiple><option selected>p<option selected>q</select>
  <textarea name="t">first
second &amp; third ~*</textarea>
  <fieldset disabled><input name="never"></fieldset>
  %s
</form><input form="form" name="outside" value="o">
"""


def sent_by_form(attributes: str) -> str:
    form = FORM.replace('id="form"', f'id="form" {attributes}')
    return form % '<button name="b" value="v">Go</button>' + OUT


def sent_inside_form(attributes: str) -> str:
    inside = f'<button type="button" name="b" value="v" {attributes}>Go</button>'
    return FORM % inside + OUT


CASES = [
    *(
        Case(
            f"swap {style}",
            BOX
            + button(
                "text <u id='n'>new</u> <s>more</s> end",
                f'hx-target="#t" hx-swap="{style}"',
            ),
            go,
            (2, 4) if style in STYLES else (4,),
        )
        for style in STYLES + STYLES_4
    ),
    Case("swap itself", button("<em>new</em>", 'hx-swap="outerHTML"'), go),
    Case(
        "swap rows",
        "<table><tbody id='rows'><tr id='r1'><td>1</td></tr></tbody></table>"
        + button(
            "<tr id='r2'><td>2</td></tr>", 'hx-target="#rows" hx-swap="beforeend"'
        ),
        go,
    ),
    Case(
        "out of band",
        into(
            "main <b id='x' hx-swap-oob='true'>X</b>"
            "<i id='y' hx-swap-oob='beforeend'>Y</i>"
            "<u hx-swap-oob='innerHTML:#z'>Z</u><s id='lost' hx-swap-oob='true'>?</s>"
        )
        + "<p id='x'>x</p><p id='y'>y</p><p id='z'>z</p>",
        go,
    ),
    Case(
        "out of band only",
        into("<b id='x' hx-swap-oob='true'>X</b>") + "<p id='x'>x</p>",
        go,
    ),
    Case(
        "a row out of band",
        into(
            "<p>main</p>"
            "<template hx type='partial' hx-target='#r1' hx-swap='outerHTML'>"
            "<tr id='r1' hx-swap-oob='true'><td>new</td></tr></template>"
        )
        + "<table><tbody><tr id='r1'><td>1</td></tr></tbody></table>",
        go,
    ),
    Case(
        "partials",
        into(
            "<hx-partial hx-target='#x'>for x</hx-partial>"
            "<hx-partial hx-target='#y' hx-swap='beforeend'><b>for y</b></hx-partial>"
        )
        + "<p id='x'>x</p><p id='y'>y</p>",
        go,
        (4,),
    ),
    Case(
        "select",
        into(
            "<html><body><h1>no</h1><p class='y'>1</p><p class='y'>2</p></body></html>",
            'hx-select=".y"',
        ),
        go,
    ),
    Case(
        "select out of band",
        into("<p>main</p><b id='x'>X</b>", 'hx-select="p" hx-select-oob="#x"')
        + "<i id='x'>x</i>",
        go,
    ),
    Case(
        "a whole page",
        into("<html><head><title>Other</title></head><body><p>all</p></body></html>"),
        go,
    ),
    Case("a title", into("<title>New title</title><p>main</p>"), go),
    Case(
        "preserve",
        into(
            "<p>new</p><input id='kept' name='k' value='b' hx-preserve>",
        ).replace("untouched", "<input id='kept' name='k' value='a' hx-preserve>"),
        lambda person: person.fill("#kept", "typed").click("Go"),
    ),
    *(
        Case(
            f"{verb} by a form",
            sent_by_form(f'hx-{verb}="/echo/?q=1" hx-target="#out"'),
            go,
        )
        for verb in ("get", "post", "put", "patch", "delete")
    ),
    *(
        Case(
            f"{verb} inside of a form",
            sent_inside_form(f'hx-{verb}="/echo/?q=1" hx-target="#out"'),
            go,
        )
        for verb in ("get", "post", "put", "patch", "delete")
    ),
    Case(
        "multipart",
        sent_by_form(
            'hx-post="/echo/" hx-target="#out" hx-encoding="multipart/form-data"'
        ),
        go,
    ),
    Case(
        "a field sends itself",
        '<input name="q" hx-get="/echo/?q=old&amp;p=1" hx-target="#out" aria-label="q">'
        + OUT,
        lambda person: person.fill("q", "grüße & more").leave(),
    ),
    Case(
        "a select sends itself",
        '<select name="q" aria-label="q" hx-get="/echo/" hx-target="#out"><option>a'
        "<option>b</select>" + OUT,
        lambda person: person.fill("q", "b"),
    ),
    Case(
        "an element sends what it holds",
        '<div hx-post="/echo/" hx-target="#out" hx-trigger="click">'
        '<input name="a" value="1"><b id="deep">Go</b></div>' + OUT,
        lambda person: person.click("#deep"),
    ),
    Case(
        "include",
        into(attributes='hx-include="#more, [name=single]" name="own" value="me"')
        + '<div id="more"><input name="a" value="1"><textarea name="b">2</textarea>'
        '</div><input name="single" value="s"><input name="not">',
        go,
    ),
    Case(
        "values",
        into(
            attributes="""hx-vals='{"a": 1, "b": true, "c": "x y","""
            """ "d": [1, 2], "e": null}'"""
        ),
        go,
    ),
    Case(
        "values over fields",
        sent_by_form("""hx-post="/echo/" hx-target="#out" hx-vals='{"a": "won"}'"""),
        go,
    ),
    Case(
        "params",
        sent_by_form('hx-post="/echo/" hx-target="#out" hx-params="a, t"'),
        go,
        (2,),
    ),
    Case(
        "not these params",
        sent_by_form('hx-post="/echo/" hx-target="#out" hx-params="not a, t"'),
        go,
        (2,),
    ),
    Case("headers", into(attributes="""hx-headers='{"X-A": "b"}'"""), go),
    Case(
        "inherited",
        '<section hx-target="#out" hx-target:inherited="#out" hx-swap="beforeend" '
        """hx-swap:inherited="beforeend" hx-vals='{"v": 1}' """
        """hx-vals:inherited='{"v": 1}'"""
        ' hx-include="#extra" hx-include:inherited="#extra"><div>'
        + button("<i>in</i>")
        + '</div></section><input id="extra" name="extra" value="e">'
        + OUT,
        go,
    ),
    Case(
        "not inherited",
        '<section hx-target="#out" hx-disinherit="hx-target">'
        + button("<i>in</i>")
        + "</section>"
        + OUT,
        go,
    ),
    Case(
        "appended",
        """<section hx-vals:inherited='"a":"1"'>"""
        + into(attributes="""hx-vals:append='"b":"2"'""")
        + "</section>",
        go,
        (4,),
    ),
    *(
        Case(
            f"target {selector}",
            '<ul><li class="a">1</li><li>'
            + button("new", f'hx-target="{selector}"')
            + '<b class="a">f</b></li><li class="a">3</li></ul>',
            go,
        )
        for selector in (
            "this",
            "closest li",
            "closest ul",
            "next .a",
            "next",
            "previous .a",
            "body",
        )
    ),
    Case(
        "target find",
        f'<div id="go" hx-get="{echo_url("new")}" hx-target="find b"><b>x</b>Go</div>',
        lambda person: person.click("#go"),
    ),
    Case(
        "push",
        into("<i>in</i>", 'hx-push-url="true"') + "<p id='p'>p</p>",
        lambda person: person.click("Go").back().forward(),
    ),
    Case(
        "push and type",
        into("<i>in</i>", 'hx-push-url="/lab/push/?pushed"') + "<input aria-label='q'>",
        lambda person: person.fill("q", "typed").click("Go").back(),
    ),
    Case("replace", into("<i>in</i>", 'hx-replace-url="/lab/replace/?x"'), go),
    Case(
        "push by the answer",
        into("<i>in</i>", HX_Push_Url="/lab/push-by-the-answer/?x"),
        lambda person: person.click("Go").back(),
    ),
    Case(
        "no push by the answer",
        into("in", 'hx-push-url="true"', HX_Push_Url="false"),
        go,
    ),
    Case("replace by the answer", into("in", HX_Replace_Url="/lab/other/"), go),
    Case(
        "boost",
        '<div hx-boost="true" hx-boost:inherited="true">'
        '<a id="link" href="/lab/select/">Follow</a></div>',
        lambda person: person.click("Follow").back(),
    ),
    Case(
        "boost into",
        '<div hx-boost="true" hx-boost:inherited="true" hx-target="#out" '
        f'hx-target:inherited="#out"><a href="{echo_url("<b>in</b>")}">Go</a></div>'
        + OUT,
        go,
    ),
    Case(
        "boosted form",
        '<form hx-boost="true" action="/echo/?q=1" hx-target="#out">'
        '<input name="a" value="1"><button name="b" value="2">Go</button></form>' + OUT,
        go,
    ),
    Case(
        "boosted post",
        '<form hx-boost="true" action="/echo/?q=1" method="post" hx-target="#out">'
        '<input name="a" value="1"><button name="b" value="2">Go</button></form>' + OUT,
        go,
    ),
    Case("redirect", into("no", HX_Redirect="/lab/select/"), go),
    Case(
        "an ordinary redirect", into("no", status=302, Location="/echo/?html=there"), go
    ),
    Case("refresh", into("no", HX_Refresh="true"), go),
    Case(
        "location",
        into("no", HX_Location="/echo/?html=there"),
        lambda person: person.click("Go"),
    ),
    Case(
        "location with a target",
        into(
            "no",
            HX_Location=json.dumps(
                {"path": "/echo/?html=there", "target": "#t", "swap": "beforeend"}
            ),
        )
        + "<p id='t'>t</p>",
        go,
    ),
    Case(
        "retarget",
        into("new", HX_Retarget="#t", HX_Reswap="beforeend") + "<p id='t'>t</p>",
        go,
    ),
    Case("reselect", into("<b>b</b><i>i</i>", 'hx-select="b"', HX_Reselect="i"), go),
    *(
        Case(f"status {status}", into("<p>answer</p>", status=status), go)
        for status in (204, 286, 404, 422, 500)
    ),
    Case(
        "status of its own",
        into("<p>answer</p>", 'hx-status:404="swap:beforeend"', status=404),
        go,
        (4,),
    ),
    Case(
        "events",
        into("new", HX_Trigger="first, second")
        + "".join(
            f'<p hx-get="{echo_url(source=source)}" '
            f'hx-trigger="{event} from:{source}">{event}</p>'
            for event in ("first", "second")
            for source in ("body", "document", "window", "#go")
        ),
        go,
    ),
    Case(
        "an event with a target",
        into("new", HX_Trigger=json.dumps({"saved": {"target": "#t", "x": 1}}))
        + '<p id="t" hx-get="/echo/?html=heard" hx-trigger="saved">t</p>'
        + '<p hx-get="/echo/?html=heard" hx-trigger="saved from:body">b</p>',
        go,
    ),
    Case(
        "an event of what has gone",
        f'<div hx-get="{echo_url("gone", HX_Trigger="saved")}" id="go" '
        'hx-swap="outerHTML">Go</div>'
        + '<p hx-get="/echo/?html=body" hx-trigger="saved from:body">b</p>'
        + '<p hx-get="/echo/?html=document" hx-trigger="saved from:document">b</p>',
        lambda person: person.click("#go"),
    ),
    Case(
        "load",
        lazy("<i>lazy</i>"),
        lambda person: person,
    ),
    Case(
        "load in what was loaded",
        lazy(lazy("<b>deep</b>")),
        lambda person: person,
    ),
    Case(
        "poll",
        f'<div hx-get="{echo_url("<i>1</i>")}" hx-trigger="every 40s" '
        'hx-swap="beforeend"></div>',
        lambda person: person.wait("30s").wait("20s").wait("40s"),
    ),
    Case(
        "poll that stops",
        f'<div hx-get="{echo_url("<i>1</i>", status=286)}" hx-trigger="every 40s" '
        'hx-swap="beforeend"></div>',
        lambda person: person.wait("60s").wait("60s"),
    ),
    Case(
        "once",
        into("<i>1</i>", 'hx-trigger="click once" hx-swap="beforeend"'),
        lambda person: person.click("Go").click("Go"),
    ),
    Case(
        "a delay",
        into("<i>1</i>", 'hx-trigger="click delay:20s"'),
        lambda person: person.click("Go").wait("30s"),
    ),
    Case(
        "changed",
        '<input aria-label="q" name="q" hx-get="/echo/" hx-trigger="input changed" '
        'hx-target="#out" value="a">' + OUT,
        lambda person: person.fill("q", "a").fill("q", "b").fill("q", "b"),
    ),
    Case(
        "from",
        '<input aria-label="q" name="q" id="q"><form hx-get="/echo/" hx-target="#out" '
        'hx-trigger="input from:#q"><input name="f" value="1"></form>' + OUT,
        lambda person: person.fill("q", "a"),
    ),
    Case(
        "confirm",
        into("<i>1</i>", 'hx-confirm="Really?" hx-swap="beforeend"'),
        lambda person: person.click("Go", answer=False).click("Go", answer=True),
    ),
    Case(
        "prompt",
        into(attributes='hx-prompt="Name?"'),
        lambda person: person.click("Go", answer=False).click("Go", answer="Größe"),
        (2,),
    ),
    Case(
        "two at a time",
        into("<i>1</i>", 'hx-swap="beforeend"'),
        lambda person: person.click("Go", times=2),
    ),
    *(
        Case(
            f"two at a time with {strategy}",
            into("<i>1</i>", f'hx-swap="beforeend" hx-sync="this:{strategy}"'),
            lambda person: person.click("Go", times=2),
        )
        for strategy in ("drop", "queue all", "queue first")
    ),
    Case(
        "non-Latin ids",
        button("new", 'hx-target="#größe"').replace('id="go"', 'id="знак"')
        + '<p id="größe">x</p>',
        go,
    ),
    Case(
        "an anchor",
        into().replace("/echo/?", "/echo/?x=1#there"),
        go,
    ),
    Case("the page itself", into().replace(f'hx-get="{echo_url()}"', 'hx-get=""'), go),
    Case(
        "data attributes",
        f'<button data-hx-get="{echo_url("new")}" data-hx-target="#out">Go</button>'
        + OUT,
        go,
    ),
    Case(
        "swap later",
        into("new", 'hx-swap="innerHTML swap:20s"'),
        lambda person: person.click("Go").wait("30s"),
    ),
    Case(
        "morphing keeps what is typed",
        into(
            "<p>new</p><input id='q' aria-label='q'><b>1</b>", 'hx-swap="innerMorph"'
        ).replace("untouched", "<i>old</i><input id='q' aria-label='q'>"),
        lambda person: person.fill("q", "typed").click("Go"),
        (4,),
    ),
    Case(
        "inheritance turned off",
        '<div hx-target="#out" hx-inherit="hx-vals" hx-vals=\'{"v": 1}\'>'
        + button("x")
        + "</div>"
        + OUT,
        go,
        (2,),
        {"disableInheritance": True},
    ),
    Case(
        "inheritance turned on",
        '<div hx-target="#out">' + button("x") + "</div>" + OUT,
        go,
        (4,),
        {"implicitInheritance": True},
    ),
    Case(
        "values unset",
        """<div hx-vals='{"a": 1}' hx-target="#out">"""
        + button(attributes="hx-vals='unset' hx-target='unset'")
        + "</div>"
        + OUT,
        go,
        (2,),
    ),
    Case(
        "no params",
        sent_by_form('hx-post="/echo/" hx-target="#out" hx-params="none"'),
        go,
        (2,),
    ),
    Case("cache buster", into(), go, (2,), {"getCacheBusterParam": True}),
    Case(
        "back without a cache",
        into("<i>in</i>", 'hx-push-url="/lab/back-without-a-cache/?x"'),
        lambda person: person.click("Go").back().forward(),
        (2,),
        {"historyCacheSize": 0},
    ),
    Case(
        "back to an error",
        into("<i>in</i>", HX_Push_Url="/echo/?status=404"),
        lambda person: person.click("Go").back().forward(),
        (2,),
        {"historyCacheSize": 0, "historyRestoreAsHxRequest": False},
    ),
    Case(
        "back to a small cache",
        "".join(
            button(name, f'hx-target="#out" hx-push-url="?{name}"')
            .replace("Go", name)
            .replace('id="go"', "")
            for name in ("One", "Two", "Three")
        )
        + OUT,
        lambda person: person.click("One").click("Two").click("Three").back().back(),
        (2,),
        {"historyCacheSize": 1},
    ),
    Case(
        "back by a reload",
        into("<i>in</i>", 'hx-push-url="/lab/back-by-a-reload/?x"'),
        lambda person: person.click("Go").back(),
        (2,),
        {"historyCacheSize": 0, "refreshOnHistoryMiss": True},
    ),
    Case(
        "back by a reload too",
        into("<i>in</i>", 'hx-push-url="/lab/back-by-a-reload-too/?x"'),
        lambda person: person.click("Go").back(),
        (4,),
        {"history": "reload"},
    ),
    Case(
        "back to a part",
        "<p>around</p><div hx-history-elt id='part'>"
        + into("<i>in</i>", 'hx-push-url="?x"')
        + "</div>",
        lambda person: person.click("Go").back(),
    ),
    Case(
        "a page that is not kept",
        "<p hx-history='false'>secret</p>" + into("<i>in</i>", 'hx-push-url="?x"'),
        lambda person: person.click("Go").back(),
    ),
    Case(
        "status with a target",
        into("<p>answer</p>", 'hx-status:4xx="target:#t select:p"', status=404)
        + '<p id="t">t</p>',
        go,
        (4,),
    ),
    Case(
        "a status that is not swapped", into(status=404), go, (4,), {"noSwap": ["4xx"]}
    ),
    Case(
        "a target in the swap",
        into("new", 'hx-swap="innerHTML target:#t"') + '<p id="t">t</p>',
        go,
        (4,),
    ),
    Case(
        "a whole page in the place of an element",
        into("<html><body class='c'><p>all</p></body></html>", 'hx-swap="outerHTML"'),
        go,
    ),
    Case(
        "the body in its own place",
        button("<p>all</p>", 'hx-target="body" hx-swap="outerHTML"'),
        go,
        (2,),
    ),
    Case(
        "a value that stays",
        into("<input id='q' aria-label='q'>").replace(
            "untouched", "<input id='q' aria-label='q' value='old'>"
        ),
        go,
    ),
    Case(
        "location with a source",
        into(
            "no",
            HX_Location=json.dumps(
                {"path": "/echo/", "source": "#t", "values": {"a": 1}}
            ),
        )
        + "<p id='t' name='n'>t</p>",
        go,
    ),
    Case(
        "the last of two",
        into("<i>1</i>", 'hx-swap="beforeend" hx-sync="this:replace"'),
        lambda person: person.click("Go", times=2),
    ),
    Case(
        "the target previous",
        "<p>p</p>" + button("new", 'hx-target="previous"'),
        go,
    ),
    Case(
        "include all that is found",
        f'<div hx-get="{echo_url()}" hx-target="#out" hx-include="findAll input" '
        'id="go"><input name="a" value="1"><p><input name="b" value="2"></p></div>'
        + OUT,
        lambda person: person.click("#go"),
        (4,),
    ),
    Case(
        "a target that has gone",
        button(
            "<b id='t' hx-swap-oob='outerHTML:#box'></b><i>main</i>", 'hx-target="#t"'
        )
        + "<div id='box'><p id='t'>t</p></div>",
        go,
        (2,),
    ),
    Case(
        "a template of its own",
        into("<template id='x'><b>kept</b></template><p>main</p>"),
        go,
    ),
    Case(
        "titles",
        into("<div><title>Deep</title></div><svg><title>Drawing</title></svg>"),
        go,
    ),
    Case("a head", into("<head><title>Head</title></head><p>main</p>"), go),
    Case(
        "selected out of band",
        into("<p>m</p><b id='x'>X</b>", 'hx-select-oob="#x:beforeend"')
        + "<i id='x'>x</i>",
        go,
    ),
    Case(
        "selected twice",
        into("<div class='y'>1<p class='y'>2</p></div>", 'hx-select=".y"'),
        go,
    ),
    Case(
        "partials without a target",
        into("<hx-partial id='x'>by id</hx-partial><hx-partial>lost</hx-partial>")
        + "<p id='x'>x</p>",
        go,
        (4,),
    ),
    Case(
        "morphing into another element",
        BOX + button("<section>a</section>b", 'hx-target="#t" hx-swap="outerMorph"'),
        go,
        (4,),
    ),
    Case(
        "morphing attributes",
        "<div id='m' class='a' title='b'><input id='i' value='1'><textarea id='x'>a"
        "</textarea><p>t</p></div>"
        + button(
            "<div id='m' class='c'><p>s</p><textarea id='x'>b</textarea>"
            "<input id='i' value='2'></div>",
            'hx-target="#m" hx-swap="outerMorph"',
        ),
        lambda person: person.fill("#i", "typed").fill("#x", "typed").click("Go"),
        (4,),
    ),
    Case(
        "action and method",
        '<button hx-action="/echo/" hx-method="put" hx-target="#out">Go</button>' + OUT,
        go,
        (4,),
    ),
    Case(
        "an empty list of events",
        into("new", HX_Trigger="{}"),
        go,
    ),
    Case(
        "after the swap",
        into("new", HX_Trigger_After_Swap="swapped", HX_Trigger_After_Settle="settled")
        + "".join(
            f'<p hx-get="/echo/" hx-trigger="{event} from:body">{event}</p>'
            for event in ("swapped", "settled")
        ),
        go,
    ),
    Case(
        "an ordinary form",
        sent_by_form('method="post"'),
        go,
    ),
    Case("an ordinary form by get", sent_by_form('method="get"'), go),
    Case(
        "an ordinary form with a file and line breaks",
        '<form method="post" action="/echo/"><input id="f" type="file" name="f">'
        "<textarea name='t'>one\u2028two\n\n</textarea><button>Go</button></form>",
        lambda person: person.fill("#f", File("a.txt", b"a")).click("Go"),
    ),
    Case(
        "a radio button that is ticked already",
        '<input type="radio" name="r" id="a" value="a" checked hx-get="/echo/" '
        'hx-target="#out"><input type="radio" name="r" id="b" value="b">' + OUT,
        lambda person: person.click("#a").click("#b").click("#a"),
    ),
    Case(
        "the space key",
        f"""{into("new", 'hx-swap="beforeend"')}<a id="a" href="/lab/push/">link</a>
        <input type="checkbox" id="c" hx-get="/echo/?c" hx-target="#out"
         hx-swap="beforeend"><input type="radio" id="r" hx-get="/echo/?r"
         hx-target="#out" hx-swap="beforeend">""",
        lambda person: [person.focus(f"#{id}").press(" ") for id in ("go", *"acr")],
    ),
    Case(
        "options that are disabled",
        '<form hx-post="/echo/" hx-target="#out">'
        '<select name="s"><option value="" disabled selected>Choose<option>b</select>'
        '<select name="o"><optgroup disabled><option>c</optgroup><option>d</select>'
        '<select name="m" multiple><optgroup disabled><option selected>e</optgroup>'
        "<option selected>f</select><button>Send</button></form>"
        + into(attributes='hx-include="select"'),
        lambda person: person.click("Send").click("Go"),
    ),
    Case(
        "a redirected delete",
        f'<button hx-delete="{echo_url(status=302, Location="/echo/")}" '
        f'hx-target="#out">Go</button>{OUT}',
        go,
    ),
    Case(
        "headers that are no text",
        into("new", """hx-headers='{"HX-Flag": true, "HX-None": null, "HX-One": 1}'"""),
        go,
    ),
]

CASES_AND_VERSIONS = [(case, version) for case in CASES for version in case.versions]

PAGE = """<!doctype html>
<html lang="en">
<head><title>Lab</title><link rel="icon" href="data:,">
<meta name="htmx-config" content="{config}">{scripts}</head>
<body>{html}</body>
</html>"""


def lab(request: HttpRequest, name: str) -> HttpResponse:
    for case in CASES:
        if case.slug == name:
            version = int(request.COOKIES.get("htmx", "2"))
            script = f"/static/django_htmx/htmx-{version}.js"
            config = {"includeIndicatorStyles": False, "includeIndicatorCSS": False}
            return HttpResponse(
                PAGE.format(
                    config=escape(json.dumps(config | case.config)),
                    scripts=f'<script src="{script}"></script>',
                    html=case.html,
                )
            )
    raise Http404(name)


def echo(request: HttpRequest) -> HttpResponse:
    given = request.GET
    fields = request.POST or QueryDict(request.body if request.method == "PUT" else b"")
    shown = f"<p>{request.method} {escape(str(sorted(given.lists())))} "
    shown += f"{escape(str(sorted(fields.lists())))}</p>"
    response = HttpResponse(
        given.get("html", shown), status=int(given.get("status", 200))
    )
    for header in given:
        if header.startswith("HX-") or header == "Location":
            response[header] = given[header]
    return response


urlpatterns = [
    path("lab/<str:name>/", lab),
    path("echo/", csrf_exempt(echo)),
]
