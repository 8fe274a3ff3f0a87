"""Page keys: the values of one row, signed, so that clients cannot make any up."""

from __future__ import annotations

import base64
import datetime
import decimal
import uuid
from collections.abc import Callable
from typing import Any

from django.core.signing import BadSignature, Signer

from htmx_views.keyset.terms import Values

_MICROSECOND = datetime.timedelta(microseconds=1)

#: How to write and read what JSON lacks, exactly, by a tag of one letter.
_CODECS: dict[str, tuple[type | tuple[type, ...], Callable[..., Any], Any]] = {
    # A datetime is a date too: it comes first.
    "s": (
        datetime.datetime,
        datetime.datetime.isoformat,
        datetime.datetime.fromisoformat,
    ),
    "d": (datetime.date, datetime.date.isoformat, datetime.date.fromisoformat),
    "t": (datetime.time, datetime.time.isoformat, datetime.time.fromisoformat),
    "i": (
        datetime.timedelta,
        lambda value: value // _MICROSECOND,
        _MICROSECOND.__mul__,
    ),
    "n": (decimal.Decimal, str, decimal.Decimal),
    "u": (uuid.UUID, lambda value: value.hex, uuid.UUID),
    "b": (
        (bytes, memoryview),
        lambda value: base64.b85encode(bytes(value)).decode(),
        base64.b85decode,
    ),
}


class PageKeys:
    """Write and read page keys; ``salt`` keeps those of different lists apart."""

    def __init__(self, salt: str) -> None:
        # "~" needs no escape in a URL, unlike the default ":".
        self.signer = Signer(sep="~", salt=f"htmx_views.page_key.1 {salt}")

    def write(self, values: Values, *, backwards: bool) -> str:
        """Return the key of the rows after ``values``, or before them."""
        items = [int(backwards), *map(_encode, values)]
        return self.signer.sign_object(items, compress=True)

    def read(self, key: str) -> tuple[Values, bool] | None:
        """Return what ``key`` says, or ``None`` if this signer did not write it."""
        try:
            backwards, *items = self.signer.unsign_object(key)
        except (BadSignature, UnicodeError):
            return None
        return [_decode(item) for item in items], bool(backwards)


def _encode(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    for tag, (types, write, _) in _CODECS.items():
        if isinstance(value, types):
            return [tag, write(value)]
    raise TypeError(
        f"KeysetPaginator cannot write {value!r} into a page key. Order by a column "
        "of numbers, text, dates, times, durations or UUIDs."
    )


def _decode(item: Any) -> Any:
    if isinstance(item, list):
        tag, text = item
        return _CODECS[tag][2](text)
    return item
