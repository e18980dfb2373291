"""Events as articles come: new articles join known events or open new ones, and events keep their ids.

Takes articles, and the index of those that came before. Gives the events that the new ones touch. Knows nothing of how
events are found, nor of files.

The field calls it tracking (topic detection and tracking, Allan 2002). Nothing is decided article by article, as the first
ones of an event tell little: what lies near the new articles in time is clustered again, together with them, by
``find_events``. Old events and new clusters that share articles hang together; what hangs together with no new article, nor
with one so near to it in time that its own neighbours were seen too, stays as it was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from math import inf
from typing import TYPE_CHECKING

from compare.copies import find_copies
from compare.copies.sketches import sketches
from compare.events import event_id, find_events
from compare.index import Added, Index, entry
from compare.index.members import Member, Members
from compare.language.moments import day_of, moment, published_at
from compare.model import Article, Event
from compare.work.progress import Progress, silently

if TYPE_CHECKING:
    from compare.index import Entry

_ENOUGH = 2_000  # articles to tell what is rare; where the neighbourhood has fewer, the nearest in time are added
_SEEN = 0.5  # share of the window, up to which old articles are looked at again: all around them is at hand
_UNDATED = 500  # articles without a day that are looked at: those that came last
_BATCH = 5_000  # articles that are put in at a time


@dataclass(frozen=True, slots=True)
class Tracked:
    """What became of a batch.

    ``events`` are those that hold a new article or are no longer what they were, sorted as ``find_events`` sorts;
    ``articles`` are all that these hold, sorted by id, as the index keeps them. ``without_text`` counts what the index keeps
    without a text, which takes no part.
    """

    events: tuple[Event, ...]
    articles: tuple[Article, ...]
    added: Added
    without_text: int


def track_events(articles: Iterable[Article], index: Index, progress: Progress | None = None) -> Tracked:
    """Put articles into ``index``, texts and all, and give the events that they are in, those of old articles among them.

    So do the articles that were put in with their text since events were last looked for. Each article is in exactly one
    event; of its revisions the latest counts. An event keeps its id: of what it becomes, the cluster that has most of its
    articles. ``merged`` are the ids of events that ended in another one, ``split_from`` is that of the event which a new one
    was a part of. What is there already changes nothing.

    All is done as one, also with what else is done ``with index.writing()``. Raises ``InputError`` where the index cannot
    be read or written, and ``IndexMismatch`` where its events were found with other settings.

    What is clustered again is bounded: the articles within ``settings.events.window`` days of a new one, 2,000 at least, the
    last 500 without a date, and the events of all these and of what the new ones are copies of.
    """
    rest = iter(articles)
    head = [*islice(rest, 1)]  # others may write until there is something to do
    with index.writing():
        members = Members(index.database, index.settings.events)
        added, filled, copied = _put(chain(head, rest), index, members)
        fresh = members.waiting(filled)
        if not fresh:
            return Tracked((), (), added, members.without_text())
        arrived = members.load(fresh)
        numbers = {number for name in copied | {*arrived} for number in members.revisions(name)}
        window, moments = index.settings.events.window, sorted(_moments(arrived.values()))
        numbers |= members.near(moments, window, _ENOUGH, _UNDATED)
        known = members.load(members.whole(numbers) | fresh)
        items = [member.article for member in known.values()]
        copies = find_copies(items, index.settings, progress=progress or silently)
        seen = {*arrived, *_within(window * _SEEN, moments, known)}
        clusters = _changed(find_events(items, copies, index.settings, progress), known, seen, {*arrived})
        events = _named(clusters, known, members)
        members.place(_moved(events, known, {*arrived}))
        names = sorted(name for event in events for name in event.articles)
        return Tracked(events, tuple(known[name].article for name in names), added, members.without_text())


def _moments(members: Iterable[Member]) -> Iterator[float]:
    """Give when articles were published, where that is known to the day."""
    return (day for member in members if (day := day_of(member.article)) is not None)


def _within(reach: float, moments: Sequence[float], known: Mapping[str, Member]) -> Iterator[str]:
    """Give the articles within ``reach`` days of one of the sorted ``moments``."""
    for name, member in known.items():
        day = day_of(member.article)
        if day is not None:
            place = bisect_left(moments, day - reach)
            if place < len(moments) and moments[place] <= day + reach:
                yield name


def _put(articles: Iterable[Article], index: Index, members: Members) -> tuple[Added, list[int], set[str]]:
    """Put articles in; give which numbers have a text now that had none, and the ids of what the articles are copies of."""
    added, filled, copied = Added(0, 0, 0), list[int](), set[str]()
    sketched = sketches(articles, index.settings.copies)
    looking = bool(members)
    while some := [*islice(sketched, _BATCH)]:
        if looking:
            copied |= {known.article for article, sketch in some for known in index.find(article, sketch)}
        entries: list[Entry] = [entry(article, sketch, keep_text=True) for article, sketch in some]
        put = index.put(entries)
        added += put
        if put.present:
            filled += members.fill(entries)
    return added, filled, copied


def _changed(found: Sequence[Event], known: Mapping[str, Member], seen: set[str], arrived: set[str]) -> list[Event]:
    """Give the clusters that are no old event, of those that hang together over old events with an article ``seen``."""
    shares = [_before(cluster, known) for cluster in found]
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, share in enumerate(shares):
        for event in share:
            sharing[event].append(number)
    reached = {number for number, cluster in enumerate(found) if not seen.isdisjoint(cluster.articles)}
    ahead = sorted(reached)
    while ahead:
        more = {other for event in shares[ahead.pop()] for other in sharing[event]} - reached
        reached |= more
        ahead += sorted(more)
    same = {numbers[0] for numbers in sharing.values() if len(numbers) == 1 and len(shares[numbers[0]]) == 1}
    new = {number for number, cluster in enumerate(found) if not arrived.isdisjoint(cluster.articles)}
    return [found[number] for number in sorted(reached - (same - new))]


def _before(cluster: Event, known: Mapping[str, Member]) -> Counter[str]:
    """Count in which events the articles of a cluster were."""
    return Counter(event for name in cluster.articles if (event := known[name].event) is not None)


def _named(clusters: Sequence[Event], known: Mapping[str, Member], members: Members) -> tuple[Event, ...]:
    """Give the clusters with the ids of old events, of which each goes to the cluster that has most of its articles."""
    shares = [_before(cluster, known) for cluster in clusters]
    began = _first_moments(known.values())
    ranked = sorted(
        ((-count, began[event], event, number) for number, share in enumerate(shares) for event, count in share.items())
    )
    names: dict[int, str] = {}
    kept: set[str] = set()
    home: dict[str, int] = {}
    for _, _, event, number in ranked:
        if number not in names and event not in kept:
            names[number] = event
            kept.add(event)
    for _, _, event, number in ranked:
        home.setdefault(event, number)
    used = {event for share in shares for event in share}
    events = []
    for number, cluster in enumerate(clusters):
        name = names.get(number) or _unused(cluster.id, used, members)
        used.add(name)
        merged = tuple(sorted(event for event, place in home.items() if place == number and event not in kept))
        largest = min(shares[number], key=lambda event: (-shares[number][event], began[event], event), default=None)
        split_from = None if number in names else largest
        events.append(replace(cluster, id=name, merged=merged, split_from=split_from))
    return tuple(sorted(events, key=lambda event: (moment(event.first), event.id)))


def _unused(name: str, used: set[str], members: Members) -> str:
    """Give an id that no event has: the one made from content, or the first free one made from that."""
    while name in used or members.is_event(name):
        name = event_id(name)
    return name


def _first_moments(known: Iterable[Member]) -> dict[str, float]:
    """Give when each old event began."""
    began: dict[str, float] = {}
    for _, event, article in known:
        if event is not None:
            began[event] = min(published_at(article), began.get(event, inf))
    return began


def _moved(events: Iterable[Event], known: Mapping[str, Member], arrived: set[str]) -> list[Member]:
    """Give the articles that are in another event than before."""
    return [
        known[name]._replace(event=event.id)
        for event in events
        for name in event.articles
        if name in arrived or known[name].event != event.id
    ]
