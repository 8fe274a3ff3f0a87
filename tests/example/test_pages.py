"""The pages of the example site: the same ones from both engines."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.test.html import parse_html
from django.urls import reverse
from pytest_django import Settings

from htmx_views.testing import HtmxClient
from monsters.cookbook import Pattern, block_source
from monsters.models import Hunt, Monster
from monsters.patterns import PATTERNS

ENGINES = ["jinja2", "django"]
PAGES = ["index", "login", "login_status", *(pattern.url_name for pattern in PATTERNS)]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monster() -> Monster:
    monster = Monster(
        name="Grolm & Sons", type="moss", level=7, habitat="bog", notes="<b>Hungry</b>"
    )
    monster.save()
    return monster


def get(url: str, engine: str = "jinja2", **cookies: str) -> str:
    """Return the page behind ``url``; tokens, which are random, are left out."""
    client = Client()
    client.cookies.load({"engine": engine} | cookies)
    response = client.get(url, follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    random = r'(name="(?:csrfmiddlewaretoken|_submission)" value=)"[\w-]+"'
    return re.sub(random, r'\1""', html)


def without_differences(html: str) -> str:
    """Leave out the settings, which name the engine, and the templates' sources."""
    return re.sub(
        r'<details class="preferences">.*?</details>|<pre class="code".*?</pre>',
        "",
        html,
        flags=re.DOTALL,
    )


@pytest.mark.parametrize("name", PAGES)
def test_both_engines_give_the_same_page(name: str) -> None:
    url = reverse(name)
    pages = [parse_html(without_differences(get(url, engine))) for engine in ENGINES]
    assert str(pages[0]) == str(pages[1])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", PAGES)
def test_a_plain_request_gets_the_whole_page(name: str, engine: str) -> None:
    html = get(reverse(name), engine)
    assert html.startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    assert 'class="skip-link"' in html


@pytest.mark.parametrize("engine", ENGINES)
def test_every_page_keeps_what_its_html_promises(
    htmx_client: HtmxClient, engine: str
) -> None:
    htmx_client.cookies["engine"] = engine
    for name in PAGES:
        # The client holds each answer against the contracts.
        assert htmx_client.get(reverse(name), follow=True).status_code == 200


@pytest.mark.parametrize("name", ["monster-detail", "monster-rename", "monster-note"])
def test_a_plain_request_gets_the_whole_detail_page(
    name: str, monster: Monster
) -> None:
    html = get(reverse(name, args=[monster.pk]))
    assert html.startswith("<!doctype html>")
    assert "Grolm &amp; Sons" in html
    assert 'id="rename"' in html
    assert 'id="note"' in html


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.url_name)
def test_a_pattern_shows_its_sources(pattern: Pattern, engine: str) -> None:
    titles = [source.title for source in pattern.get_sources(engine)]
    views = [f"{view.__module__}.{view.__name__}" for view in pattern.views]
    blocks = [f"{pattern.template}#{block}" for block in pattern.blocks]
    assert titles == [*views, *blocks, *pattern.scripts]
    html = get(reverse(pattern.url_name), engine)
    for title in titles:
        assert f"<summary><code>{title}</code></summary>" in html
    assert f'<span class="nc">{pattern.views[0].__name__}</span>' in html


def test_the_sources_hold_no_words_for_the_type_checker() -> None:
    for pattern in PATTERNS:
        for source in pattern.get_sources("jinja2"):
            assert "type: ignore" not in source.code


def test_a_hunt_starts_for_one_of_the_monsters(monster: Monster) -> None:
    client = Client()
    client.post(reverse("hunts-start"))
    assert Hunt.objects.get().monster == monster
    monster.delete()
    assert client.post(reverse("hunts-start")).status_code == 302


def test_the_index_says_what_it_is_and_leads_to_every_pattern() -> None:
    html = get(reverse("index"))
    assert "python -m pip install htmx-views" in html
    assert '<a class="button" href="https://htmx-views.github.io/htmx-views/">' in html
    for pattern in PATTERNS:
        assert f'<a href="{reverse(pattern.url_name)}">{pattern.name}</a>' in html


