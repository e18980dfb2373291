"""The clauses of a sentence that attribute: *X said*, *said X*, *according to X*, *adding that*, *was called so by X*.

Takes a ``Line``. Gives its ``Clause``s in order. Knows nothing of which quotation each belongs to, or who *he* is.
"""

from __future__ import annotations

from compare.quotations.clause import NESTED, Clause
from compare.quotations.leadins import behind, headline, is_unknown_past, lead_in, remark_at, signed
from compare.quotations.phrases import (
    CAPITAL,
    DASHES,
    LOWER,
    QUOTED,
    Line,
    phrase_right,
)
from compare.quotations.shapes import read_clause
from compare.quotations.subjects import may_speak, tells, with_name
from compare.quotations.verbs import unsaid, verb_at

_ACCORDING_TO = frozenset(("of", "for", "from", "by", "in", "at", "on"))


def clauses(line: Line) -> list[Clause]:
    """Give the attributing clauses of a paragraph, in order."""
    table = line.cues
    found: list[Clause] = []
    for lo, hi in line.sentences:
        first = len(found)
        for i in range(lo, hi):
            word = line.low[i]
            if word in table.forms or word in table.remarks or word in {"according", "words", ":"}:
                clause = _at(line, (lo, hi), i, found, first)
            elif word in DASHES:
                clause = signed(line, i)
            elif line.kind[i] == QUOTED:
                clause = behind(line, i, hi)
            else:
                continue
            if clause:
                found.append(clause)
    return found


def _at(line: Line, sentence: tuple[int, int], i: int, found: list[Clause], first: int) -> Clause | None:
    """Give the clause whose cue is token ``i``; ``found[first:]`` are those before it in its sentence."""
    lo, hi = sentence
    word = line.low[i]
    if word == ":":
        return _before_colon(line, lo, i, alone=len(found) == first)
    if word == "according" or (word == "words" and line.low[max(lo, i - 2) : i + 2] == ["in", "the", "words", "of"]):
        return _according(line, i, hi)
    remark = remark_at(line, lo, i)
    cue = line.cues.forms.get(word)
    if remark or cue is None or line.kind[i] not in {LOWER, CAPITAL}:
        return remark
    verb = verb_at(line, sentence, i, cue, found[max(first, len(found) - NESTED) :])
    clause = read_clause(verb) if verb else None
    if verb and clause is None and "having" in verb.helped:
        clause = verb.clause("participle", None)
    if verb and clause and unsaid(verb, clause):
        return clause._replace(unsaid=True)
    bare = (i == lo + 1 and line.low[lo] in {"and", "but"}) or (i == lo and cue.form == "ing")
    if clause is None and found and bare and cue.form in {"past", "ing"}:
        # "And warned that …", "Adding: …": the subject is that of the sentence before.
        return Clause(i, i + 1, i, i + 1, cue.lemma, "subject first", found[-1].subject)
    return clause


def _before_colon(line: Line, lo: int, i: int, *, alone: bool) -> Clause | None:
    """Give the clause that a colon ends before a quotation; ``alone`` says that none stands before it in its sentence."""
    if i > lo and line.number == 0:
        titled = headline(line, lo, i)
        if titled:
            return titled
    if i <= lo or not (i + 1 == len(line.low) or line.kind[i + 1] == QUOTED):
        return None
    acts = (
        line.kind[i - 1] == LOWER and line.low[i - 1].endswith("s") and line.kind[i - 2] == CAPITAL
    )  # "; X disagrees:"
    return lead_in(line, lo, i) if alone or acts or is_unknown_past(line, i - 1) else None


def _according(line: Line, i: int, hi: int) -> Clause | None:
    to = i + 2 < hi and line.low[i + 1] in {"to", "of"}
    subject = phrase_right(line, i + 2, hi, inside=_ACCORDING_TO) if to else None
    subject = with_name(line, subject, hi) if subject else None
    if subject is None or not (may_speak(line, subject) or tells(line, subject)):
        return None  # "according to plan", "according to size"
    return Clause(i, subject[1], i, i + 2, "according to", "according", subject)
