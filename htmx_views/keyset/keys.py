"""Page keys: the values of one row, signed, so that clients cannot make any up."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from htmx_views.keyset.expressions import Values


class PageKeys:
    """Write and read page keys; ``salt`` keeps those of different lists apart."""

    def __init__(self, salt: str) -> None:
        # "~" needs no escape in a URL, unlike the default ":".
        self.signer = Signer(sep="~", salt=f"htmx_views.page_key {salt}")

    def write(self, values: Values, *, backwards: bool) -> str:
        """Return the key of the rows after ``values``, or before them."""
        # JSON has all that a database holds but bytes.
        items = [[item.hex()] if isinstance(item, bytes) else item for item in values]
        return self.signer.sign_object([int(backwards), *items], compress=True)

    def read(self, key: str) -> tuple[Values, bool] | None:
        """Return what ``key`` says, or ``None`` if this signer did not write it."""
        try:
            backwards, *items = self.signer.unsign_object(key)
        except (BadSignature, UnicodeError):
            return None
        values = [bytes.fromhex(*i) if isinstance(i, list) else i for i in items]
        return values, bool(backwards)
