"""The order of the stages. No other file knows it.

Takes articles. Gives a ``Report``. Knows nothing of how a stage works, nor of files and formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Literal

import compare
from compare.copies import find_copies
from compare.errors import CompareError
from compare.events import explain_pair, find_events
from compare.framing import frame
from compare.language.moments import moment, precedence
from compare.model import Article, CopyGroup, Event, Framing, PairEvidence, Quotation, Report, Statement
from compare.quotations import find_quotations
from compare.settings import Settings
from compare.statements import align, find_recurrences
from compare.work.processes import in_processes
from compare.work.progress import Progress, silently

Stage = Literal["read", "copies", "events", "quotes", "statements", "framing"]
_NEEDS: dict[Stage, frozenset[Stage]] = {
    "read": frozenset(),
    "copies": frozenset({"copies"}),
    "events": frozenset({"copies", "events"}),
    "quotes": frozenset({"quotes"}),
    "statements": frozenset({"copies", "events", "quotes", "statements"}),
    "framing": frozenset({"copies", "events", "quotes", "statements", "framing"}),
}


def report(articles: Iterable[Article], settings: Settings | None = None) -> Report:
    """Give everything that can be found in ``articles``; their order does not matter."""
    return run(articles, settings)


def run(
    articles: Iterable[Article],
    settings: Settings | None = None,
    upto: Stage = "framing",
    events: Iterable[Event] | None = None,
    progress: Progress | None = None,
    *,
    workers: int = 1,
    across_events: bool = False,
) -> Report:
    """Run the stages that ``upto`` needs, and it; what was not run is empty in the report.

    ``events`` is a clustering to take instead of computing one. More ``workers`` than one are processes that look for
    quotations; a script may ask for them only under ``if __name__ == "__main__":``. ``across_events`` asks for
    quotations that come again in later events too.
    """
    settings, needs, follow = settings or Settings(), _NEEDS[upto], progress or silently
    items = tuple(sorted(articles, key=lambda article: article.id))
    copies = find_copies(items, settings) if "copies" in needs else ()
    clusters: tuple[Event, ...] = ()
    if "events" in needs:
        clusters = find_events(items, copies, settings, follow) if events is None else _given(events, items)
    quotations = _quotations(items, settings, follow, workers) if "quotes" in needs else []
    by_event = _by_event(clusters, quotations)
    groups = _groups(copies)
    known = {article.id: article for article in items}
    statements: list[Statement] = []
    framings: list[Framing] = []
    for event in follow("events", clusters if "statements" in needs else ()):
        own, members = by_event[event.id], [known[name] for name in event.articles if name in known]
        shared = {group.id: group for name in event.articles for group in groups.get(name, ())}
        families = [shared[name] for name in sorted(shared)]
        said = align(event, own, members, families, settings)
        statements += said
        if "framing" in needs:
            framings.append(frame(event, members, own, said, families, settings))
    again = find_recurrences(clusters, quotations, items, copies, settings) if across_events else ()
    return Report(
        compare.__version__,
        settings.as_dict(),
        items,
        copies,
        clusters,
        tuple(quotations),
        tuple(statements),
        tuple(framings),
        again,
    )


def explain(articles: Iterable[Article], a: str, b: str, settings: Settings | None = None) -> PairEvidence:
    """Give what speaks for and against the articles ``a`` and ``b`` telling of one event, among ``articles``.

    Raises CompareError where an id is not among them.
    """
    items = tuple(articles)
    return explain_pair(items, a, b, find_copies(items, settings), settings)


def _quotations(items: Sequence[Article], settings: Settings, follow: Progress, workers: int) -> list[Quotation]:
    quotations: list[Quotation] = []
    bare = (replace(article, extra={}) for article in items)  # what else stood in a record need not be sent
    try:
        with closing(in_processes(partial(find_quotations, settings=settings), bare, workers)) as results:
            for _, found in zip(follow("quotations", items), results, strict=True):
                quotations += found
    except ChildProcessError as error:
        raise CompareError(str(error)) from None
    return quotations


def _given(events: Iterable[Event], articles: Sequence[Article]) -> tuple[Event, ...]:
    """Give given events as ``find_events`` sorts its own, by first publication, with what their articles say of them.

    One without a title gets that of its earliest article, and one without dates those of its articles.
    """
    known = {article.id: article for article in articles}
    completed = []
    for event in events:
        members = sorted((known[name] for name in event.articles if name in known), key=precedence)
        dates = [a.published.iso for a in members if a.published]
        title = event.title or next((a.title for a in members if a.title), None)
        first, last = event.first or next(iter(dates), None), event.last or next(reversed(dates), None)
        completed.append(replace(event, title=title, first=first, last=last))
    return tuple(sorted(completed, key=lambda e: (moment(e.first), e.id)))


def _by_event(events: Sequence[Event], quotations: Iterable[Quotation]) -> dict[str, list[Quotation]]:
    place = {article: event.id for event in events for article in event.articles}
    found: dict[str, list[Quotation]] = {event.id: [] for event in events}
    for quotation in quotations:
        if quotation.article in place:
            found[place[quotation.article]].append(quotation)
    return found


def _groups(copies: Iterable[CopyGroup]) -> dict[str, list[CopyGroup]]:
    """Give the copy groups of each article, so that an event is not asked about all groups there are."""
    found: dict[str, list[CopyGroup]] = {}
    for group in copies:
        for name in group.articles:
            found.setdefault(name, []).append(group)
    return found
