"""
Mistakes that people make in a project with htmx, and changes that are none.

Written before there was a contract that could find one. Each replaces a text in a file
of the shop.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Change(NamedTuple):
    name: str
    file: str
    old: str
    new: str

    def make(self, shop: Path) -> None:
        """Make the change in a copy of the shop."""
        folder = shop if self.file.endswith(".py") else shop / "jinja2" / "shop"
        path = folder / self.file
        text = path.read_text()
        if self.old not in text:
            raise LookupError(f"{self.name}: {self.file} has no {self.old!r}.")
        path.write_text(text.replace(self.old, self.new))


def changes(file: str, *listed: tuple[str, str, str]) -> list[Change]:
    return [Change(name, file, old, new) for name, old, new in listed]


#: The button of the home page, and where the shop says "hx-get" of it.
RENEW = (
    '<button hx-get="{{ url("home") }}" hx-target="#offers" hx-swap="outerHTML">'
    "Renew the offers</button>"
)
RENEWS = 'hx-get="{{ url("home") }}" hx-target'
CLOSES = "<button>Send the review</button>\n  </form>"
MULTIPART = 'enctype="multipart/form-data" '
BY_HTMX = 'hx-encoding="multipart/form-data" '
DELETES = 'hx-target="#review-{{ review.pk }}"'
REVIEW_URL = '{{ url("review", product.pk) }}'

NAMES = [
    *changes(
        "home.html",
        ("letters of hx-target swapped", "hx-target=", "hx-traget="),
        ("a letter of hx-swap missing", 'hx-swap="innerHTML"', 'hx-swp="innerHTML"'),
        ("hx_get with an underscore", "hx-get=", "hx_get="),
        ("hx-triger", "hx-trigger=", "hx-triger="),
        ("hx-indicators", "hx-indicator=", "hx-indicators="),
        ("hx-onclick", "<h1>", '<h1 hx-onclick="x()">'),
        ("hx.target with a dot", 'hx-target="#offers"', 'hx.target="#offers"'),
        ("x-get without its h", "<button hx-get=", "<button x-get="),
    ),
    *changes(
        "list.html",
        ("hx-push for hx-push-url", "hx-push-url=", "hx-push="),
        ("hx-pushurl", "hx-push-url=", "hx-pushurl="),
        ("hx-synch", "hx-sync=", "hx-synch="),
    ),
    *changes(
        "product.html",
        ("hx-confrim", "hx-confirm=", "hx-confrim="),
        ("hx-form for hx-post", "hx-post=", "hx-form="),
        ("hx-selector for hx-select", "hx-select=", "hx-selector="),
        ("hx-remove for hx-delete", "hx-delete=", "hx-remove="),
    ),
    *changes(
        "photos.html",
        ("hx-enctype for hx-encoding", "hx-encoding=", "hx-enctype="),
        ("hx-encode", "hx-encoding=", "hx-encode="),
    ),
    *changes("cart.html", ("hx-includes", "hx-include=", "hx-includes=")),
    *changes(
        "edit.html",
        ("hx-disable-elt", "hx-disabled-elt=", "hx-disable-elt="),
        ("hx-disabled for hx-disable", 'hx-disable="', 'hx-disabled="'),
    ),
]

VALUES = [
    *changes(
        "home.html",
        ("a style in lower case", 'hx-swap="innerHTML"', 'hx-swap="innerhtml"'),
        ("a style with a hyphen", 'hx-swap="outerHTML"', 'hx-swap="outer-html"'),
        ("replace for outerHTML", 'hx-swap="outerHTML"', 'hx-swap="replace"'),
        ("a style in capitals", 'hx-swap="outerHTML"', 'hx-swap="OUTERHTML"'),
        ("two styles", 'hx-swap="outerHTML"', 'hx-swap="outerHTML innerHTML"'),
        (
            "a modifier without its colon",
            'hx-swap="outerHTML"',
            'hx-swap="outerHTML swap 1s"',
        ),
        ("onload for load", 'hx-trigger="load"', 'hx-trigger="onload"'),
        ("loaded for load", 'hx-trigger="load"', 'hx-trigger="loaded"'),
        ("load once with a colon", 'hx-trigger="load"', 'hx-trigger="load:once"'),
    ),
    *changes(
        "product.html",
        ("remove for delete", 'hx-swap="delete"', 'hx-swap="remove"'),
        (
            "beforeEnd",
            'hx-swap="outerHTML">{{ product.pk',
            'hx-swap="beforeEnd">{{ product.pk',
        ),
        ("every in words", "every 60s", "every 60 seconds"),
        ("every without a blank", "every 60s", "every60s"),
        ("every with a colon", "every 60s", "every:60s"),
        ("every minute", "every 60s", "every minute"),
        ("poll for every", "every 60s", "poll 60s"),
    ),
    *changes(
        "list.html",
        ("a delay without its colon", "delay:300ms", "delay 300ms"),
        ("a delay with a blank", "delay:300ms", "delay: 300ms"),
        ("a delay with an equals sign", "delay:300ms", "delay=300ms"),
        ("debounce for delay", "delay:300ms", "debounce:300ms"),
        ("a delay in words", "delay:300ms", "delay:fast"),
        ("a semicolon between triggers", "delay:300ms, submit", "delay:300ms; submit"),
        ("push-url with a capital", 'hx-push-url="true"', 'hx-push-url="True"'),
        ("push-url yes", 'hx-push-url="true"', 'hx-push-url="yes"'),
        ("an unknown strategy of sync", "this:replace", "this:cancel"),
    ),
    *changes(
        "about.html",
        ("intersects for intersect", "intersect once", "intersects once"),
        ("visible for intersect", "intersect once", "visible"),
    ),
    *changes(
        "cart.html",
        ("values in single quotes", "hx-inc", """hx-vals="{'a': 1}" hx-inc"""),
        ("values with a comma too many", "hx-inc", """hx-vals='{"a": 1,}' hx-inc"""),
        ("values without quotes", "hx-inc", """hx-vals='{"a": b}' hx-inc"""),
        ("values cut off by quotes", "hx-inc", """hx-vals="{"a": 1}" hx-inc"""),
        ("headers that are no JSON", "hx-inc", """hx-headers='X-A: b' hx-inc"""),
        ("values that need eval", "hx-inc", """hx-vals="js:{a: 1}" hx-inc"""),
        ("a list of values", "hx-inc", """hx-vals='["a"]' hx-inc"""),
        (
            "values with a quote in them",
            "hx-inc",
            """hx-vals='{"a": "Bob's"}' hx-inc""",
        ),
    ),
    *changes(
        "base.html",
        (
            "boost with a capital",
            'hx-boost="true" hx-boost:inherited="true"',
            'hx-boost="True" hx-boost:inherited="True"',
        ),
    ),
    *changes(
        "photos.html",
        (
            "multipart misspelt",
            '-encoding="multipart/form-data"',
            '-encoding="multipart"',
        ),
    ),
]

