from __future__ import annotations

import inspect
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.template.response import SimpleTemplateResponse
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy
from django_htmx.middleware import HtmxDetails

from htmx_views.requests import htmx_headers
from htmx_views.testing import (
    AsyncHtmxClient,
    HtmxClient,
    HtmxOptions,
    assert_blocks_rendered,
)
from htmx_views.testing.client import rendered_blocks

pytestmark = pytest.mark.usefixtures("site")

VERBS = ["get", "post", "head", "options", "put", "patch", "delete", "trace"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_sends_the_headers_of_htmx(
    htmx_client: HtmxClient, verb: str
) -> None:
    response = getattr(htmx_client, verb)("/echo/", htmx={"target": "rows"})

    assert response.wsgi_request.method == verb.upper()
    assert response.wsgi_request.headers["HX-Request"] == "true"
    assert response.wsgi_request.headers["HX-Target"] == "rows"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_the_async_client_sends_the_headers_of_htmx(
    async_htmx_client: AsyncHtmxClient, verb: str
) -> None:
    send = async_to_sync(getattr(async_htmx_client, verb))

    response = send("/echo/", htmx={"target": "rows"})

    assert response.asgi_request.method == verb.upper()
    assert response.asgi_request.headers["HX-Request"] == "true"
    assert response.asgi_request.headers["HX-Target"] == "rows"


def test_a_request_of_any_method_speaks_htmx(htmx_client: HtmxClient) -> None:
    response = htmx_client.generic("QUERY", "/echo/", htmx=True)

    assert response.json()["method"] == "QUERY"
    assert response.json()["Hx-Request"] == "true"


def test_without_htmx_no_header_of_htmx_is_sent(htmx_client: HtmxClient) -> None:
    headers = htmx_client.get("/echo/").json()

    assert not [name for name in headers if name.startswith("Hx-")]


def test_the_client_speaks_the_version_it_is_told(htmx_client: HtmxClient) -> None:
    htmx_client.htmx_version = 4

    by_client = htmx_client.get("/echo/", htmx=True).json()
    by_request = htmx_client.get("/echo/", htmx={"version": 2}).json()

    assert by_client["Hx-Request-Type"] == "partial"
    assert "Hx-Request-Type" not in by_request


@pytest.mark.parametrize("secure", [False, True])
def test_a_current_url_may_be_a_path(htmx_client: HtmxClient, secure: bool) -> None:
    response = htmx_client.get(
        "/echo/", htmx={"current_url": "/page/?q=a"}, secure=secure
    )

    scheme = "https" if secure else "http"
    assert response.json()["Hx-Current-Url"] == f"{scheme}://testserver/page/?q=a"


def test_a_current_url_of_another_site_stays(htmx_client: HtmxClient) -> None:
    url = "https://example.com/"

    response = htmx_client.get("/echo/", htmx={"current_url": url})

    assert response.json()["Hx-Current-Url"] == url


@pytest.mark.parametrize(
    ("defaults", "request_options"),
    [
        ({"SERVER_NAME": "a.example.com"}, {}),
        ({"HTTP_HOST": "a.example.com"}, {}),
        ({"headers": {"host": "a.example.com"}}, {}),
        ({}, {"SERVER_NAME": "a.example.com"}),
        ({}, {"HTTP_HOST": "a.example.com"}),
        ({}, {"headers": {"host": "a.example.com"}}),
        ({"SERVER_NAME": "b.example.com"}, {"SERVER_NAME": "a.example.com"}),
        ({"HTTP_HOST": "a.example.com"}, {"SERVER_NAME": "b.example.com"}),
        ({"HTTP_HOST": "b.example.com"}, {"headers": {"Host": "a.example.com"}}),
    ],
)
def test_a_current_url_that_is_a_path_is_on_the_host_of_the_request(
    settings: Any, defaults: dict[str, Any], request_options: dict[str, Any]
) -> None:
    settings.ALLOWED_HOSTS = ["a.example.com"]
    client = HtmxClient(**defaults)

    response = client.get("/echo/", htmx={"current_url": "/page/"}, **request_options)

    assert response.json()["Hx-Current-Url"] == "http://a.example.com/page/"
    assert HtmxDetails(response.wsgi_request).current_url_abs_path == "/page/"


@pytest.mark.parametrize(
    ("defaults", "request_options", "host"),
    [
        ({"host": "a.example.com"}, {}, "a.example.com"),
        ({}, {"Host": "a.example.com"}, "a.example.com"),
        ({}, {"headers": {"HOST": "a.example.com"}}, "a.example.com"),
        (
            {"host": "b.example.com"},
            {"headers": {"host": "a.example.com"}},
            "a.example.com",
        ),
        # Django's async client makes other headers of these.
        ({"SERVER_NAME": "a.example.com"}, {}, "testserver"),
        ({}, {"HTTP_HOST": "a.example.com"}, "testserver"),
    ],
)
def test_the_async_client_sends_the_path_of_a_current_url_with_the_host_as_well(
    settings: Any, defaults: dict[str, Any], request_options: dict[str, Any], host: str
) -> None:
    settings.ALLOWED_HOSTS = [host]
    send = async_to_sync(AsyncHtmxClient(**defaults).get)

    response = send("/echo/", htmx={"current_url": "/page/"}, **request_options)

    assert response.json()["Host"] == host
    assert response.json()["Hx-Current-Url"] == f"http://{host}/page/"
    assert HtmxDetails(response.asgi_request).current_url_abs_path == "/page/"


def test_a_request_of_the_async_client_without_headers() -> None:
    response = async_to_sync(AsyncHtmxClient().request)(path="/echo/")

    assert response.json()["method"] == "GET"


@pytest.mark.parametrize("client_class", [HtmxClient, AsyncHtmxClient])
def test_the_headers_of_a_test_win(
    client_class: type[HtmxClient | AsyncHtmxClient],
) -> None:
    get: Any = client_class().get
    if client_class is AsyncHtmxClient:
        get = async_to_sync(get)

    headers = get(
        "/echo/", htmx={"target": "rows"}, headers={"hx-target": "other", "X-A": "b"}
    ).json()

    assert headers["Hx-Target"] == "other"
    assert headers["Hx-Request"] == "true"
    assert headers["X-A"] == "b"


def test_htmx_follows_redirects_as_htmx(htmx_client: HtmxClient) -> None:
    response = htmx_client.get("/away/", htmx=True, follow=True)

    assert response.redirect_chain == [("/page/", 302)]
    assert_blocks_rendered(response, "rows")


def test_an_unknown_option_is_an_error_that_names_the_good_ones(
    htmx_client: HtmxClient,
) -> None:
    with pytest.raises(TypeError) as error:
        htmx_client.get("/page/", htmx={"traget": "rows"})  # type: ignore[arg-type]

    assert str(error.value).startswith(
        "htmx has no option 'traget'. Did you mean 'target'? Its options are: 'version'"
    )


@pytest.mark.parametrize("htmx", ["rows", None, 1])
def test_an_option_of_another_type_is_an_error(
    htmx_client: HtmxClient, htmx: Any
) -> None:
    with pytest.raises(TypeError) as error:
        htmx_client.get("/page/", htmx=htmx)

    assert str(error.value) == (
        f"htmx must be True, False or a mapping of options, not {htmx!r}."
    )


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("target", 5, "a string or None, not 5. Write '5'."),
        ("trigger", b"rows", "a string or None, not b'rows'."),
        ("trigger_name", ["rows"], "a string or None, not ['rows']."),
        ("current_url", 5, "a string or None, not 5. Write '5'."),
        ("prompt", True, "a string or None, not True."),
        ("tag", None, "a string, not None."),
        ("trigger_tag", 0, "a string, not 0. Write '0'."),
        ("boosted", "no", "True or False, not 'no'."),
        ("history_restore", 1, "True or False, not 1."),
        ("request_type", "half", "'full', 'partial' or None, not 'half'."),
    ],
)
def test_an_option_with_a_value_of_another_type_is_an_error_that_names_the_cure(
    htmx_client: HtmxClient, name: str, value: Any, message: str
) -> None:
    htmx: Any = {"version": 4, name: value}

    with pytest.raises(TypeError) as error:
        htmx_client.get("/page/", htmx=htmx)

    assert str(error.value) == f"The option {name!r} of htmx must be {message}"