def test_a_pattern_leads_to_those_beside_it() -> None:
    for before, after in pairwise(PATTERNS):
        following = f'rel="next" href="{reverse(after.url_name)}"'
        assert following in get(reverse(before.url_name))
        preceding = f'rel="prev" href="{reverse(before.url_name)}"'
        assert preceding in get(reverse(after.url_name))


def test_the_switches_choose_htmx_the_engine_and_the_theme() -> None:
    client = Client()
    response = client.post(
        reverse("preferences"),
        {"htmx": "4", "engine": "django", "theme": "dark", "next": "/monsters/"},
    )
    assert response.headers["Location"] == "/monsters/"
    response = client.get("/monsters/")
    assert response.templates[0].origin.loader is not None  # Django's language
    html = response.content.decode()
    assert "django_htmx/htmx-4.min.js" in html
    assert 'data-theme="dark"' in html
    assert '<button name="htmx" value="4" aria-pressed="true">' in html


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "", "\n"])
def test_the_switches_lead_nowhere_else(url: str) -> None:
    response = Client().post(reverse("preferences"), {"theme": "dark", "next": url})
    assert response.headers["Location"] == "/"


def test_odd_values_change_nothing() -> None:
    response = Client().post(reverse("preferences"), {"theme": "neon", "htmx": "3"})
    assert not response.cookies
    html = get("/", htmx="3", theme="neon", engine="mako")
    assert "django_htmx/htmx-2.min.js" in html
    assert "data-theme" not in html


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("engine", ENGINES)
def test_the_login_names_the_demos_account_under_debug_only(
    debug: bool, engine: str, settings: Settings
) -> None:
    settings.DEBUG = debug
    html = get(reverse("login"), engine)
    assert ("<code>moonlit-lantern</code>" in html) is debug


@pytest.mark.parametrize("engine", ENGINES)
def test_large_numbers_have_their_comma(engine: str, monster: Monster) -> None:
    Monster.objects.bulk_create(
        Monster(name="Grue", type="moss", level=1, habitat="bog") for _ in range(999)
    )
    assert ">1,000 monsters</p>" in get(reverse("filters"), engine)
    assert ">20 of 1,000 monsters</p>" in get(reverse("monster-list"), engine)


def test_an_unknown_page_is_one_of_the_site() -> None:
    response = Client().get("/monsters/999/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "No monster lives here" in html
    assert 'class="skip-link"' in html


def test_a_form_whose_token_is_wrong_is_told_of_by_a_page_of_the_site() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("bulk"))
    assert response.status_code == 403
    html = response.content.decode()
    assert "This form was not sent" in html
    assert 'class="skip-link"' in html


def test_a_fault_of_the_server_needs_nothing_but_its_template(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("monsters.views.list.MonsterListView.get_context_data", None)
    response = Client(raise_request_exception=False).get("/monsters/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_no_pattern_needs_inline_code() -> None:
    for pattern in PATTERNS:
        for engine in ENGINES:
            html = get(reverse(pattern.url_name), engine)
            live = html.partition('class="pattern-behind"')[0]
            assert not re.search(r"\s(?:style|on\w+|hx-on\S*)=", live)
            assert "<style" not in live
            assert not re.search(r"<script(?![^>]*\ssrc=)", live)


def test_a_block_is_cut_out_with_the_blocks_inside() -> None:
    text = """
      {% block outer %}
        {%- block inner -%}x{% endblock inner %}
      {% endblock %}
      {% block other-one %}y{% endblock %}
    """
    assert block_source(text, "outer", "a.html").splitlines() == [
        "{% block outer %}",
        "  {%- block inner -%}x{% endblock inner %}",
        "{% endblock %}",
    ]
    assert block_source(text, "other-one", "a.html") == (
        "{% block other-one %}y{% endblock %}"
    )
    with pytest.raises(LookupError, match=r"a\.html has no block 'none'"):
        block_source(text, "none", "a.html")