REFERENCES = [
    *changes(
        "home.html",
        ("a target without its hash", 'hx-target="#offers"', 'hx-target="offers"'),
        ("a target that is not there", 'hx-target="#offers"', 'hx-target="#offer"'),
        ("a target in another case", 'hx-target="#offers"', 'hx-target="#Offers"'),
        ("a target as a class", 'hx-target="#offers"', 'hx-target=".offers"'),
        ("two hashes", 'hx-target="#offers"', 'hx-target="##offers"'),
        ("a variable that is empty", 'hx-target="#offers"', 'hx-target="#{{ id }}"'),
        ("an indicator that is not there", 'indicator="#spinner"', 'indicator="#spin"'),
        ("the spinner renamed", '<p id="spinner"', '<p id="loading"'),
        ("the element renamed", '<ul id="offers">', '<ul id="offer-list">'),
        ("a class for an id", '<ul id="offers">', '<ul class="offers">'),
    ),
    *changes(
        "list.html",
        ("the results renamed", '<div id="results">', '<div id="result">'),
        ("sync with nothing", "this:replace", "#searchbox:replace"),
        ("more without its id", '<p id="more">', "<p>"),
    ),
    *changes(
        "product.html",
        ("a target without its pk", DELETES, 'hx-target="#review-"'),
        ("select of nothing", 'hx-select="#review-form"', 'hx-select="#reviewform"'),
        ("the tab renamed", '<div id="tab">', '<div id="tabs">'),
        ("closest of nothing", DELETES, 'hx-target="closest tr"'),
        ("closest without a blank", DELETES, 'hx-target="closest-li"'),
        (
            "the form's target renamed",
            'hx-target="#review-form"',
            'hx-target="#reviews-form"',
        ),
        ("reviews without their pk", '<li id="review-{{ review.pk }}">', '<li id="r">'),
        ("two elements of one id", '<ul id="reviews">', '<ul id="tab">'),
        ("a stock that loses its id", '<span id="stock" hx-get', "<span hx-get"),
        ("a form that loses its id", '<form id="buy"', "<form"),
    ),
    *changes(
        "cart.html",
        ("include of nothing", 'hx-include="#coupon"', 'hx-include="#cupon"'),
        ("include of a bare name", 'hx-include="#coupon"', 'hx-include="coupon"'),
        ("next of nothing", 'hx-target="next .answer"', 'hx-target="next .result"'),
        (
            "previous for next",
            'hx-target="next .answer"',
            'hx-target="previous .answer"',
        ),
        ("the field renamed", 'id="coupon" name', 'id="code" name'),
        ("lines without their pk", 'id="line-{{ product.pk }}"', 'id="line"'),
        (
            "two answers",
            '<p class="answer"></p>',
            '<p class="answer" id="x"></p><p id="x"></p>',
        ),
    ),
    *changes(
        "edit.html",
        ("disabled-elt of nothing", '-elt="find button"', '-elt="#save"'),
        ("disable of nothing", 'disable="find button"', 'disable="#save"'),
    ),
    *changes(
        "macros.html",
        ("cards without their pk", 'id="product-{{ product.pk }}"', 'id="product"'),
        (
            "errors without their field",
            'id="{{ field.auto_id }}_errors"',
            'id="errors"',
        ),
    ),
    *changes(
        "orders.html",
        (
            "what polls has no id",
            '<div id="orders" {{ polling }}>',
            "<div {{ polling }}>",
        ),
    ),
    *changes(
        "base.html",
        (
            "messages without their id",
            '{% include "htmx_views/messages.html" %}',
            "<div>{% for m in messages %}{{ m }}{% endfor %}</div>",
        ),
    ),
]

