"""Statements: planted changes found and named, strangers that match by chance, and speed beside RapidFuzz's cdist.

    python benchmarks/statements.py --planted ARTICLES.jsonl.gz
    python benchmarks/statements.py --chance ARTICLES.jsonl.gz [--pairs 2000000]
    python benchmarks/statements.py --speed ARTICLES.jsonl.gz [--articles 300] [--together 200]

ARTICLES has a line of JSON an article: ``text``, and for ``--chance`` and ``--speed`` also ``event`` and ``outlet``.

Planted: the quotations in marks of an article (six words or more) are printed again by another outlet, each with one
change of one kind, if it has what that kind of change needs. The two outlets make an event, so that each quotation meets
all others of its article too. ``found`` is the share of those that are linked to what they were made of; ``named`` the
share of these where the planted kind is among the changes; ``alone`` where no other kind is; ``alert`` where some alert is
raised, which down to the spelling should be none. ``wrong`` counts links to another quotation which this one was not made
of; the speaker of an article often says a thing twice, so that some of them are right.

Chance: quotations of six words or more of different events, paired at random.

Speed: ``align`` over the events, and over all articles as one event of many, beside
``rapidfuzz.process.cdist(fuzz.partial_ratio, score_cutoff=80)`` over all pairs of each event. Both get the same
quotations; the pairs of different outlets that both give, and either alone, are counted.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson
from tabulate import tabulate

from compare import align, find_quotations
from compare.model import ALERTS, Article, ChangeKind, Event, Link, Quotation, Span

LEAST = 6
SPEAKERS = "Ivo Marek", "Dorrit Lund"
NOT = re.compile(r"\b(?:not|never)\s|n['’]t\b", re.IGNORECASE)
CAN_DENY = re.compile(
    r"\b(?:is|are|was|were|will|would|could|should|must|may|might)(?= [a-z])(?! not\b| never\b| no\b)"
)
NUMBER = re.compile(r"(?<![\w.,:/$€£-])(\d{2,6})(?![\w:/%-]|[.,]\d)")
NUMBER_WORD = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|million)\b")
OTHER_NUMBER = dict(
    zip(
        "two three four five six seven eight nine ten twelve twenty hundred thousand million".split(),
        "four five six eight nine two three four twelve ten thirty thousand hundred billion".split(),
        strict=True,
    )
)
MODAL = re.compile(r"\b(will|would|may|might|must|should|shall|can|could)(?= [a-z])")
OTHER_MODAL = {
    "will": "may", "would": "might", "may": "will", "might": "would", "must": "may", "should": "must", "shall": "may",
    "can": "must", "could": "will",
}  # fmt: skip
QUANTIFIER = re.compile(r"(?<!\bat )\b(all|every|some|many|most|several|few|both)\b(?! (?:but|else|other)\b)")
OTHER_QUANTIFIER = {
    "all": "some", "every": "some", "some": "all", "many": "few", "most": "some", "several": "all", "few": "many",
    "both": "all",
}  # fmt: skip
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?=[ ,.])(?! [A-Z])")
SYNONYMS = dict(
    pair.split(":")
    for pair in """help:assist country:nation people:citizens important:crucial start:begin big:huge want:wish
    problem:trouble job:post believe:reckon happen:occur show:reveal great:splendid good:fine bad:poor try:seek
    money:cash end:finish right:proper thing:matter need:require talk:speak law:statute campaign:drive fight:struggle
    support:back hard:tough work:labor whole:entire keep:retain get:obtain going:heading make:produce time:moment
    women:ladies win:triumph change:alter""".split()
)
SYNONYM = re.compile(rf"\b({'|'.join(SYNONYMS)})\b")
BRITISH = dict(
    pair.split(":")
    for pair in """honor:honour favor:favour color:colour labor:labour center:centre defense:defence program:programme
    organization:organisation realize:realise recognize:recognise criticize:criticise neighbor:neighbour
    behavior:behaviour traveled:travelled canceled:cancelled endeavor:endeavour""".split()
)
SPELT = re.compile(rf"\b({'|'.join(BRITISH)})\b")
PRONOUN = re.compile(r"(?<=[a-z] )(?:he|she|they|it|him|them)(?= [a-z])")
Plant = Callable[[str, random.Random], str | None]


class Kind(NamedTuple):
    """A kind of change: how it is planted (None where a text has no place for it), and how it should be named."""

    name: str
    plant: Plant
    expected: frozenset[ChangeKind]


def swap(pattern: re.Pattern[str], other: Callable[[str], str]) -> Plant:
    """Give a plant that changes one match of ``pattern``, chosen at random."""

    def plant(text: str, chance: random.Random) -> str | None:
        places = [match.span() for match in pattern.finditer(text)]
        if not places:
            return None
        start, end = chance.choice(places)
        return text[:start] + other(text[start:end]) + text[end:]

    return plant


def drop_not(text: str, chance: random.Random) -> str | None:
    places = list(NOT.finditer(text))
    if len(places) != 1:  # of two, the loss of one may leave a sentence that denies as before
        return None
    del chance
    start, end = places[0].span()
    left = text[:start]
    for short, full in (("wo", "will"), ("ca", "can"), ("sha", "shall"), ("ai", "is")):
        if places[0].group().startswith("n") and re.search(rf"\b{short}$", left, re.IGNORECASE):
            left = left[: -len(short)] + full
    return left + text[end:]


def cut(where: str) -> Plant:
    def plant(text: str, chance: random.Random) -> str | None:
        words = text.split()
        if len(words) < 2 * LEAST + 2:
            return None
        n = chance.randint(3, len(words) // 2)
        if where == "start":
            return " ".join(words[n:])
        if where == "end":
            return " ".join(words[:-n])
        n = chance.randint(2, len(words) - 2 * LEAST)
        at = chance.randint(LEAST, len(words) - n - LEAST)
        gap = ["…"] if where == "ellipsis" else []
        return " ".join(words[:at] + gap + words[at + n :])

    return plant


def insert(text: str, chance: random.Random) -> str | None:
    words = text.split()
    at = chance.randint(2, len(words) - 2)
    return " ".join([*words[:at], "[the ferryman]", *words[at:]])


def repunctuated(text: str, chance: random.Random) -> str | None:
    text = text.replace("’", "'") if "’" in text else text.replace("'", "’")
    text = text.replace(" — ", " - ").replace(";", ",")
    if text[0].isupper() and chance.random() < 0.5:
        text = text[0].lower() + text[1:]
    return text.rstrip(".,") + chance.choice([".", ",", "", " …"])


def misspelt(text: str, chance: random.Random) -> str | None:
    words = list(re.finditer(r"[a-z]{6,}", text))
    if not words:
        return None
    start, end = chance.choice(words).span()
    at = chance.randint(start + 2, end - 2)
    if text[at] == text[at - 1]:
        return None
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def same(text: str, chance: random.Random) -> str:
    del chance
    return text


def kinds() -> Iterator[Kind]:
    def kind(name: str, plant: Plant, *expected: ChangeKind) -> Kind:
        return Kind(name, plant, frozenset(expected))

    yield kind("unchanged", same)
    yield kind("re-punctuated", repunctuated)
    yield kind("brackets inserted", insert, "inserted")
    yield kind("brackets for a pronoun", swap(PRONOUN, lambda _: "[the ferryman]"), "substituted")
    yield kind("British spelling", swap(SPELT, BRITISH.__getitem__), "spelling")
    yield kind("misspelt", misspelt, "spelling")
    yield kind("cut at the start", cut("start"), "cut_start")
    yield kind("cut at the end", cut("end"), "cut_end")
    yield kind("cut in the middle", cut("middle"), "cut_middle")
    yield kind("cut with an ellipsis", cut("ellipsis"), "cut_middle")
    yield kind("synonym", swap(SYNONYM, SYNONYMS.__getitem__), "substituted")
    yield kind("not dropped", drop_not, "polarity")
    yield kind("not inserted", swap(CAN_DENY, lambda verb: f"{verb} not"), "polarity")
    yield kind("number in digits", swap(NUMBER, lambda n: str(int(n) + 7 + 10 ** (len(n) - 1))), "number")
    yield kind("number in words", swap(NUMBER_WORD, OTHER_NUMBER.__getitem__), "number")
    yield kind("modal", swap(MODAL, OTHER_MODAL.__getitem__), "modality")
    yield kind("quantifier", swap(QUANTIFIER, OTHER_QUANTIFIER.__getitem__), "quantifier")
    yield kind("name", swap(NAME, lambda _: "Velkamp"), "name")
    yield kind("speaker", same, "speaker")


def read(path: Path) -> Iterator[tuple[Article, str]]:
    """Give the articles, those of copies of one text once, with the events they are given."""
    seen = set()
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for n, line in enumerate(lines):
            record = orjson.loads(line)
            if record["text"] not in seen:
                seen.add(record["text"])
                name = str(record.get("id", n))
                article = Article(name, record["text"], outlet=record.get("outlet") or f"outlet {n}")
                yield article, str(record.get("event", name))


def quoted(article: Article) -> list[str]:
    """Give the quotations in marks of six words or more, each once."""
    texts = [q.text for q in find_quotations(article) if q.kind in {"direct", "mixed"} and not q.parent]
    return [text for text in dict.fromkeys(texts) if len(text.split()) >= LEAST and "\n" not in text]


def printed(name: str, texts: Sequence[str], speaker: str) -> tuple[Article, list[Quotation]]:
    """Give an article that prints each text as a quotation of its own paragraph, and these quotations."""
    parts, quotations, at = [], [], 0
    for n, text in enumerate(texts):
        parts.append(f"“{text}” {speaker} said.\n\n")
        start, by = at + 1, at + len(text) + 3
        quotations.append(
            Quotation(
                f"{name}{n}", name, Span(start, start + len(text)), text, "direct",
                speaker, Span(by, by + len(speaker)), "said", Span(by + len(speaker) + 1, by + len(speaker) + 5), "A",
            )
        )  # fmt: skip
        at += len(parts[-1])
    return Article(name, "".join(parts), outlet=f"The {name}"), quotations


def links_of(texts: Sequence[str], versions: Sequence[str], speaker: str) -> list[Link]:
    a, first = printed("a", texts, SPEAKERS[0])
    b, second = printed("b", versions, speaker)
    statements = align(Event("e", ("a", "b"), None), [*first, *second], [a, b])
    return [link for statement in statements for link in statement.links]


class Tally:
    """What became of the planted changes of one kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.planted = self.found = self.named = self.alone = self.alert = self.wrong = 0
        self.others: Counter[str] = Counter()
        self.examples: list[str] = []

    def add(self, texts: Sequence[str], chance: random.Random) -> None:
        pairs = [(text, version) for text in texts if (version := self.kind.plant(text, chance)) is not None]
        if not pairs:
            return
        originals, versions = zip(*pairs, strict=True)
        by = SPEAKERS[self.kind.name == "speaker"]
        made: dict[str, Link] = {}
        for link in links_of(texts, versions, by):
            place, number = texts[int(link.a[1:])], int(link.b[1:])
            if place == originals[number]:
                made[link.b] = link
            elif not (place in originals[number] or originals[number] in place):
                self.wrong += 1
                self.examples.append(f"WRONG {place!r} {versions[number]!r}")
        self.planted += len(versions)
        for n, (text, version) in enumerate(pairs):
            if (link := made.get(f"b{n}")) is None:
                self.examples.append(f"MISSED {text!r} {version!r}")
                continue
            self.found += 1
            found = {change.kind for change in link.changes}
            named = self.kind.expected <= found
            self.named += named
            self.alone += found == self.kind.expected
            self.alert += bool(found & ALERTS)
            self.others.update(found - self.kind.expected)
            if found != self.kind.expected:
                self.examples.append(f"{sorted(found)} {text!r} {version!r}")

    def row(self) -> tuple[str, int, str, str, str, str, int, str]:
        def share(part: int, whole: int) -> str:
            return f"{part / whole:.4f}" if whole else "–"

        others = ", ".join(f"{kind} {n}" for kind, n in self.others.most_common(6))
        name, n = self.kind.name, self.found
        shares = share(n, self.planted), share(self.named, n), share(self.alone, n), share(self.alert, n)
        return (name, self.planted, *shares, self.wrong, others)


