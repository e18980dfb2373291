"""The words that attribute, from ``cues.toml``.

Takes nothing. Gives the table of cues, read once when it is first asked for. Knows nothing of the text they stand in.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

Stance = Literal["neutral", "doubting", "conceding", "forceful", "emotional", "factive"]
Form = Literal["base", "present", "past", "participle", "ing"]
_FORMS: tuple[Form, ...] = ("base", "present", "past", "participle", "ing")
STANCES: tuple[Stance, ...] = ("neutral", "doubting", "conceding", "forceful", "emotional", "factive")


class Cue(NamedTuple):
    """One form of a cue: its lemma, what the lemma implies, and which form it is (the past where it is both past forms)."""

    lemma: str
    stance: Stance
    form: Form


class Cues(NamedTuple):
    """The table. ``forms`` leads from a folded word to its cue; the sets hold lemmas, but ``nouns`` and ``finite`` forms.

    ``nouns`` are forms that may be nouns as well; ``finite`` are verbs, past or present, and nothing else. ``statements``
    are documents and speeches; ``remarks`` nouns that a that-clause or a quotation follows.
    """

    forms: dict[str, Cue]
    clause: frozenset[str]
    person: frozenset[str]
    infinitive: frozenset[str]
    inverted: frozenset[str]
    naming: frozenset[str]
    nouns: frozenset[str]
    statements: frozenset[str]
    remarks: frozenset[str]
    particles: dict[str, frozenset[str]]
    finite: frozenset[str]


@cache
def cues() -> Cues:
    """Give the table of cues. Where two lemmas share a form, the one that stands first in the file has it."""
    table = tomllib.loads(Path(__file__).with_name("cues.toml").read_text("utf-8"))
    forms: dict[str, Cue] = {}
    for stance in STANCES:
        for lemma, row in table[stance]["cues"].items():
            for form, word in sorted(zip(_FORMS, row.split(), strict=True), key=lambda pair: pair[0] != "past"):
                forms.setdefault(word, Cue(lemma, stance, form))
    nouns = frozenset(table["nouns"]["forms"].split())
    takes = {key: frozenset(value.split()) for key, value in table["takes"].items()}
    return Cues(
        forms,
        takes["clause"],
        takes["person"],
        takes["infinitive"],
        takes["inverted"],
        takes["naming"],
        nouns,
        frozenset(table["statements"]["nouns"].split()),
        frozenset(table["statements"]["remarks"].split()),
        {lemma: frozenset(value.split()) for lemma, value in table["particles"].items()},
        frozenset(word for word, cue in forms.items() if cue.form in {"past", "present"} and word not in nouns),
    )
