from htmx_views.ptag import content_ptag


def test_a_tag_follows_the_content() -> None:
    assert content_ptag("<p>1</p>") == content_ptag("\n<p>1</p>\n")
    assert content_ptag("<p>1</p>") != content_ptag("<p>2</p>")


def test_a_tag_fits_into_a_header() -> None:
    assert content_ptag("\n\u00e9\U0001f479 " * 1000).isalnum()
    assert len(content_ptag("x" * 10_000)) == 16
