"""What the letters of a text are, one number per code point, for a compiled reader.

Takes nothing. Gives two tables that say what ``compare.language`` says, character by character. Knows nothing of texts.

``compare.language.tokens`` and ``letters.fold`` are the rule; these tables are their shadow, made from them. A character
whose form depends on its neighbours, or that becomes several, is marked ``HARD``, and its word is left to the rule itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from compare.language.letters import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LETTER, DIGIT, WITHIN, JOINER, POINT, SEPARATOR, LATIN, OTHER, HARD = (1 << bit for bit in range(9))
SHIFT = 9  # above the classes stands the code point that the letter folds to
_POINTS, _ASSIGNED = 0x110000, 0x34000  # no letter or digit stands above the second
_CASED = 0x3000  # above, only the scripts below are known to fold to themselves; every other word is left to the rule
_PLAIN = ((0x3041, 0x3097), (0x30A1, 0x30FB), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4))
_JAMO = (0x1100, 0x1200)  # Korean letters, which Unicode composes to syllables
_CLASSES = (
    (LETTER, re.compile(r"[^\W\d_]+")),
    (DIGIT, re.compile(r"\d+")),
    (WITHIN, re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")),
    (JOINER, re.compile("[\u00ad'’ʼ]")),
    (POINT, re.compile(r"\.")),
    (SEPARATOR, re.compile("[.,:]")),
    (LATIN, re.compile("[A-Za-z]+")),
    (OTHER, re.compile("[\u0370-\u04ff\u0500-\u052f]+")),
)


@cache
def table() -> NDArray[np.uint32]:
    """Give, for each code point, its classes as bits and, above ``SHIFT``, the code point it folds to."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    everything = np.arange(_ASSIGNED, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    letters = np.full(_POINTS, HARD, dtype=np.uint32)
    for start, end in ((0, _CASED), *_PLAIN):
        letters[start:end] = np.arange(start, end) << SHIFT
    letters[:_CASED] = [_folded(chr(point)) for point in range(_CASED)]
    letters[_JAMO[0] : _JAMO[1]] = HARD
    for bit, pattern in _CLASSES:
        for match in pattern.finditer(everything):
            letters[match.start() : match.end()] |= np.uint32(bit)
    return letters


def _folded(letter: str) -> int:
    """Give what ``letter`` folds to in any word, shifted, or ``HARD`` where that is not sure."""
    form = fold(letter)
    if letter.isascii():
        return ord(form) << SHIFT
    moves = ("A" <= form <= "z") or ("\u0370" <= form <= "\u052f") is not ("\u0370" <= letter <= "\u052f")
    numeral = letter.isalnum() and not letter.isdecimal() and not (letter.isalpha() and form.isalpha())
    hard = len(form) != 1 or moves or numeral or unicodedata.category(letter).startswith("M")
    return HARD if hard else ord(form) << SHIFT
