"""Which clause each quotation belongs to, and what is said without marks.

Takes a ``Line`` with its clauses. Gives for each stretch in marks a ``Claim``: whose it is said to be, by which cue, how
surely. Knows nothing of other paragraphs, or of whom *the minister* means.

The tiers follow how often each construction was right on a labelled corpus of news: an adjacent clause (A), a cue before
the words or a following quotation of one paragraph (B), a cue elsewhere in the sentence (C).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from compare.model import Span, Tier
from compare.quotations.clauses import Clause
from compare.quotations.cues import cues
from compare.quotations.phrases import (
    CAPITAL,
    DASHES,
    DETERMINERS,
    JOINTS,
    LOWER,
    NUMBER,
    POINT,
    PREPOSITIONS,
    QUOTED,
    TIMES,
    Line,
    NounPhrase,
    is_adverb,
    phrase_right,
)

_WHILE = frozenset("as when while who".split())
_STARTS = frozenset("he she they it we i you the there this these those his her their".split())
_QUESTIONS = frozenset("if whether what who why how when where".split())


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is said to have said a stretch: the mention, in tokens of line ``line``, the cue, the tier. None: nobody is named.

    ``alone`` says that the stretch is a sentence by itself; ``term`` that the sentence only gives a thing its name.
    ``goes_on`` says that it takes up, after an interruption, the stretch before it.
    """

    line: int = 0
    speaker: NounPhrase | None = None
    cue: Span | None = None
    lemma: str = ""
    tier: Tier = "D"
    adjacent: bool = False
    alone: bool = False
    term: bool = False
    goes_on: bool = False


def attribute(line: Line, found: list[Clause]) -> dict[int, Claim]:
    """Give for each stretch of the paragraph, by its number in the article, the claim that the paragraph makes."""
    claims: dict[int, Claim] = {}
    last: Claim | None = None
    previous: tuple[int, int, Clause | None] | None = None  # the quotation before: its token, its sentence, its clause
    grouped = by_sentence(line, found)
    for s, (lo, hi) in enumerate(line.sentences):
        here = grouped[s]
        for k in range(lo, hi):
            if line.kind[k] != QUOTED:
                continue
            clause, tier = _best(line, s, k, here, grouped)
            claim = _claim(line, clause, tier) if clause else Claim()
            alone = _alone(line, lo, hi, k)
            if clause is None and alone:
                if last is not None and last.speaker:
                    claim = replace(last, tier="B" if last.tier in "AB" else "C")
                elif s and grouped[s - 1]:
                    subject = next((c for c in grouped[s - 1] if c.subject and c.shape != "naming"), None)
                    claim = _claim(line, subject, "C") if subject else Claim()
            goes_on = bool(previous and clause and clause is previous[2] and _interrupts(line, previous[0], k, clause))
            term = clause is not None and clause.shape == "naming"
            claim = replace(claim, adjacent=tier == "A", alone=alone, term=term, goes_on=goes_on)
            claims[line.quoted[k]] = claim
            previous = (k, s, clause)
            if claim.speaker and not term:
                last = claim
    return claims


def by_sentence(line: Line, found: list[Clause]) -> list[list[Clause]]:
    grouped: list[list[Clause]] = [[] for _ in line.sentences]
    s = 0
    for clause in found:
        while s + 1 < len(line.sentences) and clause.cue >= line.sentences[s][1]:
            s += 1
        grouped[s].append(clause)
    return grouped


def _claim(line: Line, clause: Clause, tier: Tier) -> Claim:
    if clause.subject is None:
        return Claim(lemma=clause.lemma)
    cue = Span(line.start[clause.cue], line.end[clause.cue_end - 1])
    return Claim(line.number, clause.subject, cue, clause.lemma, tier)


def _alone(line: Line, lo: int, hi: int, k: int) -> bool:
    return all(line.kind[i] in (POINT, QUOTED) or line.low[i] in ("and", "but") for i in range(lo, hi) if i != k)


def _best(line: Line, s: int, k: int, here: list[Clause], grouped: list[list[Clause]]) -> tuple[Clause | None, Tier]:
    """Choose the clause for the quotation at token ``k`` of sentence ``s``: adjacent, else before it, else in the sentence."""
    lo, hi = line.sentences[s]
    after = _after(line, s, k, hi, here, grouped)
    if after:
        return after, "A"
    left = [c for c in here if c.cue < k and c.shape != "according"]
    bracket = _bracket(line, lo, k)
    if bracket >= 0:
        # A gloss in brackets is its own context.
        inside = [c for c in left if c.start > bracket]
        return (inside[-1], "C") if inside else (None, "D")
    if left:
        clause = _outer(line, left)
        gap = [i for i in range(clause.end, k)]
        close = all(line.kind[i] == POINT or line.low[i] in ("that", "as") for i in gap)
        introduces = bool(gap) and (line.low[k - 1] in (":", "that", ",") or line.low[k - 1] in DASHES)
        return clause, "B" if close or introduces or len(gap) <= 3 else "C"
    for clause in here:
        if clause.shape == "according" and (clause.end <= k or clause.start > k):
            return clause, "B"
    right = [c for c in here if c.cue > k and c.shape in ("subject first", "verb first")]
    if right:
        return right[-1], "C"
    return None, "D"


