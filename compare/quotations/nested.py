"""What stands in quotation marks within a quotation: *“She said ‘no’ to us,” he said*.

Takes the text and one stretch in marks. Gives the stretches within it, each with the claim that the words around it make.
Knows nothing of who says the outer one.
"""

from __future__ import annotations

from functools import partial

from compare.model import Span
from compare.quotations.attribution import Claim, attribute
from compare.quotations.clause import attributes_at
from compare.quotations.clauses import clauses
from compare.quotations.cues import Cues
from compare.quotations.marks import Marked, scan
from compare.quotations.phrases import Line, read_line

_LONGEST = 20_000  # characters of a quotation in which others are looked for


def nested(cues: Cues, text: str, outer: Marked) -> tuple[Line, list[tuple[Marked, Claim, str]]] | None:
    """Give the words of a quotation as a line, and what it quotes, with the folded word before each; None for nothing.

    One level only: a quotation within a quotation within a quotation is part of the second.
    """
    span = Span(outer.start, min(outer.end, outer.start + _LONGEST))
    if not any(mark in text[span.start : span.end] for mark in "\"“”„«»‘'‚‹`"):
        return None
    found = [m for m in scan(text, [span], partial(attributes_at, cues)) if m.opened and m.closed]
    if not found:
        return None
    line = read_line(cues, text, 0, span, list(enumerate(found)))
    spoken = cues.clause | cues.person | cues.inverted
    claims = attribute(line, [clause for clause in clauses(line) if clause.lemma in spoken])
    starts = {lo for lo, _ in line.sentences}
    before = {n: line.low[k - 1] if k and k not in starts else "" for k, n in line.quoted.items()}
    return line, [(marked, claims.get(n, Claim()), before[n]) for n, marked in enumerate(found)]
