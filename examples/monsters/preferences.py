"""What a visitor chose for this site: the htmx version, the engine, the theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.utils.deprecation import MiddlewareMixin


@dataclass(frozen=True)
class Switch:
    """One preference, kept in a cookie of its name; the first choice is the default."""

    name: str
    label: str
    choices: Mapping[str, str]


SWITCHES = [
    Switch("htmx", "htmx", {"2": "2", "4": "4"}),
    Switch("engine", "Templates", {"jinja2": "Jinja2", "django": "Django"}),
    Switch("theme", "Theme", {"auto": "Auto", "light": "Light", "dark": "Dark"}),
]


@dataclass(frozen=True)
class Preferences:
    htmx: str
    engine: str
    theme: str

    @classmethod
    def of(cls, request: HttpRequest) -> Preferences:
        """Read the cookies; where one is missing or odd, take the default."""
        values = {}
        for switch in SWITCHES:
            value = request.COOKIES.get(switch.name, "")
            values[switch.name] = (
                value if value in switch.choices else next(iter(switch.choices))
            )
        return cls(**values)

    @property
    def htmx_version(self) -> int:
        return int(self.htmx)

    @property
    def switches(self) -> list[dict[str, Any]]:
        """The switches as the layout shows them."""
        return [
            {
                "name": switch.name,
                "label": switch.label,
                "choices": [
                    {
                        "value": value,
                        "text": text,
                        "is_chosen": value == getattr(self, switch.name),
                    }
                    for value, text in switch.choices.items()
                ],
            }
            for switch in SWITCHES
        ]


def preferences(request: HttpRequest) -> dict[str, Any]:
    """Give every template ``preferences``: a context processor."""
    return {"preferences": Preferences.of(request)}


class PreferencesMiddleware(MiddlewareMixin):
    """Render pages with the engine that the visitor chose."""

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        if "engine" in request.COOKIES:
            response.using = Preferences.of(request).engine
        return response
