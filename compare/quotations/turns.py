"""Interviews and transcripts: paragraphs that begin with who speaks, *Q: …*, *BIRK: …*, and are all that is said.

Takes the text and its paragraphs. Gives the stretch that each turn says. Knows nothing of who is behind a label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from compare.language.names import bearer
from compare.model import Span
from compare.quotations.marks import Marked

_LABEL = re.compile(
    r"(Q|A|[^\W\d_a-z][\w.'’-]{1,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,4}) ?(?:\([^()]{1,40}\))?:\s+(?=\S)"
)
_OPENS = "“„«\"'‘‚「"
_ENDS = '.?!…”"’)]'


def turns(text: str, paragraphs: Sequence[Span]) -> dict[int, Marked]:
    """Give for each paragraph that is a turn what it says, as if it stood in marks: all of it behind the label.

    One label proves nothing. A turn has one of at least two labels that come twice or more, or *Q* or *A* where both come;
    it says a sentence; and a label that is no *Q* or *A* is a name, or written in capitals.
    """
    found = {}
    for number, span in enumerate(paragraphs):
        label = _LABEL.match(text, span.start, span.end)
        if label and text[label.end()] not in _OPENS and text[span.end - 1] in _ENDS and _is_label(label[1]):
            found[number] = (label[1], Marked(label.end(), span.end, label.end(), span.end, number))
    counts = Counter(label for label, _ in found.values())
    answers = counts["Q"] > 0 and counts["A"] > 0
    names = {label for label, count in counts.items() if count > 1 and len(label) > 1}
    if not answers and len(names) < 2:
        return {}
    return {n: marked for n, (label, marked) in found.items() if (answers and len(label) == 1) or label in names}


def _is_label(label: str) -> bool:
    return len(label) == 1 or label.isupper() or " " in bearer(label)
