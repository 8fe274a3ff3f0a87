"""`LoginView` as a form of htmx, `login_required` and `reauthentication_required`"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import TemplateView

from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin
from tests.packages.site import PASSWORD, Site, expect, expect_text

APPS = ["allauth", "allauth.account"]
TEMPLATES = {
    "page.html": """<html><form method="post" hx-post="/login/">
{% block form %}{% csrf_token %}{{ form.as_p }}{% endblock %}</form></html>""",
    "secret.html": "<html>{% block name %}{{ user }}{% endblock %}</html>",
}
OPTIONS = {
    "LOGIN_URL": "/accounts/login/",
    "AUTHENTICATION_BACKENDS": [
        "django.contrib.auth.backends.ModelBackend",
        "allauth.account.auth_backends.AuthenticationBackend",
    ],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "LOGIN_REDIRECT_URL": "/",
}
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
RESULT = (
    "works; the 401 is `HtmxViewsMiddleware`'s, for `reauthentication_required` where "
    'the view says `login_url = "account_reauthenticate"`'
)


def trial(site: Site) -> None:
    from allauth.account.decorators import reauthentication_required
    from allauth.account.views import LoginView

    class Login(HtmxFormMixin, LoginView):
        template_name = "page.html"
        fragment_blocks = ["form"]

    class Deep(HtmxFragmentMixin, TemplateView):
        template_name = "secret.html"
        fragment_blocks = ["name"]
        login_url = "account_reauthenticate"

    class Secret(HtmxFragmentMixin, TemplateView):
        template_name = "secret.html"
        fragment_blocks = ["name"]

    site.serve(
        path("deep/", reauthentication_required(Deep.as_view())),
        path("", login_required(Secret.as_view())),
        path("accounts/login/", Login.as_view()),
        path("accounts/", include("allauth.account.urls")),
    )
    site.make_user()
    site.check_refusal("/")
    site.check_fragments("/accounts/login/")
    data = {"login": "hunter", "password": "wrong"}
    invalid = site.client.post("/accounts/login/", data, htmx=True)
    expect_text(invalid, "errorlist", 'value="hunter"')
    data["password"] = PASSWORD
    valid = site.client.post("/accounts/login/", data, htmx=True)
    expect((valid.status_code, valid["HX-Redirect"]), (200, "/"))
    site.check_fragments("/")
    expect_text(site.client.get("/", htmx=True), "hunter")
    session = site.client.session
    session["account_authentication_methods"] = []
    session.save()
    site.check_refusal("/deep/")
