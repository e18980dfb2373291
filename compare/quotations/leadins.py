"""Clauses that no known verb makes: *X: “…”*, *“…” — X*, *his remark that “…”*, *“…!” thundered X*.

Takes a ``Line`` and a place in it. Gives a ``Clause``. Knows nothing of the verbs that attribute.
"""

from __future__ import annotations

from compare.language.names import bearer
from compare.quotations.clause import Clause
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    JOINTS,
    LOWER,
    MARKS,
    POINT,
    PREPOSITIONS,
    QUOTED,
    Line,
    is_adverb,
    phrase_left,
    phrase_right,
)
from compare.quotations.subjects import left_subject, main_subject, may_speak

_POSSESSIVE = ("'s", "’s", "s'", "s’")
_SIGNED = 24  # tokens of a name with its description, behind a dash
_FURNITURE = frozenset(
    "read more see also related photo photos watch video listen next up here q a question answer".split()
)
_LABEL = 5  # tokens of a name before the colon of a headline
_KICKERS = frozenset(
    """analysis opinion update updated exclusive video watch live breaking interview explainer explained review comment
    letters letter editorial poll report factbox fact check timeline obituary profile feature podcast photos""".split()
)
_TOPICS = frozenset("what how why who when where a an".split())  # begin what is told of somebody, not by them
_DESCRIPTION = 12  # tokens of what stands beside a name
_BACK = 40  # tokens before a colon in which to look for whose words follow


def lead_in(line: Line, lo: int, colon: int) -> Clause | None:
    """*From the statement of X: “…”*, *X’s letter: “…”*, *X: “…”*."""
    low = line.low
    if colon - lo <= _LABEL and any(words.issuperset(low[lo:colon]) for words in (_FURNITURE, _KICKERS)):
        return None
    for k in range(colon - 1, max(lo, colon - _BACK) - 1, -1):
        if low[k] not in line.cues.statements:
            continue
        if k + 2 <= colon and low[k + 1] in {"of", "by", "from"}:
            subject = phrase_right(line, k + 2, colon)
        else:
            owner = phrase_left(line, k, lo) if k > lo and low[k - 1].endswith(_POSSESSIVE) else None
            subject = (owner[0], k) if owner and owner[0] < k else None
        if subject:
            return Clause(lo, colon, k, k + 1, low[k], "lead-in", subject)
    verb = line.cues.forms.get(low[colon - 1])
    acts = colon - 2 >= lo and line.kind[colon - 2 : colon] == [CAPITAL, LOWER] and low[colon - 1].endswith("s")
    past = verb is not None and verb.form == "past" and low[colon - 1] not in line.cues.nouns
    if is_unknown_past(line, colon - 1) or acts or past:
        subject = left_subject(line, lo, colon - 2)  # "to which X interjected: “…”"
        return Clause(subject[0], colon, colon - 1, colon, "", "lead-in", subject) if subject else None
    subject = main_subject(line, lo, colon)
    if (
        subject
        and low[subject[0]] in {"his", "her"}
        and low[subject[1] - 1] in line.cues.remarks | line.cues.statements
    ):
        return Clause(lo, colon, colon, colon + 1, ":", "lead-in", (subject[0], subject[0] + 1))
    if subject and any(line.kind[k] == CAPITAL and len(low[k]) > 1 for k in range(*subject)):
        return Clause(lo, colon, colon, colon + 1, ":", "lead-in", subject)
    return None


def headline(line: Line, lo: int, colon: int) -> Clause | None:
    """*Birk: the bridge is safe*, as the first line: the words of a person whom the article names; *“…”: Birk*."""
    low, kind, hi = line.low, line.kind, len(line.low)
    if kind[colon - 1] == QUOTED and 1 < hi - colon <= _LABEL and all(kind[k] == CAPITAL for k in range(colon + 1, hi)):
        return Clause(colon, hi, colon, colon + 1, ":", "signed", (colon + 1, hi))
    if (
        lo
        or low[-1] in {".", ":"}
        or colon > _LABEL
        or hi - colon <= 2
        or any(kind[k] != CAPITAL for k in range(colon))
    ):
        return None
    if not _KICKERS.isdisjoint(low[:colon]) or kind[colon + 1] == QUOTED:
        return None
    rest = range(colon + 1, hi)
    spoken = any(
        kind[k] == QUOTED or low[k] in AUXILIARIES or low[k] in line.cues.finite or low[k] == "to" for k in rest
    )
    asks = low[colon + 1] in _TOPICS
    return Clause(0, colon + 1, colon, colon + 1, ":", "headline", (0, colon)) if spoken and not asks else None


