"""The values that flow between the stages: frozen, slotted, made of tuples.

Takes nothing. Gives the words of the house. Knows nothing of files, of languages or of algorithms.

Every claim carries its proof: a ``Span`` holds half-open character offsets into the ``Article.text`` it speaks of, and
``article.text[span.start:span.end]`` shows it. What is not known is ``None``. Scores run from 0 to 1. Ids are made from
content, so the same articles give the same values in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ArticleKind = Literal["article", "teaser"]
Precision = Literal["year", "month", "day", "minute"]
PRECISIONS: Mapping[int, Precision] = {4: "year", 7: "month", 10: "day"}  # by the length of a date; else to the minute
CopyKind = Literal["exact", "near", "contained", "revised", "syndicated"]
CheckKind = Literal["exact", "near", "contained", "revision", "syndicated", "same-url", "same-id"]
QuotationKind = Literal["direct", "mixed", "indirect", "scare"]
Tier = Literal["A", "B", "C", "D"]
Relation = Literal["verbatim", "truncated", "altered", "paraphrase"]
ChangeKind = Literal[
    "cut_start", "cut_middle", "cut_end", "inserted", "substituted", "inflection", "spelling",
    "polarity", "number", "modality", "quantifier", "name", "speaker", "attribution", "cue",
]  # fmt: skip

ALERTS: frozenset[ChangeKind] = frozenset({"polarity", "number", "modality", "quantifier", "name", "speaker"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets ``start <= end`` into an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Published:
    """When an article appeared, as ISO 8601 cut to what is known (``2019``, ``2019-05-30``, ``2019-05-30T12:10:26+09:00``).

    ``inferred`` marks a date that was completed from other dates in the text.
    """

    iso: str
    precision: Precision
    inferred: bool = False

    def __post_init__(self) -> None:
        datetime.fromisoformat(self.iso + {4: "-01-01", 7: "-01"}.get(len(self.iso), ""))  # raises for what is no date
        known = PRECISIONS.get(len(self.iso), "minute")
        if known != self.precision:
            raise ValueError(f"{self.iso} is known to the {known}, not to the {self.precision}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read: the file, and its place there (a line for JSON lines, counted from 1, else from 0)."""

    file: str
    item: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One news text. ``text`` is never altered: all offsets point into it.

    ``agency`` is the wire service credited, apart from the ``outlet`` that publishes. A ``teaser`` is an index page's
    excerpt. ``truncated`` says that the text breaks off. ``extra`` keeps the input's other fields.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    author: str | None = None
    dek: str | None = None
    published: Published | None = None
    url: str | None = None
    place: str | None = None
    language: str | None = None
    kind: ArticleKind = "article"
    truncated: bool = False
    origin: Origin = Origin("")
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two articles that share their text, verified exactly on their shingle sets.

    ``a < b`` by id. ``exact``, ``near`` and ``contained`` say how the texts compare; ``revised`` and ``syndicated`` say why,
    where outlets, dates and credits tell it, and the measures say how close the texts are. ``jaccard`` is shared over united
    shingles; ``containment`` is shared over those of the smaller one.
    """

    a: str
    b: str
    kind: CopyKind
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Articles that are one text, with the pairs that prove it; ``original`` is the earliest of them."""

    id: str
    articles: tuple[str, ...]
    original: str
    pairs: tuple[CopyPair, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place at which an incoming text says something else than a known one.

    ``here`` are the words of the incoming article's text; None where it ends. ``there`` are the known one's words at that
    place; None where it ends, or where its text is not kept, so that only this is known: it nowhere has the words ``here``.
    """

    here: Span | None
    there: str | None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article that is known already, and what an incoming one has of it.

    ``exact``, ``near``, ``contained`` and ``syndicated`` are as in ``CopyPair``. A ``revision`` is the same article at
    another time: by its id, its URL, or its outlet and date. ``same-url`` and ``same-id`` say that a text of its own
    stands under the URL or id of a known one. ``jaccard`` and ``containment`` are counted on both texts where
    ``measured``, and otherwise estimated, to a few hundredths; 0 where the texts are too short to compare. ``shorter`` says
    that the incoming text is the shorter one, ``incoming`` that the known one came before it in the same batch.
    """

    article: str
    kind: CheckKind
    jaccard: float
    containment: float
    measured: bool
    shorter: bool
    incoming: bool
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    origin: Origin
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """An incoming article and the known ones that it repeats: what is refused before what is allowed, the closest first.

    ``kind`` is that of the first of them; an article that repeats none is ``new``.

    ``refused`` says that one of them, or more, is of a kind that the policy does not allow.
    """

    article: Article
    kind: Literal["new"] | CheckKind
    refused: bool
    duplicates: tuple[Duplicate, ...]


@dataclass(frozen=True, slots=True)
class EventTerm:
    """A word, or two that stand next to each other, and its share of what the articles of an event have in common."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Event:
    """Articles that tell of one event; ``first`` and ``last`` are ISO 8601 dates of publication where known.

    ``strengths`` say of each of ``articles`` how much it is like the others, on average; ``terms`` are those that hold the
    event together, the weightiest first. Both are empty where nothing was measured: in an event of one voice or a given one.

    Where an index knew events before: ``merged`` are the ids of those that are now part of this one, and ``split_from`` is
    that of which this one was a part.
    """

    id: str
    articles: tuple[str, ...]
    title: str | None
    first: str | None = None
    last: str | None = None
    strengths: tuple[float, ...] = ()
    terms: tuple[EventTerm, ...] = ()
    merged: tuple[str, ...] = ()
    split_from: str | None = None


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term of two articles and what it adds to their similarity; it is read in the whole, in the head or in the title."""

    text: str
    read_in: Literal["whole", "head", "title"]
    weight: float


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """What speaks for and against two articles telling of one event.

    ``voices`` are the articles that were compared: the two themselves, or what they are copies or teasers of; where both are
    the same, they are never apart. ``similarity`` is what the shared terms add up to; ``trust`` is the share of it that
    counts, 1 but where the day of one is not known; ``closeness`` is the weight of the ``days`` between them: 1 where these
    are not known, 0 over ``window`` days. ``compared`` says whether MinHash brought the two together; most pairs
    of a large event are met through others.

    Of two events, ``average`` is that of the similarities of their articles, with the closeness of the events in time, and
    ``needed`` what it would have to be: the threshold, and more where a third event is close to one of them only.
    """

    a: str
    b: str
    voices: tuple[str, str]
    same_event: bool
    terms: tuple[SharedTerm, ...]
    similarity: float
    trust: float
    days: float | None
    closeness: float
    window: float
    compared: bool
    threshold: float
    average: float | None = None
    needed: float | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that an article gives as somebody's, the quotation marks outside ``span``.

    ``text`` is what the span shows. ``speaker`` is the name resolved inside the article where that is safe, otherwise the
    mention as written; ``speaker_span`` points at the mention that the claim rests on. ``tier`` says how sure the
    attribution is, from A to D. ``continues`` is the id of the quotation that this one goes on with after an
    interruption. ``parent`` is the id of the quotation that this one stands in: *“She said ‘no’ to us,” he said*; the text
    of the parent holds it, and it is no voice of its own. ``scare`` marks words that nobody is said to have said.
    """

    id: str
    article: str
    span: Span
    text: str
    kind: QuotationKind
    speaker: str | None = None
    speaker_span: Span | None = None
    cue: str | None = None
    cue_span: Span | None = None
    tier: Tier = "D"
    continues: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two quotations of an utterance, with the words on either side (None: nothing there).

    ``disclosed``: an ellipsis or brackets own up to it.
    """

    kind: ChangeKind
    a: Span | None = None
    b: Span | None = None
    disclosed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Two quotations, by id (``a < b``), that report one utterance."""

    a: str
    b: str
    relation: Relation
    score: float
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One utterance as several outlets print it; ``anchor`` is its longest quotation."""

    id: str
    event: str
    anchor: str
    quotations: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A quotation, by id, that has the words of an earlier one of the same speaker in another event, ``days`` before."""

    event: str
    earlier_event: str
    earlier: str
    later: str
    days: float
    relation: Relation
    score: float
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """An article's title and its lead, the first sentence of its text."""

    article: str
    title: str | None
    lead: Span | None


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker in one column: quotations by id in order of appearance, quoted words, and their share of the column's."""

    speaker: str
    quotations: tuple[str, ...]
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """One voice of the press on an event: an outlet, or a family of outlets that print one text.

    ``outlets`` may be empty where no article says who publishes it. ``only_voices`` are speakers, and ``only_quotations``
    ids of quotations, that no other column carries; a quotation that nobody is named for is among them if it is quoted
    and has five words or more. ``complete`` is false where all its articles are teasers
    or truncated, so that nothing can be said of what it leaves out.
    """

    id: str
    name: str
    outlets: tuple[str, ...]
    articles: tuple[str, ...]
    complete: bool
    headlines: tuple[Headline, ...]
    voices: tuple[Voice, ...]
    unattributed: int
    only_voices: tuple[str, ...]
    only_quotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """What at least two other columns carry and this one does not: a statement's id, or a speaker's name.

    ``carriers`` are the ids of the columns that have it; ``evidence`` the quotations that show it.
    """

    column: str
    kind: Literal["statement", "voice"]
    what: str
    carriers: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Framing:
    """What each column of an event chose. Observations with counts; never a verdict."""

    event: str
    columns: tuple[Column, ...]
    omissions: tuple[Omission, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in a set of articles, with the version and the settings that made it."""

    version: str
    settings: Mapping[str, object] = field(hash=False)
    articles: tuple[Article, ...]
    copies: tuple[CopyGroup, ...]
    events: tuple[Event, ...]
    quotations: tuple[Quotation, ...]
    statements: tuple[Statement, ...]
    framings: tuple[Framing, ...]
    recurrences: tuple[Recurrence, ...] = ()
