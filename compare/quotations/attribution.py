"""Which clause each stretch in quotation marks belongs to.

Takes a ``Line`` with its clauses. Gives for each stretch a ``Claim``: whose it is said to be, by which cue, how surely.
Knows nothing of other paragraphs, or of whom *the minister* means.

The tiers follow how often each construction was right on a labelled corpus of news: an adjacent clause, or a further
sentence of the paragraph behind one (A, .98), a cue before the words (B, .93), a cue elsewhere in the sentence (C, .90).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from compare.model import Span, Tier
from compare.quotations.clause import NESTED, Clause, governs
from compare.quotations.phrases import (
    DASHES,
    MARKS,
    POINT,
    PREPOSITIONS,
    QUOTED,
    Line,
    NounPhrase,
    is_adverb,
    phrase_right,
)
from compare.quotations.subjects import head_of, is_joint

_WHILE = frozenset("as when while who".split())
_NEAR = 12  # tokens back in which an opening bracket is looked for
_LAST = 3  # clauses at a sentence's end of which one may attribute all of it
_CLAUSE = 5  # words of a quotation that may be a clause of its own


class Claim(NamedTuple):
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


class _Sentence(NamedTuple):
    """A sentence with its clauses, in order; ``alone`` says that it holds nothing but quotations."""

    lo: int
    hi: int
    clauses: list[Clause]
    places: list[int]  # the cue of each clause
    alone: bool


def claim_of(line: Line, clause: Clause, tier: Tier) -> Claim:
    """Give the claim that a clause makes."""
    if clause.subject is None or clause.unsaid:
        return Claim(lemma=clause.lemma, term=clause.shape == "naming")
    if head_of(line, clause.subject) in line.cues.signs:
        return Claim(lemma=clause.lemma, term=True)
    if line.low[clause.subject[0]] == "you" or clause.lemma in line.cues.denying:
        return Claim(lemma=clause.lemma)  # "you may say": nobody did; "denied being “a ruin”": somebody else did
    cue = Span(line.start[clause.cue], line.end[clause.cue_end - 1])
    first = clause.subject[0]
    beside = clause.start == first > 1 and line.low[first - 2 : first] == [",", "and"]  # "X, the mayor, and Y said"
    return Claim(
        line.number, clause.subject, cue, clause.lemma, "C" if beside or is_joint(line, clause.subject) else tier
    )


def by_sentence(line: Line, found: Sequence[Clause]) -> list[list[Clause]]:
    """Give the clauses of each sentence of the line."""
    grouped: list[list[Clause]] = [[] for _ in line.sentences]
    s = 0
    for clause in found:
        while s + 1 < len(line.sentences) and clause.cue >= line.sentences[s][1]:
            s += 1
        grouped[s].append(clause)
    return grouped


def attribute(line: Line, found: Sequence[Clause]) -> dict[int, Claim]:
    """Give for each stretch of the paragraph, by its number in the article, the claim that the paragraph makes."""
    if not line.quoted:
        return {}
    sentences = [
        _Sentence(lo, hi, here, [c.cue for c in here], _alone(line, lo, hi))
        for (lo, hi), here in zip(line.sentences, by_sentence(line, found), strict=True)
    ]
    claims: dict[int, Claim] = {}
    last: Claim | None = None
    previous: tuple[int, Clause | None] = (-1, None)  # the quotation before: its token, its clause
    s = 0
    for k, number in sorted(line.quoted.items()):
        while s + 1 < len(sentences) and k >= sentences[s].hi:
            s += 1
        clause, tier = _best(line, sentences, s, k)
        claim = claim_of(line, clause, tier) if clause else _carried(line, sentences, s, last)
        goes_on = clause is not None and clause is previous[1] and _interrupts(line, previous[0], k, clause)
        claims[number] = claim._replace(adjacent=tier == "A", alone=sentences[s].alone, goes_on=goes_on)
        previous = (k, clause)
        if claim.speaker:
            last = claim
    return claims


def _alone(line: Line, lo: int, hi: int) -> bool:
    aside = {"and", "but"}
    return all(line.kind[i] in {POINT, QUOTED} or line.low[i] in aside or is_adverb(line.low[i]) for i in range(lo, hi))


def _carried(line: Line, sentences: Sequence[_Sentence], s: int, last: Claim | None) -> Claim:
    """Give the claim for a sentence that is only a quotation: who spoke before it in the paragraph."""
    if not sentences[s].alone and not _opens(line, sentences[s]):
        return Claim()
    if last:
        # A sentence of its own behind an adjacent clause is as sure as that one: measured, see the module's docstring.
        tier: Tier = last.tier if sentences[s].alone else "C" if last.tier == "C" else "B"
        return last._replace(tier=tier)
    before = sentences[s - 1].clauses if s else []
    clause = next((c for c in before if c.subject and not c.unsaid), None)
    return claim_of(line, clause, "C") if clause else Claim()


def _opens(line: Line, sentence: _Sentence) -> bool:
    """Say whether a sentence opens with a quotation of its own and attributes nothing: *“They are in favour” of it*."""
    lo = sentence.lo
    words = line.text[line.start[lo] + 1 : line.end[lo]].split(None, _CLAUSE) if line.kind[lo] == QUOTED else []
    return not sentence.clauses and len(words) >= _CLAUSE and words[0][:1].isupper()


def _best(line: Line, sentences: Sequence[_Sentence], s: int, k: int) -> tuple[Clause | None, Tier]:
    """Choose the clause for the quotation at token ``k``: the adjacent one, else one before it, else in the sentence."""
    sentence = sentences[s]
    here = sentence.clauses
    n = bisect_left(sentence.places, k)
    nearest = _before(here, n)
    after = _after(line, sentences, s, k)
    led_in = nearest is not None and line.low[k - 1] == ":"  # "X told Y: “….” Y wept."
    if after and not (led_in and _ending(line, k) == "."):
        return after, "A"
    bracket = _bracket(line, sentence.lo, k)
    if bracket >= 0:
        # A gloss in brackets is its own context.
        return (nearest, "C") if nearest and nearest.start > bracket else (None, "D")
    closing = _closing(line, sentence, n)
    if closing and (nearest is None or nearest.lemma not in line.cues.inverted | line.cues.person | line.cues.naming):
        return closing, "B"
    if nearest and nearest.lemma in line.cues.naming and line.low[k - 1] == ":" and nearest.end < k - 1:
        return None, "D"  # "When I call Holt, she is curt: “…”"
    if nearest:
        clause = _outer(line, here, n, k)
        gap = k - clause.end
        introduced = line.low[k - 1] in {":", "that", ","} or line.low[k - 1] in DASHES
        return clause, "B" if gap <= 3 or introduced else "C"
    speaking = line.cues.inverted | line.cues.person | line.cues.clause | line.cues.naming
    beside: list[tuple[Clause, Tier]] = [(c, "B") for c in here[:1] if c.shape == "according"]
    later = [c for c in here[:-4:-1] if c.cue > k and c.shape in {"subject first", "verb first"}]
    beside += [(c, "C") for c in later if c.lemma in speaking]
    beside += [(c, "B") for c in here[-1:] if c.shape == "according"]
    return beside[0] if beside else (None, "D")


def _before(here: Sequence[Clause], n: int) -> Clause | None:
    """Give the last of the first ``n`` clauses that words may follow: not *according to X*."""
    return next((c for c in here[max(0, n - NESTED) : n][::-1] if c.shape != "according"), None)


def _closing(line: Line, sentence: _Sentence, n: int) -> Clause | None:
    """Give the clause behind a comma near the end of a sentence: *the vote signals “the end” for us, said X*."""
    for clause in sentence.clauses[max(n, len(sentence.clauses) - _LAST) :]:
        behind = line.low[clause.start - 1] == "," and clause.shape in {"subject first", "verb first"}
        ends = clause.end >= sentence.hi or line.kind[clause.end] == POINT or line.low[clause.end] in PREPOSITIONS
        if behind and ends and clause.subject and clause.lemma in line.cues.inverted:
            return clause
    return None


def _bracket(line: Line, lo: int, k: int) -> int:
    """Give the opening bracket that the quotation at ``k`` stands within, or -1."""
    for i in range(k - 1, max(lo, k - _NEAR) - 1, -1):
        if line.low[i] in {"(", ")"}:
            return i if line.low[i] == "(" else -1
    return -1


def _outer(line: Line, here: Sequence[Clause], n: int, k: int) -> Clause:
    """Give the clause that the quotation at ``k`` belongs to, after ``n``: the last, unless it is part of what is said.

    In *Orlov stressed that the people voice “full support”* it is Orlov who speaks.
    """
    table = line.cues
    left = [c for c in here[max(0, n - NESTED) : n] if c.shape != "according"]
    inner = left[-1]
    if inner.shape == "remark" and line.kind[inner.end] == QUOTED:
        # "Birk said Marek’s remarks “are a shame”" is no quotation of Marek.
        above = next((c for c in reversed(left[:-1]) if c.lemma in table.clause | table.person and c.subject), None)
        near = above and (inner.start - above.end <= 2 or line.low[inner.start - 1] == "that")
        return above if above and near else inner
    introduces = inner.end == k - 1 and line.low[k - 1] in {":", ","}
    speaks = introduces or inner.lemma in table.inverted or inner.lemma in table.naming
    if speaks or inner.shape not in {"subject first", "passive"}:
        return inner
    for outer in reversed(left[:-1]):
        if outer.subject and inner.subject != outer.subject and governs(line, outer, inner):
            return outer
    return inner


def _after(line: Line, sentences: Sequence[_Sentence], s: int, k: int) -> Clause | None:
    """Give the clause right after the quotation: *“…,” he said*, *“…” said X*, *“…?” X asked*."""
    sentence, low = sentences[s], line.low
    c, closed = k + 1, _ends_open(line, k)
    n = bisect_left(sentence.places, k)
    if sentence.clauses[n : n + 1] and sentence.clauses[n].shape == "signed" and sentence.clauses[n].start == c:
        return sentence.clauses[n]
    if c < sentence.hi and line.kind[c] == POINT:
        if low[c] == ".":
            return None
        closed |= low[c] in {",", ";"} or low[c] in DASHES
        c += low[c] in {",", ";"} or low[c] in DASHES
    while c < sentence.hi and (low[c] in {"as", "then"} or is_adverb(low[c])):
        c += 1
    if c >= sentence.hi:
        alone = not sentence.clauses  # else the quotation's own sentence tells: "X said: “….” Y wept."
        return _trailing(line, sentences[s + 1]) if closed and alone and s + 1 < len(sentences) else None
    for clause in sentence.clauses[n : n + 3]:
        starts = clause.start == c and clause.shape in {"subject first", "verb first", "according", "object"}
        within = "who" in low[clause.start : clause.cue]  # "an official who asked not to be named said"
        if starts and clause.subject and (closed or clause.shape == "verb first" or low[c] in {"he", "she", "they"}):
            return next(
                (x for x in sentence.clauses[n : n + 4] if within and x.start == c and x.cue > clause.cue), clause
            )
        if clause.shape == "object" and clause.cue - c <= 4 and (closed or low[k + 1] in DASHES):
            return clause  # “…” — AGENCY quotes X
    return None


def _trailing(line: Line, sentence: _Sentence) -> Clause | None:
    """Give the clause that is a sentence of its own after a quotation's full stop: *“…!” Orlov shouted*."""
    clause = sentence.clauses[0] if sentence.clauses else None
    first = sentence.lo + (line.low[sentence.lo] in DASHES)
    if (
        clause is None
        or clause.start != first
        or not clause.subject
        or clause.shape not in {"subject first", "verb first"}
    ):
        return None
    receiver = phrase_right(line, clause.end, sentence.hi) if clause.lemma in line.cues.person else None
    rest = receiver[1] if receiver else clause.end
    while rest < sentence.hi and (line.kind[rest] == POINT or is_adverb(line.low[rest])):
        rest += 1
    if rest >= sentence.hi:
        return clause
    leads_on = QUOTED in line.kind[rest : sentence.hi] or line.low[sentence.hi - 1] == ":"
    return clause if not leads_on and (line.low[rest] in PREPOSITIONS or line.low[rest] in _WHILE) else None


def _ending(line: Line, k: int) -> str:
    """Give the last character of the quotation at token ``k``, before its mark."""
    return line.text[max(line.start[k], line.end[k] - 8) : line.end[k]].rstrip(MARKS)[-1:]


def _ends_open(line: Line, k: int) -> bool:
    """Say whether the quotation ends with a point after which an attributing clause may follow."""
    return _ending(line, k) in {",", ".", "?", "!", "…", "—", "–", "-", ";", ":"}


def _interrupts(line: Line, a: int, b: int, clause: Clause) -> bool:
    """Say whether a clause only interrupts one utterance: no full stop stands between the two quotations."""
    return a < clause.cue < b and not any(line.low[i] in {".", "!", "?", ";"} for i in range(clause.end, b))