def test_none_and_lazy_strings_are_values_of_options(htmx_client: HtmxClient) -> None:
    htmx: Any = {
        "target": None,
        "request_type": None,
        "prompt": gettext_lazy("Name"),
        "current_url": lazystr("/page/"),
        "boosted": True,
        "history_restore": False,
    }

    headers = htmx_client.get("/echo/", htmx=htmx).json()

    assert "Hx-Target" not in headers
    assert headers["Hx-Prompt"] == "Name"
    assert headers["Hx-Current-Url"] == "http://testserver/page/"
    assert headers["Hx-Boosted"] == "true"


def test_a_version_that_htmx_does_not_have_is_an_error(
    htmx_client: HtmxClient,
) -> None:
    htmx: Any = {"version": "4"}

    with pytest.raises(ValueError, match="version must be 2 or 4, not '4'"):
        htmx_client.get("/page/", htmx=htmx)


def test_every_option_is_an_option_of_htmx_headers() -> None:
    options = set(HtmxOptions.__annotations__)

    assert options == set(inspect.signature(htmx_headers).parameters)


@pytest.mark.parametrize(
    ("url", "htmx", "blocks"),
    [
        ("/page/", True, ["rows"]),
        ("/two/", True, ["title", "rows"]),
        ("/mapped/", {"target": "head"}, ["title"]),
        ("/choice/", True, ["rows"]),
        ("/address/", False, ["rows"]),
        ("/function-address/", True, ["rows"]),
        ("/page/", False, None),
        ("/function/", False, None),
        ("/page/", {"history_restore": True}, None),
        ("/away/", True, None),
        ("/bare/", True, None),
    ],
)
def test_a_response_knows_the_blocks_it_consists_of(
    htmx_client: HtmxClient, url: str, htmx: Any, blocks: list[str] | None
) -> None:
    assert htmx_client.get(url, htmx=htmx).rendered_blocks == blocks


def test_a_block_stands_behind_the_last_mark_of_its_address() -> None:
    response = SimpleTemplateResponse("c#/page.html#rows")

    assert rendered_blocks(response) == ["rows"]


def test_a_response_of_the_async_client_knows_its_blocks(
    async_htmx_client: AsyncHtmxClient,
) -> None:
    response = async_to_sync(async_htmx_client.get)("/page/", htmx=True)

    assert response.rendered_blocks == ["rows"]
