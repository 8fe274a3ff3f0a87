from __future__ import annotations

import re
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.views.generic import TemplateView

from htmx_views.hints import docs_url
from htmx_views.testing import AsyncHtmxClient, HtmxClient
from htmx_views.testing.contracts import (
    CONTRACTS,
    ContractError,
    Exchange,
    Finding,
    check_answer,
    hold,
)
from htmx_views.testing.contracts.reading import Reading
from htmx_views.testing.driver.dom import parse_page
from htmx_views.views import HtmxPollingMixin

pytestmark = pytest.mark.urls("tests.testing.contracts_urls")

SCRIPTS = {
    2: '<script src="/static/django_htmx/htmx-2.min.js"></script>',
    4: '<script src="/static/django_htmx/htmx-4.js?v=1"></script>',
}
COMPANION = '<script src="/static/htmx_views/htmx-views.js"></script>'
STRICT = "default-src 'self'"


def page(body: str, version: int = 2, head: str = COMPANION) -> str:
    return (
        f"<!doctype html><html><head>{SCRIPTS[version]}{head}</head>"
        f"<body>{body}</body></html>"
    )


def check(html: str, path: str = "/", **options: Any) -> list[Finding]:
    sent, headers = options.pop("sent", {}), options.pop("headers", {})
    request = RequestFactory().get(path, headers=sent)
    response = HttpResponse(html, headers=headers)
    return check_answer(html, request=request, response=response, **options)


def found(body: str, version: int = 2, **options: Any) -> list[tuple[str, str]]:
    head = options.pop("head", COMPANION)
    findings = check(page(body, version, head), **options)
    return [(each.id, each.message) for each in findings]


GOOD = [
    '<button hx-get="/" hx-target="#a" hx-swap="innerHTML">x</button><p id="a"></p>',
    '<button data-hx-get="/" data-hx-target="#a">x</button><p id="a"></p>',
    '<div hx-get="/" hx-trigger="load, every 2s, a:b from:body"></div>',
    '<div hx-get="/" hx-trigger="every 2s"></div>',
    '<div hx-get="/" hx-status:422="swap:outerHTML" hx-trigger="load"></div>',
    '<div hx-boost="true" hx-boost:inherited="true"><a href="/">x</a></div>',
    '<button hx-get="/" hx-disabled-elt="this">x</button>',
    """<button hx-get="/" hx-vals='{"a": 1}' hx-headers='{}'>x</button>""",
    '<button hx-get="/" hx-vals="unset">x</button>',
    '<button hx-get="/" hx-push-url="/a/" hx-replace-url="false">x</button>',
    '<form><button hx-get="/" hx-sync="closest form:abort">x</button></form>',
    '<button hx-get="/" hx-sync="this">x</button>',
    '<button hx-get="/" hx-include="inherit, [name=a]">x</button><i name="a"></i>',
    '<p hx-get="/" hx-target="p:user-invalid" hx-trigger="load"></p>',
    '<p hx-swap-oob="beforeend:#a"></p><p hx-swap-oob="true"></p>',
    "<p x-get='1' v-on:click='a'>x</p>",
    '<button hx-trigger="click" hx-target="#b" hx-ext="a">x</button>',
    '<button ws-send hx-trigger="click">x</button>',
    '<button hx-ws:send hx-trigger="click">x</button>',
    '<a href="/" hx-swap="none">x</a>',
    '<div hx-disable><button hx-post="/nowhere/" hx-target="#no">x</button></div>',
    '<div hx-disable><form action="/nowhere/" method="post"></form></div>',
    '<template><p id="a" hx-traget="b"></p></template><p id="a"></p>',
    # Addresses
    '<a href="#a">x</a><a href="mailto:a@b.example">x</a><a href="?a=1">x</a>',
    '<a href="https://a.example/x">x</a><a href="/static/a.css">x</a>',
    '<a href="/save">x</a><a href="/two%20words/">x</a><a>x</a>',
    '<button hx-post="/post/" hx-target="this">x</button>',
    '<button hx-delete="/anyway/">x</button><button hx-delete="/anything/">x</button>',
    '<button hx-delete="/later/">x</button><button hx-delete="/part/">x</button>',
    # Forms
    '<form><input name="a"></form>',
    '<form action="/" hx-get="/"><input type="search" name="q"></form>',
    '<form action="/" hx-get="/" hx-trigger="change"><select></select></form>',
    '<form action="/"><select hx-get="/"></select></form>',
    '<form id="f" action="/"><i></i></form><button form="f">x</button>',
    '<form action="/"><input type="image"></form>',
    '<form id="f" action="/"><input type="hidden"></form>',
    '<form hx-post="/save/"><button>x</button></form>',
    '<form method="post" action="https://a.example/"><button>x</button></form>',
    '<form method="dialog"><button>x</button></form>',
    '<form action="/" method="get"><button formmethod="get" formaction="/">x</button>'
    "</form>",
    '<button formaction="/">x</button>',
    '<form hx-post="/save/" hx-encoding="multipart/form-data"><input type="file">'
    "<button>x</button></form>",
    '<form hx-post="/save/" enctype="multipart/form-data"><input type="file">'
    "<button>x</button></form>",
    '<form><input type="file" hx-post="/save/"></form>',
    '<form method="post" action="/save/" enctype="multipart/form-data">'
    '<input name="csrfmiddlewaretoken"><input type="file"><button>x</button></form>',
    # A keyboard
    '<div hx-get="/" tabindex="0">x</div><div hx-get="/"><button>x</button></div>',
    '<div hx-get="/" hx-trigger="click from:body">x</div>',
    '<div hx-get="/"><a href="/">x</a></div>',
    '<div hx-get="/"><a tabindex="0">x</a></div>',
    '<div hx-get="/" contenteditable>x</div>',
    # Text
    "<code>hx-get='/' hx-trigger='load'</code><p>hx-get=</p>",
]


