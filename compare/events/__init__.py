"""Which articles tell of one event.

Takes articles, and the groups of copies among them. Gives ``Event`` values. Knows nothing of copies' making, of quotations
or of what outlets make of an event.

The road: numbered words (``lexicon``), weighted terms (``terms``), pairs of articles that are alike (``similarity``),
clusters by average linkage, which minds time and competition (``linkage``), what holds them together (``cohesion``). Copies
are one voice: one article of a group is compared, the others follow it, as teasers follow their article (``teasers``).

A few articles are read in plain Python and NumPy; many by compiled code (``compiled``), which gives the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from compare.events.clustering import cluster
from compare.events.cohesion import cohesions
from compare.events.explaining import explain_pair
from compare.language.moments import precedence
from compare.model import Article, CopyGroup, Event, EventTerm
from compare.settings import Settings
from compare.work.progress import Progress, silently

__all__ = ["event_id", "explain_pair", "find_events"]


def find_events(
    articles: Iterable[Article],
    copies: Sequence[CopyGroup] = (),
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> tuple[Event, ...]:
    """Give the events, each article in exactly one, sorted by first publication and id; those without a date come last.

    Two articles are the more alike, the more rare terms they share. Clusters are joined while the average similarity
    between them, the less the longer the gap in time, reaches ``settings.events.threshold``, and more where a third is close
    to one of them only. A gap of more than ``settings.events.window`` days ends an event, however long it has lasted; a copy
    printed later still follows its original. ``title`` is that of the article most like the others. Ids must be unique.
    Raises ValueError where a date is not ISO 8601.

    Rarity is measured on the articles at hand, so that a different set can change what is salient, and a borderline event.
    ``progress`` is given a name and the articles while their words are read, and gives them back one by one.
    """
    found = cluster(articles, copies, (settings or Settings()).events, progress or silently)
    events = []
    held = cohesions(found.clusters, found.vectors, compiled=found.compiled)
    for own, (strengths, terms) in zip(found.clusters, held, strict=True):
        strength = dict(zip(own, strengths, strict=True))
        ranked = sorted(own, key=lambda voice: (-strength[voice], precedence(found.voices[voice])))
        members = [(one, strength[voice]) for voice in ranked for one in found.followers[found.voices[voice].id]]
        events.append(_event(members, terms))
    return tuple(event for _, event in sorted(events, key=lambda pair: (pair[0], pair[1].id)))


def event_id(first: str) -> str:
    """Give an id made from that of the article in an event that was published first, or from an id that is taken."""
    return "e" + hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _event(ranked: Sequence[tuple[Article, float]], terms: tuple[EventTerm, ...]) -> tuple[float, Event]:
    """Make an event of its articles, the most central first; gives the day of its first publication for sorting."""
    in_time = sorted((article for article, _ in ranked), key=precedence)
    dated = [article.published.iso for article in in_time if article.published]
    members = sorted((article.id, strength) for article, strength in ranked)
    event = Event(
        id=event_id(in_time[0].id),
        articles=tuple(name for name, _ in members),
        title=next((article.title for article, _ in ranked if article.title), None),
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
        strengths=tuple(strength for _, strength in members) if terms else (),
        terms=terms,
    )
    return precedence(in_time[0])[0], event