ADDRESSES = [
    *changes(
        "home.html",
        ("a literal URL that is not there", RENEWS, 'hx-get="/offer/" hx-target'),
        ("a slash too few", RENEWS, 'hx-get="products" hx-target'),
        ("an unknown name", RENEWS, 'hx-get="{{ url("offers") }}" hx-target'),
        ("another page's URL", RENEWS, 'hx-get="{{ url("products") }}" hx-target'),
        ("post for get", "<button hx-get=", "<button hx-post="),
        ("a variable for a URL", RENEWS, 'hx-get="{{ offers_url }}/" hx-target'),
    ),
    *changes(
        "product.html",
        ("get for post", 'hx-post="{{ url("cart-add"', 'hx-get="{{ url("cart-add"'),
        ("put for delete", "hx-delete=", "hx-put="),
        (
            "delete of a page",
            'hx-delete="{{ url("review-delete", review.pk) }}"',
            'hx-delete="{{ product.get_absolute_url() }}"',
        ),
        (
            "an argument missing",
            f'hx-post="{REVIEW_URL}"',
            'hx-post="{{ url("review") }}"',
        ),
        (
            "a literal without its pk",
            f'hx-post="{REVIEW_URL}"',
            'hx-post="/products/r/"',
        ),
        (
            "a post to the page",
            f'hx-post="{REVIEW_URL}"',
            'hx-post="{{ product.get_absolute_url() }}"',
        ),
        (
            "a link that leads nowhere",
            '<a href="{{ url("product-edit", product.pk) }}">',
            '<a href="/products/{{ product.pk }}/change/">',
        ),
        (
            "an action that is not there",
            f'action="{REVIEW_URL}"',
            'action="/review/{{ product.pk }}/"',
        ),
        (
            "an action that takes no post",
            'action="{{ url("cart-add", product.pk) }}"',
            'action="{{ url("cart") }}"',
        ),
    ),
    *changes(
        "cart.html",
        ("a URL with a blank", 'hx-get="{{ url("about") }}"', 'hx-get="/about us/"'),
        ("another site", 'hx-get="{{ url("about") }}"', 'hx-get="https://a.example/"'),
    ),
    *changes(
        "photos.html",
        ("a slash forgotten", 'hx-post="{{ url("photos") }}"', 'hx-post="/photos"'),
    ),
    *changes(
        "base.html",
        ("logging out by get", 'id="logout" method="post"', 'id="logout" method="get"'),
    ),
    *changes(
        "macros.html",
        ("a link to a variable", 'href="{{ url(name) }}"', 'href="{{ link_url }}x/"'),
    ),
]

