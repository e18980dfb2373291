"""What words tell something, and how rare they are among the quotations at hand.

Takes utterances. Gives the stems of their telling words, with places and weights. Knows nothing of whether two are one.

A word that half the quotations of an event hold (whom it is about, where it was) tells two of them apart no better than
*the* does. So the words are weighed by how few utterances of the event hold them (the inverse document frequency of Spärck
Jones 1972, here from 0 to 1).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from compare.language.names import name_words
from compare.statements.utterances import Utterance
from compare.statements.words import Word

TELLING = 0.6  # the weight in English at large from which a word tells something of the subject
_FEWEST = 50  # utterances that an event is taken to have at least: of two, a word that both hold is no common one
_INFLECTED = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "s")
_DERIVED = ("ation", "ly", "al", "ment", "y")


@lru_cache(maxsize=50_000)
def stem(key: str) -> str:
    """Give a word without the endings that tense, number and derivation put to it: ``handling`` and ``handled``."""
    for endings in (_INFLECTED, _DERIVED):
        for ending in endings:
            if key.endswith(ending) and len(key) - len(ending) >= 3:
                key = key.removesuffix(ending)
                break
    return key[:-1] if len(key) > 3 and key[-1] in ("e", key[-2]) else key


def rarities(found: Sequence[Sequence[Word]]) -> Mapping[str, float]:
    """Give, for each stem, from 0 (every utterance holds it) to 1 (one does) how rare it is."""
    among = max(_FEWEST, len(found)) + 1
    holders = Counter(one for words in found for one in {stem(word.key) for word in words})
    return {one: math.log(among / number) / math.log(among) for one, number in holders.items()}


def telling(u: Utterance) -> dict[str, int]:
    """Give the stems of the words that tell something, with their first places.

    The speaker's own name tells nothing, nor does the cue.
    """
    names = set(name_words(u.speech.speaker or ""))
    cue = set((u.speech.cue or "").lower().split())
    stems: dict[str, int] = {}
    for i, word in enumerate(u.words):
        if word.weight >= TELLING and word.norm not in names and word.norm not in cue:
            stems.setdefault(stem(word.key), i)
    return stems