@pytest.mark.parametrize("body", GOOD)
def test_what_breaks_no_contract(body: str) -> None:
    assert found(body) == []


GOOD_4 = [
    '<button hx-get="/" hx-swap="outerMorph swap:1s target:#a">x</button>',
    '<button hx-get="/" hx-trigger="click prevent delay: 1s">x</button>',
    '<button hx-get="/" hx-vals="a:1 b:two" hx-disable="find i">x<i></i></button>',
    '<button hx-get="/" hx-vals="{}" hx-disable="true">x</button>',
    '<button hx-get="/" hx-sync="drop">x</button>',
    '<div hx-target:inherited="#a"><button hx-get="/">x</button></div><p id="a"></p>',
    '<div hx-disinherit="*" hx-params="none"></div>',
]


@pytest.mark.parametrize("body", GOOD_4)
def test_what_breaks_no_contract_of_htmx_4(body: str) -> None:
    assert found(body, 4) == []


def sends(more: str, tag: str = "button") -> str:
    return f'<{tag} hx-get="/" {more}>x</{tag}>'


BROKEN = [
    ('<p hx-traget="#a"></p>', "C001", "htmx 2 knows no hx-traget. Did you mean"),
    ('<p hx_get="/"></p>', "C001", "htmx 2 knows no hx_get. Did you mean 'hx-get'?"),
    ('<p hx-xyzzyx="/"></p>', "C001", "htmx 2 knows no hx-xyzzyx"),
    ('<p hx-action="/"></p>', "C001", "htmx 2 knows no hx-action"),
    (sends('hx-swap="replace"'), "C002", "htmx 2 has no style 'replace'"),
    (
        sends('hx-swap="OUTERHTML"'),
        "C002",
        "htmx 2 has no style 'OUTERHTML'. Did you mean 'outerHTML'?",
    ),
    (sends('hx-swap="prepend"'), "C002", "htmx 2 has no style 'prepend'"),
    (sends('hx-swap="innerHTML swap 1s"'), "C002", "'swap' is no modifier of hx-swap"),
    (
        sends('hx-swap="innerHTML setle:1s"'),
        "C002",
        "'setle' is no modifier. Did you mean 'settle'?",
    ),
    ('<p hx-swap-oob="yes"></p>', "C002", "htmx 2 has no style 'yes'"),
    (sends('hx-trigger="every 2 seconds"'), "C003", "'2 seconds' is no interval"),
    (
        sends('hx-trigger="every:2s"'),
        "C003",
        "there is no event 'every:2s'. Write 'every 2s'",
    ),
    (
        sends('hx-trigger="load:once"'),
        "C003",
        "there is no event 'load:once'. Write 'load once'",
    ),
    (
        sends('hx-trigger="onclick"'),
        "C003",
        "there is no event 'onclick'. Write 'click'",
    ),
    (
        sends('hx-trigger="intersects"'),
        "C003",
        "there is no event 'intersects'. Did you mean 'intersect'?",
    ),
    (sends('hx-trigger="click wait:1s"'), "C003", "'wait:1s' is no modifier"),
    (sends('hx-trigger=","'), "C003", "it names no event"),
    (sends('hx-push-url="True"'), "C004", "write true, false or a path"),
    (sends('hx-sync="this:cancel"'), "C004", "'cancel' is no strategy"),
    (sends('hx-encoding="multipart"'), "C004", "write multipart/form-data"),
    ('<p hx-boost="True"></p>', "C004", "write true or false"),
    ('<p hx-disable="find a"></p>', "C004", "htmx 2 is turned off inside of it"),
    (sends("""hx-vals="{'a': 1}" """), "C005", "is no JSON"),
    (sends("""hx-vals='["a"]'"""), "C005", "is no JSON"),
    (sends('hx-target="#no"'), "C006", 'hx-target="#no" matches nothing on the page'),
    (sends('hx-target="##no"'), "C006", 'hx-target="##no" is no selector'),
    (sends('hx-sync="#no:drop"'), "C006", 'hx-sync="#no" matches nothing'),
    ('<p id="a"></p><p id="a"></p>', "C007", "the id 'a' stands 2 times"),
    (sends("").replace('"/"', '"/no/"'), "C008", 'hx-get="/no/" leads to nothing'),
    (sends("").replace('"/"', '"/save"'), "C008", "lacks the slash at its end"),
    ('<a href="/no/">x</a>', "C008", 'href="/no/" leads to nothing'),
    ('<a href="/no">x</a><form action="/no" method="post"></form>', "C008", "slash"),
    (
        '<button hx-get="/post/">x</button>',
        "C009",
        'hx-get="/post/": the view answers POST, not GET',
    ),
    ('<button hx-post="/safe/">x</button>', "C009", "the view answers GET, HEAD, not"),
    ('<form action="/logout/"><button>x</button></form>', "C009", "answers POST, not"),
    (
        '<button hx-delete="/closed/">x</button>',
        "C009",
        "answers GET, not DELETE",
    ),
    (
        '<form><button formmethod="post" formaction="/">x</button></form>',
        "C009",
        'formaction="/": the view answers GET, not POST',
    ),
    ('<button hx-get="https://a.example/">x</button>', "C010", "is another site's"),
    (
        '<form method="post" action="/save/"><button>x</button></form>',
        "C011",
        "the form sends no CSRF token",
    ),
    (
        '<form hx-post="/save/"><input type="file"><button>x</button></form>',
        "C012",
        "hx-post sends no file",
    ),
    (
        '<form hx-get="/save/"><input type="file"><button>x</button></form>',
        "C012",
        "hx-get sends no file",
    ),
    (
        '<form action="/"><input type="file"><button>x</button></form>',
        "C012",
        "a form of the method get sends no file",
    ),
    (
        '<form method="post" action="/save/"><input name="csrfmiddlewaretoken">'
        '<input type="file"><button>x</button></form>',
        "C012",
        "the form sends no file",
    ),
    ('<form id="f" hx-get="/"></form>', "C013", "no button that sends it"),
    ('<form id="f" action="/"><input><input></form>', "C013", "no button"),
    ('<form action="/"><a>x</a></form>', "C013", "no button that sends it"),
    (
        '<form action="/"><button type="button">x</button><input><input></form>',
        "C013",
        "no button that sends it",
    ),
    (
        '<form hx-get="/" hx-trigger="submit wait:1s"></form>',
        "C013",
        "no button that sends it",
    ),
    (
        '<form><input name="a"><form></form></form>',
        "C014",
        "a form stands inside of another one",
    ),
    (sends("""hx-vals="{"a": 1}" """), "C014", "is read as the name of an attribute"),
    ("<p>hx-get='/' hx-trigger='load'</p>", "C018", "attributes of htmx stand in"),
    ('<div hx-get="/" hx-trigger="click wait:1s">x</div>', "C003", "no modifier"),
    ('<div hx-get="/">x</div>', "C020", "no keyboard reaches this <div>"),
    ('<a hx-get="/">x</a>', "C020", "no keyboard reaches this <a>"),
    ('<button hx-target="#a">x</button>', "C023", "hx-target stands on an element"),
]


