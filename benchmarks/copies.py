"""Finding copies in one file of JSON lines: this tool beside its peers, in one run.

    pip install rensa xxhash
    python benchmarks/copies.py ARTICLES.jsonl

Each method runs alone in a process of its own, from the file to its groups, with word shingles of 3, 128 permutations and
32 bands of 4. The peers are driven as their documentation shows: signatures in bulk, then their own index, and a check of
the estimated Jaccard similarity at 0.7. Ours runs first once unmeasured, so that nothing is compiled while it is timed.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson
from tabulate import tabulate

SHINGLE, PERMUTATIONS, BANDS, ROWS, JACCARD = 3, 128, 32, 4, 0.7
WORD = re.compile(r"\w+")


def grouped(pairs: Iterable[tuple[int, int]]) -> Counter[int]:
    parent: dict[int, int] = {}

    def find(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in pairs:
        parent[find(a)] = find(b)
    return Counter(find(one) for one in list(parent))


def shingled(path: str) -> Iterable[list[str]]:
    with Path(path).open("rb") as stream:
        for line in stream:
            found = WORD.findall(orjson.loads(line)["text"].lower())
            yield [" ".join(found[i : i + SHINGLE]) for i in range(max(1, len(found) - SHINGLE + 1))]


def ours(path: str) -> tuple[int, list[int]]:
    from compare import find_copies, read_each
    from compare.model import Article

    groups = find_copies(one for one in read_each(path) if isinstance(one, Article))
    return 0, [len(group.articles) for group in groups]


def datasketch(path: str, hashfunc: Callable[[bytes], int] | None = None) -> tuple[int, list[int]]:
    from datasketch import MinHash, MinHashLSH

    options: dict[str, Any] = {"num_perm": PERMUTATIONS, "seed": 1, **({"hashfunc": hashfunc} if hashfunc else {})}
    texts = ([one.encode("utf-8", "surrogatepass") for one in several] for several in shingled(path))
    sketches = MinHash.bulk(texts, **options)
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    pairs = []
    for number, sketch in enumerate(sketches):
        pairs += [(number, other) for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= JACCARD]
        index.insert(number, sketch)
    return len(sketches), list(grouped(pairs).values())


def datasketch_xxh32(path: str) -> tuple[int, list[int]]:
    import xxhash

    return datasketch(path, xxhash.xxh32_intdigest)


def rensa(path: str) -> tuple[int, list[int]]:
    from rensa import RMinHash, RMinHashLSH

    sketches = []
    for several in shingled(path):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(several)
        sketches.append(sketch)
    index = RMinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS, num_bands=BANDS)
    pairs = []
    for number, sketch in enumerate(sketches):
        pairs += [(number, other) for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= JACCARD]
        index.insert(number, sketch)
    return len(sketches), list(grouped(pairs).values())


METHODS: dict[str, Callable[[str], tuple[int, list[int]]]] = {
    "newscompare": ours,
    "rensa R-MinHash": rensa,
    "datasketch bulk, xxh32": datasketch_xxh32,
    "datasketch bulk, SHA-1": datasketch,
}


def measured(name: str, path: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, path, name], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    if len(sys.argv) > 2:
        start = time.perf_counter()
        _, sizes = METHODS[sys.argv[2]](sys.argv[1])
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(json.dumps({"seconds": seconds, "peak": peak, "groups": len(sizes), "largest": max(sizes, default=0)}))
        return
    path = sys.argv[1]
    with Path(path).open("rb") as stream:
        articles = sum(1 for line in stream)
    measured("newscompare", path)
    found = {name: measured(name, path) for name in METHODS}
    own = found["newscompare"]["seconds"]
    table = [
        (name, f"{f['seconds']:.1f}", f"{articles / f['seconds']:,.0f}", f"{f['peak']:.2f}", f["groups"], f["largest"],
         f"{f['seconds'] / own:.1f}")
        for name, f in found.items()
    ]  # fmt: skip
    print(f"{articles} articles")
    columns = ("method", "seconds", "articles/s", "peak GB", "groups", "largest", "time / ours")
    print(tabulate(table, columns, disable_numparse=True))


if __name__ == "__main__":
    main()
