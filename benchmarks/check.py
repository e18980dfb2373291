"""The index and the gate: how fast articles go in, how fast one is checked, and how right the answers are.

    python benchmarks/check.py ARTICLES.jsonl
    python benchmarks/check.py ARTICLES.jsonl --large MANY.jsonl
    python benchmarks/check.py --pairs PAIRS.jsonl.gz LABELLED.jsonl.gz

Each figure is a ratio or stands beside what it is compared with, from one run:

- putting all articles into a new index, beside `newscompare copies` of the same file (both once unmeasured before, so that
  nothing is compiled while it is timed), and the bytes of the index for each article;
- checking articles one by one in a running process: half of them as they are in the index, half with their first third cut
  off and one word of thirty replaced, so that they must be found by what they share and measured;
- the whole command for one article;
- with ``--large``, the same checks against an index of that file too, in turns with the first.

PAIRS has lines with ``a``, ``b`` and ``label`` (1 a copy, 0 not), ids of articles in LABELLED. The first articles of all
pairs go into an index, and each second one is checked against it: a pair is called a copy where the check names its first
article. The same for ``find_copies`` on all articles, for comparison: there it is one where both are in one group.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from tabulate import tabulate

from compare import check, find_copies, open_index, read_each
from compare.index import Index
from compare.model import Article

COMMAND = (sys.executable, "-m", "compare")


def seconds(*args: str) -> float:
    start = time.perf_counter()
    run = subprocess.run((*COMMAND, *args), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if run.returncode not in {0, 1, 3}:
        raise SystemExit(run.stderr.decode())
    return time.perf_counter() - start


def articles(path: str) -> Iterator[Article]:
    return (article for article in read_each(path) if isinstance(article, Article))


def drawn(path: str, count: int, rng: random.Random) -> list[Article]:
    """Draw articles evenly from a file of any length (Vitter 1985, algorithm R)."""
    sample: list[Article] = []
    for number, article in enumerate(articles(path)):
        if number < count:
            sample.append(article)
        elif (place := rng.randrange(number + 1)) < count:
            sample[place] = article
    return sample


def changed(article: Article, rng: random.Random) -> Article:
    words = article.text.split(" ")
    words = words[len(words) // 3 :] if rng.random() < 0.5 else words
    words = [word if rng.randrange(30) else f"{word}x" for word in words]
    return replace(article, id=f"changed {article.id}", url=None, text=" ".join(words))


def timed(sample: Iterable[Article], indexes: dict[str, Index]) -> dict[str, tuple[list[float], Counter[str]]]:
    """Check each article against each index in turn; milliseconds, and the kinds that were found."""
    found: dict[str, tuple[list[float], Counter[str]]] = {name: ([], Counter()) for name in indexes}
    for article in sample:
        for name, index in indexes.items():
            start = time.perf_counter()
            result = check(article, index)
            found[name][0].append(1000 * (time.perf_counter() - start))
            found[name][1][result.kind] += 1
    return found


def speed(path: str, large: str | None, count: int, runs: int, folder: Path) -> None:
    rng = random.Random(1)
    files = {"index": path, **({"large": large} if large else {})}
    seconds("copies", path, "-q")
    indexes, rows = {}, []
    for name, source in files.items():
        place = str(folder / f"{name}.db")
        copies = seconds("copies", source, "-q") if name == "index" else None
        adding = seconds("index", "add", source, "--index", place, "-q")
        indexes[name] = open_index(place, read_only=True)
        number = len(indexes[name])
        size = Path(place).stat().st_size / number
        rows.append([source, f"{number:,}", f"{adding:.1f}", f"{copies:.1f}" if copies else "",
                     f"{copies / adding:.2f}" if copies else "", f"{size:,.0f}"])  # fmt: skip
    columns = ("articles of", "number", "add s", "copies s", "copies / add", "bytes each")
    print(tabulate(rows, columns, disable_numparse=True), end="\n\n")

    sample = [article if n % 2 else changed(article, rng) for n, article in enumerate(drawn(path, count, rng))]
    timed(sample[:50], indexes)
    rows = []
    for name, (times, kinds) in timed(sample, indexes).items():
        cuts = statistics.quantiles(times, n=20)
        told = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
        rows.append([files[name], f"{statistics.mean(times):.2f}", f"{cuts[9]:.2f}", f"{cuts[18]:.2f}", told])
    print(tabulate(rows, ("checked against", "mean ms", "median ms", "95 of 100 ms", "found"), disable_numparse=True))

    one = folder / "one.jsonl"
    one.write_bytes(orjson.dumps({"id": "one", "text": sample[0].text}))
    for name, source in files.items():
        times = [seconds("check", str(one), "--index", str(folder / f"{name}.db")) for _ in range(runs)]
        print(f"\nwhole command, one article, {source}: {statistics.median(times):.2f} s (median of {runs})")


def records(path: str) -> list[dict[str, Any]]:
    with gzip.open(path) if path.endswith(".gz") else Path(path).open("rb") as stream:
        return [orjson.loads(line) for line in stream if line.strip()]


def quality(pairs_path: str, labelled: str) -> None:
    known, pairs = {article.id: article for article in articles(labelled)}, records(pairs_path)
    wanted = [(pair["a"], pair["b"]) for pair in pairs if pair["label"]]
    said: dict[str, list[tuple[str, str]]] = {}
    groups = {name: group.id for group in find_copies(known.values()) for name in group.articles}
    said["copies"] = [(p["a"], p["b"]) for p in pairs if p["a"] in groups and groups[p["a"]] == groups.get(p["b"])]
    for name, keep_text, urls in (
        ("check", False, True),
        ("check, no URLs", False, False),
        ("with texts", True, False),
    ):
        with open_index(":memory:") as index:
            each = {key: one if urls else replace(one, url=None) for key, one in known.items()}
            index.add([each[key] for key in sorted({pair["a"] for pair in pairs})], keep_text=keep_text)
            found = {
                key: {one.article for one in check(each[key], index).duplicates} for key in {p["b"] for p in pairs}
            }
            said[name] = [(pair["a"], pair["b"]) for pair in pairs if pair["a"] in found[pair["b"]]]
    rows = []
    for name, claimed in said.items():
        right = len({*claimed} & {*wanted})
        rows.append([name, f"{right / len({*claimed}):.4f}", f"{right / len({*wanted}):.4f}"])
    print(f"{len(pairs):,} pairs, {len(wanted):,} of them copies")
    print(tabulate(rows, ("by", "precision", "recall"), disable_numparse=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", help="JSON lines with text")
    parser.add_argument("--large", help="JSON lines with many more articles")
    parser.add_argument("--checks", type=int, default=1000, help="how many articles are checked")
    parser.add_argument("--runs", type=int, default=5, help="how often a whole command is timed")
    parser.add_argument("--pairs", nargs=2, metavar=("PAIRS", "LABELLED"), help="measure precision and recall")
    given = parser.parse_args()
    if not (given.articles or given.pairs):
        parser.error("give ARTICLES.jsonl or --pairs PAIRS LABELLED")
    if given.pairs:
        quality(*given.pairs)
    if given.articles:
        with tempfile.TemporaryDirectory() as folder:
            speed(given.articles, given.large, given.checks, given.runs, Path(folder))


if __name__ == "__main__":
    main()
