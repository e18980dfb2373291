"""Words with their places.

Takes text. Gives tokens whose spans point into it. Knows nothing of sentences or meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from compare.language.letters import fold

# An abbreviation with its points (U.S.), a number with its separators (1,000.5), or a word with its apostrophes.
# Possessive, so that no state is kept for each letter of a word of ten million.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}+|\d++(?:[.,:]\d++)*+[^\W\d_]*+"
    r"|[^\W\d_](?:[^\W_]|[\u0300-\u036f])*+(?:[\u00ad'’ʼ](?:[^\W_]|[\u0300-\u036f])++)*+"
)
_SHORT = 40  # characters of a word whose folded form is kept


class Token(NamedTuple):
    """A word or number: half-open offsets, and the folded form in which it is compared (``U.S.`` gives ``us``)."""

    start: int
    end: int
    norm: str


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Give the words and numbers of ``text[start:end]`` with offsets into ``text``, in order."""
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        yield Token(match.start(), match.end(), norm(match[0]))


def words(text: str) -> list[str]:
    """Give the folded words and numbers of ``text``, in order."""
    return [norm(word) for word in written_words(text)]


def written_words(text: str) -> list[str]:
    """Give the words and numbers of ``text`` as they are written, in order."""
    return _TOKEN.findall(text)


def first_words(text: str, count: int) -> str:
    """Give ``text`` up to the end of its first ``count`` words; the text itself where it has no more."""
    match = next(islice(_TOKEN.finditer(text), count, count + 1), None)
    return text if match is None else text[: match.start()]


def word_at(text: str, start: int) -> str:
    """Give the word or number that begins at ``start``, as it is written. Raises ValueError where none does."""
    match = _TOKEN.match(text, start)
    if match is None:
        raise ValueError(f"no word begins at character {start}")
    return match[0]


def norm(word: str) -> str:
    """Give the folded form of a word or number, in which it is compared."""
    return _kept(word) if len(word) <= _SHORT else _norm(word)


def _norm(word: str) -> str:
    folded = fold(word)
    return folded.replace(".", "") if folded[0].isalpha() else folded


_kept = lru_cache(maxsize=1 << 16)(_norm)  # most words come again; a word of a megabyte is not kept
