"""Words as hashes of 64 bits.

Takes texts. Gives a hash for each word, in order. Knows nothing of what they are for.

A few texts are read in plain Python; many, or long ones, by compiled code (``scanner``), which gives the same hashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from compare.language.tokens import norm, written_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes: TypeAlias = NDArray[np.uint64]
    Codes: TypeAlias = NDArray[np.unsignedinteger]

_ODD = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: multiplying by it spreads low bits upwards
_MASK = 2**64 - 1
_REMEMBERED, _LONG = 200_000, 50  # words, and characters of one
_APART = "\0" * 4  # between texts: compiled code looks that far ahead
_known: dict[str, int] = {}  # words as they were written in texts before: a service reads one after the other


def word_hash(word: str) -> int:
    """Give the hash of a folded word: a polynomial of its code points modulo 2^64."""
    value = 0
    for letter in word:
        value = (value * _ODD + ord(letter)) & _MASK
    return value ^ (value >> 29)


@lru_cache(maxsize=1)  # of an article that is checked, the words are asked for again to show what differs
def word_hashes(text: str) -> Hashes:
    """Give a hash for each folded word of ``text``, in order."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    if len(_known) > _REMEMBERED:
        _known.clear()
    written = written_words(text)
    hashes = list(map(_known.get, written))
    if None in hashes:
        own = {word: word_hash(norm(word)) for word, value in zip(written, hashes, strict=True) if value is None}
        _known.update((word, value) for word, value in own.items() if len(word) <= _LONG)  # nothing of a hostile text
        hashes = [own[word] if value is None else value for word, value in zip(written, hashes, strict=True)]
    found = np.array(hashes, dtype=np.uint64)
    found.flags.writeable = False  # it is given out again
    return found


class Words(NamedTuple):
    """The words of several texts: all hashes, the bounds of each text in them, and where in its text each word begins.

    ``begins`` is empty where it was not asked for.
    """

    hashes: Hashes
    ends: NDArray[np.int64]
    begins: NDArray[np.int64]


def code_points(texts: Sequence[str]) -> Codes:
    """Give the code points of all texts, of 16 bits each where that is enough for all of them, as ``scan`` takes them."""
    import numpy as np  # noqa: PLC0415 - as above

    text = _APART.join([*texts, ""])
    # A lone surrogate, which JSON can carry, passes as it is.
    codes = text.encode("utf-16-le", "surrogatepass")
    if len(codes) == 2 * len(text):
        return np.frombuffer(codes, dtype="<u2")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def scan(texts: Sequence[str], codes: Codes, *, begins: bool = False) -> Words:
    """Give the words of ``texts`` by compiled code; ``codes`` are their ``code_points``."""
    import numpy as np  # noqa: PLC0415 - as above

    from compare.language.alphabet import table  # noqa: PLC0415 - a tenth of a second
    from compare.language.scanner import read_words  # noqa: PLC0415 - numba, where there is enough work

    bounds = np.cumsum([0, *(len(text) + len(_APART) for text in texts)], dtype=np.int64)
    places = np.empty(len(codes) if begins else 0, dtype=np.int64)
    hashes, ends, left = read_words(codes, bounds, table(), places)
    forms: dict[str, int] = {}
    for place, text, start, end in left.tolist():
        word = texts[text][start:end]
        if word not in forms:
            forms[word] = word_hash(norm(word))
        hashes[place] = forms[word]
    if begins:
        places = places[: len(hashes)] - np.repeat(bounds[:-1], np.diff(ends))
    return Words(hashes, ends, places)
