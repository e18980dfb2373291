"""Which articles tell of one event.

Takes articles, and the groups of copies among them. Gives ``Event`` values. Knows nothing of copies' making, of quotations
or of what outlets make of an event.

The road: weighted terms (``terms``), pairs of articles with similarities in content and time (``similarity``), clusters by
average linkage (``linkage``). Copies are one voice: one article of a group is compared, the others follow it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from compare.events.linkage import average_linkage
from compare.events.similarity import candidates, similarities, sketch
from compare.events.terms import collect, passages, salient, weigh
from compare.language.moments import days
from compare.model import Article, CopyGroup, Event
from compare.settings import EventsSettings, Settings

__all__ = ["find_events"]


def find_events(
    articles: Iterable[Article], copies: Sequence[CopyGroup] = (), settings: Settings | None = None
) -> tuple[Event, ...]:
    """Give the events, each article in exactly one, sorted by first publication and id; those without a date come last.

    Two articles are the more alike, the more salient terms they share and the closer they are in time. Clusters are joined
    while the average similarity between them reaches ``settings.events.threshold``, unless their articles are known to be
    more than ``settings.events.window`` days apart; a copy printed later still follows its original. ``title`` is that
    of the article most like the others. Ids must be unique. Raises ValueError where a date is not ISO 8601.

    Rarity is measured on the articles at hand, so that a different set can change what is salient, and a borderline event.
    """
    chosen = (settings or Settings()).events
    everyone = {article.id: article for article in sorted(articles, key=_precedence)}
    followers = _followers(everyone, copies)
    voices = [everyone[voice] for voice in sorted(followers)]
    when = [_day(article) for article in voices]
    pairs = _similar(voices, when, chosen)
    clusters = average_linkage(pairs, when, chosen.threshold, chosen.window)
    cluster_of = {voice: number for number, cluster in enumerate(clusters) for voice in cluster}
    centrality = [0.0] * len(voices)
    for a, b, similarity in pairs:
        if cluster_of[a] == cluster_of[b]:
            centrality[a] += similarity
            centrality[b] += similarity
    events = []
    for cluster in clusters:
        central = sorted(cluster, key=lambda voice: (-centrality[voice], _precedence(voices[voice])))
        ranked = [everyone[one] for voice in central for one in followers[voices[voice].id]]
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


def _similar(
    voices: Sequence[Article], when: Sequence[float | None], chosen: EventsSettings
) -> list[tuple[int, int, float]]:
    if len(voices) < 2:
        return []
    documents = collect(voices)
    vectors = weigh(documents)
    sketches = sketch([salient(vector, chosen.terms) for vector in vectors], chosen.num_perm, chosen.seed)
    pairs = candidates(sketches, when, chosen.window)
    lengths = [terms.length for terms in documents]
    quoted = cache(lambda voice: passages(voices[voice].text))
    return list(similarities(pairs, vectors, lengths, when, window=chosen.window, passages=quoted))


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