def remark_at(line: Line, lo: int, i: int) -> Clause | None:
    """*His remark that “…”*, *X’s promise: “…”*: the owner of the words."""
    low = line.low
    if low[i] not in line.cues.remarks or i <= lo or i + 1 >= len(low):
        return None
    if not (low[i + 1] in {"that", ":"} or line.kind[i + 1] == QUOTED):
        return None
    start = i - 1
    if low[start].endswith(_POSSESSIVE[:2]) and line.kind[start] == CAPITAL:
        while start > lo and line.kind[start - 1] == CAPITAL and i - start < 6:
            start -= 1
    elif low[start] not in {"his", "her"}:
        return None
    return Clause(start, i + 1, i, i + 1, low[i], "remark", (start, i))


def signed(line: Line, dash: int) -> Clause | None:
    """*“…” — X, a baker*: a name behind a dash and a quotation, or at the paragraph's beginning, and nothing else."""
    low, kind, hi = line.low, line.kind, len(line.low)
    if (dash and kind[dash - 1] != QUOTED) or not dash + 1 < hi <= dash + _SIGNED or kind[dash + 1] != CAPITAL:
        return None
    name = phrase_right(line, dash + 1, hi)
    if name is None or not (name[1] == hi or kind[name[1]] == POINT or low[name[1]] in PREPOSITIONS):
        return None
    return Clause(dash, hi, dash, dash + 1, low[dash], "signed", name) if bearer(line.words(name)) else None


def behind(line: Line, k: int, hi: int) -> Clause | None:
    """*“…,” X thundered*, *“…!” thundered X*: after a quotation that ends open, any verb in the past attributes it.

    The verbs that may stand there are an open class; only those that no table knows are read here.
    """
    low, kind = line.low, line.kind
    ended = line.text[max(line.start[k], line.end[k] - 4) : line.end[k]].rstrip(MARKS)[-1:]
    c = k + 1
    if c < hi and low[c] == "," and ended not in {",", "?", "!"}:
        ended, c = ",", c + 1
    if ended not in {",", "?", "!"} or c + 1 >= hi or (ended != "," and kind[c] == CAPITAL):
        return None  # behind "?" a sentence of its own may tell what happened then
    if is_unknown_past(line, c):
        subject = phrase_right(line, c + 1, hi)
        known = subject and may_speak(line, subject)
        return Clause(c, subject[1], c, c + 1, "", "verb first", subject) if subject and known else None
    subject = phrase_right(line, c, hi)
    if subject is None or not may_speak(line, subject):
        return None
    if subject[1] - c > 1 and is_unknown_past(line, subject[1] - 1):
        subject = (c, subject[1] - 1)
    v = subject[1]
    if v < hi and low[v] == ",":
        v = next((n + 1 for n in range(v + 1, min(hi, v + _DESCRIPTION)) if low[n] == ","), v)
    while v < hi and is_adverb(low[v]):
        v += 1
    if v >= hi or not is_unknown_past(line, v):
        return None
    ends = v + 1 >= hi or kind[v + 1] == POINT or low[v + 1] in PREPOSITIONS or low[v + 1] in JOINTS
    return Clause(c, v + 1, v, v + 1, "", "subject first", subject) if ends or is_adverb(low[v + 1]) else None


def is_unknown_past(line: Line, i: int) -> bool:
    """Say whether a word looks like a verb in the past that the table does not have."""
    return (
        line.kind[i] == LOWER
        and line.low[i].endswith("ed")
        and len(line.low[i]) > 4
        and line.low[i] not in line.cues.forms
    )
