"""What a page needs of this library, as tags."""

from __future__ import annotations

from django.template import Library

from htmx_views.auth.notices import notices_context
from htmx_views.auth.tags import htmx_views_script, login_status

register = Library()
register.simple_tag(login_status, takes_context=True)
register.simple_tag(htmx_views_script, takes_context=True)
register.inclusion_tag("htmx_views/notices.html", name="notices")(notices_context)