FORMS = [
    *changes(
        "product.html",
        ("a form without its token", "{{ csrf_input }}<button>Put", "<button>Put"),
        ("the button outside of its form", CLOSES, f"</form>{CLOSES[:-10]}"),
        ("a button that sends nothing", "<button>Send", '<button type="button">Send'),
        ("a form without a button", "<button>Put into the cart</button>", ""),
        (
            "a link for a button",
            "<button>Send the review</button>",
            "<a>Send the review</a>",
        ),
        (
            "a form inside of a form",
            "{{ field(review_form.stars) }}",
            "<form>{{ field(review_form.stars) }}</form>",
        ),
    ),
    *changes(
        "photos.html",
        ("a file without multipart by htmx", BY_HTMX, 'hx-encoding="x" '),
        (
            "a file without either",
            f'{MULTIPART}hx-post="{{{{ url("photos") }}}}" {BY_HTMX}',
            'hx-post="{{ url("photos") }}" ',
        ),
        ("a file that is sent by get", "hx-post=", "hx-get="),
        (
            "a file of a plain form",
            f'{MULTIPART}hx-post="{{{{ url("photos") }}}}" {BY_HTMX}',
            "",
        ),
    ),
    *changes(
        "edit.html", ("an edit form without its token", "  {{ csrf_input }}\n", "")
    ),
    *changes("login.html", ("a login without its token", "{{ csrf_input }}", "")),
    *changes(
        "base.html",
        ("the script forgotten", "  {{ htmx_views_script() }}\n", ""),
        ("htmx forgotten", "  {{ htmx_script(version=htmx_version) }}\n", ""),
    ),
]

POLICY = [
    *changes(
        "home.html",
        ("hx-on", "<button hx-get", '<button hx-on:click="this.x = true" hx-get'),
        ("a filter", 'hx-trigger="load"', 'hx-trigger="load[innerWidth > 500]"'),
        ("onclick", "<button hx-get", '<button onclick="go()" hx-get'),
        ("an inline script", "<h1>", "<script>start()</script><h1>"),
        ("an inline style", "<h1>", '<h1 style="color: red">'),
        (
            "another site's script",
            "<h1>",
            '<script src="https://a.example/x.js"></script><h1>',
        ),
        ("a javascript: link", "<h1>Welcome", '<h1><a href="javascript:go()">Go</a>'),
    ),
]

KEYBOARD = [
    *changes(
        "home.html",
        ("a div for a button", RENEW, RENEW.replace("button", "div")),
        ("a link without an address", RENEW, RENEW.replace("button", "a")),
        (
            "a list item that is clicked",
            "<li>{{ product.name }} {{",
            '<li hx-get="{{ product.get_absolute_url() }}" hx-target="body">'
            "{{ product.name }} {{",
        ),
    ),
]

