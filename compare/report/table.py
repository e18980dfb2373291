"""Tables for a terminal: one for each stage.

Takes a ``Report`` and a width in columns. Gives text. Knows nothing of colours or of where it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tabulate import tabulate
from wcwidth import wcswidth

from compare.model import Article, Event, Quotation, Report
from compare.report.text import clip, day, one_line

Row = Sequence[object]
_PADDING = 2  # tabulate makes a column this much wider than its header
_SHORTEST = 10  # no column is made narrower than this


def grid(rows: Iterable[Row], headers: Sequence[str], width: int, *, narrow: int = 0) -> str:
    """Give a table of at most ``width`` columns: the widest columns are broken between words until all fit.

    A column without a space in any cell (ids, dates) is never broken, so a table of many such may be wider. ``narrow`` is
    the most that columns before the last take where those have spaces, so that it has the room; 0 sets no bound.
    """
    cells = [["" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
    columns = list(zip(headers, *cells, strict=True))
    limits = [max(wcswidth(column[0]) + _PADDING, *map(wcswidth, column)) for column in columns]
    soft = [i for i, column in enumerate(columns) if any(" " in text for text in column[1:])]
    if narrow:
        limits = [min(limit, narrow) if i in soft[:-1] else limit for i, limit in enumerate(limits)]
    over = sum(limits) + 2 * (len(limits) - 1) - width
    while over > 0 and soft and max(limits[i] for i in soft) > _SHORTEST:
        widest = max(soft, key=lambda i: limits[i])
        limits[widest] -= 1
        over -= 1
    heads = [limit - _PADDING for limit in limits]
    return tabulate(
        cells, headers, tablefmt="simple", maxcolwidths=limits, maxheadercolwidths=heads, disable_numparse=True
    )


def _articles(report: Report, width: int) -> str:
    rows = []
    for a in report.articles:
        teaser = "[teaser] " if a.kind == "teaser" else ""
        rows.append((a.id, day(a), who(a), clip(f"{teaser}{a.title or '–'}", 90), len(a.text.split())))
    return grid(rows, ("id", "published", "outlet (agency)", "title", "words"), width)


def who(article: Article, unknown: str = "–") -> str:
    """Give who publishes an article, the wire service in brackets; ``unknown`` where the input does not say."""
    agency = f" ({article.agency})" if article.agency and article.agency != article.outlet else ""
    return f"{article.outlet or unknown}{agency}"


def _copies(report: Report, width: int) -> str:
    known = _by_id(report)
    rows = []
    for group in report.copies:
        for pair in group.pairs:
            scores = (f"{pair.jaccard:.2f}", f"{pair.containment:.2f}")
            rows.append((group.id, pair.kind, _name(known[pair.a]), _name(known[pair.b]), *scores))
    return (
        grid(rows, ("group", "kind", "article", "and", "Jaccard", "containment"), width)
        if rows
        else "No two articles are the same text."
    )


def _events(report: Report, width: int) -> str:
    known = _by_id(report)
    parts = [_event(event, known, width) for event in report.events if len(event.articles) > 1]
    return "\n\n".join([*parts, alone_line(sum(len(event.articles) == 1 for event in report.events))])


def every_event(report: Report, width: int) -> str:
    """Give a table of each event, also of those of one article."""
    known = _by_id(report)
    return "\n\n".join(_event(event, known, width) for event in report.events) or "No event is new or changed."


def _event(event: Event, known: Mapping[str, Article], width: int) -> str:
    """Give one event with its articles, ``belongs`` being their average similarity to the others."""
    strength = dict(zip(event.articles, event.strengths, strict=False))
    members = [known[name] for name in event.articles]
    members.sort(key=lambda a: (a.published.iso if a.published else "~", a.id))
    rows = [
        (day(a), a.outlet or "–", clip(a.title or "–", 90), a.id) + ((f"{strength[a.id]:.2f}",) if strength else ())
        for a in members
    ]
    headers = ("published", "outlet", "title", "article", *(("belongs",) if strength else ()))
    title = clip(f"{event.id} · {event.title or '–'}", width)
    terms = [clip("held together by: " + ", ".join(term.text for term in event.terms), width)] if event.terms else []
    return "\n".join([title, *terms, grid(rows, headers, width)])


def alone_line(number: int) -> str:
    """Say how many articles tell of an event that no other one tells of."""
    verb = "tells" if number == 1 else "tell"
    return f"{count(number, 'article')} {verb} of an event that no other article here tells of."


def _quotes(report: Report, width: int) -> str:
    parts = []
    by_article: dict[str, list[Quotation]] = {}
    for quotation in report.quotations:
        by_article.setdefault(quotation.article, []).append(quotation)
    for article in report.articles:
        said = by_article.get(article.id)
        if said:
            rows = [
                (f"{q.span.start}–{q.span.end}", q.kind, q.tier, q.speaker or "–", q.cue or "–", clip(q.text, 140))
                for q in said
            ]
            table = grid(rows, ("place", "kind", "tier", "speaker", "cue", "words"), width)
            heading = f"{article.id} · {who(article)} · {article.title or '–'}"
            parts.append(f"{clip(heading, width)}\n{table}")
    return "\n\n".join(parts) or "No quotations."


def _framing(report: Report, width: int) -> str:
    titles = {event.id: event.title for event in report.events}
    rows = []
    for framing in report.framings:
        if len(framing.columns) < 2:
            continue
        for nth, column in enumerate(framing.columns):
            voices = "; ".join(f"{v.speaker} {v.words}" for v in column.voices)
            left = ", ".join(o.what for o in framing.omissions if o.column == column.id and o.kind == "voice")
            title = clip(titles[framing.event] or framing.event, 60) if nth == 0 else ""
            rows.append(
                (
                    title,
                    column.name,
                    clip(voices or "–", 160),
                    clip(", ".join(column.only_voices) or "–", 120),
                    left or "–",
                )
            )
    headers = ("event", "outlet", "voices and quoted words", "heard only here", "left out")
    return grid(rows, headers, width) if rows else "No event has articles of two outlets."


TABLES: Mapping[str, Callable[[Report, int], str]] = {
    "read": _articles,
    "copies": _copies,
    "events": _events,
    "quotes": _quotes,
    "framing": _framing,
}


def findings(lines: Iterable[Mapping[str, object]], width: int) -> str:
    """Give a table of findings of one kind, a column for each of their fields but the event and the spans."""
    rows = [{k: _cell(v) for k, v in line.items() if not isinstance(v, dict)} for line in lines]
    if not rows:
        return "Nothing found."
    return grid([[row[k] for k in rows[0]] for row in rows], list(rows[0]), width)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return clip("–" if value is None else str(value), 140)


def count(number: int, noun: str) -> str:
    """Give ``1 article``, ``2 articles``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _by_id(report: Report) -> dict[str, Article]:
    return {article.id: article for article in report.articles}


def _name(article: Article) -> str:
    return f"{who(article)}: {clip(article.title or article.id, 60)}"
