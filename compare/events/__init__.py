"""Which articles tell of one event.

Takes articles, and the groups of copies among them. Gives ``Event`` values. Knows nothing of copies' making, of quotations
or of what outlets make of an event.

The road: weighted terms (``terms``), pairs of articles that are alike (``similarity``), clusters by average linkage, which
minds time and competition (``linkage``). Copies are one voice: one article of a group is compared, the others follow it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from compare.events.linkage import average_linkage
from compare.events.similarity import candidates, similarities, sketch, trust
from compare.events.terms import Vector, collect, passages, weigh
from compare.language.moments import days
from compare.model import Article, CopyGroup, Event
from compare.settings import EventsSettings, Settings

__all__ = ["find_events"]


def find_events(
    articles: Iterable[Article], copies: Sequence[CopyGroup] = (), settings: Settings | None = None
) -> tuple[Event, ...]:
    """Give the events, each article in exactly one, sorted by first publication and id; those without a date come last.

    Two articles are the more alike, the more rare terms they share. Clusters are joined while the average similarity
    between them, the less the longer the gap in time, reaches ``settings.events.threshold`` and more where others are
    close too. A gap of more than ``settings.events.window`` days ends an event, however long it has lasted; a copy printed
    later still follows its original. ``title`` is that of the article most like the others. Ids must be unique. Raises
    ValueError where a date is not ISO 8601.

    Rarity is measured on the articles at hand, so that a different set can change what is salient, and a borderline event.
    """
    chosen = (settings or Settings()).events
    everyone = {article.id: article for article in sorted(articles, key=_precedence)}
    followers = _followers(everyone, copies)
    voices = [everyone[voice] for voice in sorted(followers)]
    clusters = _ranked(voices, chosen) if len(voices) > 1 else [[one] for one in range(len(voices))]
    events = []
    for cluster in clusters:
        ranked = [everyone[one] for voice in cluster for one in followers[voices[voice].id]]
        events.append(_event(ranked))
    return tuple(event for _, event in sorted(events, key=lambda pair: (pair[0], pair[1].id)))


def _precedence(article: Article) -> tuple[float, str]:
    return days(article.published.iso) if article.published else float("inf"), article.id


def _followers(everyone: dict[str, Article], copies: Sequence[CopyGroup]) -> dict[str, list[str]]:
    """Give for each article that is compared the articles that share its fate, itself first."""
    voice = {one: one for one in everyone}
    for group in copies:
        present = [one for one in (group.original, *group.articles) if one in everyone]
        voice.update(dict.fromkeys(present, present[0]) if present else {})
    followers: dict[str, list[str]] = defaultdict(list)
    for one, first in voice.items():
        followers[first].insert(0 if one == first else len(followers[first]), one)
    return followers


def _ranked(voices: Sequence[Article], chosen: EventsSettings) -> list[list[int]]:
    """Give the clusters of articles by their places in ``voices``, in each the most central first."""
    when = [_day(article) for article in voices]
    documents = collect(voices)
    lengths = [terms.length for terms in documents]
    vectors = weigh(documents, chosen.terms)
    del documents
    sketches = sketch([vector.salient for vector in vectors], chosen.num_perm, chosen.seed)
    quoted = cache(lambda voice: passages(voices[voice].text))
    pairs = similarities(
        candidates(sketches, when, chosen.window), vectors, lengths, when, least=chosen.threshold, passages=quoted
    )
    shortened = [
        (vector.columns, vector.weights * trust(length, day))
        for vector, length, day in zip(vectors, lengths, when, strict=True)
    ]
    clusters = average_linkage(pairs, shortened, when, chosen.threshold, chosen.window)
    return [_by_centrality(cluster, voices, vectors) if len(cluster) > 1 else cluster for cluster in clusters]


def _by_centrality(cluster: Sequence[int], voices: Sequence[Article], vectors: Sequence[Vector]) -> list[int]:
    """Sort a cluster by the similarity of each member to all, the highest first."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    columns = [vectors[voice].columns for voice in cluster]
    every, places = np.unique(np.concatenate(columns), return_inverse=True)
    weights = np.concatenate([vectors[voice].weights for voice in cluster]).astype(np.float64)
    ends = np.cumsum([0, *map(len, columns)])
    products = np.concatenate([[0.0], np.cumsum(np.bincount(places, weights, len(every))[places] * weights)])
    likeness = dict(zip(cluster, np.diff(products[ends]).round(9).tolist(), strict=True))
    return sorted(cluster, key=lambda voice: (-likeness[voice], _precedence(voices[voice])))


def _day(article: Article) -> float | None:
    """Give the time of publication in days if it is known to the day."""
    published = article.published
    return days(published.iso) if published and published.precision in ("day", "minute") else None


def _event(ranked: Sequence[Article]) -> tuple[float, Event]:
    """Make an event of its articles, the most central first; gives the day of its first publication for sorting."""
    in_time = sorted(ranked, key=_precedence)
    dated = [article.published.iso for article in in_time if article.published]
    event = Event(
        id="e" + hashlib.sha256(in_time[0].id.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        articles=tuple(sorted(article.id for article in ranked)),
        title=next((article.title for article in ranked if article.title), None),
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
    )
    return _precedence(in_time[0])[0], event
