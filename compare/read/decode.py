"""Bytes of a page as text.

Takes bytes. Gives text. Knows nothing of formats.
"""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The HTML standard reads these labels as windows-1252, because that is what pages that carry them are written in.
_WEB_LABELS = {"iso8859-1": "windows-1252", "ascii": "windows-1252", "latin-1": "windows-1252"}


def decode(data: bytes, *, html: bool = False) -> tuple[str, int | None]:
    """Give the text, and the line (from 1) of the first byte that is damaged, or None if there is none.

    A byte order mark decides, then UTF-8, then for HTML the page's own ``charset``, then what charset-normalizer finds.
    Where none fits, the text is UTF-8 with U+FFFD in the place of what is damaged.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    declared = _META.search(data, 0, 4096) if html else None
    for name in filter(None, (_codec(declared[1].decode("ascii", "replace")) if declared else None, _guess(data))):
        try:
            return data.decode(name), None
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace"), line


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _WEB_LABELS.get(name, name)


def _guess(data: bytes) -> str | None:
    """Guess an 8-bit encoding; not for a page that is UTF-8 but for a few bytes, which then are damage."""
    good = data.decode("utf-8", "ignore")
    if any(ord(c) > 127 for c in good):
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - heavy, and seldom needed

    best = from_bytes(data[:200_000]).best()
    return best.encoding if best else None
