"""From an article to its quotations: marks, clauses, claims, speakers, kinds.

Takes an ``Article``. Gives ``Quotation``s in the order of their spans. Knows nothing of other articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from compare.language.dateline import read_dateline
from compare.language.names import PRONOUNS, is_title
from compare.language.sentences import paragraphs
from compare.model import Article, Quotation, Span, Tier
from compare.quotations.attribution import Claim, attribute, claim_of
from compare.quotations.cast import Cast
from compare.quotations.clause import Clause, attributes_at
from compare.quotations.clauses import clauses
from compare.quotations.cues import Cues, cues
from compare.quotations.kinds import kind
from compare.quotations.marks import Marked, scan
from compare.quotations.nested import nested
from compare.quotations.phrases import DASHES, LOWER, MARKS, Line, NounPhrase, read_line
from compare.quotations.reported import Reported, reported
from compare.quotations.speakers import Speakers, traced
from compare.quotations.turns import turns
from compare.settings import Settings


def find_quotations(article: Article, settings: Settings | None = None) -> tuple[Quotation, ...]:
    """Give the quotations of an article, in the order of their spans; none overlaps another but its ``parent``.

    Words in quotation marks and, of the kind ``indirect``, what is reported without marks. A quotation whose speaker the
    text does not name for certain has ``speaker`` None and tier D. Never raises on any text; time grows with its length.
    """
    reader = _Reader(article.text, cues((settings or Settings()).quotations))
    return reader.quotations(article.id)


_POINTS = frozenset((".", "!", "?", "…"))
_MARKS_OPEN = frozenset("“„«\"'‘‚「")
_HEAD = 3  # paragraphs among which the lead is looked for


@dataclass(slots=True)
class _Draft:
    """A stretch in marks on its way to a quotation."""

    marked: Marked
    claim: Claim
    before: str  # the folded word before it
    line: int
    token: int
    follows: int = -1  # the draft that it goes on with


class _Reader:
    """One article: its lines, the clauses in them, and the claims they make."""

    def __init__(self, text: str, table: Cues) -> None:
        self.text, self.cues = text, table
        spans = list(paragraphs(text))
        spoken = self.turns = turns(text, spans)
        lead = next((i for i, span in enumerate(spans[:_HEAD]) if _ends(text, span)), None)
        if lead is not None and lead not in spoken:
            spans[lead] = _undated(text, spans[lead])
        marked = scan(text, spans, partial(attributes_at, table), spoken)
        self.lines: list[Line] = []
        self.clauses: list[list[Clause]] = []
        n = 0
        for number, span in enumerate(spans):
            here = []
            while n < len(marked) and marked[n].paragraph == number:
                here.append((n, marked[n]))
                n += 1
            line = read_line(table, text, number, span, here)
            self.lines.append(line)
            self.clauses.append(clauses(line))
        self.cast = Cast(self.lines)
        self._check_headline()
        self.drafts = self._drafts(marked)

    def _check_headline(self) -> None:
        """Drop what stands before the headline's colon unless it is a person whom the article names, or a role."""
        for clause in self.clauses[0] if self.clauses else ():
            if clause.shape == "headline" and clause.subject:
                label = self.lines[0].words(clause.subject)
                person = self.cast.named(label)
                known = person is not None and not person.is_place and person.name.lower() != label.lower()
                if not known and not is_title(label.split()[-1]):
                    self.clauses[0] = [c for c in self.clauses[0] if c is not clause]
                    return

    def _drafts(self, marked: Sequence[Marked]) -> list[_Draft]:
        drafts: list[_Draft] = []
        for line, found in zip(self.lines, self.clauses, strict=True):
            claims = attribute(line, found)
            starts = {lo for lo, _ in line.sentences}
            for token, number in line.quoted.items():
                claim = claims.get(number, Claim())
                before = line.low[token - 1] if token and token not in starts else ""
                drafts.append(_Draft(marked[number], claim, before, line.number, token))
                if claim.goes_on:
                    drafts[-1].follows = len(drafts) - 2
                elif marked[number].continues and number:
                    drafts[-1].follows = number - 1
        for i in range(len(drafts)):
            self._led_in(drafts, i)
        self._shared(drafts)
        return drafts

    def _led_in(self, drafts: Sequence[_Draft], i: int) -> None:
        """Look for who speaks in the paragraph before, if it ends with a colon, or after, if it goes on: *– says X*."""
        draft = drafts[i]
        if draft.claim.speaker or draft.claim.term or not draft.claim.alone:
            return
        claim = self._announced(draft.line - 1) if draft.token == 0 and draft.line else None
        last = draft.token == len(self.lines[draft.line].low) - 1
        if claim is None and last and draft.line + 1 < len(self.lines):
            claim = self._followed(draft.line + 1)
        if claim:
            draft.claim = claim._replace(alone=True)

    def _announced(self, number: int) -> Claim | None:
        """Give the claim of a paragraph that ends with a colon: *X said this to the council:*."""
        above, found = self.lines[number], self.clauses[number]
        led = next((c for c in reversed(found) if not c.unsaid), None)
        if above.low[-1:] == [":"] and led and led.subject and led.cue >= above.sentences[-1][0]:
            return claim_of(above, led, "B")
        return None

    def _followed(self, number: int) -> Claim | None:
        """Give the claim of a paragraph that goes on: *– says X*, *— X, a baker*."""
        below, found = self.lines[number], self.clauses[number]
        dash = below.low[:1] != [] and below.low[0] in DASHES  # a paragraph may hold no word
        inverted = bool(found) and found[0].shape == "verb first" and below.kind[0] == LOWER
        signed = bool(found) and found[0].shape == "signed"
        if found and (dash or inverted) and found[0].start == (dash and not signed) and found[0].subject:
            return claim_of(below, found[0], "B")
        return None

    def _shared(self, drafts: Sequence[_Draft]) -> None:
        """Give the parts of one quotation one speaker, forwards and then back."""
        for order in (range(len(drafts)), range(len(drafts) - 1, -1, -1)):
            for i in order:
                draft = drafts[i]
                if draft.follows < 0:
                    continue
                first = drafts[draft.follows]
                if first.claim.speaker and not draft.claim.speaker:
                    draft.claim = _part(first.claim, draft.claim)
                elif draft.claim.speaker and not first.claim.speaker:
                    first.claim = _part(draft.claim, first.claim)

    def quotations(self, article: str) -> tuple[Quotation, ...]:
        """Resolve the speakers and give the quotations."""
        subjects = [[clause.subject for clause in found if clause.subject] for found in self.clauses]
        speakers = Speakers(self.cast, traced(self.lines, subjects))
        indirect: list[tuple[Line, Reported]] = []
        for line, found in zip(self.lines, self.clauses, strict=True):
            n = 0
            for lo, hi in line.sentences:
                here: list[NounPhrase] = []
                while n < len(found) and found[n].cue < hi:
                    subject = found[n].subject
                    if subject:
                        here.append(subject)
                    n += 1
                speakers.sentence(line, lo, hi, here)
            indirect += [(line, said) for said in reported(line, found)]
        out = [self._marked(article, i, speakers) for i in range(len(self.drafts))]
        for line, said in indirect:
            name = speakers.name(line.number, said.speaker)
            quotation = self._quotation(article, said.span, Claim(line.number, said.speaker, said.cue, tier="C"), name)
            if said.follows:
                quotation = replace(quotation, continues=f"{article}:{said.follows.start}-{said.follows.end}")
            out.append(quotation)
        out += [inner for i, outer in enumerate(out[: len(self.drafts)]) for inner in self._within(i, outer, speakers)]
        return tuple(sorted(out, key=lambda q: (q.span.start, -q.span.end)))

    def _within(self, i: int, outer: Quotation, speakers: Speakers) -> Iterator[Quotation]:
        """Give what a quotation quotes itself; the *I* of somebody who speaks is whoever is quoted."""
        found = nested(self.cues, self.text, self.drafts[i].marked)
        for marked, claim, before in found[1] if found else ():
            sort = kind(self.cues, self.text[marked.start : marked.end], before, claim)
            sure = claim if sort != "scare" else Claim()
            line = found[0] if found else self.lines[0]
            name = speakers.quoted(line, sure.speaker, outer.speaker) if sure.speaker else None
            span = Span(marked.start, marked.end)
            inner = self._quotation(outer.article, span, sure._replace(tier="C") if name else Claim(), name, line)
            yield replace(inner, kind=sort, parent=outer.id)

    def _marked(self, article: str, i: int, speakers: Speakers) -> Quotation:
        draft = self.drafts[i]
        claim = draft.claim
        stretch = self.text[draft.marked.start : draft.marked.end]
        whole = draft.marked.continues or draft.marked.paragraph in self.turns
        sort = "direct" if whole else kind(self.cues, stretch, draft.before, claim)
        if sort == "scare":
            claim = Claim()
        name = speakers.name(claim.line, claim.speaker) if claim.speaker else None
        if claim.tier == "A" and name and self._is_pronoun(claim) and name.lower() not in PRONOUNS:
            claim = claim._replace(tier="B")  # whom a pronoun means is inferred
        if draft.marked.paragraph in self.turns and not claim.speaker and not draft.marked.continues:
            line = self.lines[draft.line]
            label = self.text[line.start[0] : line.end[0]].rstrip(".")  # the Q or A that tells the turns apart
            claim = claim._replace(cue=Span(line.start[0], line.start[0] + len(label)))
        span = Span(draft.marked.start, draft.marked.end)
        quotation = self._quotation(article, span, claim, name)
        follows = None
        if draft.follows >= 0 and sort != "scare":
            first = self.drafts[draft.follows].marked
            follows = f"{article}:{first.start}-{first.end}"
        return replace(quotation, kind=sort, continues=follows)

    def _is_pronoun(self, claim: Claim) -> bool:
        return claim.speaker is not None and self.lines[claim.line].low[claim.speaker[0]] in PRONOUNS

    def _quotation(
        self, article: str, span: Span, claim: Claim, name: str | None, line: Line | None = None
    ) -> Quotation:
        mention = (line or self.lines[claim.line]).span(claim.speaker) if claim.speaker else None
        return Quotation(
            id=f"{article}:{span.start}-{span.end}",
            article=article,
            span=span,
            text=self.text[span.start : span.end],
            kind="indirect",
            speaker=name,
            speaker_span=mention,
            cue=self.text[claim.cue.start : claim.cue.end] if claim.cue else None,
            cue_span=claim.cue,
            tier=claim.tier,
        )


def _ends(text: str, span: Span) -> bool:
    """Say whether a paragraph ends as a sentence does: a headline above the lead does not, and has no dateline."""
    return text[max(span.start, span.end - 4) : span.end].rstrip(MARKS)[-1:] in _POINTS


def _undated(text: str, lead: Span) -> Span:
    """Give the lead without its dateline: nobody says where it was filed."""
    dateline = read_dateline(text[lead.start :])
    if dateline is None:
        return lead
    end = lead.start + dateline.length
    names_speaker = text[end : end + 1] in _MARKS_OPEN and text[lead.start : end].rstrip()[-1:] == ":"
    return lead if names_speaker or end >= lead.end else Span(end, lead.end)  # "Birk: “We go.”" has none


def _part(known: Claim, part: Claim) -> Claim:
    tier: Tier = "B" if known.tier in ("A", "B") else known.tier
    return part._replace(line=known.line, speaker=known.speaker, cue=known.cue, lemma=known.lemma, tier=tier)
