"""The words that attribute, from ``cues.toml``.

Takes the verbs of the settings. Gives the table of cues, read once for each settings. Knows nothing of the text they stand
in.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from compare.settings import STANCES, TAKES, QuotationsSettings, Stance

Form = Literal["base", "present", "past", "participle", "ing"]
_FORMS: tuple[Form, ...] = ("base", "present", "past", "participle", "ing")


class Cue(NamedTuple):
    """One form of a cue: its lemma, what the lemma implies, and which form it is (the past where it is both past forms)."""

    lemma: str
    stance: Stance
    form: Form


class Cues(NamedTuple):
    """The table. ``forms`` leads from a folded word to its cue; the sets hold lemmas, but ``nouns`` and ``finite`` forms.

    ``nouns`` are forms that may be nouns as well; ``finite`` are verbs, past or present, and nothing else. ``statements``
    are documents and speeches; ``remarks`` nouns that a that-clause or a quotation follows; ``signs`` bear words that nobody
    says; ``sources`` are what one can know something from.
    """

    forms: dict[str, Cue]
    clause: frozenset[str]
    person: frozenset[str]
    infinitive: frozenset[str]
    of: frozenset[str]
    denying: frozenset[str]
    inverted: frozenset[str]
    naming: frozenset[str]
    nouns: frozenset[str]
    statements: frozenset[str]
    remarks: frozenset[str]
    signs: frozenset[str]
    sources: frozenset[str]
    particles: dict[str, frozenset[str]]
    finite: frozenset[str]


@cache
def cues(settings: QuotationsSettings) -> Cues:
    """Give the table of cues with the verbs of the settings.

    Where two lemmas share a form, one of the settings has it, and then the one that stands first in the file.
    """
    table = tomllib.loads(Path(__file__).with_name("cues.toml").read_text("utf-8"))
    known = {lemma: (stance, row) for stance in STANCES for lemma, row in table[stance]["cues"].items()}
    rows = {lemma: (stance, row) for stance in STANCES for lemma, row in sorted(settings.cues.get(stance, {}).items())}
    forms: dict[str, Cue] = {}
    for lemma, (stance, row) in (*rows.items(), *known.items()):
        cells = sorted(zip(_FORMS, row.lower().split(), strict=True), key=lambda pair: pair[0] != "past")
        for form, cell in cells:
            for word in cell.split("/"):
                forms.setdefault(word, Cue(lemma, rows.get(lemma, (stance,))[0], form))
    takes = {key: {*table["takes"][key].split(), *settings.takes.get(key, ())} for key in TAKES}
    new = rows.keys() - known.keys() - {verb for verbs in settings.takes.values() for verb in verbs}
    takes["clause"] |= new
    takes["inverted"] |= new
    nouns = frozenset(table["nouns"]["forms"].split())
    return Cues(
        forms,
        frozenset(takes["clause"]),
        frozenset(takes["person"]),
        frozenset(takes["infinitive"]),
        frozenset(takes["of"]),
        frozenset(takes["denying"]),
        frozenset(takes["inverted"]),
        frozenset(takes["naming"]),
        nouns,
        frozenset(table["statements"]["nouns"].split()),
        frozenset(table["statements"]["remarks"].split()),
        frozenset(table["statements"]["signs"].split()),
        frozenset(table["statements"]["sources"].split()),
        {lemma: frozenset(value.split()) for lemma, value in table["particles"].items()},
        frozenset(word for word, cue in forms.items() if cue.form in {"past", "present"} and word not in nouns),
    )
