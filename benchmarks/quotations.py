"""Who said what: how fast, and with ``--gold`` how right, beside textacy's ``direct_quotations`` in the same run.

    pip install textacy         (and an English model of spaCy; without one, its rule finds nothing)
    python benchmarks/quotations.py ARTICLES.jsonl [--articles N] [--gold GOLD.jsonl.gz]

Speed: articles a second of ``find_quotations`` in one process, and in as many as there are cores, their start included.
textacy's rule looks for verbs and subjects in a document that spaCy has tagged and parsed; the table tells the time of that
apart from the time of the rule, and on how many articles the rule raises, as it does where the marks are odd in number.

GOLD has a line of JSON an article: ``text``, and ``quotes`` with ``content`` and ``source``, lists of [start, end) in
characters of the text. A gold unit is what stands in double marks in a content, three words or more. The measures:

- recall: of the gold units, those of which one quotation covers four fifths;
- boundary: of these, those whose ends it meets within two characters;
- speaker: of these, where the gold has a source, those whose speaker's mention overlaps it, or whose speaker's last word is
  one of its words;
- precision: of the quotations of three words or more with a speaker, those of which half lies in a content.

Only quotations in marks count. The precision of a tier is that of its quotations with or without a speaker; its speaker is
that of the gold units which one of its quotations with a speaker covers.

The rules of the SFU GenderGapTracker (Asr et al. 2021, PLoS ONE) need a parser and are not run here. What was measured of
them elsewhere is printed below the figures, with the articles that it was measured on.
"""

from __future__ import annotations

import argparse
import gzip
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from tabulate import tabulate

from compare import find_quotations, read_each
from compare.model import Article, Quotation
from compare.work.processes import cores, in_processes

MARKED = re.compile('[“"]([^“”"]+)[”"]?')
WORDS = 3
ELSEWHERE = """Measured elsewhere, and by another measure (a source was given that overlaps the gold one): direct / mixed
quotations of the 84 test articles of PolNeAR, as CoreNLP parsed them
  rules of the SFU GenderGapTracker  72.1 % / 41.3 %; precision of the source 59.1 %
  textacy's direct_quotations        52.2 % / 26.8 %; precision of the source 84.6 %; raised on 21 articles"""
Place = tuple[int, int]


class Said(NamedTuple):
    """A quotation in marks, whoever found it: its place, the speaker, the place of the mention, and the tier if any."""

    place: Place
    speaker: str | None
    mention: Place | None
    tier: str = ""


class Peer(NamedTuple):
    """A pipeline of spaCy, what it is called, and textacy's rule."""

    name: str
    nlp: Any
    rule: Callable[[Any], Iterable[Any]]


def ours(article: Article) -> tuple[Quotation, ...] | None:
    """Give the quotations, or None where we raise."""
    try:
        return find_quotations(article)
    except Exception:  # noqa: BLE001 - it is counted
        return None


def peer() -> Peer | None:
    try:
        import spacy
        from textacy.extract import direct_quotations
    except ImportError:
        return None
    models = sorted(name for name in spacy.util.get_installed_models() if name.startswith("en"))
    if models:
        return Peer(f"textacy on {models[0]}", spacy.load(models[0], exclude=["ner"]), direct_quotations)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return Peer("textacy on a blank pipeline", nlp, direct_quotations)


def speed(articles: Sequence[Article], other: Peer | None) -> None:
    find_quotations(articles[0])  # tables are read once
    rows = []
    for workers in sorted({1, cores()}):
        start = time.perf_counter()
        found = [*in_processes(ours, articles, workers)]
        seconds = time.perf_counter() - start
        raised, total = found.count(None), sum(map(len, filter(None, found)))
        where = "one process" if workers == 1 else f"{workers} processes"
        rows.append([f"newscompare, {where}", seconds, len(articles) / seconds, total, raised])
    if other is not None:
        building, ruling, total, raised = peer_speed(articles, other)
        for what, seconds in (("building the documents", building), ("the rule", ruling)):
            rows.append([f"{other.name}: {what}", seconds, len(articles) / seconds])
        rows.append([f"{other.name}: both", building + ruling, len(articles) / (building + ruling), total, raised])
    head = ("by", "seconds", "articles/s", "quotations", "raised on")
    print(tabulate(rows, head, floatfmt=("", ".2f", ",.1f", ",.0f", ",.0f")))


def peer_speed(articles: Iterable[Article], other: Peer) -> tuple[float, float, int, int]:
    building, ruling, total, raised = 0.0, 0.0, 0, 0
    for article in articles:
        start = time.perf_counter()
        doc = other.nlp(article.text)
        built = time.perf_counter()
        try:
            total += sum(1 for _ in other.rule(doc))
        except ValueError:
            raised += 1
        building, ruling = building + built - start, ruling + time.perf_counter() - built
    return building, ruling, total, raised


def by_us(text: str) -> list[Said]:
    return [
        Said(place(q.span), q.speaker, place(q.speaker_span) if q.speaker_span else None, q.tier)
        for q in ours(Article("a", text)) or ()
        if q.kind in {"direct", "mixed"}
    ]


def place(span: Any) -> Place:
    return span.start, span.end


