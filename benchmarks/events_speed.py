"""How long the clustering of one file of JSON lines takes, and what memory, beside finding its copies and its words.

    python benchmarks/events_speed.py ARTICLES.jsonl [--first 10000] [--runs 3] [--one-event 2500 5000]

Each command runs in a process of its own, from the file to its lines. The words are those of ``compare.language.tokens``, in
plain Python and as compiled code reads them. Each command runs once unmeasured, so that nothing is compiled while it is
timed; the figures are medians. ``--first`` takes the head of the file, to see how time grows with the number of articles.

``--one-event`` makes files of so many articles of one event: sentences drawn by lot from those articles of the file that
write most of one word, the word in every headline, within five days.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import orjson
from tabulate import tabulate

PLAIN = """
import sys
from compare import read
from compare.language.tokens import words
for article in read([sys.argv[1]]):
    words(article.text)
"""
COMPILED = """
import sys
from compare import read
from compare.language.hashes import code_points, scan
from compare.work.ahead import work_ahead
texts = [article.text for article in read([sys.argv[1]])]
parts = [texts[n:n + 150] for n in range(0, len(texts), 150)]
for _ in work_ahead(lambda part: scan(*part), ((part, code_points(part)) for part in parts)):
    pass
"""
READ = """
import sys
from compare import read
read([sys.argv[1]])
"""
COMMAND = "import sys; from compare.cli import main; sys.argv[0] = 'newscompare'; main()"


def measured(code: str, *arguments: str) -> tuple[float, int]:
    """Give the seconds of a process of its own, and the peak of its memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{arguments} failed")
    return time.perf_counter() - start, usage.ru_maxrss * 1024 // 10**6


def median(runs: int, code: str, *arguments: str) -> tuple[float, int]:
    """Give the medians of several runs after one that is not counted."""
    every = [measured(code, *arguments) for _ in range(runs + 1)][1:]
    return statistics.median(seconds for seconds, _ in every), int(statistics.median(memory for _, memory in every))


def heads(path: Path, count: int, folder: Path) -> Path:
    """Write the first lines to a file of their own."""
    part = folder / f"{count}.jsonl"
    with path.open("rb") as lines, part.open("wb") as out:
        out.writelines(islice(lines, count))
    return part


def one_event(path: Path, count: int, folder: Path) -> Path:
    """Write so many articles of one event, made of those of the file that write most of one word."""
    with path.open("rb") as lines:
        articles = [orjson.loads(line) for line in islice(lines, 5_000)]
    rows = [(str(row.get("title") or ""), str(row["text"])) for row in articles]
    heard = Counter(
        word for title, _ in rows for word in set(title.lower().split()) if len(word) > 7 and word.isalpha()
    )
    likely = sorted(heard, key=lambda one: (-heard[one], one))[:20]
    word = max(likely, key=lambda one: (sum(text.lower().count(one) >= 4 for _, text in rows), one))
    about = sorted(rows, key=lambda row: (-row[1].lower().count(word), row))[:20]
    sentences = [sentence for _, text in about for sentence in text.split(". ") if word in sentence.lower()][:90]
    names = sorted({one for title, _ in about for one in title.split()})[:40]
    lot, part = random.Random(1), folder / f"one-event-{count}.jsonl"
    with part.open("wb") as out:
        for number in range(count):
            made = {
                "id": f"made-{number}",
                "title": " ".join([word.capitalize(), *lot.choices(names, k=6)]),
                "text": ". ".join(lot.choices(sentences, k=30)),
                "date": f"2031-03-{1 + lot.randrange(5):02}",
            }
            out.write(orjson.dumps(made) + b"\n")
    return part


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--first", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one-event", type=int, nargs="*", default=[])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        head = heads(asked.file, asked.first, folder)
        whole = heads(asked.file, sys.maxsize, folder)
        sizes = [sum(1 for _ in path.open("rb")) for path in (head, whole)]
        times: dict[str, list[tuple[float, int]]] = {}
        for what, code, arguments in (
            ("read", READ, ()),
            ("read, words in plain Python", PLAIN, ()),
            ("read, words by compiled code", COMPILED, ()),
            ("newscompare copies", COMMAND, ("copies", "-q")),
            ("newscompare events", COMMAND, ("events", "-q")),
        ):
            times[what] = [median(asked.runs, code, *arguments, str(path)) for path in (head, whole)]
        rows = [(what, *(f"{seconds:.2f}" for seconds, _ in own), own[1][1]) for what, own in times.items()]
        print(tabulate(rows, ("", *(f"{size} articles, s" for size in sizes), "MB"), disable_numparse=True))
        (reading, _), (events, _), (copies, _) = (
            times[what][1] for what in ("read", "newscompare events", "newscompare copies")
        )
        for how in ("plain Python", "compiled code"):
            words = next(own for what, own in times.items() if how in what)[1][0] - reading
            print(f"events / (2 × copies + words by {how}): {events / (2 * copies + words):.2f}")
        grown = events / times["newscompare events"][0][0]
        print(
            f"growth: {grown:.2f} for {sizes[1] / sizes[0]:.2f} times the articles: {grown / sizes[1] * sizes[0]:.2f}"
        )
        made = []
        for count in asked.one_event:
            path = str(one_event(whole, count, folder))
            (events, memory), (copies, _) = (
                median(asked.runs, COMMAND, way, "-q", path) for way in ("events", "copies")
            )
            made.append((count, f"{events:.2f}", f"{copies:.2f}", f"{1000 * (events - copies) / count:.2f}", memory))
        if made:
            heads_of = ("articles of one event", "events, s", "copies alone, s", "difference, ms an article", "MB")
            print(tabulate(made, heads_of, disable_numparse=True))


if __name__ == "__main__":
    main()
