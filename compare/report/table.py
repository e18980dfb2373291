"""Tables for a terminal: one for each stage.

Takes a ``Report`` and a width in columns. Gives text. Knows nothing of colours or of where it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tabulate import tabulate
from wcwidth import wcswidth

from compare.model import Article, Report
from compare.report.text import clip, day, one_line

Row = Sequence[object]
_SHORTEST = 8  # no column is made narrower than this


def grid(rows: Iterable[Row], headers: Sequence[str], width: int) -> str:
    """Give a table of at most ``width`` columns: the widest columns are broken between words until all fit.

    A column without a space in any cell (ids, dates) is never broken, so a table of many such may be wider.
    """
    cells = [["" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
    columns = list(zip(headers, *cells, strict=True))
    limits = [max(map(wcswidth, column)) for column in columns]
    soft = [i for i, column in enumerate(columns) if any(" " in text for text in column[1:])]
    over = sum(limits) + 2 * (len(limits) - 1) - width
    while over > 0 and soft and max(limits[i] for i in soft) > _SHORTEST:
        widest = max(soft, key=lambda i: limits[i])
        limits[widest] -= 1
        over -= 1
    return tabulate(cells, headers, tablefmt="simple", maxcolwidths=list(limits), disable_numparse=True)


def _articles(report: Report, width: int) -> str:
    rows = [
        (
            a.id,
            a.kind,
            a.outlet or "–",
            a.agency or "–",
            day(a),
            a.place or "–",
            clip(a.title or "–", 90),
            len(a.text.split()),
        )
        for a in report.articles
    ]
    return grid(rows, ("id", "kind", "outlet", "agency", "published", "place", "title", "words"), width)


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
    parts = []
    for event in report.events:
        if len(event.articles) > 1:
            members = [known[name] for name in event.articles]
            members.sort(key=lambda a: (a.published.iso if a.published else "~", a.id))
            rows = [(day(a), a.outlet or "–", clip(a.title or "–", 90), a.id) for a in members]
            title = clip(f"{event.id} · {event.title or '–'}", width)
            parts.append(f"{title}\n{grid(rows, ('published', 'outlet', 'title', 'article'), width)}")
    alone = sum(len(event.articles) == 1 for event in report.events)
    parts.append(alone_line(alone))
    return "\n\n".join(parts)


def alone_line(number: int) -> str:
    """Say how many articles tell of an event that no other one tells of."""
    verb = "tells" if number == 1 else "tell"
    return f"{count(number, 'article')} {verb} of an event that no other article here tells of."


def _quotes(report: Report, width: int) -> str:
    rows = [
        (q.article, f"{q.span.start}–{q.span.end}", q.kind, q.tier, q.speaker or "–", q.cue or "–", clip(q.text, 140))
        for q in report.quotations
    ]
    return (
        grid(rows, ("article", "place", "kind", "tier", "speaker", "cue", "words"), width) if rows else "No quotations."
    )


def _statements(report: Report, width: int) -> str:
    known, said = _by_id(report), {q.id: q for q in report.quotations}
    rows: list[Row] = []
    for statement in report.statements:
        for link in statement.links:
            changes = ", ".join(dict.fromkeys(change.kind for change in link.changes))
            for label, name in ((f"{link.relation} {link.score:.2f}", link.a), (changes, link.b)):
                q = said[name]
                rows.append((label, known[q.article].outlet or q.article, q.speaker or "–", clip(q.text, 160)))
    return (
        grid(rows, ("relation", "outlet", "speaker", "words"), width) if rows else "No statement stands in two outlets."
    )


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
    "statements": _statements,
    "framing": _framing,
}


def count(number: int, noun: str) -> str:
    """Give ``1 article``, ``2 articles``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _by_id(report: Report) -> dict[str, Article]:
    return {article.id: article for article in report.articles}


def _name(article: Article) -> str:
    return f"{article.outlet or '–'}: {clip(article.title or article.id, 60)}"