VIEWS = [
    *changes(
        "views.py",
        ("a block misspelt", '"featured": ["featured"]', '"featured": ["feature"]'),
        ("a target misspelt", '{"featured": ["featured"]', '{"feature": ["featured"]'),
        (
            "a block renamed in the view",
            '"results": ["results"]',
            '"results": ["list"]',
        ),
        ("the wrong block for a target", '"more": ["rows"]', '"more": ["results"]'),
        ("a target with its hash", '"tab": ["tab"]', '"#tab": ["tab"]'),
        ("a target forgotten", '"tab": ["tab"], "stock": ["stock"]', '"tab": ["tab"]'),
        ("a string for a list", '["orders"]', '"orders"'),
        ("no list at all", '    fragment_blocks = ["orders"]\n', ""),
        (
            "the mixin behind the view",
            "HtmxPaginationMixin, ListView)",
            "ListView, HtmxPaginationMixin)",
        ),
        ("the mixin forgotten", "(HtmxFragmentMixin, TemplateView)", "(TemplateView)"),
        (
            "the wrong mixin",
            "HtmxPollingMixin, ListView",
            "HtmxFragmentMixin, ListView",
        ),
        (
            "success blocks misspelt",
            's_blocks = ["review-form"]\n    success_oob',
            's_blocks = ["reviewform"]\n    success_oob',
        ),
        ("a block out of band misspelt", '["reviews"]', '["review"]'),
        (
            "a message's block misspelt",
            '{"messages": "beforeend"}',
            '{"message": "beforeend"}',
        ),
        (
            "a swap style of a block misspelt",
            '{"messages": "beforeend"}',
            '{"messages": "append-end"}',
        ),
        ("a template misspelt", '"shop/orders.html"', '"shop/order.html"'),
        ("an interval as a text", "poll_interval = 5", 'poll_interval = "5s"'),
        ("an interval of nothing", "poll_interval = 5", "poll_interval = 0"),
        (
            "a lazy method misspelt",
            '"featured": "get_featured"',
            '"featured": "get_feature"',
        ),
        (
            "a lazy name that nobody reads",
            '"featured": "get_featured"',
            '"feature": "get_featured"',
        ),
        ("a function view's block misspelt", '["buy", "counter"]', '["buy", "count"]'),
        ("a function view without blocks", ', "RENDER_BLOCKS": ["buy", "counter"]', ""),
        (
            "a context of the page only",
            'tab = self.request.GET.get("tab", "reviews")',
            'tab = "" if is_fragment_request(self.request) else "reviews"',
        ),
        (
            "another queryset for fragments",
            "filter(name__icontains=",
            "filter(pk__gt=3 * is_fragment_request(self.request), name__icontains=",
        ),
        ("a page for htmx", '"shop/hours.html")', '"shop/about.html")'),
        (
            "an answer that is no HTML",
            'return render(request, "shop/hours.html")',
            'return HttpResponse("{}", content_type="application/json")',
        ),
        (
            "a view that fails for htmx",
            'return render(request, "shop/hours.html")',
            'return render(request, "shop/hour.html")',
        ),
        ("a success URL missing", '    success_url = "/photos/"\n', ""),
        (
            "a converter of another type",
            'products/<int:pk>/", ProductView',
            'products/<uuid:pk>/", ProductView',
        ),
        ("as_view() forgotten", "OrderListView.as_view()", "OrderListView"),
        (
            "a login that anybody may skip",
            "class ReviewDeleteView(HtmxLoginRequiredMixin, ",
            "class ReviewDeleteView(",
        ),
    ),
    *changes(
        "home.html",
        (
            "a block renamed in the template",
            "{% block featured %}",
            "{% block feature %}",
        ),
        (
            "the element outside of its block",
            '{% block offers %}\n  <ul id="offers">',
            '<ul id="offers">{% block offers %}',
        ),
        (
            "a fragment that differs",
            '<ul id="offers">',
            '<ul id="offers"{% if not is_fragment %} class="first"{% endif %}>',
        ),
        ("an include misspelt", "<h1>", '{% include "shop/welcome.html" %}<h1>'),
    ),
    *changes(
        "product.html",
        (
            "a filter around a block",
            "<p>{% block stock %}",
            "<p>{% filter upper %}{% block stock %}{% endfilter %}",
        ),
        (
            "out of band by hand, misspelt",
            '<p id="details">',
            '<p id="details" hx-swap-oob="yes">',
        ),
        (
            "out of band to nothing",
            '<p id="details">',
            '<i id="nowhere" hx-swap-oob="true">x</i><p id="details">',
        ),
    ),
    *changes(
        "orders.html",
        (
            "polling outside of the tag",
            '<div id="orders" {{ polling }}>',
            '<div id="orders">{{ polling }}',
        ),
        ("polling forgotten", " {{ polling }}", ""),
        ("polling in quotes", "{{ polling }}", 'class="{{ polling }}"'),
    ),
]

SLIPS = [
    *NAMES,
    *VALUES,
    *REFERENCES,
    *ADDRESSES,
    *FORMS,
    *POLICY,
    *KEYBOARD,
    *VIEWS,
]