@pytest.mark.parametrize(("body", "id", "message"), BROKEN)
def test_what_breaks_a_contract(body: str, id: str, message: str) -> None:
    messages = [text for each, text in found(body) if each == id]

    assert messages, found(body)
    assert any(message in text for text in messages), messages


BROKEN_4 = [
    ('<p hx-disabled-elt="this"></p>', "C001", "htmx 4 knows no hx-disabled-elt"),
    (sends('hx-swap="replace"'), "C002", "htmx 4 has no style 'replace'"),
    (sends('hx-trigger="every 2s more"'), "C003", "'more' stands behind the interval"),
    (sends('hx-trigger="every soon"'), "C003", "is no interval"),
    (sends('hx-trigger="click wait"'), "C003", "'wait' is no modifier"),
    (sends("""hx-vals='["a"]'"""), "C005", "is no JSON"),
    (sends('hx-disable="#no"'), "C006", 'hx-disable="#no" matches nothing'),
]


@pytest.mark.parametrize(("body", "id", "message"), BROKEN_4)
def test_what_breaks_a_contract_of_htmx_4(body: str, id: str, message: str) -> None:
    messages = [text for each, text in found(body, 4) if each == id]

    assert any(message in text for text in messages), found(body, 4)


# The policy


@pytest.mark.parametrize(
    ("policy", "body", "forbidden"),
    [
        ("", "<script>a()</script><p style='a'>", []),
        (STRICT, "<script>a()</script>", ["an inline script"]),
        (STRICT, "<script type='application/json'>{}</script>", []),
        (STRICT, "<style>a</style>", ["an inline <style>"]),
        (STRICT, "<p style='a'></p>", ["the attribute style"]),
        (STRICT, "<p onclick='a()'></p>", ["the attribute onclick"]),
        (STRICT, "<a href='javascript:a()'>x</a>", ["a javascript: address"]),
        (STRICT, "<img src='https://a.example/a.png'>", ["img-src"]),
        (STRICT, "<img src='data:a'><img src='/a.png'>", ["data:a"]),
        (STRICT, "<link rel='stylesheet' href='https://a.example/'>", ["style-src"]),
        ("img-src *", "<img src='https://a.example/a.png'><img>", []),
        ("img-src *", "<img src='data:a'>", ["data:a"]),
        ("img-src *", "<script>a()</script>", []),
        ("img-src data: https:", "<img src='data:a'><img src='https://a.example'>", []),
        ("img-src https://a.example/b/", "<img src='https://a.example/b/c'>", []),
        ("img-src *.example", "<img src='https://a.example/b/c'>", []),
        ("img-src *.example", "<img src='https://example.org/'>", ["img-src"]),
        ("script-src 'nonce-a'", "<script nonce='a'>a()</script>", []),
        ("script-src 'nonce-a'", "<script>a()</script>", ["an inline script"]),
        ("script-src 'sha256-a'", "<script>a()</script>", []),
        ("script-src 'unsafe-inline'", "<script>a()</script>", []),
        ("script-src 'nonce-a'", "<script src='https://a.example'></script>", []),
        (STRICT, sends('hx-on:click="a()"'), ["hx-on:click needs eval"]),
        (STRICT, sends('hx-vals="js:{a: 1}"'), ["needs eval"]),
        (STRICT, sends('hx-vars="a:1"'), ["hx-vars needs eval"]),
        (STRICT, sends('hx-trigger="click[a]"'), ["the filter of hx-trigger"]),
        ("script-src 'unsafe-eval'", sends('hx-on:click="a()"'), []),
        ("script-src 'unsafe-eval' 'self', ;", sends('hx-on:click="a()"'), []),
    ],
)
def test_the_policy(policy: str, body: str, forbidden: list[str]) -> None:
    findings = found(body, headers={"Content-Security-Policy": policy})

    assert len(findings) == len(forbidden), findings
    for (id, message), part in zip(findings, forbidden, strict=True):
        assert id == "C019"
        assert part in message


