"""Finding copies in one file of JSON lines: this tool beside its peers, in one run.

    pip install rensa xxhash
    python benchmarks/copies.py ARTICLES.jsonl
    python benchmarks/copies.py ARTICLES.jsonl --methods newscompare,rensa --runs 3

Each method runs alone in a process of its own, from the file to its groups, with word shingles of 3, 128 permutations and
32 bands of 4. The peers are driven as their documentation shows: signatures in bulk, then their own index, and a check of
the estimated Jaccard similarity at 0.7. datasketch runs with the hash function that it comes with (SHA-1) and with xxh32,
rensa with its R-MinHash. text-dedup, where it is installed, runs as its command does, without a check of what its bands
propose. Ours runs first once unmeasured, so that nothing is compiled while it is timed.

The table: seconds and memory are medians over the runs. Memory is the peak of the resident set, summed over the process
and those that it starts, looked at twenty times a second; what processes share, or map from files, is counted for each.

Precision and recall compare the pairs that a method says with an exact truth on a sample: all pairs of its articles whose
word shingles have a Jaccard similarity of at least 0.7, each method on the words that it compares (ours folds them and
keeps *don't* whole, the peers get runs of letters and digits in lower case). Half of the sample at most are whole groups
that one method or another has found, the rest are chosen by a hash of their ids; so a pair that no method finds is seen
only where it falls into the sample, which ``--sample`` can make as large as the file. Contained pairs below that Jaccard
similarity, which only ours looks for, do not count. A method that says groups only (text-dedup) says all pairs in a group.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import pickle
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from itertools import combinations, product
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from tabulate import tabulate

SHINGLE, PERMUTATIONS, BANDS, ROWS, JACCARD = 3, 128, 32, 4, 0.7
WORD = re.compile(r"\w+")

Name = str | int  # the id of an article, or its place in the file, counted from 0
Words = Callable[[str], list[str]]


class Said(NamedTuple):
    """What a method says. ``pairs`` are None where it says groups only; ``same`` are texts that pairs need not repeat."""

    groups: list[list[Name]]
    pairs: list[tuple[Name, Name]] | None
    same: list[list[Name]]


def grouped(pairs: Iterable[tuple[Name, Name]]) -> list[list[Name]]:
    parent: dict[Name, Name] = {}

    def find(one: Name) -> Name:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in pairs:
        parent[find(a)] = find(b)
    groups = defaultdict(list)
    for one in list(parent):
        groups[find(one)].append(one)
    return list(groups.values())


def plain_words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def our_words(text: str) -> list[str]:
    from compare.language.tokens import words

    return words(text)


def shingled(text: str, words: Words = plain_words) -> list[str]:
    found = words(text)
    return [" ".join(found[i : i + SHINGLE]) for i in range(max(1, len(found) - SHINGLE + 1))]


def texts(path: str) -> Iterator[str]:
    with Path(path).open("rb") as stream:
        for line in stream:
            yield orjson.loads(line)["text"]


# The methods: each takes the path, and gives how to tell what it found once the clock stands.


def ours(path: str) -> Callable[[], Said]:
    from compare import find_copies, read_each
    from compare.model import Article

    found = find_copies(one for one in read_each(path) if isinstance(one, Article))

    def said() -> Said:
        pairs = [pair for group in found for pair in group.pairs if pair.jaccard >= JACCARD]
        return Said(
            [list(group.articles) for group in found],
            [(pair.a, pair.b) for pair in pairs],
            grouped((pair.a, pair.b) for pair in pairs if pair.jaccard == 1),
        )

    return said


def said_by_pairs(pairs: list[tuple[Name, Name]]) -> Callable[[], Said]:
    groups = grouped(pairs)
    return lambda: Said(groups, pairs, [])


def datasketch(path: str, hashfunc: Callable[[bytes], int] | None = None) -> Callable[[], Said]:
    from datasketch import MinHash, MinHashLSH

    options: dict[str, Any] = {"num_perm": PERMUTATIONS, "seed": 1, **({"hashfunc": hashfunc} if hashfunc else {})}
    several = ([one.encode("utf-8", "surrogatepass") for one in shingled(text)] for text in texts(path))
    sketches = MinHash.bulk(several, **options)
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    pairs: list[tuple[Name, Name]] = []
    for number, sketch in enumerate(sketches):
        pairs += [(number, other) for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= JACCARD]
        index.insert(number, sketch)
    return said_by_pairs(pairs)


def datasketch_xxh32(path: str) -> Callable[[], Said]:
    import xxhash

    return datasketch(path, xxhash.xxh32_intdigest)


def rensa(path: str) -> Callable[[], Said]:
    from rensa import RMinHash, RMinHashLSH

    sketches = []
    for text in texts(path):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(shingled(text))
        sketches.append(sketch)
    index = RMinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS, num_bands=BANDS)
    pairs: list[tuple[Name, Name]] = []
    for number, sketch in enumerate(sketches):
        pairs += [(number, other) for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= JACCARD]
        index.insert(number, sketch)
    return said_by_pairs(pairs)


def text_dedup(path: str) -> Callable[[], Said]:
    """Run the command of releases up to 0.4, whose ``--debug`` leaves the groups, as a union-find of rows."""
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "path": "json", "data_files": str(Path(path).resolve()), "split": "train", "cache_dir": f"{folder}/cache",
            "output": f"{folder}/output", "column": "text", "batch_size": 10_000, "ngram": SHINGLE,
            "num_perm": PERMUTATIONS, "threshold": JACCARD, "b": BANDS, "r": ROWS,
        }  # fmt: skip
        given = [text for name, value in options.items() for text in (f"--{name}", str(value))]
        command = [sys.executable, "-m", "text_dedup.minhash", *given, "--debug"]
        subprocess.run(command, stdout=sys.stderr, check=True)
        parent = pickle.loads(Path(folder, "output", "uf.pkl").read_bytes()).parent
    groups = grouped(parent.items())
    return lambda: Said([one for one in groups if len(one) > 1], None, [])


class Method(NamedTuple):
    run: Callable[[str], Callable[[], Said]]
    needs: tuple[str, ...] = ()
    words: Words = plain_words


METHODS = {
    "newscompare": Method(ours, words=our_words),
    "rensa": Method(rensa, ("rensa",)),
    "datasketch-xxh32": Method(datasketch_xxh32, ("datasketch", "xxhash")),
    "datasketch-sha1": Method(datasketch, ("datasketch",)),
    "text-dedup": Method(text_dedup, ("text_dedup",)),
}


def alone(name: str, path: str) -> None:
    """Run one method: a line of what it took, then, when nothing is measured any more, a line of what it said."""
    start = time.perf_counter()
    said = METHODS[name].run(path)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({"seconds": seconds, "peak": peak}), flush=True)
    sys.stdout.buffer.write(orjson.dumps([*said()]))


def resident(process: int) -> int:
    """Give the bytes in memory of a process and of all that it has started; 0 where the system does not tell."""
    total, left, page = 0, [process], os.sysconf("SC_PAGE_SIZE")
    while left:
        folder = Path("/proc", str(left.pop()))
        try:
            total += int((folder / "statm").read_text().split()[1]) * page
            for children in folder.glob("task/*/children"):
                left += map(int, children.read_text().split())
        except OSError:  # it has ended meanwhile
            continue
    return total


class Run(NamedTuple):
    seconds: float
    peak: int  # bytes
    said: Said


def measured(name: str, path: str) -> Run:
    with tempfile.NamedTemporaryFile() as output, tempfile.TemporaryFile() as errors:
        command = [sys.executable, __file__, path, "--alone", name]
        peak = 0
        with subprocess.Popen(command, stdout=output, stderr=errors) as process:
            while process.poll() is None:
                if not os.stat(output.name).st_size:
                    peak = max(peak, resident(process.pid))
                time.sleep(0.05)
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(errors.read().decode(errors="replace")[-2000:])
        took, said = map(orjson.loads, Path(output.name).read_bytes().split(b"\n", 1))
    return Run(took["seconds"], peak or took["peak"], Said(*said))


# The truth, and what is compared with it.


def draw(ids: list[str], found: Iterable[list[list[int]]], size: int) -> set[int]:
    """Choose articles: half are whole groups that any method has found, joined where methods differ; the rest are others."""

    def drawn(number: int) -> bytes:
        return blake2b(ids[number].encode("utf-8", "surrogatepass")).digest()

    joined = grouped((group[0], other) for groups in found for group in groups for other in group[1:])
    chosen: set[int] = set()
    for one in sorted((sorted(map(int, group), key=drawn) for group in joined), key=lambda group: drawn(group[0])):
        if len(chosen) + len(one) <= size // 2:
            chosen.update(one)
    rest = sorted(set(range(len(ids))) - chosen, key=drawn)
    return chosen | set(rest[: max(0, size - len(chosen))])


def alike(sets: dict[int, frozenset[int]]) -> set[tuple[int, int]]:
    """Give all pairs whose Jaccard similarity reaches the threshold, exactly.

    Two such sets share one of their rarest few elements at least (Bayardo, Ma and Srikant 2007); only those that do are
    compared.
    """
    often = Counter(one for elements in sets.values() for one in elements)
    holders: dict[int, list[int]] = defaultdict(list)
    pairs = set()
    for number, elements in sorted(sets.items()):
        few = len(elements) - ceil(JACCARD * len(elements) - 1e-9) + 1
        rarest = sorted(elements, key=lambda one: (often[one], one))[:few]
        for other in {other for one in rarest for other in holders[one]}:
            shared = len(elements & sets[other])
            if shared / (len(elements) + len(sets[other]) - shared) >= JACCARD:
                pairs.add((other, number))
        for one in rarest:
            holders[one].append(number)
    return pairs


def within(said: Said, sample: set[int]) -> set[tuple[int, int]]:
    """Give a method's pairs of articles in the sample, those of equal texts spelt out."""
    same = {one: members for members in said.same for one in members}

    def meant(one: Name) -> list[int]:
        return [int(other) for other in same.get(one, [one]) if other in sample]

    pairs: Iterable[tuple[int, int]]
    if said.pairs is None:
        inside = ([int(one) for one in group if one in sample] for group in said.groups)
        pairs = (pair for group in inside for pair in combinations(group, 2))
    else:
        spelt = (pair for a, b in said.pairs for pair in product(meant(a), meant(b)))
        pairs = (pair for pair in spelt if pair[0] != pair[1])
    return {(min(pair), max(pair)) for pair in pairs}


