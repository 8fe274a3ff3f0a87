import copy
import pickle
from typing import Any

import pytest

from htmx_views.blocks import (
    BlockDoesNotExist,
    block_key,
    get_render_blocks,
    split_address,
)


def test_a_missing_block_names_the_template_the_blocks_and_the_nearest() -> None:
    error = BlockDoesNotExist("monsters/list.html", "row", ["title", "rows"])

    assert str(error) == (
        "Template 'monsters/list.html' has no block 'row'. Did you mean 'rows'? "
        "Its blocks are: 'rows', 'title'."
    )
    assert error.template_name == "monsters/list.html"
    assert error.block_name == "row"
    assert error.block_names == ["rows", "title"]
    assert error.hint == "Did you mean 'rows'? Its blocks are: 'rows', 'title'."


def test_a_missing_block_of_a_template_without_a_name_or_blocks() -> None:
    assert str(BlockDoesNotExist(None, "row", [])) == (
        "The template has no block 'row'. It has no blocks."
    )


@pytest.mark.parametrize("context", [None, {}, {"RENDER_BLOCKS": None}])
def test_no_blocks_are_asked_for(context: dict[str, Any] | None) -> None:
    assert get_render_blocks(context) is None


@pytest.mark.parametrize("blocks", [[], ["rows"], ("rows", "title", "rows")])
def test_a_sequence_of_names_is_asked_for(blocks: Any) -> None:
    assert get_render_blocks({"RENDER_BLOCKS": blocks}) == blocks


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        (
            "rows",
            "RENDER_BLOCKS must be a sequence of block names, but it is the string "
            "'rows'. Write ['rows'].",
        ),
        (
            {"rows"},
            "RENDER_BLOCKS must be a sequence of block names, such as a list, but it "
            "is {'rows'}.",
        ),
        (
            True,
            "RENDER_BLOCKS must be a sequence of block names, such as a list, but it "
            "is True.",
        ),
        (
            ["rows", None],
            "RENDER_BLOCKS must hold names of blocks, but ['rows', None] holds None. "
            "Write the name as a string.",
        ),
        (
            b"rows",
            "RENDER_BLOCKS must hold names of blocks, but b'rows' holds 114. Write "
            "the name as a string.",
        ),
    ],
)
def test_what_is_no_sequence_of_names_is_refused(blocks: Any, message: str) -> None:
    with pytest.raises(TypeError) as error:
        get_render_blocks({"RENDER_BLOCKS": blocks})

    assert str(error.value) == message


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("list.html", None),
        ("list.html#", None),
        ("#rows", None),
        ("list.html#rows", ("list.html", "rows")),
        ("odd#name.html#rows", ("odd#name.html", "rows")),
    ],
)
def test_an_address_is_a_template_and_a_block(
    name: str, address: tuple[str, str] | None
) -> None:
    assert split_address(name) == address


def test_a_missing_block_can_be_copied() -> None:
    error = BlockDoesNotExist("list.html", "row", ["rows"], tried=[("here", "why")])

    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert str(twin) == str(error)
        assert twin.block_name == "row"
        assert twin.block_names == ["rows"]
        assert twin.tried == [("here", "why")]


@pytest.mark.parametrize("name", ["a-b_c", "a_b-c", "a_b_c"])
def test_hyphens_and_underscores_are_one(name: str) -> None:
    assert block_key(name) == "a_b_c"
