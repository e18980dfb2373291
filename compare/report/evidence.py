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
        rest = f"\nand {count(more, 'term')} of less weight" if more > 0 else ""
        parts.append(grid(rows, ("shared term", "adds", *(f"in the {part}" for part in _READ_IN)), width) + rest)
    elif found.voices[0] != found.voices[1]:
        parts.append("They share no term that tells anything.")
    return "\n\n".join(parts)


def _numbers(found: PairEvidence) -> list[str]:
    told = [
        f"{name} is a copy or the teaser of {voice}, which was compared in its place."
        for name, voice in zip((found.a, found.b), found.voices, strict=True)
        if name != voice
    ]
    if found.voices[0] == found.voices[1]:
        return [*told, "They are one voice, and never apart."]
    weighed = found.similarity * found.trust * found.closeness
    factors = [f"{found.similarity:.3f} by the terms they share"]
    if found.trust < 1:
        factors.append(f"× {found.trust:.3f} as the day of one is not known")
    if found.days is not None:
        over = f", over the window of {found.window:g}" if found.days > found.window else ""
        factors.append(f"× {found.closeness:.3f} for the {found.days:.1f} days between them{over}")
    told.append(f"Similarity of the two: {', '.join(factors)}: {weighed:.3f}.")
    if not found.compared and (found.days is None or found.days <= found.window):
        through = "; they are met through other articles" if found.same_event else ""
        told.append(f"MinHash did not bring these two together{through}.")
    if found.average is None or found.needed is None:
        told.append(
            f"Events are joined while their articles have an average of {found.threshold:.3f} (the threshold) or more."
        )
        if weighed < found.threshold:
            told.append("These two are less alike; other articles of the event are like both.")
        return told
    told.append(f"Average of all pairs between the two events, with the days between these: {found.average:.3f}.")
    more = ", and more as a third event is close to one of them only" if found.needed > found.threshold else ""
    told.append(f"Needed to join them: {found.needed:.3f} (the threshold of {found.threshold:.3f}{more}).")
    if found.average >= found.needed:
        told.append("That would do now; it did not when the two were looked at, with fewer articles.")
    return told