def planted(path: Path, show: str | None) -> None:
    pages = [texts for article, _ in read(path) if (texts := quoted(article))]
    print(f"{sum(map(len, pages)):,} quotations of {len(pages)} articles")
    tallies = []
    for kind in kinds():
        tally, chance = Tally(kind), random.Random(f"{kind.name} 1")
        for texts in pages:
            tally.add(texts, chance)
        tallies.append(tally)
        if show == kind.name:
            print(*tally.examples, sep="\n")
    headers = ("planted", "number", "found", "named", "alone", "alert", "wrong", "named besides")
    print(tabulate([tally.row() for tally in tallies], headers, disable_numparse=True))
    n = sum(tally.planted for tally in tallies)
    print(f"all: {n:,} planted, {sum(tally.found for tally in tallies) / n:.4f} found")


def chance_of(path: Path, pairs: int) -> None:
    texts = [(text, event) for article, event in read(path) for text in quoted(article)]
    draw = random.Random(1)
    drawn = matched = 0
    while drawn < pairs:
        # Many at once, as an event of two outlets would have them; those of one event are left out of the count.
        some = draw.sample(texts, min(600, len(texts)))
        half = len(some) // 2
        one, other = some[:half], some[half:]
        drawn += sum(x[1] != y[1] for x in one for y in other)
        for link in links_of([text for text, _ in one], [text for text, _ in other], SPEAKERS[0]):
            x, y = one[int(link.a[1:])], other[int(link.b[1:])]
            if x[1] != y[1]:
                matched += 1
                print(f"  {link.relation} {link.score:.2f}: {x[0][:150]!r} {y[0][:150]!r}")
    print(f"{matched} of {drawn:,} pairs of strangers match: {matched / drawn * 1e5:.2f} in 100,000")


