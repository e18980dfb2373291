"""Which articles tell of one event: this tool beside two simple baselines, in one run.

    pip install scikit-learn
    python benchmarks/events.py ARTICLES.jsonl.gz [MORE.jsonl.gz ...]

Each line of a file is an article with ``id``, ``title``, ``text``, ``date`` (a day, or nothing) and ``event``: articles with
the same value tell of one event. The measure is the F1 of BCubed precision and recall (Bagga and Baldwin 1998).

Ours runs with its defaults. The baselines are tuned on the very set they are scored on, which flatters them; the table says
with what. MinHash: groups connected by an estimated Jaccard similarity of 5-word shingles. TF-IDF: the cosine of words and
pairs of words (the title three times) times exp(-days apart / scale), a constant where a day is not known, clustered by
average linkage; it compares all pairs, so that it takes a gigabyte for eight thousand articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from tabulate import tabulate

from compare import find_copies, find_events, read

SCALES = (1.0, 2.0, 4.0, 8.0, 16.0)  # days
UNDATED = (0.5, 0.75, 1.0)
CUTS = np.arange(0.02, 0.42, 0.01)
JACCARDS = (0.02, 0.04, 0.08, 0.16, 0.3, 0.5)
Row = dict[str, str | None]


def f1(gold: Sequence[Hashable], said: Sequence[Hashable]) -> float:
    """Give BCubed F1 of two labels an article."""
    both, truth, guess = Counter(zip(gold, said, strict=True)), Counter(gold), Counter(said)
    precision = sum(n * n / guess[b] for (_, b), n in both.items()) / len(gold)
    recall = sum(n * n / truth[a] for (a, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def rows(path: Path) -> list[Row]:
    """Read one file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def ours(path: Path, articles: Sequence[Row]) -> tuple[list[Hashable], str]:
    """Cluster with the defaults."""
    known = list(read([path]))
    place = {one: event.id for event in find_events(known, find_copies(known)) for one in event.articles}
    return [place[str(article["id"])] for article in articles], "defaults"


def minhash(articles: Sequence[Row], gold: Sequence[Hashable]) -> tuple[list[Hashable], str]:
    """Give the connected components at the Jaccard similarity that suits the set best."""
    from datasketch import MinHash

    texts = [[w.encode() for w in re.findall(r"\w+", str(article["text"]).lower())] for article in articles]
    shingles = [{b" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))} for words in texts]
    signatures = np.array([one.hashvalues for one in MinHash.bulk(shingles, num_perm=256)])
    alike = np.zeros((len(articles), len(articles)), dtype=np.float32)
    for a, signature in enumerate(signatures):
        alike[a] = (signatures == signature).mean(axis=1)
    found = ((components(alike >= least), f"Jaccard {least}") for least in JACCARDS)
    return max(found, key=lambda one: f1(gold, one[0]))


def components(linked: np.ndarray) -> list[Hashable]:
    """Give the number of its connected component for each row of a symmetric matrix."""
    label = [-1] * len(linked)
    for start in range(len(linked)):
        waiting = [start] if label[start] < 0 else []
        while waiting:
            one = waiting.pop()
            if label[one] < 0:
                label[one] = start
                waiting += [other for other in np.flatnonzero(linked[one]).tolist() if label[other] < 0]
    return list(label)


def tfidf(articles: Sequence[Row], gold: Sequence[Hashable]) -> tuple[list[Hashable], str]:
    """Give the average linkage at the scale, the constant and the cut that suit the set best."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [" \n ".join([str(article["title"] or "")] * 3 + [str(article["text"])]) for article in articles]
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, stop_words="english").fit_transform(
        texts
    )
    cosines = (vectors @ vectors.T).toarray()
    days = np.array([date.fromisoformat(day[:10]).toordinal() if (day := a.get("date")) else np.nan for a in articles])
    apart = np.abs(days[:, None] - days[None])
    best: tuple[float, list[Hashable], str] = (-1.0, [], "")
    for scale in SCALES:
        for undated in UNDATED if np.isnan(days).any() else UNDATED[:1]:
            distance = 1 - cosines * np.where(np.isnan(apart), undated, np.exp(-apart / scale))
            tree = linkage(squareform(distance, checks=False), "average")
            for cut in CUTS:
                said: list[Hashable] = list(fcluster(tree, 1 - cut, "distance"))
                score = f1(gold, said)
                if score > best[0]:
                    best = (score, said, f"scale {scale:g} days, undated {undated:g}, cut {cut:.2f}")
    return best[1:]


def table(paths: Iterable[Path]) -> list[list[str | float]]:
    """Give a line for each file and method."""
    lines: list[list[str | float]] = []
    for path in paths:
        articles = rows(path)
        gold = [str(article["event"]) for article in articles]
        for name, method in (
            ("newscompare", lambda: ours(path, articles)),  # noqa: B023 - called at once
            ("MinHash on shingles", lambda: minhash(articles, gold)),  # noqa: B023 - as above
            ("TF-IDF, average linkage", lambda: tfidf(articles, gold)),  # noqa: B023 - as above
        ):
            start = time.perf_counter()
            said, how = method()
            seconds = time.perf_counter() - start
            lines.append([path.name.split(".")[0], name, how, len(set(gold)), len(set(said)), f1(gold, said), seconds])
    return lines


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    head = ["file", "method", "with", "events", "said", "BCubed F1", "seconds"]
    print(tabulate(table(parser.parse_args().files), head, floatfmt=("", "", "", "", "", ".4f", ".1f")))
