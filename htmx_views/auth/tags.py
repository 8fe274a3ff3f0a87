"""
What a page needs of this library, as Jinja2 globals.

Add them in the function that ``OPTIONS["environment"]`` names::

    environment.globals.update(
        login_status=login_status,
        htmx_views_script=htmx_views_script,
        notices=notices,
    )
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views import View
from jinja2 import Environment, pass_context, pass_environment
from markupsafe import Markup

from htmx_views.auth.csrf import csrf_header_name, has_secret
from htmx_views.auth.notices import notices_context
from htmx_views.auth.page import mark_personal, site_state, user_state
from htmx_views.auth.protocol import LOGIN_REQUIRED_EVENT
from htmx_views.panel import PANEL_SCRIPT, has_panel, panel_url
from htmx_views.polls import content_ptag, poll_trigger

TemplateContext: TypeAlias = Mapping[str, Any] | Context

#: What makes the widget ask for the status, beside the passing of time.
STATUS_EVENTS = ("htmx-views:visible", LOGIN_REQUIRED_EVENT)


@pass_context
def login_status(
    context: TemplateContext, *, url: str = "login_status", public: bool = False
) -> SafeString:
    """
    Return the widget that tells whether the reader is logged in.

    It polls the :class:`LoginStatusView` at ``url``, a URL's name or a path. From
    the start it holds what that view renders, unless the page is ``public``: then it
    is empty until its first poll, and the page may be cached for everybody.
    """
    request = _request(context, "login_status")
    path, view = _status_view(request, url)
    content = SafeString("")
    if not public:
        mark_personal(request)
        # As a poll's own request.path has it, which the login's URL will quote.
        content = view.render_status(unquote(path))
    triggers = ["load", poll_trigger(view)]
    triggers += [f"{event} from:document" for event in STATUS_EVENTS]
    # The attributes that htmx inherits are all there. Focus moves to the widget
    # when a request was refused for want of a login.
    return format_html(
        '<div class="login-status" role="status" aria-live="polite" tabindex="-1"'
        ' data-login-status hx-get="{}" hx-trigger="{}" hx-target="this"'
        ' hx-swap="innerHTML" hx-push-url="false" hx-ptag="{}">{}</div>',
        path,
        ", ".join(triggers),
        content_ptag(content),
        content,
    )


@pass_context
def htmx_views_script(context: TemplateContext, *, public: bool = False) -> SafeString:
    """
    Return the tag of ``htmx-views.js``, with what the script needs to know.

    That is whose page it is, and the token of a visitor who has a secret: nobody
    gets a secret, and thus a cookie, because of it. Where the page is ``public``,
    and may be cached for everybody, the script learns both from the login status.
    Under ``DEBUG`` the tag of the panel follows.
    """
    request = _request(context, "htmx_views_script")
    # Joined, not stored under keys: what stores looks to DjangoTemplatesWithFragments
    # as if it assigned variables, and would run before each block.
    attributes = {
        "src": static("htmx_views/htmx-views.js"),
        "data-csrf-header": csrf_header_name(),
    }
    state = site_state()
    if not public:
        mark_personal(request)
        state |= user_state(request)
        if has_secret(request):
            state |= {"csrf-token": get_token(request)}
    attributes |= {f"data-{name}": state[name] for name in state}
    nonce = context.get("csp_nonce")
    if nonce is not None:
        attributes |= {"nonce": str(nonce)}
    return SafeString(_script(attributes) + _panel_script(nonce))


def _panel_script(nonce: object) -> str:
    """Return the tag of the panel, which the script that guards the page precedes."""
    if not has_panel():
        return ""
    attributes = {"src": static(PANEL_SCRIPT), "data-url": panel_url()}
    attributes |= {"fetchpriority": "low"}
    attributes |= {} if nonce is None else {"nonce": str(nonce)}
    return "\n" + _script(attributes)


def _script(attributes: Mapping[str, str]) -> SafeString:
    return format_html(
        "<script {} defer></script>",
        format_html_join(" ", '{}="{}"', attributes.items()),
    )


@pass_environment
def notices(environment: Environment) -> Markup:
    """Return the place where the script says what went wrong, and what it says."""
    template = environment.get_template("htmx_views/notices.html")
    return Markup(template.render(notices_context()))


def _request(context: TemplateContext, name: str) -> HttpRequest:
    request = getattr(context, "request", None) or context.get("request")
    if not isinstance(request, HttpRequest):
        raise ImproperlyConfigured(
            f"{name}() needs the request in the template's context. Render the "
            "template with a request, as render() and generic views do."
        )
    return request


def _status_view(request: HttpRequest, url: str) -> tuple[str, Any]:
    """Return the path of the ``LoginStatusView`` at ``url``, and the view."""
    cure = (
        'Add path("login-status/", LoginStatusView.as_view(), name="login_status") '
        "to the URLconf, or pass login_status(url=...)."
    )
    try:
        path = resolve_url(url)
        # A URL is percent-encoded, what the URLconf resolves is not.
        prefix = unquote(get_script_prefix())
        match = resolve("/" + unquote(path).removeprefix(prefix))
    except (NoReverseMatch, Resolver404) as error:
        raise ImproperlyConfigured(
            f"login_status() found no URL {url!r}. {cure}"
        ) from error
    view_class: Any = getattr(match.func, "view_class", None)
    if not hasattr(view_class, "render_status"):
        raise ImproperlyConfigured(
            f"login_status() found {match.func!r} at {url!r}, which is no "
            f"LoginStatusView. {cure}"
        )
    view = view_class(**getattr(match.func, "view_initkwargs", {}))
    # Not its own setup(), which detaches the session: this is no poll.
    View.setup(view, request, *match.args, **match.kwargs)
    return path, view