def _bracket(line: Line, lo: int, k: int) -> int:
    """Give the opening bracket that the quotation at ``k`` stands within, or -1."""
    for i in range(k - 1, max(lo, k - 12) - 1, -1):
        if line.low[i] == ")":
            return -1
        if line.low[i] == "(":
            return i
    return -1


def _outer(line: Line, left: list[Clause]) -> Clause:
    """Give the clause that a quotation after all of ``left`` belongs to: the last, unless it is itself part of what is said.

    In *Orlov stressed that the people voice “full support”* it is Orlov who speaks.
    """
    inner = left[-1]
    table = cues()
    for outer in reversed(left[:-1]):
        says_that = (
            outer.lemma in table.clause and outer.end < len(line.low) and line.kind[outer.end] in (LOWER, CAPITAL)
        )
        embedded = inner.lemma not in table.clause and inner.lemma not in table.naming
        if says_that and embedded and inner.shape in ("subject first", "passive"):
            if outer.subject and inner.subject != outer.subject:
                return outer
    return inner


def _after(line: Line, s: int, k: int, hi: int, here: list[Clause], grouped: list[list[Clause]]) -> Clause | None:
    """Give the clause that stands right after the quotation: *“…,” he said*, *“…” said X*, *“…?” X asked.*"""
    c = k + 1
    closed = _ends_open(line, k)
    if c < hi and line.kind[c] == POINT and (line.low[c] in (",", ";") or line.low[c] in DASHES):
        c += 1
        closed = True
    elif c < hi and line.low[c] == ".":
        return None
    while c < hi and (line.low[c] in ("as", "then") or is_adverb(line.low[c])):
        c += 1
    pool = here
    if c >= hi and s + 1 < len(line.sentences) and closed:
        return _trailing(line, s + 1, grouped[s + 1])
    for clause in pool:
        if (
            clause.start == c
            and clause.subject
            and clause.shape in ("subject first", "verb first", "according", "object")
        ):
            if clause.shape == "verb first" or closed or line.low[c] in ("he", "she", "they"):
                return clause
        if (
            clause.shape == "object"
            and clause.cue > k
            and clause.cue - c <= 4
            and line.low[k + 1 : k + 2]
            and line.low[k + 1] in DASHES
        ):
            return clause
    return None


def _trailing(line: Line, s: int, there: list[Clause]) -> Clause | None:
    """Give the clause that is a sentence of its own after a quotation's full stop: *“…!” Orlov shouted.*"""
    lo, hi = line.sentences[s]
    c = lo
    if c < hi and line.low[c] in DASHES:
        c += 1
    for clause in there[:1]:
        if clause.start == c and clause.subject and clause.shape in ("subject first", "verb first"):
            rest = [i for i in range(clause.end, hi) if line.kind[i] != POINT]
            leads_on = any(line.kind[i] == QUOTED for i in rest) or line.low[hi - 1] == ":"
            if not rest or ((line.low[rest[0]] in PREPOSITIONS or line.low[rest[0]] in _WHILE) and not leads_on):
                return clause
    return None


def _ends_open(line: Line, k: int) -> bool:
    """Say whether the quotation ends with a mark after which an attributing clause may follow."""
    inside = line.text[line.start[k] : line.end[k]].rstrip("”\"'’»“`″ \u00a0")
    return inside[-1:] in ",.?!…—–-;:"


def _interrupts(line: Line, a: int, b: int, clause: Clause) -> bool:
    """Say whether a clause only interrupts one utterance: no full stop stands between the two quotations."""
    return a < clause.cue < b and all(
        line.low[i] not in (".", "!", "?", ";") or i + 1 < b and line.low[i + 1] == "" for i in range(a + 1, b)
    )


@dataclass(frozen=True, slots=True)
class Indirect:
    """What somebody is said to have said, without marks: the characters, who, and by which cue."""

    span: Span
    speaker: NounPhrase
    cue: Span
    lemma: str
    follows: Span | None = None  # the stretch that this one goes on with


