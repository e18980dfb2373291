"""What an attributing clause is, and whether one begins at a place.

Takes nothing but what it is made of. Gives a ``Clause``. Knows nothing of how one is found.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from compare.language.names import PRONOUNS
from compare.quotations.cues import Cues
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    JOINTS,
    LOWER,
    PREPOSITIONS,
    Line,
    NounPhrase,
)

Shape = Literal[
    "subject first", "verb first", "according", "participle", "passive", "naming", "object", "lead-in", "remark", "signed",
    "headline"
]  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOLD = frozenset(("told", "tells"))
NESTED = 6  # clauses back in which one that governs the last is looked for
_REACH = 14  # tokens from a cue to the that-clause it governs


class Clause(NamedTuple):
    """An attributing clause in tokens: from ``start`` to ``end``, the cue at ``cue`` (to ``cue_end``), and who is meant.

    ``shape`` says how it is built. A *naming* clause has no subject: *a plan known as “…”*; its words are a term. One
    that is ``unsaid`` says that its subject did not say it.
    """

    start: int
    end: int
    cue: int
    cue_end: int
    lemma: str
    shape: Shape
    subject: NounPhrase | None
    unsaid: bool = False


def governs(line: Line, outer: Clause, inner: Clause) -> bool:
    """Say whether a clause stands in what another one says: *Orlov said, however, that the people voice*."""
    if outer.lemma not in line.cues.clause and outer.lemma not in line.cues.person:
        return False
    if line.low[inner.start - 1] in {"and", "but", "while"}:
        return False
    after = line.low[outer.end : min(inner.start, outer.end + _REACH)]
    follows = outer.end < len(line.kind) and line.kind[outer.end] in {LOWER, CAPITAL}
    return "that" in after or (follows and outer.lemma in line.cues.clause)


def attributes_at(table: Cues, text: str, place: int, end: int) -> bool:
    """Say whether an attributing clause begins at ``place``, judged by its first words: *the ministry said*, *says he*."""
    for n, match in enumerate(_WORD.finditer(text, place, min(end, place + 120))):
        word = match[0].lower()
        if (n == 0 and match.start() != place) or n > 7 or text.find(",", place, match.start()) >= 0:
            return False
        cue = table.forms.get(word)
        if (
            cue
            and cue.form in {"past", "present"}
            and word not in table.nouns
            and (cue.lemma in table.clause or word in _TOLD)
        ):
            following = text[match.end() : match.end() + 5].lstrip()
            return n > 0 or following.startswith(("he ", "she ", "the ")) or following[:1].isupper()
        if n == 0:
            if not (word in PRONOUNS or word == "the" or match[0][0].isupper()):
                return False
        elif word in AUXILIARIES or word in JOINTS or (word in PREPOSITIONS and word not in {"of", "for"}):
            return False
    return False
