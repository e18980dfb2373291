"""Which articles tell of one event.

Takes articles, and the groups of copies among them. Gives ``Event`` values. Knows nothing of copies' making, of quotations
or of what outlets make of an event.

The road: numbered words (``lexicon``), weighted terms (``terms``), pairs of articles that are alike (``similarity``),
clusters by average linkage, which minds time and competition (``linkage``), what holds them together (``cohesion``). Copies
are one voice: one article of a group is compared, the others follow it.

A few articles are read in plain Python and NumPy; from ``MANY`` on, compiled code (``compiled``) gives the same.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from compare.events.cohesion import Cohesion, cohesions
from compare.events.linkage import average_linkage
from compare.events.similarity import candidates, shortened, similarities, sketch
from compare.events.terms import read_vectors
from compare.language.moments import days
from compare.model import Article, CopyGroup, Event, EventTerm
from compare.settings import EventsSettings, Settings

__all__ = ["find_events"]
MANY = 500


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
    events = []
    for cluster, (strengths, terms) in _clustered(voices, chosen):
        strength = dict(zip(cluster, strengths, strict=True))
        ranked = sorted(cluster, key=lambda voice: (-strength[voice], _precedence(voices[voice])))
        members = [(everyone[one], strength[voice]) for voice in ranked for one in followers[voices[voice].id]]
        events.append(_event(members, terms))
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


def _clustered(voices: Sequence[Article], chosen: EventsSettings) -> Iterator[tuple[list[int], Cohesion]]:
    """Give the clusters of articles by their places in ``voices``, and what holds them together."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    compiled = len(voices) >= MANY
    when = np.array([_day(article) for article in voices], dtype=np.float64)  # None becomes NaN
    vectors = read_vectors(voices, chosen.terms, compiled=compiled)
    sketches = sketch(vectors.salient, vectors.told, chosen.num_perm, chosen.seed)
    pairs = candidates(sketches, when, chosen.window, compiled=compiled)
    pairs, alike = similarities(
        pairs, vectors, when, lambda voice: voices[voice].text, least=chosen.threshold, compiled=compiled
    )
    limits = chosen.threshold, chosen.window
    clusters = average_linkage(pairs, alike, vectors, shortened(vectors, when), when, *limits, compiled=compiled)
    return zip(clusters, cohesions(clusters, vectors, compiled=compiled), strict=True)


def _day(article: Article) -> float | None:
    """Give the time of publication in days if it is known to the day."""
    published = article.published
    return days(published.iso) if published and published.precision in ("day", "minute") else None


def _event(ranked: Sequence[tuple[Article, float]], terms: tuple[EventTerm, ...]) -> tuple[float, Event]:
    """Make an event of its articles, the most central first; gives the day of its first publication for sorting."""
    in_time = sorted((article for article, _ in ranked), key=_precedence)
    dated = [article.published.iso for article in in_time if article.published]
    members = sorted((article.id, strength) for article, strength in ranked)
    event = Event(
        id="e" + hashlib.sha256(in_time[0].id.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        articles=tuple(name for name, _ in members),
        title=next((article.title for article, _ in ranked if article.title), None),
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
        strengths=tuple(strength for _, strength in members) if terms else (),
        terms=terms,
    )
    return _precedence(in_time[0])[0], event
