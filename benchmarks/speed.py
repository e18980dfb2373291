"""How long each stage takes, beside a named peer in the same run.

    python benchmarks/speed.py [PATH…]      (default: the fixtures)

Times are of this machine at this moment; the ratios to the peers are what can be compared. The peers: for copies,
datasketch's ``MinHashLSH`` used as its documentation shows, without verification; for statements, RapidFuzz's
``process.cdist`` of ``partial_ratio`` over all pairs of quotations of each event.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from datasketch import MinHash, MinHashLSH
from rapidfuzz import fuzz, process
from tabulate import tabulate

from compare import align, find_copies, find_events, find_quotations, frame, read
from compare.language.tokens import words
from compare.model import Article, Quotation

FIXTURES = Path(__file__).parent.parent / "fixtures"
Value = TypeVar("Value")


def timed(call: Callable[[], Value]) -> tuple[Value, float]:
    start = time.perf_counter()
    value = call()
    return value, time.perf_counter() - start


def datasketch_by_hand(articles: tuple[Article, ...]) -> int:
    lsh = MinHashLSH(threshold=0.7, num_perm=128)
    found = 0
    for article in articles:
        tokens = words(article.text)
        shingles = [" ".join(tokens[i : i + 3]).encode() for i in range(max(1, len(tokens) - 2))]
        signature = MinHash.bulk([shingles], num_perm=128)[0]
        found += len(lsh.query(signature))
        lsh.insert(article.id, signature)
    return found


def all_pairs(groups: list[list[Quotation]]) -> int:
    return sum(
        int((process.cdist([q.text for q in g], [q.text for q in g], scorer=fuzz.partial_ratio) >= 80).sum())
        for g in groups
        if g
    )


def main() -> None:
    paths = sys.argv[1:] or [str(FIXTURES / "articles"), str(FIXTURES / "pages")]
    articles, reading = timed(lambda: read(paths, on_error=lambda e: print(e, file=sys.stderr)))
    find_copies(articles[:2])  # imports are no part of the work
    copies, copying = timed(lambda: find_copies(articles))
    _, peer_copying = timed(lambda: datasketch_by_hand(articles))
    events, clustering = timed(lambda: find_events(articles, copies))
    quotations, quoting = timed(lambda: [q for a in articles for q in find_quotations(a)])
    place = {name: event.id for event in events for name in event.articles}
    groups: dict[str, list[Quotation]] = {event.id: [] for event in events}
    for quotation in quotations:
        groups[place[quotation.article]].append(quotation)
    statements, aligning = timed(lambda: {e.id: align(e, groups[e.id], articles, copies) for e in events})
    _, peer_aligning = timed(lambda: all_pairs(list(groups.values())))
    _, framing = timed(lambda: [frame(e, articles, groups[e.id], statements[e.id], copies) for e in events])
    rows = [
        ("read", reading, "", ""),
        ("copies", copying, "datasketch MinHashLSH, unverified", peer_copying),
        ("events", clustering, "", ""),
        ("quotations", quoting, "", ""),
        ("statements", aligning, "rapidfuzz process.cdist, all pairs", peer_aligning),
        ("framing", framing, "", ""),
    ]
    table = [
        (name, f"{s:.3f}", f"{len(articles) / s:,.0f}", peer, f"{p / s:.2f}" if p else "") for name, s, peer, p in rows
    ]
    print(f"{len(articles)} articles, {len(quotations)} quotations, {len(events)} events")
    print(tabulate(table, ("stage", "seconds", "articles/s", "peer", "peer's time / ours"), disable_numparse=True))


if __name__ == "__main__":
    main()
