"""Letters that look alike: one form for matching, while the text itself stays as it is.

Takes text. Gives a form to match with. Knows nothing of words' meaning.

Two forms. ``plain`` keeps the length, so that a place found in it is the same place in the text. ``fold`` gives the form
in which two words are the same word: Unicode NFKC (ligatures, full-width letters), case folding, soft hyphens and
zero-width characters gone, and letters that only look Latin (Unicode TR39 calls them confusable) made Latin.
"""

from __future__ import annotations

import re
import unicodedata

_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαιν",
    "ABESIJKMHOPCTYXaesijopcyxdqwh" "ABEZHIKMNOPTYXoaiv",
)  # fmt: skip
_MARKS = {
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys(map(ord, "‘’‚‛ʼ′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
}  # fmt: skip
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_MIXED_WORD = re.compile(r"[A-Za-z\u0370-\u04ff\u0500-\u052f]+")
_LATIN, _OTHER = re.compile("[A-Za-z]"), re.compile("[\u0370-\u04ff\u0500-\u052f]")


def _latin(match: re.Match[str]) -> str:
    """Make a word Latin if it mixes Latin with Greek or Cyrillic letters; a purely Cyrillic word is left alone."""
    word = match[0]
    return word.translate(_LOOKALIKES) if _LATIN.search(word) and _OTHER.search(word) else word


def plain(text: str) -> str:
    """Give ``text`` with plain quotation marks, dashes, spaces and Latin letters: character for character, same length."""
    text = text.translate(_MARKS)
    return text if text.isascii() else _MIXED_WORD.sub(_latin, text)


def fold(text: str) -> str:
    """Give the form in which ``text`` is compared with other text. Its length may differ."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).translate(_MARKS)
    return _MIXED_WORD.sub(_latin, text).casefold()