def test_the_policy_of_a_meta_tag() -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{STRICT}">'

    assert found("<p style='a'></p>", head=meta + COMPANION) == [
        ("C019", "the page's policy forbids the attribute style")
    ]


@pytest.mark.parametrize(
    ("config", "ids"),
    [('{"allowEval": false}', ["C019"]), ("allowEval:true", []), ("{", [])],
)
def test_a_page_that_forbids_htmx_to_evaluate(config: str, ids: list[str]) -> None:
    head = f"<meta name='htmx-config' content='{config}'><meta name='a'>{COMPANION}"

    assert [id for id, _ in found(sends("hx-on:click='a()'"), head=head)] == ids


def test_a_site_of_which_a_middleware_serves_pages(settings: Any) -> None:
    name = "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, name]

    assert found('<a href="/no/">x</a>') == []
    assert [id for id, _ in found('<button hx-post="/no/">x</button>')] == ["C008"]


# Tokens and scripts


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ('<button hx-post="/save/">x</button>', ["C011"]),
        ('<button hx-get="/">x</button>', []),
        (
            """<button hx-post="/save/" hx-headers='{"X-CSRFToken": "a"}'>x</button>""",
            [],
        ),
        (
            '<form hx-post="/save/"><input name="csrfmiddlewaretoken">'
            "<button>x</button></form>",
            [],
        ),
        (
            '<form hx-put="/save/"><input name="csrfmiddlewaretoken">'
            "<button>x</button></form>",
            ["C011"],
        ),
        ('<div hx-boost="true"><a href="/">x</a></div>', []),
    ],
)
def test_a_page_without_the_companion_script(body: str, ids: list[str]) -> None:
    assert [id for id, _ in found(body, head="")] == ids