def indirect(line: Line, found: list[Clause]) -> list[Indirect]:
    """Give what the paragraph reports without marks: *X said that …*, *…, X said*, *according to X, …*."""
    out: list[Indirect] = []
    for (lo, hi), here in zip(line.sentences, by_sentence(line, found), strict=True):
        taken = lo
        for clause in here:
            if clause.subject is None:
                continue
            first = len(out)
            for extent in _said(line, lo, hi, clause):
                if extent[0] < taken or QUOTED in line.kind[extent[0] : extent[1]]:
                    continue
                taken = extent[1]
                span = Span(line.start[extent[0]], line.end[extent[1] - 1])
                cue = Span(line.start[clause.cue], line.end[clause.cue_end - 1])
                follows = out[-1].span if len(out) > first else None
                out.append(Indirect(span, clause.subject, cue, clause.lemma, follows))
    return out


def _said(line: Line, lo: int, hi: int, clause: Clause) -> list[NounPhrase]:
    """Give what a clause says is said, in tokens: one stretch, two where the clause interrupts it, or none."""
    low, kind, table = line.low, line.kind, cues()
    following = clause.end + (clause.end < hi and low[clause.end] == ",")
    if following < hi and kind[following] == QUOTED:
        return []
    if clause.shape == "according":
        stretches = [(lo, clause.start)] if clause.start > lo + 2 else [(clause.end, hi)]
        return _trim(line, stretches)
    if clause.shape not in ("subject first", "participle", "verb first"):
        return []
    if clause.lemma not in table.clause and clause.lemma not in table.person and clause.lemma not in table.infinitive:
        return []
    if clause.shape != "verb first":
        start = _content_start(line, clause, hi)
        if start is not None:
            return _trim(line, [(start, _content_end(line, start, hi))])
    if clause.shape == "participle" or (clause.lemma not in table.clause and clause.lemma not in table.person):
        return []
    if low[lo] == "as" and clause.start == lo + 1 and following > clause.end:
        return _trim(line, [(following, hi)])
    ended = clause.end >= hi or kind[clause.end] == POINT or low[clause.end] in PREPOSITIONS or low[clause.end] in TIMES
    if ended and clause.start > lo + 1 and low[clause.start - 1] == ",":
        rest = [(following, hi)] if following > clause.end else []
        return _trim(line, [(lo, clause.start), *rest])
    return []


def _content_start(line: Line, clause: Clause, hi: int) -> int | None:
    """Give the first token of what is said after the cue, or None where the cue takes none here."""
    low, kind, table = line.low, line.kind, cues()
    i = clause.end
    while i < hi and (low[i] in TIMES or kind[i] == NUMBER) and i - clause.end < 3:
        i += 1
    if i >= hi:
        return None
    if low[i] == "that":
        return i + 1 if i + 1 < hi and kind[i + 1] != POINT else None
    receiver = None
    if clause.lemma in table.person or clause.lemma in table.infinitive:
        receiver = phrase_right(line, i, hi)
    after = receiver[1] if receiver else i
    if after < hi and low[after] == "to" and clause.lemma in table.infinitive:
        return after
    if low[after : after + 1] and low[after] in _QUESTIONS and clause.lemma in ("ask", "wonder", "question", "tell"):
        return after
    if low[i] in PREPOSITIONS or kind[i] == POINT or is_adverb(low[i]) or receiver:
        # "said in a statement on Friday that": what stands between says when, where or to whom.
        begin = after if receiver else i
        that = next((k for k in range(begin, min(begin + 12, hi)) if low[k] == "that" or kind[k] == QUOTED), -1)
        if (
            that > 0
            and low[that] == "that"
            and not any(low[k] in JOINTS or low[k] in (":", ";") for k in range(begin, that))
        ):
            return that + 1 if that + 1 < hi else None
    if clause.lemma in table.person:
        return after if receiver and after < hi and low[after] in _STARTS else None
    if clause.lemma not in table.clause:
        return None
    if low[i] in _STARTS or low[i] in DETERMINERS or kind[i] in (CAPITAL, NUMBER) or low[i] == "if":
        return i
    return (
        i
        if kind[i] == LOWER and low[i] not in PREPOSITIONS and low[i] not in JOINTS and not is_adverb(low[i])
        else None
    )


def _content_end(line: Line, start: int, hi: int) -> int:
    low = line.low
    for i in range(start, hi):
        if low[i] in (";", ":"):
            return i
        if i + 1 < hi and low[i] == "," and low[i + 1] in ("adding", "saying", "according", "noting", "citing"):
            return i
        if i + 1 < hi and low[i] == "." and low[i + 1] in ("he", "she", "they", "it", "the"):
            return i  # a sentence that ends with an abbreviation
    return hi


def _trim(line: Line, stretches: list[NounPhrase]) -> list[NounPhrase]:
    """Drop the points at either end, and stretches of fewer than three words."""
    out = []
    for start, end in stretches:
        while start < end and (line.kind[start] == POINT or line.low[start] in ("and", "but")):
            start += 1
        while end > start and line.kind[end - 1] == POINT:
            end -= 1
        if end - start >= 3:
            out.append((start, end))
    return out
