"""Django's test clients, taught to send what htmx sends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    TypeAlias,
    TypedDict,
    TypeVar,
    cast,
)

from django.http.request import HttpHeaders, HttpRequest
from django.http.response import HttpResponseBase
from django.test import AsyncClient, Client
from django.utils.functional import Promise

from htmx_views.blocks import RENDER_BLOCKS, split_address
from htmx_views.hints import did_you_mean, nearest
from htmx_views.requests import htmx_headers

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from django.test.client import (
        _MonkeyPatchedASGIResponse,
        _MonkeyPatchedWSGIResponse,
    )

    class HtmxResponse(_MonkeyPatchedWSGIResponse):
        rendered_blocks: list[str] | None

    class AsyncHtmxResponse(_MonkeyPatchedASGIResponse):
        rendered_blocks: list[str] | None

    AwaitedHtmxResponse: TypeAlias = Coroutine[Any, Any, AsyncHtmxResponse]


class HtmxOptions(TypedDict, total=False):
    """What a test may say about an htmx request; see ``htmx_headers``."""

    version: Literal[2, 4]
    target: str | None
    tag: str
    trigger: str | None
    trigger_name: str | None
    trigger_tag: str
    current_url: str | None
    prompt: str | None
    boosted: bool
    history_restore: bool
    request_type: Literal["full", "partial"] | None


#: What the options may be, but for the version, which ``htmx_headers`` looks at.
FLAGS = ("boosted", "history_restore")
TAGS = ("tag", "trigger_tag")
REQUEST_TYPES = ("full", "partial", None)

Htmx: TypeAlias = bool | HtmxOptions
Path: TypeAlias = str | Promise
Result = TypeVar("Result")


class HtmxClientMixin(Generic[Result]):
    """
    Give the verbs of a test client the argument ``htmx``.

    ``htmx=True`` sends what htmx sends; ``htmx={"target": "rows"}`` says more about
    the request, in the keys of ``HtmxOptions``. A ``current_url`` may be a path: its
    host is the request's. ``htmx_version`` speaks where a request names no version.
    Headers that a test gives win over those of htmx.

    Each response has ``rendered_blocks``: the list of the blocks that it consists
    of, or ``None`` where a page, a redirect or anything but a fragment came back.
    """

    htmx_version: Literal[2, 4] = 2
    #: Whether each answer is held against the contracts of ``testing.contracts``.
    contracts: bool = False
    #: The ids of the contracts that this site does not keep.
    ignored_contracts: Collection[str] = ()

    if TYPE_CHECKING:
        defaults: Any

        # At run time Django's own verbs hand what they don't know to generic().
        def get(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...
        def post(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...
        def head(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...
        def options(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...
        def put(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...
        def patch(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...
        def delete(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...
        def trace(
            self, path: Path, *args: Any, htmx: Htmx = ..., **kwargs: Any
        ) -> Result: ...

    def generic(
        self,
        method: str,
        path: Path,
        *args: Any,
        htmx: Htmx = False,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Result:
        """Send any request, with the headers of htmx where ``htmx`` says so."""
        if htmx is not False:
            given = {name.lower() for name in headers or {}}
            scheme = "https" if kwargs.get("secure") else "http"
            host = self._host({**self.defaults, **kwargs}, headers or {})
            sent = self._htmx_headers(htmx, f"{scheme}://{host}")
            headers = {
                **{name: sent[name] for name in sent if name.lower() not in given},
                **(headers or {}),
            }
        # mypy cannot know the class that this mixin stands before.
        result: Result = super().generic(  # type: ignore[misc]
            method, path, *args, headers=headers, **kwargs
        )
        return result

    def _hold(self, response: Any, request: HttpRequest) -> None:
        """Raise ``ContractError`` where an answer breaks contracts."""
        __tracebackhide__ = True
        if self.contracts:
            # Imported here: lxml is an extra.
            from htmx_views.testing.contracts import hold

            hold(response, request, ignore=self.ignored_contracts)

    def _host(self, extra: Mapping[str, Any], headers: Mapping[str, str]) -> str:
        """Return the host that Django will read from the request."""
        environ = {**extra, **HttpHeaders.to_wsgi_names(headers)}
        host: str = environ.get("HTTP_HOST", environ.get("SERVER_NAME", "testserver"))
        return host

    def _htmx_headers(self, htmx: object, site: str) -> dict[str, str]:
        if htmx is True:
            htmx = {}
        if not isinstance(htmx, Mapping):
            raise TypeError(
                f"htmx must be True, False or a mapping of options, not {htmx!r}."
            )
        known = list(HtmxOptions.__annotations__)
        for name in htmx:
            if name not in known:
                raise TypeError(
                    f"htmx has no option {name!r}. "
                    + did_you_mean(
                        nearest(str(name), known),
                        f"Its options are: {', '.join(map(repr, known))}.",
                    )
                )
        options = {
            "version": self.htmx_version,
            **{name: _checked_option(name, htmx[name]) for name in htmx},
        }
        current_url = options.get("current_url") or ""
        if current_url.startswith("/"):
            options["current_url"] = f"{site}{current_url}"
        return htmx_headers(**options)


def _checked_option(name: str, value: Any) -> Any:
    """Return the value of an option, a string where it is a lazy one."""
    if isinstance(value, Promise):
        value = str(value)
    if name == "version":
        return value
    if name in FLAGS:
        expected, is_good = "True or False", isinstance(value, bool)
    elif name == "request_type":
        expected, is_good = "'full', 'partial' or None", value in REQUEST_TYPES
    elif name in TAGS:
        expected, is_good = "a string", isinstance(value, str)
    else:
        expected, is_good = "a string or None", value is None or isinstance(value, str)
    if is_good:
        return value
    message = f"The option {name!r} of htmx must be {expected}, not {value!r}."
    if "a string" in expected and type(value) is int:
        message += f" Write '{value}'."
    raise TypeError(message)


def rendered_blocks(response: HttpResponseBase) -> list[str] | None:
    """Return the blocks that ``response`` consists of; ``None`` for anything else."""
    if response.status_code in (204, 304) or response.has_header("Location"):
        return None
    context = getattr(response, "context_data", None)
    if context is None:
        context = getattr(response, "context", None) or {}
    names = context.get(RENDER_BLOCKS)
    if names is not None:
        return list(names)
    for name in template_names(response):
        if address := split_address(str(name)):
            return [address[1]]
    return None


def template_names(response: HttpResponseBase) -> list[str]:
    """Return the name of the template of ``response``, or those it may have."""
    rendered = [template.name for template in getattr(response, "templates", [])]
    template = getattr(response, "template_name", None)
    if template is None:
        return rendered[:1]
    if isinstance(template, str):
        return [template]
    if isinstance(template, (list, tuple)):
        return [name for name in template if name in rendered][:1]
    return [template.template.name]


class HtmxClient(HtmxClientMixin["HtmxResponse"], Client):
    """Django's test client that speaks htmx: ``client.get(url, htmx=True)``."""

    def request(self, **request: Any) -> HtmxResponse:
        __tracebackhide__ = True
        response = cast("HtmxResponse", super().request(**request))
        response.rendered_blocks = rendered_blocks(response)
        self._hold(response, response.wsgi_request)
        return response


class AsyncHtmxClient(HtmxClientMixin["AwaitedHtmxResponse"], AsyncClient):
    """
    Django's async test client that speaks htmx.

    A ``host`` that a test gives, as a header, takes the place of ``testserver``.
    """

    def _host(self, extra: Mapping[str, Any], headers: Mapping[str, str]) -> str:
        # Here Django takes all that it is given for headers: HTTP_HOST and
        # SERVER_NAME are two that nobody reads.
        given = [*extra.items(), *headers.items()]
        hosts = [value for name, value in given if name.lower() == "host"]
        return hosts[-1] if hosts else "testserver"

    async def request(self, **request: Any) -> AsyncHtmxResponse:
        __tracebackhide__ = True
        # Django sends its own host before the one that a test gives. Joined, as
        # headers of one name are, they are the name of no host.
        headers = request.get("headers", [])
        hosts = [header for header in headers if header[0] == b"host"]
        for host in hosts[:-1]:
            headers.remove(host)
        response = cast("AsyncHtmxResponse", await super().request(**request))
        response.rendered_blocks = rendered_blocks(response)
        self._hold(response, response.asgi_request)
        return response
