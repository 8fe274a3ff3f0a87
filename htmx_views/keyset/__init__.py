"""Pages that cost the same wherever they are."""

from htmx_views.keyset.paginator import KeysetPaginator

__all__ = ["KeysetPaginator"]