def by_place(said: Said, ids: list[str]) -> Said:
    """Name articles by their places in the file, as all methods but ours do."""
    if not said.groups or isinstance(said.groups[0][0], int):
        return said
    place: dict[Name, Name] = {name: number for number, name in enumerate(ids)}
    groups, same = ([[place[one] for one in members] for members in lists] for lists in (said.groups, said.same))
    return Said(groups, [(place[a], place[b]) for a, b in said.pairs or ()], same)


def truths(path: str, sample: set[int], words: Iterable[Words]) -> dict[Words, set[tuple[int, int]]]:
    chosen = {number: text for number, text in enumerate(texts(path)) if number in sample}
    found = {}
    for one in words:
        sets = {number: frozenset(map(hash, shingled(text, one))) for number, text in chosen.items() if one(text)}
        found[one] = alike(sets)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", help="JSON lines, each with its own id and a text")
    parser.add_argument("--methods", default=",".join(METHODS), help="some of: %(default)s")
    parser.add_argument("--runs", type=int, default=1, help="medians of so many runs (%(default)s)")
    parser.add_argument("--sample", type=int, default=2000, help="articles compared exactly (%(default)s)")
    parser.add_argument("--alone", choices=METHODS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        alone(given.alone, given.path)
        return
    names = given.methods.split(",")
    if unknown := set(names) - METHODS.keys():
        parser.error(f"no such method: {', '.join(sorted(unknown))}")
    with Path(given.path).open("rb") as stream:
        ids = [str(orjson.loads(line)["id"]) for line in stream]

    rows: dict[str, list[str]] = {}
    said: dict[str, Said] = {}
    own = None
    if "newscompare" in names:
        measured("newscompare", given.path)
    for name in names:
        if not all(map(importlib.util.find_spec, METHODS[name].needs)):
            rows[name] = ["not installed"]
            continue
        try:
            runs = [measured(name, given.path) for _ in range(given.runs)]
        except RuntimeError as error:
            print(f"{name}:\n{error}", file=sys.stderr)
            rows[name] = ["failed"]
            continue
        said[name] = by_place(runs[-1].said, ids)
        seconds, peak = (statistics.median(run[n] for run in runs) for n in (0, 1))
        own = seconds if name == "newscompare" else own
        groups = said[name].groups
        rows[name] = [
            f"{seconds:.1f}", f"{len(ids) / seconds:,.0f}", f"{peak / 1e9:.2f}", f"{len(groups):,}",
            f"{max(map(len, groups), default=0):,}", f"{seconds / own:.1f}" if own else "",
        ]  # fmt: skip

    sample = draw(ids, ([[*map(int, group)] for group in one.groups] for one in said.values()), given.sample)
    exact = truths(given.path, sample, {METHODS[name].words for name in said})
    for name, one in said.items():
        true, claimed = exact[METHODS[name].words], within(one, sample)
        right = len(true & claimed)
        shares = [(right, len(claimed)), (right, len(true))]
        rows[name] += [f"{part / whole:.4f}" if whole else "" for part, whole in shares] + [str(len(true))]
    print(f"{len(ids):,} articles, {len(sample):,} of them compared exactly")
    columns = (
        "method", "seconds", "articles/s", "peak GB", "groups", "largest", "time / ours", "precision", "recall",
        "true pairs",
    )  # fmt: skip
    print(tabulate([(name, *row) for name, row in rows.items()], columns, disable_numparse=True))


if __name__ == "__main__":
    main()
