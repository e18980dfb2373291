"""Events as articles come: how near the clustering that grows batch by batch is to that of one run over everything.

    python benchmarks/events_stream.py ARTICLES.jsonl [--batches N] [--order time|days|none] [--limit N]

The articles are sorted by time and go into a new index in batches of equal size; with ``days``, the days come in an order
drawn by lot, so that older articles come later; with ``none`` the file's order stays. One without a date comes with those
of its ``event``, if it has that field, else at a place drawn by lot. Printed are the BCubed precision, recall and F1
(Bagga and Baldwin 1998) of the clustering in the index beside that of ``find_events`` on all articles, and where the
articles have an ``event``, of both beside that; how long the batches took; and in how many events merged and split.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import orjson
from tabulate import tabulate

from compare import find_copies, find_events, open_index, read, track_events
from compare.index.members import clusters
from compare.language.moments import days
from compare.model import Article

Clustering = Mapping[str, str]


def b_cubed(guess: Clustering, truth: Clustering) -> tuple[float, float, float]:
    """Give precision, recall and F1; both say of each article which cluster it is in."""
    members, wanted = defaultdict(set), defaultdict(set)
    for article, cluster in truth.items():
        wanted[cluster].add(article)
        members[guess[article]].add(article)
    precision = recall = 0.0
    for article, cluster in truth.items():
        both = len(members[guess[article]] & wanted[cluster])
        precision += both / len(members[guess[article]])
        recall += both / len(wanted[cluster])
    precision, recall = precision / len(truth), recall / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def labels(path: str) -> dict[str, str]:
    with gzip.open(path) if path.endswith(".gz") else Path(path).open("rb") as stream:
        records = [orjson.loads(line) for line in stream if line.strip()]
    return {str(one["id"]): str(one["event"]) for one in records if "event" in one}


def in_turn(articles: Sequence[Article], order: str, truth: Clustering) -> list[Article]:
    """Sort articles as they would come."""
    if order == "none":
        return [*articles]
    rng = random.Random(1)
    dated = {one.id: days(one.published.iso) for one in articles if one.published}
    by_event = defaultdict(list)
    for name in dated.keys() & truth.keys():
        by_event[truth[name]].append(dated[name])
    when = {}
    for one in articles:
        known = by_event.get(truth.get(one.id, ""), [])
        guessed = statistics.median(known) if known else rng.choice([*dated.values()] or [0.0])
        when[one.id] = dated.get(one.id, guessed)
    turn: dict[int, float] = {}
    if order == "days":
        every = sorted({int(moment) for moment in when.values()})
        turn = dict(zip(every, rng.sample(range(len(every)), len(every)), strict=True))
    return sorted(articles, key=lambda one: (turn.get(int(when[one.id]), 0), when[one.id], one.id))


def streamed(articles: Sequence[Article], count: int, path: str) -> tuple[Clustering, list[float], int, int]:
    """Put articles into an index in so many batches; give the events, the seconds, and the numbers of mergers and splits."""
    size, seconds, merged, split = -(-len(articles) // count), [], 0, 0
    with open_index(path) as index:
        for start in range(0, len(articles), size):
            began = time.perf_counter()
            events = track_events(articles[start : start + size], index).events
            seconds.append(time.perf_counter() - began)
            merged += sum(len(event.merged) for event in events)
            split += sum(event.split_from is not None for event in events)
        place = {name: event for event, names in clusters(index.database).items() for name in names}
    return place, seconds, merged, split


def of(events: Iterable[tuple[str, Iterable[str]]]) -> Clustering:
    return {name: event for event, names in events for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", help="JSON lines with text")
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 10, 100], help="into how many they are cut")
    parser.add_argument("--order", choices=["time", "days", "none"], nargs="+", default=["time", "days"])
    parser.add_argument("--limit", type=int, help="take the first so many articles")
    given = parser.parse_args()
    articles = read(given.articles, on_error=lambda error: print(error, file=sys.stderr))[: given.limit]
    truth = {name: event for name, event in labels(given.articles).items() if name in {one.id for one in articles}}
    began = time.perf_counter()
    events = find_events(articles, find_copies(articles))
    whole, once = of((event.id, event.articles) for event in events), time.perf_counter() - began
    rows = [["one run", "", f"{once:.1f}", "", "", "", len(events), "", "", *figures(whole, truth)]]
    for order in given.order:
        for count in given.batches:
            with tempfile.TemporaryDirectory() as folder:
                place, seconds, merged, split = streamed(in_turn(articles, order, truth), count, f"{folder}/known.db")
            rows.append([f"{order}, {len(seconds)} batches", f"{statistics.median(seconds):.2f}", f"{sum(seconds):.1f}",
                         *figures(place, whole), len({*place.values()}), merged, split, *figures(place, truth)])  # fmt: skip
    measures = ("P", "R", "F1")
    columns = ["", "s each", "s all", *measures, "events", "merged", "split", *(f"gold {one}" for one in measures)]
    print(tabulate(rows, columns, disable_numparse=True))


def figures(guess: Clustering, truth: Clustering) -> list[str]:
    return [f"{value:.4f}" for value in b_cubed(guess, truth)] if truth else ["", "", ""]


if __name__ == "__main__":
    main()
