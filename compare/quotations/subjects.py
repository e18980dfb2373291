"""The subject to the left of a verb: *X*, *X, the mayor of Y,*, *X, who*, *the man who leads the group*.

Takes a ``Line`` and the token before a verb. Gives the noun phrase that is its subject. Knows nothing of which verb it is.
"""

from __future__ import annotations

from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    DASHES,
    DETERMINERS,
    LOWER,
    NUMBER,
    POINT,
    PREPOSITIONS,
    QUOTED,
    RELATIVES,
    Line,
    NounPhrase,
    phrase_left,
)

_FAR = 40  # tokens that may stand between a name and its verb
_BOUNDS = frozenset("that and but when as if because".split())
_OPENING = {")": "(", "]": "["}


def left_subject(line: Line, lo: int, j: int) -> NounPhrase | None:
    """Give the subject of a verb before which ``j`` is the last token that does not belong to it; None if it has none."""
    low = line.low
    for _ in range(3):
        if j < lo or line.kind[j] == QUOTED:
            return None
        if line.kind[j] == POINT:
            return _past_insertion(line, lo, j)
        if low[j] in RELATIVES:
            return phrase_left(line, j - 1 - (j > lo and low[j - 1] == ","), lo)
        phrase = phrase_left(line, j, lo)
        start = phrase[0] - 1 if phrase else j
        if not (start > lo and low[start] in PREPOSITIONS and low[start - 1] in AUXILIARIES):
            return _widened(line, lo, phrase) if phrase else None
        j = start - 2  # "who has in the past described": what stands between the verb and its auxiliary
    return None


def _past_insertion(line: Line, lo: int, j: int) -> NounPhrase | None:
    """*X, the mayor of Y, said*: step over what stands between two commas, dashes or brackets."""
    closing = line.low[j]
    if closing not in {",", ")", "]"} and closing not in DASHES:
        return None
    opening = _OPENING.get(closing, "")
    for _ in range(3):
        k = _opening(line, lo, j, opening)
        if k <= lo:
            return None
        phrase = phrase_left(line, k - 1, lo)
        if phrase:
            return _apposed(line, lo, phrase) or _widened(line, lo, phrase)
        if line.kind[k - 1] != NUMBER and not (line.kind[k - 1] == CAPITAL and line.low[k] == ","):
            return None
        j, opening = k, ""
    return None


def _opening(line: Line, lo: int, j: int, bracket: str) -> int:
    """Give the token that opens the insertion which ``j`` closes, or -1."""
    for k in range(j - 1, max(lo, j - _FAR), -1):
        if line.kind[k] == POINT and (
            line.low[k] == bracket if bracket else line.low[k] == "," or line.low[k] in DASHES
        ):
            return k
    return -1


def _apposed(line: Line, lo: int, phrase: NounPhrase) -> NounPhrase | None:
    """Give the name that a description stands beside: in *X, a professor at Y, Z, said* it is X."""
    low, kind, start = line.low, line.kind, phrase[0]
    if start - 2 < lo or low[start - 1] != "," or not (low[start] in DETERMINERS or kind[start] == LOWER):
        return None
    further = phrase_left(line, start - 2, lo) if kind[start - 2] in {CAPITAL, NUMBER} else None
    if further and kind[further[1] - 1] == CAPITAL and (further[0] == lo or kind[further[0] - 1] in {POINT, QUOTED}):
        return further
    return None


def _widened(line: Line, lo: int, phrase: NounPhrase) -> NounPhrase:
    """Step out of a relative clause: in *the man who leads the group said* the subject is the man."""
    for k in range(phrase[0] - 1, max(lo, phrase[0] - 9) - 1, -1):
        if line.kind[k] in {POINT, QUOTED} or line.low[k] in _BOUNDS:
            break
        if line.low[k] in {"who", "which"} and k < phrase[0] - 1:
            return phrase_left(line, k - 1, lo) or phrase
    return phrase