def test_a_site_without_csrf_needs_no_token(settings: Any) -> None:
    settings.MIDDLEWARE = []

    assert found('<button hx-post="/save/">x</button>', head="") == []
    assert found('<form method="post" action="/save/"><button>x</button></form>') == []


def test_a_page_without_htmx() -> None:
    html = f"<html><head>{COMPANION}</head><body>{sends('hx-target=#no')}</body></html>"

    assert [each.id for each in check(html)] == ["C021"]
    assert check("<html><body>x</body></html>") == []
    # A bundle may have it, of whichever version.
    html = html.replace("<head>", '<head><script src="/a.js"></script>')
    assert [each.id for each in check(html.replace("hx-target=#no", ""))] == []
    html = html.replace("hx-target=#no", "hx-action='/' hx-disabled-elt='this'")
    assert check(html) == []
    assert [each.message for each in check(html.replace("hx-action", "hx-actoin"))] == [
        "htmx knows no hx-actoin. Did you mean 'hx-action'?"
    ]


# Answers to htmx

HTMX = {"HX-Request": "true"}


def exchange(**options: Any) -> Exchange:
    base: dict[str, Any] = {
        "target_id": "a",
        "into_body": False,
        "source_stays": True,
        "swap": "innerHTML",
        "ids": frozenset({"a"}),
    }
    return Exchange(**base | options)


def answered(html: str, **options: Any) -> list[str]:
    options["sent"] = HTMX | options.pop("sent", {})
    return [each.id for each in check(html, **options)]


def test_a_whole_page_in_an_element() -> None:
    html = page("")

    assert answered(html, exchange=exchange()) == ["C015"]
    assert answered(html, sent={"HX-Target": "a"}) == ["C015"]
    assert answered(html, exchange=exchange(target_id=None)) == ["C015"]
    assert answered(html) == []
    assert answered(html, sent={"HX-Boosted": "true", "HX-Target": "a"}) == []
    assert answered(html, exchange=exchange(into_body=True)) == []
    assert answered(html, exchange=exchange(select="#a")) == []
    assert answered(html, exchange=exchange(swap="none")) == []
    assert answered(html, exchange=exchange(), headers={"HX-Retarget": "body"}) == []
    assert answered(html, exchange=exchange(), headers={"HX-Redirect": "/"}) == []