def speed(path: Path, number: int, together: int) -> None:
    pages = [(article, event, find_quotations(article)) for article, event in read(path)]
    by_event: defaultdict[str, list[tuple[Article, tuple[Quotation, ...]]]] = defaultdict(list)
    # The articles that quote most, so that there are about thirty quotations an article as in long news.
    for article, event, said in sorted(pages, key=lambda page: -len(page[2]))[:number]:
        by_event[event].append((article, said))
    rows = [measured(f"{len(by_event)} events", list(by_event.values()))]
    rows.append(measured("one event", [[(article, said) for article, _, said in pages[:together]]]))
    headers = ("", "articles", "quotations", "ours, s", "cdist, s", "ratio", "both", "ours alone", "cdist alone")
    print(tabulate(rows, headers, floatfmt=".2f"))


def measured(name: str, events: Sequence[Sequence[tuple[Article, tuple[Quotation, ...]]]]) -> tuple[object, ...]:
    ours, peers = set(), set()
    began = time.perf_counter()
    for members in events:
        ours |= our_pairs(members)
    took = time.perf_counter() - began
    began = time.perf_counter()
    for members in events:
        peers |= peer_pairs(members)
    peer_took = time.perf_counter() - began
    articles = sum(len(members) for members in events)
    quotations = sum(len(said) for members in events for _, said in members)
    counts = len(ours & peers), len(ours - peers), len(peers - ours)
    return (name, articles, quotations, took, peer_took, peer_took / took, *counts)


