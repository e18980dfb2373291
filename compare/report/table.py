"""Tables for a terminal: one for each stage.

Takes a ``Report`` and a width in columns. Gives text. Knows nothing of colours or of where it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tabulate import tabulate

from compare.model import Article, Quotation, Report
from compare.report.text import clip, day, one_line

Row = Sequence[object]
_NARROW = 24  # a column that is no wider than this is never broken into lines


def grid(rows: Iterable[Row], headers: Sequence[str], width: int) -> str:
    """Give a table of at most ``width`` columns: short columns stay whole, the long ones share what is left."""
    cells = [["" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
    natural = [max(len(text) for text in column) for column in zip(headers, *cells, strict=True)]
    limits: list[int | None] = [None] * len(headers)
    left = width - 2 * (len(headers) - 1)
    wide = sorted((i for i, size in enumerate(natural) if size > _NARROW), key=lambda i: natural[i])
    left -= sum(size for i, size in enumerate(natural) if i not in wide)
    for nth, i in enumerate(wide):
        limits[i] = min(natural[i], max(10, left // (len(wide) - nth)))
        left -= limits[i] or 0
    return tabulate(cells, headers, tablefmt="simple", maxcolwidths=limits, disable_numparse=True)


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
    several = [event for event in report.events if len(event.articles) > 1]
    rows = []
    for event in several:
        for article in (known[name] for name in event.articles):
            first = article.id == event.articles[0]
            rows.append(
                (
                    event.id if first else "",
                    day(article),
                    article.outlet or "–",
                    article.id,
                    clip(article.title or "–", 90),
                )
            )
    alone = len(report.events) - len(several)
    table = grid(rows, ("event", "published", "outlet", "article", "title"), width) + "\n\n" if rows else ""
    return f"{table}{count(alone, 'article')} {'tells' if alone == 1 else 'tell'} of an event of {'its' if alone == 1 else 'their'} own."


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


def said_by_id(report: Report) -> dict[str, Quotation]:
    """Give the quotations by their ids."""
    return {quotation.id: quotation for quotation in report.quotations}