def by_peer(text: str, other: Peer) -> list[Said]:
    doc = other.nlp(text)
    try:
        found = [*other.rule(doc)]
    except ValueError:
        return []
    quotations = []
    for speaker, _, content in found:
        first, last = doc[speaker[0].i], doc[speaker[-1].i]
        mention = first.idx, last.idx + len(last)
        inside = content[1:-1]  # the first and the last token are the marks
        quotations.append(Said((inside.start_char, inside.end_char), text[slice(*mention)], mention))
    return quotations


def overlap(a: Place, b: Place) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def united(places: Iterable[Place]) -> list[Place]:
    """Give places without overlaps, so that what lies in two is counted once."""
    whole: list[Place] = []
    for start, end in sorted(places):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return whole


def agrees(said: Said, sources: Sequence[Place], text: str) -> bool:
    if said.mention and any(overlap(said.mention, source) for source in sources):
        return True
    names = {word.strip(".,'’").lower() for start, end in sources for word in text[start:end].split()}
    return bool(said.speaker) and str(said.speaker).split()[-1].strip(".,'’").lower() in names


def count(line: dict[str, Any], found: Sequence[Said], sums: Counter[tuple[str, str]]) -> None:
    """Add what was found in one article to the sums, for all quotations (tier "") and for each tier."""
    text, quotes = line["text"], line["quotes"] or []
    contents = united((start, end) for quote in quotes for start, end in quote["content"] or [])
    for said in found:
        if len(text[slice(*said.place)].split()) >= WORDS:
            length = said.place[1] - said.place[0]
            right = 2 * sum(overlap(said.place, content) for content in contents) >= length
            for tier in {said.tier} | ({""} if said.speaker else set()):
                sums[tier, "said"] += 1
                sums[tier, "right"] += right
    for quote in quotes:
        sources = [(start, end) for start, end in quote["source"] or []]
        for start, end in quote["content"] or []:
            for match in MARKED.finditer(text, start, end):
                if len(match[1].split()) >= WORDS:
                    unit(match.span(1), sources, text, found, sums)


def unit(
    wanted: Place, sources: Sequence[Place], text: str, found: Sequence[Said], sums: Counter[tuple[str, str]]
) -> None:
    sums["", "gold"] += 1
    best = max(found, key=lambda said: overlap(wanted, said.place), default=None)
    if best is None or overlap(wanted, best.place) < 0.8 * (wanted[1] - wanted[0]):
        return
    near = all(abs(one - other) <= 2 for one, other in zip(wanted, best.place, strict=True))
    for tier in {"", best.tier}:
        sums[tier, "found"] += 1
        sums[tier, "near"] += near
        sums[tier, "sourced"] += bool(sources) and (not tier or bool(best.speaker))
        sums[tier, "agreed"] += bool(sources) and agrees(best, sources, text)


def quality(path: Path, other: Peer | None) -> None:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [orjson.loads(line) for line in data.splitlines() if line.strip()]
    methods: dict[str, Callable[[str], list[Said]]] = {"newscompare": by_us}
    if other is not None:
        methods[other.name] = lambda text: by_peer(text, other)
    sums: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for line in lines:
        for name, method in methods.items():
            count(line, method(line["text"]), sums[name])
    rows = [
        [name, share(n, "", "right", "said"), share(n, "", "found", "gold"), share(n, "", "near", "found"),
         share(n, "", "agreed", "sourced")]
        for name, n in sums.items()
    ]  # fmt: skip
    print(f"\n{len(lines)} articles, {sums['newscompare']['', 'gold']} gold units")
    print(tabulate(rows, ("by", "precision", "recall", "boundary", "speaker"), disable_numparse=True))
    ours_said = sums["newscompare"]
    total = sum(ours_said[tier, "said"] for tier in "ABCD")
    rows = [
        [tier, f"{ours_said[tier, 'said']:,}", f"{ours_said[tier, 'said'] / max(total, 1):.3f}",
         share(ours_said, tier, "right", "said"), share(ours_said, tier, "agreed", "sourced")]
        for tier in "ABCD"
    ]  # fmt: skip
    print()
    print(tabulate(rows, ("our tier", "quotations", "share", "precision", "speaker"), disable_numparse=True))
    print(f"\n{ELSEWHERE}")


def share(sums: Counter[tuple[str, str]], tier: str, part: str, whole: str) -> str:
    return f"{sums[tier, part] / sums[tier, whole]:.3f}" if sums[tier, whole] else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, help="JSON lines with text", metavar="ARTICLES.jsonl")
    parser.add_argument("--articles", type=int, default=1000, dest="number", help="how many of them (the first)")
    parser.add_argument("--gold", type=Path, help="JSON lines with text and quotes")
    given = parser.parse_args()
    articles = [*islice((one for one in read_each([given.articles]) if isinstance(one, Article)), given.number)]
    if not articles:
        parser.error(f"{given.articles}: no article could be read")
    other = peer()
    if other is None:
        print("textacy is not here; to measure beside it: pip install textacy\n")
    elif "parser" not in other.nlp.pipe_names:
        print(
            "No English model of spaCy is here: on a blank pipeline nothing is tagged or parsed, and textacy's rule finds"
        )
        print("nothing, but raises all the same. To measure it: python -m spacy download en_core_web_sm\n")
    print(f"{len(articles):,} articles of {given.articles}")
    speed(articles, other)
    if given.gold:
        quality(given.gold, other)


if __name__ == "__main__":
    main()
