"""What is kept with a template of Django's language, and what it costs to make."""

from __future__ import annotations

import gc
from typing import Any
from weakref import ref

import pytest

from htmx_views.backends.django.cut import Cut
from htmx_views.backends.django.template import MAX_PLANS, _plans
from tests.backends.django_engine import make_engine
from tests.engines import needs_partials

FAMILY = {
    "base.html": "{% block title %}base{% endblock %}{% block rows %}{% endblock %}",
    "page.html": "{% extends 'base.html' %}{% block rows %}{{ x }}{% endblock %}",
    "dynamic.html": "{% extends layout %}{% block rows %}{{ x }}{% endblock %}",
}


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list of the nodes that are walked from now on."""
    nodes: list[Any] = []
    visit = Cut.node

    def visit_and_tell(self: Cut, node: Any) -> Any:
        nodes.append(node)
        return visit(self, node)

    monkeypatch.setattr(Cut, "node", visit_and_tell)
    return nodes


def test_a_page_is_walked_at_its_first_use(visits: list[Any]) -> None:
    template = make_engine(FAMILY).get_template("page.html")

    assert template.render({"x": 1, "RENDER_BLOCKS": ["rows"]}) == "1"
    walked = len(visits)
    assert walked > 0
    assert template.render({"x": 2, "RENDER_BLOCKS": ["rows"]}) == "2"
    assert len(visits) == walked


def test_parents_that_vary_without_end_are_not_kept() -> None:
    backend = make_engine(FAMILY)
    page = backend.get_template("dynamic.html")

    for number in range(3 * MAX_PLANS):
        layout = backend.from_string(f"{number}{{% block rows %}}{{% endblock %}}")
        context = {"layout": layout, "x": number, "RENDER_BLOCKS": ["rows"]}
        assert page.render(context) == str(number)

    assert len(_plans[page.template]) <= MAX_PLANS


def test_what_is_kept_goes_with_the_template() -> None:
    backend = make_engine(FAMILY)
    template = backend.from_string(
        "{% extends 'base.html' %}{% block rows %}"
        "{% firstof 1 as x %}{% block a %}{{ x }}{% endblock %}{% endblock %}"
    )
    assert template.render({"RENDER_BLOCKS": ["a", "rows"]}) == "11"
    kept = ref(template.template)
    assert template.template in _plans

    del template
    gc.collect()

    assert kept() is None


NESTED = "{{% if yes %}}{{% firstof 1 as x %}}{{% block b{0} %}}{{{{ x }}}}"
IFS = {
    "beside each other": lambda size: "".join(
        NESTED.format(number) + "{% endblock %}{% endif %}" for number in range(size)
    ),
    "in each other": lambda size: (
        "".join(map(NESTED.format, range(size))) + "{% endblock %}{% endif %}" * size
    ),
}


@pytest.mark.parametrize("page", IFS.values(), ids=IFS)
@pytest.mark.parametrize("is_all", [True, False])
def test_a_page_is_walked_once_however_many_blocks_are_wanted(
    page: Any, is_all: bool, visits: list[Any]
) -> None:
    names = [f"b{number}" for number in range(50)]
    template = make_engine({"page.html": page(50)}).get_template("page.html")

    wanted = names if is_all else names[-1:]
    template.render({"yes": True, "RENDER_BLOCKS": wanted})

    assert len(visits) == len(set(visits))


@needs_partials
@pytest.mark.parametrize("names", [["a"], ["p0", "p17", "a"]])
def test_partials_in_each_other_are_walked_once(
    names: list[str], visits: list[Any]
) -> None:
    chain = "".join(
        f"{{% partialdef p{n} %}}{{% partial p{n + 1} %}}{{% if no %}}"
        f"{{% partial p{n + 1} %}}{{% endif %}}{{% endpartialdef %}}"
        for n in range(17)
    )
    page = (
        f"{chain}{{% partialdef p17 %}}.{{% endpartialdef %}}{{% partial p0 %}}"
        "{% block a %}a{% endblock %}"
    )
    template = make_engine({"page.html": page}).get_template("page.html")

    assert template.render({"RENDER_BLOCKS": names}) == "." * (len(names) - 1) + "a"
    assert len(visits) == len(set(visits))
