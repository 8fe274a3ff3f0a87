from tests.backends.jinja2_engine import make_engine, render


def test_without_render_blocks_it_is_the_page() -> None:
    assert render({"page.html": "<{% block a %}A{% endblock %}>"}) == "<A>"


def test_blocks_come_in_the_order_asked_for() -> None:
    page = "<{% block a %}A{% endblock %}|{% block b %}B{% endblock %}>"

    assert render({"page.html": page}, "b", "a", "b") == "BAB"


def test_an_empty_list_renders_nothing() -> None:
    template = make_engine().from_string("<{% block a %}A{% endblock %}>")

    assert template.render({"RENDER_BLOCKS": []}) == ""


def test_a_block_sees_what_is_declared_before_its_place() -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}{% set x = 'page' %}",
        "base.html": (
            "{% block a %}{{ x }}{% endblock %}{% set x = 'base' %}"
            "{% block b %}{{ x }}{% endblock %}"
        ),
    }

    assert render(templates, "a") == "page"
    assert render(templates, "b") == "base"
    assert render(templates, "b", "a") == "basepage"


def test_hyphens_and_underscores_name_the_same_block() -> None:
    page = "<{% block page-and-paging-controls %}P{% endblock %}>"

    assert render({"page.html": page}, "page-and-paging-controls") == "P"
    assert render({"page.html": page}, "page_and_paging_controls") == "P"
