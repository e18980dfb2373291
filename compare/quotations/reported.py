"""What is reported without quotation marks: *X said that …*, *…, X said*, *according to X, …*.

Takes a ``Line`` with its clauses. Gives the stretches that are said, with who and by which cue. Knows nothing of stretches
in marks but that it leaves them alone.

Two constructions only, since others cannot be told from plain narrative without a parser: a clause after the cue, and a
clause before or around an attribution set off by commas (after Krestel et al. 2008 and Pareti et al. 2013).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from compare.language.names import PRONOUNS, words_of_names
from compare.model import Span
from compare.quotations.attribution import by_sentence
from compare.quotations.clause import Clause
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    DETERMINERS,
    JOINTS,
    LOWER,
    NUMBER,
    POINT,
    PREPOSITIONS,
    QUOTED,
    RELATIVES,
    TIMES,
    Line,
    NounPhrase,
    is_adverb,
    phrase_right,
)

_STARTS = frozenset("he she they it we i you the there this these those his her their".split())
_POINTING = frozenset("this these those".split())
_QUESTIONS = frozenset("if whether what who why how when where".split())
_ASKING = frozenset("ask wonder question tell".split())
_SURE = frozenset(
    "say tell claim allege argue insist warn assert contend admit concede acknowledge reply imply fret".split()
)
_SHARE = ("percent", "per", "people", "women", "men", "%")
_CUTS = frozenset("adding saying according noting citing".split())
_CONDITIONS = frozenset("if unless".split())
_SETTINGS = frozenset("after before when while since until once as".split())
_LONGEST = 200  # tokens of one report


class Reported(NamedTuple):
    """What somebody is said to have said, without marks: the characters, who (in tokens of the line), and by which cue."""

    span: Span
    speaker: NounPhrase
    cue: Span
    follows: Span | None = None  # the stretch that this one goes on with after an interruption


def reported(line: Line, found: list[Clause]) -> list[Reported]:
    """Give what the paragraph reports without marks, in order and without overlap."""
    out: list[Reported] = []
    quoted = sorted(line.quoted)
    for (lo, hi), here in zip(line.sentences, by_sentence(line, found), strict=True):
        taken = lo
        for clause in here:
            if clause.subject is None or clause.unsaid or _counted(line, clause.subject):
                continue
            first = len(out)
            for start, end in _said(line, lo, hi, clause):
                q = bisect_left(quoted, start)
                if start < taken or end - start > _LONGEST or (q < len(quoted) and quoted[q] < end):
                    continue
                taken = end
                span = Span(line.start[start], line.end[end - 1])
                cue = Span(line.start[clause.cue], line.end[clause.cue_end - 1])
                out.append(Reported(span, clause.subject, cue, out[-1].span if len(out) > first else None))
    return out


def _counted(line: Line, subject: NounPhrase) -> bool:
    """Say whether a subject is so many things, which do not speak: *26 ships*, but *26 ministers*, *40 per cent*."""
    names = words_of_names()
    words = line.low[subject[0] : subject[1]]
    people = any(w.startswith(_SHARE) or w in names.roles or w.removesuffix("s") in names.people for w in words)
    return line.kind[subject[0]] == NUMBER and len(words) > 1 and words[1] != "of" and not people


def _said(line: Line, lo: int, hi: int, clause: Clause) -> list[NounPhrase]:
    """Give what a clause says is said, in tokens: one stretch, two where the clause interrupts it, or none."""
    table = line.cues
    rest = clause.end + (clause.end < hi and line.low[clause.end] == ",")
    before = line.low[clause.start - 1] if clause.start > lo else ""
    if (rest < hi and line.kind[rest] == QUOTED) or before in _CONDITIONS:
        return []  # "if Orlov said that": nobody says he did
    if clause.shape == "according":
        return _trim(line, [(lo, clause.start)] if clause.start > lo + 2 else [(clause.end, hi)])
    saying = clause.lemma in table.clause or clause.lemma in table.person
    spoken = clause.shape in {"subject first", "participle", "verb first"} and (
        saying or clause.lemma in table.infinitive
    )
    if not spoken:
        return []
    start = _content_start(line, clause, hi) if clause.shape != "verb first" else None
    if (
        start
        and line.low[max(lo, clause.cue - 1)] == "to"
        and line.low[start - 1] != "that"
        and line.low[start] != "to"
    ):
        return []  # "Parliament hurries to write a new law"
    if start is not None:
        return _trim(line, [(start, _content_end(line, start, hi, setting=before in _SETTINGS))])
    return _around(line, lo, hi, clause, rest) if saying and clause.shape != "participle" else []


def _around(line: Line, lo: int, hi: int, clause: Clause, rest: int) -> list[NounPhrase]:
    """*…, X said*, *…, X said, …* and *As X said, …*."""
    low, kind = line.low, line.kind
    if low[lo] == "as" and clause.start == lo + 1 and rest > clause.end:
        return _trim(line, [(rest, hi)])
    ended = clause.end >= hi or kind[clause.end] == POINT or low[clause.end] in PREPOSITIONS or low[clause.end] in TIMES
    if not ended or clause.start <= lo + 1 or clause.start - lo > _LONGEST or low[clause.start - 1] != ",":
        return []
    if rest > clause.end:
        return _trim(line, [(lo, clause.start), (rest, min(hi, rest + _LONGEST))])
    introduces = low[hi - 1] == ":" or any(kind[k] == QUOTED for k in range(clause.end, min(hi, clause.end + 20)))
    introductory = low[lo] in PREPOSITIONS and not _has_verb(line, lo, clause.start)
    return [] if introduces or introductory else _trim(line, [(lo, clause.start)])


def _content_start(line: Line, clause: Clause, hi: int) -> int | None:
    """Give the first token of what is said after the cue, or None where the cue takes none here."""
    low, kind, table = line.low, line.kind, line.cues
    i = clause.end
    while i < hi and ((low[i] in TIMES and low[i] != "there") or kind[i] == NUMBER) and i - clause.end < 3:
        if i + 1 < hi and low[i + 1] in AUXILIARIES:
            break  # "said 2016 was the best year"
        i += 1
    if i >= hi:
        return None
    takes_person = clause.lemma in table.person
    takes_action = clause.lemma in table.infinitive
    receiver = phrase_right(line, i, hi) if (takes_person or takes_action) and low[i] != "that" else None
    after = receiver[1] if receiver else i
    start: int | None = None
    if low[i] == "that":
        start = i + 1 if i + 1 < hi and kind[i + 1] != POINT else None
    elif after < hi and (
        (low[after] == "to" and takes_action) or (low[after] in _QUESTIONS and clause.lemma in _ASKING)
    ):
        start = after
    else:
        start = _later_that(line, i, after, hi)
        if start is None and takes_person:
            start = after if receiver and after < hi and low[after] in _STARTS else None
        elif start is None and clause.lemma in table.clause and _opens(line, i):
            sure = low[i] not in _POINTING and (clause.lemma in _SURE or low[i] in PRONOUNS or low[i] == "there")
            start = i if sure or _has_verb(line, i, hi) else None
    return start


def _later_that(line: Line, i: int, begin: int, hi: int) -> int | None:
    """Find *that* after words that say when, where or to whom: *said in a statement on Friday that*."""
    low, kind = line.low, line.kind
    if begin == i and not (low[i] in PREPOSITIONS or kind[i] == POINT or is_adverb(low[i])):
        return None
    for k in range(begin, min(begin + 12, hi)):
        if low[k] == "that":
            return k + 1 if k + 1 < hi else None
        if kind[k] == QUOTED or low[k] in JOINTS or low[k] in {":", ";"}:
            break
    return None


def _opens(line: Line, i: int) -> bool:
    """Say whether a clause without *that* may begin at token ``i``."""
    word = line.low[i]
    if word in AUXILIARIES and word not in {"not", "never"}:
        return False
    if word in _STARTS or word in DETERMINERS or word == "if":
        return True
    if line.kind[i] in {CAPITAL, NUMBER}:
        return True
    return line.kind[i] == LOWER and word not in PREPOSITIONS and word not in JOINTS and not is_adverb(word)


def _has_verb(line: Line, start: int, end: int) -> bool:
    """Say whether a finite verb stands in a stretch before any relative clause, as far as its form shows."""
    forms = line.cues.forms
    for k in range(start, min(end, start + 30)):
        word = line.low[k]
        if word in RELATIVES:
            return False
        cue = forms.get(word) if line.kind[k] == LOWER and word not in line.cues.nouns else None
        if word in AUXILIARIES or (cue and cue.form in {"past", "present"}):
            return True
        if k > start + 1 and word.endswith("ed") and line.kind[k] == LOWER and line.low[k - 1] not in DETERMINERS:
            return True
    return False


def _content_end(line: Line, start: int, hi: int, *, setting: bool) -> int:
    """Give the end of what is said: the sentence's, or where the reporter takes over again."""
    low = line.low
    for i in range(start, min(hi, start + _LONGEST)):
        following = low[i + 1] if i + 1 < hi else ""
        if low[i] in {";", ":"} or (low[i] == "," and (following in _CUTS or setting)):
            return i
        if low[i] == "." and following in {"he", "she", "they", "it", "the"}:
            return i  # a sentence that ends with an abbreviation
    return min(hi, start + _LONGEST)


def _trim(line: Line, stretches: list[NounPhrase]) -> list[NounPhrase]:
    """Drop the points at either end, and stretches of fewer than three words."""
    out = []
    for first, past in stretches:
        start, end = first, past
        while start < end and (line.kind[start] == POINT or line.low[start] in {"and", "but"}):
            start += 1
        while end > start and line.kind[end - 1] == POINT:
            end -= 1
        if end - start >= 3:
            out.append((start, end))
    return out
