"""What is reported without quotation marks: *X said that …*, *…, X said*, *according to X, …*.

Takes a ``Line`` with its clauses. Gives the stretches that are said, with who and by which cue. Knows nothing of stretches
in marks but that it leaves them alone.

Two constructions only, since others cannot be told from plain narrative without a parser: a clause after the cue, and a
clause before or around an attribution set off by commas (after Krestel et al. 2008 and Pareti et al. 2013).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from compare.language.names import words_of_names
from compare.model import Span
from compare.quotations.attribution import by_sentence
from compare.quotations.clause import Clause
from compare.quotations.content import CUTS, LONGEST, content_end, content_start, has_verb
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    DASHES,
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
from compare.quotations.subjects import head_of

_SHARE = ("percent", "per", "people", "women", "men", "%")
_CONDITIONS = frozenset("if unless".split())
_SETTINGS = frozenset("after before when while since until once as".split())
_FEWEST = 3  # words that report something, where nothing else is said
_ASIDE_LENGTH = 24  # tokens of what describes a source
_NAMES = 8  # tokens of the other name in "Ada Birk and Ivo Marek said"
_NEXT = 4  # clauses after one that may end what it says
_ALONE = 4  # words that may stand for themselves before a quotation
_OWN = frozenset("this an earlier copyright".split())
_FURNITURE = frozenset("story article version page headline copyright post caption".split())
_ASIDE = frozenset("though although while as when".split())  # after "X said,", the reporter's
_AGAIN = frozenset("and but so because if though although while".split())
_ARTICLES = frozenset("a an the one".split())


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
        for n, clause in enumerate(here):
            if clause.subject is None or clause.unsaid or not _speaks(line, clause.subject):
                continue
            kept: list[NounPhrase] = []
            for begin, past in _said(line, lo, hi, clause):
                if begin < taken or past - begin > LONGEST:
                    continue
                q = bisect_left(quoted, begin)
                stop = _joint(line, begin, past, clause, here[n + 1 : n + 1 + _NEXT])
                stop = _before_marks(line, begin, quoted[q]) if q < len(quoted) and quoted[q] < stop else stop
                kept += _trim(line, [(begin, stop)])
            if sum(past - begin for begin, past in kept) < _FEWEST:
                continue
            taken = kept[-1][1]
            cue = Span(line.start[clause.cue], line.end[clause.cue_end - 1])
            spans = [Span(line.start[start], line.end[end - 1]) for start, end in kept]
            for i, span in enumerate(spans):
                out.append(Reported(span, clause.subject, cue, spans[i - 1] if i else None))
    return out


def _speaks(line: Line, subject: NounPhrase) -> bool:
    """Say whether a subject can report: not *26 ships*, but *26 ministers*, *40 per cent*; not *you* or a sign."""
    names = words_of_names()
    words = line.low[subject[0] : subject[1]]
    people = any(w.startswith(_SHARE) or w in names.roles or w.removesuffix("s") in names.people for w in words)
    counted = line.kind[subject[0]] == NUMBER and len(words) > 1 and words[1] != "of" and not people
    furniture = words[0] in _OWN and not _FURNITURE.isdisjoint(words)  # "this story has been corrected to say"
    return not counted and not furniture and words != ["you"] and head_of(line, subject) not in line.cues.signs


def _said(line: Line, lo: int, hi: int, clause: Clause) -> list[NounPhrase]:
    """Give what a clause says is said, in tokens: one stretch, two where the clause interrupts it, or none."""
    table = line.cues
    rest = clause.end + (clause.end < hi and line.low[clause.end] == ",")
    before = line.low[clause.start - 1] if clause.start > lo else ""
    if (rest < hi and line.kind[rest] == QUOTED) or before in _CONDITIONS:
        return []  # "if Orlov said that": nobody says he did
    if clause.shape in {"according", "headline"}:
        return _by_source(line, lo, hi, clause, rest)
    saying = clause.lemma in table.clause or clause.lemma in table.person
    spoken = saying or clause.lemma in table.infinitive or clause.lemma in table.of
    told = clause.shape == "passive" and clause.lemma in table.person  # "was told by X that"
    if not spoken or not (told or clause.shape in {"subject first", "participle", "verb first"}):
        return []
    start = content_start(line, clause, hi) if clause.shape != "verb first" else None
    if start is None:
        return _around(line, lo, hi, clause, rest) if saying and clause.shape not in {"participle", "passive"} else []
    if line.low[max(lo, clause.cue - 1)] == "to" and line.low[start - 1] != "that" and line.low[start] != "to":
        return []  # "Parliament hurries to write a new law"
    end = content_end(line, start, hi, setting=before in _SETTINGS)
    if _relative(line, clause):
        # The comma after which its subject acts ends it: "…, resigned on Monday".
        acts = (k for k in range(start, end - 1) if line.low[k] == "," and _is_finite(line, k + 1))
        end = next(acts, end)
    return _trim(line, [(start, end)])


def _relative(line: Line, clause: Clause) -> bool:
    """Say whether a clause stands beside its subject: *Birk, who said it was safe, resigned*."""
    between = line.low[clause.subject[1] : clause.cue] if clause.subject else []
    return between[:1] == [","] and not RELATIVES.isdisjoint(between) and between.count(",") == 1


def _is_finite(line: Line, k: int) -> bool:
    word = line.low[k]
    return line.kind[k] == LOWER and (word in AUXILIARIES or word in line.cues.finite or word.endswith("ed"))


def _by_source(line: Line, lo: int, hi: int, clause: Clause, rest: int) -> list[NounPhrase]:
    """*According to X, …*, *…, according to X* and *…, according to X, …*, without what describes X; *X: …* in headlines."""
    if clause.shape == "headline":
        return _trim(line, [(clause.end, hi)])
    low = line.low
    if clause.start <= lo + 2:  # "According to X, who runs the mill, …"
        described = clause.end < rest < hi and low[rest] in RELATIVES | _ARTICLES
        comma = next((k for k in range(rest, min(hi, rest + _ASIDE_LENGTH)) if low[k] == ","), -1) if described else -1
        return _trim(line, [(max(clause.end, comma), hi)])
    goes_on = clause.end < rest < hi and low[rest] not in RELATIVES | _ARTICLES | _ASIDE | {"and", "but"}
    return _trim(line, [(lo, clause.start), (rest, hi)] if goes_on else [(lo, clause.start)])


def _around(line: Line, lo: int, hi: int, clause: Clause, rest: int) -> list[NounPhrase]:
    """*…, X said*, *…, X said, …* and *As X said, …*."""
    low, kind = line.low, line.kind
    if low[lo] == "as" and clause.start == lo + 1 and rest > clause.end:
        return _trim(line, [(rest, hi)])
    receiver = phrase_right(line, clause.end, hi) if clause.lemma in line.cues.person else None
    end = receiver[1] if receiver else clause.end
    ended = end >= hi or kind[end] == POINT or low[end] in PREPOSITIONS or low[end] in TIMES or low[end] in RELATIVES
    start = _opening(line, lo, clause.start)
    if not ended or start <= lo + 1 or start - lo > LONGEST:
        return []
    opening = low[lo] in PREPOSITIONS or is_adverb(low[lo]) or low[lo] in TIMES
    introductory = opening and not has_verb(line, lo, start, past_commas=True)
    inverted = clause.shape == "verb first"
    described = rest >= hi or low[rest] in CUTS or low[rest] in _ASIDE or (inverted and low[rest] not in _AGAIN)
    if rest > clause.end and not described:  # but "…, said X, a baker from Y"
        after = (rest, min(hi, rest + LONGEST))
        return _trim(line, [after] if introductory and start - lo <= _FEWEST else [(lo, start), after])
    introduces = low[hi - 1] == ":" or any(kind[k] == QUOTED for k in range(end, min(hi, end + 20)))
    return [] if introduces or introductory else _trim(line, [(lo, start)])


def _opening(line: Line, lo: int, start: int) -> int:
    """Give the token after the comma before a clause that begins at ``start``, or before its *he and*; -1 for none."""
    k = start - 1
    if k - 1 > lo and line.low[k] == "and":
        k -= 2
        while k > max(lo, start - _NAMES) and line.kind[k] == CAPITAL:
            k -= 1
    return k + 1 if k >= lo and line.low[k] == "," else -1


def _joint(line: Line, start: int, end: int, clause: Clause, later: Sequence[Clause]) -> int:
    """Give where what a clause says ends: before the next verb of its subject, *X said it rained, but called it late*."""
    for other in later:
        first = other.cue
        while first > start and is_adverb(line.low[first - 1]):
            first -= 1
        joint = line.low[first - 1]
        speaks = other.lemma in line.cues.inverted or other.lemma in line.cues.person
        if speaks and start < first < end and other.subject == clause.subject and joint in {"and", "but", ","}:
            return first - 1
        own = speaks and other.shape == "subject first" and start < other.start < end
        if own and line.low[other.start - 1] in {"and", "but", "while"} and line.kind[other.start] == CAPITAL:
            return other.start - 1  # "X said the mill was old and Y said it was new"
        closes = other.end >= end or line.kind[other.end] == POINT
        if own and closes and line.low[other.start - 1] == ",":
            return other.start - 1  # "X said he would not go, the Post reported"
    return end


def _before_marks(line: Line, start: int, quoted: int) -> int:
    """Give where the words without marks end before a quotation in their sentence; ``start`` where nothing stands alone."""
    for k in range(quoted - 1, start + _ALONE, -1):
        if line.low[k] in {",", ";"} or line.low[k] in DASHES:
            return k
    return start


def _trim(line: Line, stretches: list[NounPhrase]) -> list[NounPhrase]:
    """Drop the points at either end, and what has no words."""
    out = []
    for first, past in stretches:
        start, end = first, past
        while start < end and (line.kind[start] == POINT or line.low[start] in {"and", "but"}):
            start += 1
        while end > start and line.kind[end - 1] == POINT:
            end -= 1
        if end > start:
            out.append((start, end))
    return out