def our_pairs(members: Iterable[tuple[Article, tuple[Quotation, ...]]]) -> set[frozenset[str]]:
    articles = [article for article, _ in members]
    said = [q for _, found in members for q in found]
    event = Event("e", tuple(article.id for article in articles), None)
    return {frozenset((link.a, link.b)) for s in align(event, said, articles) for link in s.links}


def peer_pairs(members: Iterable[tuple[Article, tuple[Quotation, ...]]]) -> set[frozenset[str]]:
    from rapidfuzz import fuzz, process, utils

    said = [(q, article.outlet) for article, found in members for q in found]
    texts = [utils.default_process(q.text) for q, _ in said]
    scores = process.cdist(texts, texts, scorer=fuzz.partial_ratio, score_cutoff=80)
    return {
        frozenset((said[i][0].id, said[j][0].id))
        for i, j in zip(*scores.nonzero(), strict=True)
        if i < j and said[i][1] != said[j][1] and len(texts[i].split()) >= 4 and len(texts[j].split()) >= 4
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--planted", type=Path)
    parser.add_argument("--show", help="print what went wrong with one kind of planted change")
    parser.add_argument("--chance", type=Path)
    parser.add_argument("--pairs", type=int, default=2_000_000)
    parser.add_argument("--speed", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--together", type=int, default=200)
    asked = parser.parse_args()
    if asked.planted:
        planted(asked.planted, asked.show)
    if asked.chance:
        chance_of(asked.chance, asked.pairs)
    if asked.speed:
        speed(asked.speed, asked.articles, asked.together)
    if not (asked.planted or asked.chance or asked.speed):
        parser.error("name what to measure: --planted, --chance or --speed, each with a file of articles")


if __name__ == "__main__":
    main()
