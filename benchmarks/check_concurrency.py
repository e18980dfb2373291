"""Processes that check articles while another puts some in: what they were told, and how long it took.

    python benchmarks/check_concurrency.py [--articles 10000] [--known 1000] [--checkers 8] [--words 250] [--parts 5]

The articles are invented. ``--known`` are in the index before and must be found as exact each time; as many are in nobody's
set and must be new each time; the rest is being added and must be exact or new, and never new after it was exact. Exit
status 1 where one answer is wrong, one process fails, or one article is missing or double at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tabulate import tabulate

from compare.check import check
from compare.index import open_index
from compare.index.upkeep import verify
from compare.model import Article

ROOT = Path(__file__).parent.parent
_SYLLABLES = "ba ne ko ri tu la mo ve si da fu ge pi ro ha ly".split()


def invented(number: int, words: int) -> Article:
    draw = random.Random(number)
    made = ("".join(draw.choices(_SYLLABLES, k=3)) for _ in range(words))
    return Article(f"n{number}", " ".join(made), outlet="Harbour Post")


def checked(path: str, first: int, known: int, articles: int, words: int) -> None:
    """Check until standard input ends, and print how many answers there were, of which kind, and which were wrong."""
    draw, answers, found = random.Random(first), Counter[str](), set[int]()
    wrong: list[str] = []
    times: list[float] = []
    os.set_blocking(0, False)
    last = False
    while True:
        with open_index(path, read_only=True) as index:
            for _ in range(50):
                kind = draw.choice(("before", "never", "meanwhile"))
                low, high = {"before": (0, known), "meanwhile": (known, known + articles), "never": (10**6, 10**9)}[
                    kind
                ]
                number = draw.randrange(low, high)
                one = invented(number, words)
                start = time.perf_counter()
                said = check(one, index).kind
                times.append(time.perf_counter() - start)
                answers[f"{kind} {said}"] += 1
                allowed = {"before": {"exact"}, "never": {"new"}, "meanwhile": {"exact", "new"}}[kind]
                if last or number in found:
                    allowed -= {"new"} if kind != "never" else set()
                if said not in allowed:
                    wrong.append(f"{one.id}, {kind}: {said}")
                if kind == "meanwhile" and said == "exact":
                    found.add(number)
        if last:
            break
        last = sys.stdin.buffer.read() == b""  # None as long as the adding goes on; then once more, when all is in
    print(json.dumps({"answers": answers, "wrong": wrong, "times": times[1:]}))  # the first one loads libraries


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (
        ("articles", 10_000),
        ("known", 1_000),
        ("checkers", 8),
        ("words", 250),
        ("parts", 5),
        ("seed", -1),
    ):
        asked.add_argument(f"--{name}", type=int, default=value, help=argparse.SUPPRESS if name == "seed" else None)
    asked.add_argument("--path", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.path:
        checked(given.path, given.seed, given.known, given.articles, given.words)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measured(Path(folder), given)


def measured(folder: Path, given: argparse.Namespace) -> int:
    path, total = str(folder / "known.db"), given.known + given.articles
    with open_index(path) as index:
        index.add(invented(number, given.words) for number in range(given.known))
    parts = [folder / f"{part}.jsonl" for part in range(given.parts)]
    for part, file in enumerate(parts):
        some = (invented(number, given.words) for number in range(given.known + part, total, given.parts))
        lines = (json.dumps({"id": one.id, "text": one.text, "outlet": one.outlet}) + "\n" for one in some)
        file.write_text("".join(lines), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    same = [f"--{name}={getattr(given, name)}" for name in ("articles", "known", "words")]
    script = [sys.executable, __file__, *same, "--path", path]
    checkers = [
        subprocess.Popen([*script, f"--seed={n}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        for n in range(given.checkers)
    ]
    start = time.perf_counter()
    adding = [sys.executable, "-m", "compare", "index", "add", "-q", "--index", path]
    failed = any(subprocess.run([*adding, str(part)], env=env, check=False).returncode for part in parts)
    took = time.perf_counter() - start
    answers, wrong, times = Counter[str](), list[str](), list[float]()
    for checker in checkers:
        out, _ = checker.communicate()
        failed |= checker.returncode != 0
        told = json.loads(out or b'{"answers": {}, "wrong": [], "times": []}')
        answers.update(told["answers"])
        wrong += told["wrong"]
        times += told["times"]
    with open_index(path, read_only=True) as index:
        ids = [kept.id for kept in index]
        damage = verify(index)
    lost, double = total - len(set(ids)), len(ids) - len(set(ids))
    print(tabulate(sorted(answers.items()), headers=["article, answer", "times"]))
    print(
        f"{given.articles} articles added in {given.parts} parts in {took:.1f} s while {given.checkers} processes checked"
    )
    print(f"{sum(answers.values())} answers, {len(wrong)} wrong; {spread(times)}")
    print(
        f"{lost} articles lost, {double} double, {len(damage)} damaged; {'a process failed' if failed else 'none failed'}"
    )
    for one in wrong[:10]:
        print(f"wrong: {one}")
    return int(failed or bool(wrong) or bool(lost or double) or bool(damage))


def spread(times: list[float]) -> str:
    middle, late, last = (sorted(times)[int(share * (len(times) - 1))] * 1000 for share in (0.5, 0.99, 1))
    return f"half took {middle:.1f} ms at most, 99 of 100 {late:.0f} ms, the slowest {last:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
