"""Which columns to sort by a model has is seen before a request comes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Lower
from django.views.generic import ListView
from django_filters.views import FilterView

from htmx_views.views import HtmxFilterMixin, HtmxPaginationMixin
from tests.checks.conftest import Check
from tests.keyset.models import Quest


class Sorted(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
    model = Quest
    paginate_by = 2
    template_name = "rows.html"
    fragment_blocks = ["rows"]
    sortable = {"title": "Title", "guild": ("Guild", [F("guild__name"), "-pk"])}


def found(check: Check, *views: Any) -> list[tuple[str | None, str, str | None]]:
    messages = check(*views, django={"rows.html": "{% block rows %}{% endblock %}"})
    return [
        (message.id, message.msg.partition(" (")[0], message.hint)
        for message in messages
    ]


def view(base: type = Sorted, **attributes: Any) -> Any:
    return type("Wrong", (base,), {"__module__": __name__, **attributes})


def test_what_the_model_has(check: Check) -> None:
    rows = Quest.objects.annotate(low=Lower("title"))
    annotated = view(queryset=rows, sortable={"low": "Low", "?": "Chance"})
    assert found(check, Sorted, annotated, view(sortable={})) == []


@pytest.mark.parametrize("term", ["titel", "-titel"])
def test_a_field_that_it_lacks(check: Check, term: str) -> None:
    ((id, message, hint),) = found(check, view(sortable={"by": ("By", term)}))

    assert id == "htmx_views.E014"
    assert message.startswith(
        f"sortable['by'] sorts by {term!r}, which keyset.Quest lacks"
    )
    assert str(hint).startswith("Did you mean 'title'? Its fields are: 'begun', 'clue'")


def test_an_expression_of_a_field_that_it_lacks(check: Check) -> None:
    rows = Quest.objects.annotate(low=Lower("title"))
    wrong = view(queryset=rows, sortable={"by": ("By", Lower("nowhere"))})
    ((id, message, hint),) = found(check, wrong)

    assert id == "htmx_views.E014"
    assert "sorts by Lower(F(nowhere)), which keyset.Quest lacks" in message
    assert "'low'" in str(hint)


@pytest.mark.parametrize(
    ("sortable", "message", "hint"),
    [
        (
            ["title"],
            "Wrong.sortable must be a mapping from names to labels, not ['title'].",
            "Write such a value.",
        ),
        (
            {"title": 1},
            "Wrong.sortable['title'] must be a label, or a tuple of a label and what "
            "order_by() takes, not 1.",
            "Write such a value.",
        ),
        (
            {"-title": "Title"},
            "Wrong.sortable has the name '-title', which no URL can say.",
            "Write a name without '-' at its start and without ','; what order_by() "
            "takes stands behind the label.",
        ),
    ],
)
def test_what_is_no_column(
    check: Check, sortable: Any, message: str, hint: str
) -> None:
    assert found(check, view(sortable=sortable)) == [("htmx_views.E002", message, hint)]


def test_what_only_a_request_can_tell(check: Check) -> None:
    def method(self: Any, *args: Any) -> Any: ...

    wrong: dict[str, Any] = {"sortable": {"nowhere": "Nowhere"}}

    class Filtered(HtmxFilterMixin, HtmxPaginationMixin, FilterView):  # type: ignore[misc]
        model = Quest
        filterset_fields = ["rank"]
        paginate_by = 2
        template_name = "rows.html"
        fragment_blocks = ["rows"]

    views = [
        view(get_queryset=method, **wrong),
        view(sort_queryset=method, **wrong),
        view(get_sortable=method, **wrong),
        view(model=None, **wrong),
        view(base=Filtered, **wrong),
    ]
    assert found(check, *views) == []