def test_an_answer_without_the_id_of_its_target() -> None:
    outer = exchange(swap="outerHTML")

    assert answered("<p>x</p>", exchange=outer) == ["C016"]
    assert answered('<p id="a">x</p>', exchange=outer) == []
    assert answered("", exchange=outer) == []
    assert answered("<p>x</p>", exchange=exchange()) == []
    assert answered("<p>x</p>", exchange=exchange(source_stays=False)) == []
    more = exchange(swap="outerHTML", source_stays=False)
    assert answered("<p>x</p>", exchange=more) == []
    assert answered("<p>x</p>", exchange=outer, headers={"HX-Reswap": "none"}) == []


def test_out_of_band_parts() -> None:
    there = exchange()

    assert answered('<p id="a" hx-swap-oob="true">x</p>', exchange=there) == []
    assert answered('<p id="b" data-hx-swap-oob="true">', exchange=there) == ["C017"]
    assert answered('<p hx-swap-oob="true">x</p>', exchange=there) == ["C017"]
    assert answered('<p id="b" hx-swap-oob="true">x</p>') == []
    assert answered('<p id="b" hx-swap-oob="beforeend:#c">', exchange=there) == []
    assert answered('<template hx-swap-oob="true"></template>', exchange=there) == []


def test_an_answer_that_is_no_html() -> None:
    headers = {"Content-Type": "application/json"}

    assert answered("{}", headers=headers) == ["C022"]
    assert answered("", headers=headers) == []
    assert answered("a", headers={"Content-Type": "text/plain"}) == []
    assert check("{}", headers=headers) == []


def test_a_fragment_by_itself_is_not_held_against_a_page() -> None:
    html = sends('hx-target="#no"') + '<form action="/"></form>'

    assert answered(html) == []
    assert answered('<tr id="a"></tr><tr id="a"></tr>') == ["C007"]
    assert answered(sends('hx-swap="x"')) == ["C002"]


def test_a_fragment_in_its_page() -> None:
    after = parse_page(page(sends('hx-target="#no"')), scripting=True)

    assert answered("<p>x</p>", exchange=exchange(page=after)) == ["C006"]
    assert (
        answered("<p>x</p>", exchange=exchange(page=after, url="/b/"), ignore=["C006"])
        == []
    )


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "htmx 2 has no style 'outerMorphs'"),
        ({"HX-Request-Type": "partial"}, "htmx 4 has no style 'outerMorphs'"),
    ],
)
def test_the_version_of_a_request(sent: dict[str, str], message: str) -> None:
    (finding,) = check(sends('hx-swap="outerMorphs"'), sent=HTMX | sent)

    assert message in finding.message


def test_the_version_that_is_given() -> None:
    assert check(sends('hx-swap="outerSync"'), version=4, sent=HTMX) == []


@pytest.mark.parametrize(
    ("current", "ids"),
    [("http://testserver/save/", []), ("http://testserver/no/", ["C008"])],
)
def test_relative_addresses_are_those_of_the_page(current: str, ids: list[str]) -> None:
    html = '<a href="?a=1">x</a>'

    assert answered(html, sent={"HX-Current-URL": current}) == ids


def test_an_exchange_is_read_from_the_page() -> None:
    html = page('<p id="a" hx-target="closest div"><button hx-get="/">x</button></p>')
    request = RequestFactory().get("/")
    reading = Reading(html, request, HttpResponse())
    (source,) = reading.root.iter("button")
    (paragraph,) = reading.root.iter("p")

    made = Exchange.of(reading.attributes, source, paragraph, url="/b/")

    assert made == Exchange(
        target_id="a",
        into_body=False,
        source_stays=False,
        swap="innerHTML",
        ids=frozenset({"a"}),
        url="/b/",
    )


class Polled(HtmxPollingMixin, TemplateView):
    template_name = "page.html"


