"""Why two articles are in one event or in two, as text.

Takes a ``PairEvidence`` and its articles. Gives text. Knows nothing of how it was found.
"""

from __future__ import annotations

from compare.model import Article, PairEvidence
from compare.report.table import count, grid, who
from compare.report.text import clip, day

_TERMS = 15  # shown
_READ_IN = ("title", "head", "whole")


def evidence(found: PairEvidence, a: Article, b: Article, width: int) -> str:
    """Give what was found: whether the two are in one event, the numbers that say so, and the terms they share."""
    articles = [(name, day(one), who(one), clip(one.title or "–", 90)) for name, one in (("A", a), ("B", b))]
    parts = [
        "One event." if found.same_event else "Two events.",
        grid(articles, ("", "published", "outlet (agency)", "title"), width),
        "\n".join(_numbers(found)),
    ]
    added: dict[str, dict[str, float]] = {}
    for term in found.terms:
        added.setdefault(term.text, {})[term.read_in] = term.weight
    ranked = sorted(added.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    if ranked:
        rows = [
            (text, f"{sum(own.values()):.4f}", *(f"{own[part]:.4f}" if part in own else "" for part in _READ_IN))
            for text, own in ranked[:_TERMS]
        ]
        more = len(ranked) - _TERMS
        rest = f"\nand {count(more, 'term')} that add less" if more > 0 else ""
        parts.append(grid(rows, ("shared term", "adds", *(f"in the {part}" for part in _READ_IN)), width) + rest)
    else:
        parts.append("They share no term that tells anything.")
    return "\n\n".join(parts)


def _numbers(found: PairEvidence) -> list[str]:
    if found.same_text:
        return ["One is a copy of the other, or its teaser: they are never apart."]
    apart = "at times that are not known" if found.days is None else f"{found.days:.1f} days apart"
    weighed = found.similarity * found.closeness
    lines = [
        f"Similarity of the two: {found.similarity:.3f}, {apart}: × {found.closeness:.3f} = {weighed:.3f}.",
        f"Threshold for the average of two clusters: {found.threshold:.3f}.",
    ]
    if not found.compared:
        lines.append("MinHash did not bring them together: they share hardly any of their weightiest terms.")
    if found.average is not None and found.needed is not None:
        why = " and a quarter of the similarity to the next best event" if found.needed > found.threshold else ""
        lines.append(f"Average between the two events, with the time between them: {found.average:.3f}.")
        lines.append(f"Needed to join them: {found.needed:.3f}, the threshold{why}.")
        if found.average >= found.needed:
            lines.append("That would do now; it did not when it was looked at, before both had all their articles.")
    elif weighed < found.threshold:
        lines.append("On its own that would not do: other articles of the event are like both.")
    return lines
