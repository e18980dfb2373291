"""Where a paragraph names persons, and which titles stand beside the names.

Takes a ``Line``. Gives its ``Mention``s, and the titles of one. Knows nothing of which mentions are of one person.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from compare.language.names import (
    MONTHS,
    PARTICLES,
    PRONOUNS,
    WEEKDAYS,
    bearer,
    is_title,
    person_key,
)
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    DETERMINERS,
    JOINTS,
    LOWER,
    POINT,
    PREPOSITIONS,
    Line,
    NounPhrase,
    is_adverb,
    phrase_left,
    phrase_right,
)

_IN = frozenset(("in", "across", "near", "outside", "inside", "throughout"))
_NO_NAMES = DETERMINERS | PREPOSITIONS | JOINTS | AUXILIARIES | PRONOUNS


class Mention(NamedTuple):
    """A run of capitalised words that holds a name: where, the name, and whether *of* hangs it on a title before it."""

    phrase: NounPhrase
    name: str
    words: int
    placed: bool


def mentions_in(line: Line) -> list[Mention]:
    """Give the runs of capitalised words that hold a person's name."""
    found = []
    low, kind = line.low, line.kind
    i, count = 0, len(low)
    while i < count:
        if kind[i] != CAPITAL or low[i] in _NO_NAMES or is_adverb(low[i]):
            i += 1
            continue
        j = i + 1
        while j < count and j - i < 14:
            further = j + 1 + (j + 1 < count and low[j + 1] in PARTICLES)  # "van der Holt"
            particle = low[j] in PARTICLES and further < count and kind[further] == CAPITAL
            particle = particle or (j > i and low[j - 1] in PARTICLES and low[j] in PARTICLES)
            initial = (
                low[j] == "."
                and j + 1 < count
                and kind[j + 1] == CAPITAL
                and (len(low[j - 1]) == 1 or is_title(low[j - 1]))
            )
            if (kind[j] != CAPITAL or (low[j] in _NO_NAMES and low[j] not in MONTHS)) and not particle and not initial:
                break
            if low[j - 1].endswith(("'s", "’s")):
                break
            j += 1
        if low[i] not in WEEKDAYS and low[i] not in MONTHS:
            name = bearer(line.words((i, j)))
            if name:
                words = len(person_key(name))
                found.append(
                    Mention((i, j), name, words, words > 2 and low[i] == name.split()[0].lower() and _placed(line, i))
                )
        i = j
    return found


def _placed(line: Line, i: int) -> bool:
    """Say whether *of*, or *of the*, hangs what begins at token ``i`` on a title."""
    of = i - 1 - (i > 0 and line.low[i - 1] == "the")
    return of > 0 and line.low[of] == "of" and any(is_title(line.low[k]) for k in range(max(0, of - 3), of))


def stands_within(line: Line, phrase: NounPhrase) -> bool:
    """Say whether a name stands as a place or a body does: *in Westmark*, *the White House said*."""
    first, past = phrase
    before = line.low[first - 1] if first else ""
    if before == "the":
        return past >= len(line.low) or line.kind[past] != LOWER or line.low[past] in AUXILIARIES
    return before in _IN


def titles_of(line: Line, phrase: NounPhrase, name: str) -> list[tuple[NounPhrase, bool]]:
    """Give what may be a title before a name, or beside it between commas, and whether it surely is the bearer's."""
    low, (first, past) = line.low, phrase
    found = []
    lo, hi = sentence_at(line, first)
    whole = phrase_left(line, past - 1, lo)
    if whole and (bearer(line.words(whole)) or bears(line.words(whole), len(name.split()))):
        found.append(((min(whole[0], first), past), True))
    ended = past >= hi or low[past] in {",", "."}
    if past + 1 < len(low) and low[past] == ",":
        after = phrase_right(line, past + 1, len(low))
        if after and (low[after[0]] in DETERMINERS or line.kind[after[0]] == LOWER or is_title(low[after[0]])):
            found.append((after, after[1] >= hi or line.kind[after[1]] == POINT))
    if first - 2 >= lo and low[first - 1] == ",":
        prior = phrase_left(line, first - 2, lo)
        if prior and low[prior[0]] in DETERMINERS:
            found.append((prior, ended))
    return found


def sentence_at(line: Line, i: int) -> tuple[int, int]:
    """Give the sentence that token ``i`` stands in."""
    place = bisect_right(line.sentences, (i, len(line.low))) - 1
    found = line.sentences[place] if place >= 0 else (0, 0)
    return found if found[0] <= i < found[1] else (0, len(line.low))


def bears(mention: str, count: int) -> bool:
    """Say whether the last ``count`` words name who has the title before them, be it with a place: not *a critic of X*."""
    words = mention.split()
    before, name = words[:-count], words[-count:]
    of = max((k for k, word in enumerate(before) if word in PREPOSITIONS), default=0)
    place = [word for word in before[of + 1 :] if word != "the"]
    if not of or not place or is_title(place[-1]) or not all(word[0].isupper() for word in place):
        return False
    return any(is_title(word) for word in before[:of]) and bool(bearer(" ".join(before[:of] + name)))