@pytest.mark.parametrize(
    ("body", "ids"),
    [("", ["C018"]), ("<p {}></p>", []), ("{}", ["C018"])],
)
def test_a_view_that_polls(body: str, ids: list[str]) -> None:
    request = RequestFactory().get("/")
    view = Polled()
    view.setup(request)
    context = view.get_context_data()
    html = page(body.format(context["polling"]))
    response = TemplateResponse(request, "page.html", context)

    found = check_answer(html, request=request, response=response)

    assert [each.id for each in found] == ids
    # A fragment may be another one of its blocks.
    assert check_answer("<p>x</p>", request=request, response=response) == []


def test_forms_that_stand_beside_each_other_are_not_nested() -> None:
    assert found("</form><form></form>") == found("<form></form><form></form>")
    assert [id for id, _ in found("</form><form><form></form></form>")] == ["C014"]


# What is said


def test_a_finding_says_where_and_what_to_do() -> None:
    html = page("\n" + sends('hx-swap="replace"') + "\n" + sends('hx-swap="replace"'))

    (finding,) = check(html)

    assert str(finding) == (
        "C002: hx-swap=\"replace\": htmx 2 has no style 'replace'.\n"
        '    <button hx-get="/" hx-swap="replace">\n'
        "    GET /, line 2 of the answer\n"
        f"    {CONTRACTS['C002'].cure} See {docs_url('reference/contracts', 'C002')}"
    )


def test_a_finding_names_template_and_blocks() -> None:
    finding = Finding("C001", "x", url="GET /", template="a.html", blocks=("b", "c"))

    assert finding.place == "GET /, from 'a.html', blocks 'b', 'c'"


def test_a_long_tag_is_cut() -> None:
    (finding,) = check(page(f'<p hx-traget="{"x" * 300}"></p>'))

    assert len(finding.element) == 200
    assert finding.element.endswith("…")


def test_a_contract_may_be_ignored() -> None:
    html = page('<p hx-traget="a"></p>')

    assert check(html, ignore=["C001"]) == []
    with pytest.raises(ValueError, match=re.escape("no contracts ['C999'].")):
        check(html, ignore=["C001", "C999"])


def test_every_contract_can_be_broken() -> None:
    in_tables = {id for _, id, _ in [*BROKEN, *BROKEN_4]}

    assert in_tables | {"C015", "C016", "C017", "C019", "C021", "C022"} == {*CONTRACTS}


# The clients


def answer(html: str, **options: Any) -> HttpResponse:
    return HttpResponse(html, **options)


@pytest.mark.parametrize(
    "response",
    [
        answer(page('<p hx-traget="a"></p>'), status=404),
        answer('<p hx-traget="a"></p>', content_type="text/plain"),
        answer(page("")),
    ],
)
def test_answers_that_are_held_against_nothing(response: HttpResponse) -> None:
    hold(response, RequestFactory().get("/"))


@pytest.mark.parametrize(
    "response",
    [
        answer(page('<p hx-traget="a"></p>')),
        answer(page('<p hx-traget="a"></p>'), status=422),
    ],
)
def test_an_answer_that_breaks_a_contract(response: HttpResponse) -> None:
    with pytest.raises(ContractError, match="C001: htmx 2 knows no hx-traget") as info:
        hold(response, RequestFactory().get("/"))

    assert [each.id for each in info.value.findings] == ["C001"]


def test_an_answer_to_htmx_may_be_no_html() -> None:
    with pytest.raises(ContractError, match="C022"):
        hold(JsonResponse({}), RequestFactory().get("/", headers=HTMX))


WRONG = "tests.testing.test_contracts.wrong"


def test_the_client_holds_each_answer(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    client = HtmxClient()
    client.get("/wrong/")
    client.contracts = True

    with pytest.raises(ContractError, match="C001"):
        client.get("/wrong/")
    client.ignored_contracts = ["C001"]
    assert client.get("/wrong/").status_code == 200


def test_the_async_client_holds_each_answer(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    client = AsyncHtmxClient()
    client.contracts = True

    with pytest.raises(ContractError, match="C001"):
        async_to_sync(client.get)("/wrong/")


def wrong(request: object) -> HttpResponse:
    return HttpResponse(page('<p hx-traget="a"></p>'))


from django.urls import path as route  # noqa: E402

urlpatterns = [route("wrong/", wrong)]
