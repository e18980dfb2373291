"""How rare a word is in English at large.

Takes a folded word. Gives a number. Knows nothing of the articles at hand.

Small sets of articles cannot tell rare words from common ones, so that the frequencies of the set are blended with these.
They come from the wordfreq package (Speer 2022), which carries them; nothing is downloaded.
"""

from __future__ import annotations

import math
from functools import cache


@cache
def _frequencies() -> dict[str, float]:
    from wordfreq import get_frequency_dict  # noqa: PLC0415 - a tenth of a second, only where it is needed

    return get_frequency_dict("en", wordlist="small")


def frequency(word: str) -> float:
    """Give the share of running English text that is ``word``; a word that is not listed gets 1e-7."""
    return _frequencies().get(word, 1e-7)


def background_idf(word: str, length: int = 400) -> float:
    """Give the natural logarithm of 1 over the share of texts of ``length`` words expected to hold ``word``."""
    return -math.log(-math.expm1(length * math.log1p(-frequency(word))))


def is_function_word(word: str) -> bool:
    """Say whether ``word`` is so common (one in 1,200 words or more) that it tells nothing of a text's subject."""
    return frequency(word) >= 8e-4
