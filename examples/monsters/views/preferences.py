"""The switches of the site: they set a cookie and lead back to the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from monsters.preferences import SWITCHES


class PreferencesView(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponseRedirect(self.get_next_url())
        for switch in SWITCHES:
            value = request.POST.get(switch.name, "")
            if value in switch.choices:
                response.set_cookie(
                    switch.name,
                    value,
                    max_age=365 * 24 * 60 * 60,
                    secure=request.is_secure(),
                    httponly=True,
                    samesite="Lax",
                )
        return response

    def get_next_url(self) -> str:
        url = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(
            url, self.request.get_host(), require_https=self.request.is_secure()
        ):
            return url
        return resolve_url("index")
