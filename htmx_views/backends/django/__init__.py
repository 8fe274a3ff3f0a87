"""Django's template language backend, plus ``RENDER_BLOCKS`` and ``#block``."""

from htmx_views.backends.django.template import (
    DjangoTemplatesWithFragments as DjangoTemplatesWithFragments,
)
from htmx_views.backends.django.template import Engine as Engine