#: Other ways to write the same, and things that a shop may well do.
VARIATIONS = [
    *changes(
        "home.html",
        ("data- attributes", 'hx-target="#offers"', 'data-hx-target="#offers"'),
        ("no swap style", ' hx-swap="innerHTML"', ""),
        ("a swap with modifiers", '"outerHTML"', '"outerHTML swap:100ms settle:1s"'),
        ("a swap that scrolls", '"outerHTML"', '"outerHTML show:#offers:top"'),
        ("load after a while", 'hx-trigger="load"', 'hx-trigger="load delay:1s"'),
        ("load and an event", '"load"', '"load, renewed from:body"'),
        ("revealed", 'hx-trigger="load"', 'hx-trigger="revealed"'),
        ("every", 'hx-trigger="load"', 'hx-trigger="every 5m"'),
        ("an indicator by class", '"#spinner"', '".htmx-indicator"'),
        ("the next list", 'hx-target="#offers"', 'hx-target="next ul"'),
        (
            "a link with both addresses",
            RENEW,
            RENEW.replace("<button", '<a href="/"').replace("button", "a"),
        ),
        (
            "a div that the keyboard reaches",
            RENEW,
            RENEW.replace("button", "div").replace(
                "<div", "<div role='button' tabindex='0' hx-trigger='click, keyup'"
            ),
        ),
        (
            "an input for a button",
            RENEW,
            RENEW.replace("<button", "<input type='button' value='Renew'").replace(
                "Renew the offers</button>", ""
            ),
        ),
        ("a query in the URL", RENEWS, 'hx-get="{{ url("home") }}?new=1" hx-target'),
        ("an anchor in the URL", RENEWS, 'hx-get="{{ url("home") }}#offers" hx-target'),
        ("the page's own URL", RENEWS, 'hx-get="" hx-target'),
        ("a relative URL", RENEWS, 'hx-get="./" hx-target'),
        (
            "a link to another site",
            "<h1>",
            '<a href="https://a.example/">Friends</a><h1>',
        ),
        (
            "links of other kinds",
            "<h1>",
            '<a href="mailto:a@b.example">Mail</a><a href="tel:+1">Call</a>'
            '<a href="#offers">Offers</a><a name="old">x</a><h1>',
        ),
        ("a download", "<h1>", '<a href="/about/" download>Take it</a><h1>'),
        (
            "a drawing",
            "<h1>",
            '<svg viewBox="0 0 1 1"><g id="gem"/><use href="#gem"/></svg><h1>',
        ),
        (
            "a template element",
            "<h1>",
            '<template><p id="offers" hx-get="/x/">x</p></template><h1>',
        ),
        (
            "code that shows attributes",
            "<h1>",
            "<code>&lt;p hx-traget='x' hx-get='y'&gt;</code><h1>",
        ),
        ("data attributes of one's own", "<h1>", '<h1 data-hx="1" data-target="x">'),
        ("an empty section", "<h1>", "<section></section><h1>"),
        ("a swap of nothing", 'hx-swap="outerHTML"', 'hx-swap="none"'),
        ("an id that needs quoting", "<h2>Offers", '<h2 id="a.b:c">Offers'),
        (
            "values as JSON",
            "<button hx",
            """<button hx-vals='{"a": {"b": [1, null]}}' hx""",
        ),
        (
            "headers as JSON",
            "<button hx",
            """<button hx-headers='{"X-Shop": "1"}' hx""",
        ),
        ("a question", "<button hx", '<button hx-confirm="New offers?" hx'),
        ("preserve", '<p id="spinner"', '<p hx-preserve id="spinner"'),
        (
            "a part of the answer",
            'hx-target="#offers"',
            'hx-target="#offers" hx-select="#offers"',
        ),
        (
            "disinherit",
            '<section id="featured"',
            '<section hx-disinherit="*" id="featured"',
        ),
        (
            "another address",
            'hx-target="#offers"',
            'hx-target="#offers" hx-replace-url="/?new"',
        ),
        (
            "no history",
            'hx-target="#offers"',
            'hx-target="#offers" hx-push-url="false"',
        ),
        (
            "a script of the site",
            "<h1>",
            '<script src="/static/shop.js" defer></script><h1>',
        ),
        (
            "data in a script",
            "<h1>",
            '<script type="application/json">{"a": 1}</script><h1>',
        ),
        (
            "a label around a list",
            "<h1>",
            "<label>Sort <select name='s'><option>a</select></label><h1>",
        ),
    ),
    *changes(
        "list.html",
        ("a search without its button", "<button>Search</button>", ""),
        ("keyup", "input delay:300ms", "keyup changed delay:300ms from:#q"),
        ("a throttle", "input delay:300ms", "input throttle:1s"),
        ("sync by dropping", "this:replace", "this:drop"),
        ("sync by queueing", "this:replace", "this:queue last"),
        ("sync with an ancestor", "this:replace", "closest main:abort"),
        (
            "a button for a link",
            '<a href="{{ next_page_url }}" hx-get="{{ next_page_url }}" hx-target="#more" hx-swap="outerHTML">More products</a>',
            '<button hx-get="{{ next_page_url }}" hx-target="#more" hx-swap="outerHTML">More products</button>',
        ),
        (
            "infinite scroll",
            '<p id="more"><a href="{{ next_page_url }}" hx-get="{{ next_page_url }}" hx-target="#more" hx-swap="outerHTML">More products</a></p>',
            '<p id="more" hx-get="{{ next_page_url }}" hx-trigger="revealed" hx-swap="outerHTML">More</p>',
        ),
        (
            "a search without htmx",
            'hx-get="{{ url("products") }}" hx-target="#results" hx-trigger="input delay:300ms, submit" hx-sync="this:replace" hx-push-url="true"',
            "",
        ),
    ),
    *changes(
        "product.html",
        ("closest li", DELETES, 'hx-target="closest li"'),
        ("the form itself", 'hx-target="#review-form"', 'hx-target="this"'),
        (
            "a token as a field",
            "{{ csrf_input }}<button>Put",
            '<input type="hidden" name="csrfmiddlewaretoken" value="{{ csrf_token }}"><button>Put',
        ),
        (
            "a submit input",
            "<button>Put into the cart</button>",
            '<input type="submit" value="Put into the cart">',
        ),
        (
            "a button that names its form",
            CLOSES,
            '</form><button form="review-form">Send the review</button>',
        ),
        (
            "a second button",
            "<button>Put",
            '<button name="gift" value="1">As a gift</button><button>Put',
        ),
        (
            "a button of another address",
            "<button>Put",
            '<button formaction="/about/" formmethod="get">About</button><button>Put',
        ),
        ("no select", ' hx-select="#review-form"', ""),
        (
            "a dialog",
            "<h1>",
            '<dialog id="d"><form method="dialog"><button>Close</button></form></dialog><h1>',
        ),
        (
            "a form for htmx alone",
            'method="post" action="{{ url("cart-add", product.pk) }}" ',
            "",
        ),
    ),
    *changes(
        "photos.html",
        ("multipart for htmx alone", f'method="post" {MULTIPART}', ""),
        (
            "several files",
            "{{ field(form.title) }}",
            '<input type="file" name="more" multiple aria-label="More">{{ field(form.title) }}',
        ),
    ),
    *changes(
        "cart.html",
        ("include by name", 'hx-include="#coupon"', 'hx-include="[name=coupon]"'),
        (
            "include what is before",
            'hx-include="#coupon"',
            'hx-include="previous input"',
        ),
        (
            "a field that sends itself",
            "<button hx-get",
            '<input name="q" aria-label="Q" hx-get="{{ url("about") }}" hx-target="next .answer"> <button hx-get',
        ),
    ),
    *changes(
        "orders.html",
        (
            "polling before the id",
            '<div id="orders" {{ polling }}>',
            '<div {{ polling }} id="orders">',
        ),
    ),
    *changes(
        "edit.html",
        ("a form that is not checked", "<form id", "<form novalidate id"),
        (
            "an address for those without scripts",
            'method="post" hx',
            'method="post" action="{{ request.path }}" hx',
        ),
    ),
    *changes(
        "base.html",
        ("another id", "<main>", '<main id="main" tabindex="-1">'),
        (
            "another meta tag",
            '<meta charset="utf-8">',
            '<meta charset="utf-8"><meta name="robots" content="all">',
        ),
    ),
    *changes(
        "views.py",
        (
            "a pattern for targets",
            '{"featured": ["featured"], "offers": ["offers"]}',
            '{"feature*": ["featured"], "*": ["offers"]}',
        ),
        ("a slower poll", "poll_interval = 5", "poll_interval = 600"),
        (
            "underscores for hyphens",
            'fragment_blocks = ["review-form"]',
            'fragment_blocks = ["review_form"]',
        ),
        ("an order of its own", 'order_by("price")', 'order_by("-price", "pk")'),
        (
            "a page for boosted requests",
            'request.headers.get("HX-Request") == "true"',
            "is_fragment_request(request)",
        ),
    ),
]

#: The names of the variations that htmx 2 alone knows.
ONLY_2 = ["disinherit"]
