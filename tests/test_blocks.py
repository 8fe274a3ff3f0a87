from htmx_views.blocks import BlockDoesNotExist


def test_a_missing_block_names_the_template_the_blocks_and_the_nearest():
    error = BlockDoesNotExist("monsters/list.html", "row", ["title", "rows"])

    assert str(error) == (
        "Template 'monsters/list.html' has no block 'row'. Did you mean 'rows'? "
        "Its blocks are: 'rows', 'title'."
    )
