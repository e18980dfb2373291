"""Articles by the million, with known copies among them, made from the paragraphs of real ones.

    python benchmarks/recombine.py SOURCE.jsonl.gz 1000000 -o many.jsonl --truth truth.jsonl
    newscompare copies many.jsonl --format jsonl > predicted.jsonl
    python benchmarks/recombine.py --score truth.jsonl predicted.jsonl

SOURCE has lines of JSON with ``text``, and ``title``, ``outlet`` and ``date`` where known. An article is made of 6 to 30 of
its paragraphs, each from another article. Paragraphs have 8 to 120 words, no two of them the same folded text. They stand
in as many rows as an article can have paragraphs, each as long as one prime number p, and article (a, b) takes paragraph
(a * row + b) mod p of a row: lines in an affine plane. So any two articles have one paragraph in common or none, and none
of an article's paragraphs has more than a quarter of its words: by the way it is made, no pair is a copy unless planted.
(What the rows cannot rule out are paragraphs of the source that differ by a word.)

Planted are families of an article and one to five copies, which are five hundredths of all: ``exact`` (other white space,
letter case or quotation marks), ``near`` (1 to 3 % of the words replaced or left out), ``contained`` (its first paragraphs,
40 to 65 % of its words) and ``extended`` (one or two paragraphs more, from rows that only serve for this). They stand
anywhere in the output, the original not always first. A line of TRUTH is a family: ``articles``, and ``kinds`` beside them.

The same seed gives the same bytes. In memory are the paragraphs of the source and the copies not yet written, nothing else.

Score: recall is the share of the pairs within families that are in one predicted group, also for the pairs of each kind of
copy with its original; precision is the share of the pairs within predicted groups that are in one family.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import random
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from itertools import accumulate
from math import comb, isqrt
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from tqdm import tqdm

from compare.language.letters import fold

FEWEST, MOST = 6, 30  # paragraphs of an article
SHORTEST, LONGEST = 8, 120  # words of a paragraph
WORDS, SHARE = 150, 4  # an article has no fewer words, and no paragraph has more than one in SHARE of them
COPIES = 0.05
SIZES, WEIGHTS = (2, 3, 4, 5, 6), (50, 25, 12, 8, 5)
KINDS = ("exact", "near", "contained", "extended")


class Pool(NamedTuple):
    """Paragraphs in UTF-8, with the number of words and of the source article of each; and what is known of the articles."""

    paragraphs: list[bytes]
    words: array[int]
    sources: array[int]
    known: list[tuple[str | None, str | None, str | None]]  # outlet, date, title


class Recipe(NamedTuple):
    kind: str
    paragraphs: tuple[int, ...]
    family: int | None
    outlet: str | None
    date: str | None
    title: str | None


def read_pool(path: str, rng: random.Random) -> Pool:
    seen, found = set[bytes](), list[tuple[bytes, int, int]]()
    known = []
    with gzip.open(path) if path.endswith(".gz") else Path(path).open("rb") as stream:
        for line in tqdm(stream, desc="reading", unit=" articles", disable=None):
            record = orjson.loads(line)
            for paragraph in record["text"].split("\n"):
                words = paragraph.split()
                if len(words) < SHORTEST:
                    continue
                text = " ".join(words)
                if len(words) > LONGEST:
                    text = " ".join(words[:LONGEST])
                    text = text[: text.rfind(". ") + 1] or text
                    if text.count(" ") + 1 < SHORTEST:
                        continue
                key = blake2b(fold(text).encode(), digest_size=12).digest()
                if key not in seen:
                    seen.add(key)
                    found.append((text.encode(), text.count(" ") + 1, len(known)))
            known.append((record.get("outlet"), record.get("date"), record.get("title")))
    rng.shuffle(found)
    paragraphs, words, sources = zip(*found, strict=True) if found else ((), (), ())
    return Pool(list(paragraphs), array("l", words), array("l", sources), known)


def largest_prime(limit: int) -> int:
    return next((n for n in range(limit, 1, -1) if all(n % d for d in range(2, isqrt(n) + 1))), 0)


def lines(pool: Pool, prime: int, rng: random.Random) -> Iterator[tuple[int, ...]]:
    """Give the paragraphs of one article after the other; no two articles share more than one."""
    tables = [rng.sample(range(prime), prime) for _ in range(4)]
    for number in range(prime * prime):
        a, b = divmod(number, prime)
        for table in tables:  # a Feistel network: each (a, b) once, in no order
            a, b = b, (a + table[b]) % prime
        first, count = rng.randrange(MOST), rng.randint(FEWEST, MOST)
        rows = [(first + place) % MOST for place in range(count)]
        chosen = tuple(row * prime + (a * row + b) % prime for row in rows)
        lengths = [pool.words[one] for one in chosen]
        whole = sum(lengths)
        if whole >= max(WORDS, SHARE * max(lengths)) and len({pool.sources[one] for one in chosen}) == count:
            yield chosen


def copy(kind: str, original: tuple[int, ...], pool: Pool, prime: int, rng: random.Random) -> tuple[int, ...]:
    if kind == "contained":
        sums = list(accumulate(pool.words[one] for one in original))
        # There is always one, as no paragraph has more than a quarter of the words.
        ends = [place for place, words in enumerate(sums, 1) if 0.4 * sums[-1] <= words <= 0.65 * sums[-1]]
        return original[: rng.choice(ends)]
    if kind == "extended":
        more = [(MOST + row) * prime + rng.randrange(prime) for row in range(rng.randint(1, 2))]
        return (*original, *more) if rng.random() < 0.5 else (*more, *original)
    return original


def recipes(pool: Pool, count: int, rng: random.Random) -> Iterator[Recipe]:
    """Give what to write, in order; of a family, all but the one that comes first wait for their places."""
    prime = largest_prime(len(pool.paragraphs) // (MOST + 2))
    articles = lines(pool, prime, rng)
    waiting: list[tuple[int, int, Recipe]] = []
    families = serial = 0
    expected = sum(size * weight for size, weight in zip(SIZES, WEIGHTS, strict=True)) / sum(WEIGHTS) - 1
    for place in range(count):
        if waiting and (waiting[0][0] <= place or len(waiting) >= count - place):
            yield heapq.heappop(waiting)[2]
            continue
        original = next(articles, None)
        if original is None:
            raise SystemExit(f"the source has too few paragraphs for {count} articles: {place} could be made")
        outlet, date, _ = pool.known[rng.randrange(len(pool.known))]
        title = pool.known[pool.sources[original[0]]][2]
        size = 1
        if rng.random() < COPIES / (1 - COPIES) / expected:
            size = min(rng.choices(SIZES, WEIGHTS)[0], count - place - len(waiting))
        if size == 1:
            yield Recipe("original", original, None, outlet, date, title)
            continue
        members = [Recipe("original", original, families, outlet, date, title)]
        for _ in range(size - 1):
            kind, outlet = rng.choice(KINDS), pool.known[rng.randrange(len(pool.known))][0]
            members.append(Recipe(kind, copy(kind, original, pool, prime, rng), families, outlet, date, title))
        families += 1
        rng.shuffle(members)
        for member in members[1:]:
            serial += 1
            heapq.heappush(waiting, (rng.randrange(place + 1, count), serial, member))
        yield members[0]


def exact(paragraphs: list[str], rng: random.Random) -> str:
    """Write the same words otherwise: at least one of white space, letter case and quotation marks is another."""
    ways = rng.sample(("space", "case", "marks"), rng.randint(1, 3))
    if "case" in ways:
        place = rng.randrange(len(paragraphs))
        upper = paragraphs[place].upper()
        if fold(upper) == fold(paragraphs[place]):
            paragraphs[place] = upper
    text = "\n\n".join(paragraphs)
    if "marks" in ways:
        plain = text.replace("“", '"').replace("”", '"').replace("’", "'")
        text = plain if plain != text else text.replace("'", "’").replace(' "', " “").replace('"', "”")
    return text.replace("\n\n", " \n").replace(". ", ".  ") if "space" in ways else text


def near(paragraphs: list[str], pool: Pool, rng: random.Random) -> str:
    """Replace or leave out 1 to 3 % of the words."""
    words = [paragraph.split(" ") for paragraph in paragraphs]
    places = [(row, column) for row, some in enumerate(words) for column in range(len(some))]
    for row, column in rng.sample(places, max(1, round(len(places) * rng.uniform(0.01, 0.03)))):
        other = rng.choice(rng.choice(pool.paragraphs).decode().split(" "))
        words[row][column] = other if rng.random() < 0.7 else ""
    return "\n\n".join(" ".join(filter(None, some)) for some in words)


def make(source: str, count: int, output: str, truth: str, seed: int) -> None:
    rng = random.Random(seed)
    pool = read_pool(source, rng)
    families: dict[int, list[tuple[str, str]]] = defaultdict(list)
    with Path(output).open("wb") as stream:
        made = tqdm(recipes(pool, count, rng), desc="writing", unit=" articles", total=count, disable=None)
        for number, recipe in enumerate(made):
            name = f"r{number:08d}"
            paragraphs = [pool.paragraphs[one].decode() for one in recipe.paragraphs]
            if recipe.kind == "exact":
                text = exact(paragraphs, rng)
            else:
                text = near(paragraphs, pool, rng) if recipe.kind == "near" else "\n\n".join(paragraphs)
            fields = {"outlet": recipe.outlet, "date": recipe.date, "title": recipe.title}
            stream.write(orjson.dumps({"id": name, **fields, "text": text}, option=orjson.OPT_APPEND_NEWLINE))
            if recipe.family is not None:
                families[recipe.family].append((name, recipe.kind))
    with Path(truth).open("wb") as stream:
        for _, members in sorted(families.items()):
            articles, kinds = zip(*members, strict=True)
            stream.write(orjson.dumps({"articles": articles, "kinds": kinds}, option=orjson.OPT_APPEND_NEWLINE))


def records(path: str) -> Iterator[Any]:
    with Path(path).open("rb") as stream:
        yield from map(orjson.loads, stream)


def score(truth: str, predicted: str) -> dict[str, object]:
    families = list(records(truth))
    family = {name: number for number, one in enumerate(families) for name in one["articles"]}
    group: dict[str, int] = {}
    right = said = groups = largest = 0
    for number, found in enumerate(records(predicted)):
        members = set(found["articles"])
        # Counted, not enumerated: a group of ten thousand has fifty million pairs.
        right += sum(comb(n, 2) for n in Counter(family[name] for name in members if name in family).values())
        said += comb(len(members), 2)
        groups, largest = groups + 1, max(largest, len(members))
        group |= {name: number for name in members if name in family}
    planted, met = Counter[str](), Counter[str]()
    for one in families:
        original = group.get(one["articles"][one["kinds"].index("original")])
        for name, kind in zip(one["articles"], one["kinds"], strict=True):
            planted[kind] += 1
            met[kind] += original is not None and original == group.get(name)
    pairs = sum(comb(len(one["articles"]), 2) for one in families)
    return {
        "recall": right / pairs if pairs else None,
        "precision": right / said if said else None,
        "planted_pairs": pairs,
        "predicted_pairs": said,
        "shared_pairs": right,
        "families": len(families),
        "groups": groups,
        "largest": largest,
        "recall_of": {kind: round(met[kind] / planted[kind], 6) for kind in KINDS if planted[kind]},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", help="JSON lines, plain or .gz")
    parser.add_argument("count", nargs="?", type=int, help="how many articles to make")
    parser.add_argument("-o", "--output", help="where to write the articles")
    parser.add_argument("--truth", help="where to write the planted families")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--score", nargs=2, metavar=("TRUTH", "PREDICTED"), help="print recall and precision instead")
    given = parser.parse_args()
    if given.score:
        sys.stdout.buffer.write(orjson.dumps(score(*given.score), option=orjson.OPT_APPEND_NEWLINE))
    elif given.source and given.count and given.output and given.truth:
        make(given.source, given.count, given.output, given.truth, given.seed)
    else:
        parser.error("give SOURCE COUNT -o OUT --truth TRUTH, or --score TRUTH PREDICTED")


if __name__ == "__main__":
    main()
