"""Who is quoted in a column, and how much.

Takes the quotations of an event's columns. Gives speakers under one name, and each column's quotations counted once.
Knows nothing of statements or omissions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compare.framing.columns import Press
from compare.language.names import INDEFINITE, OBJECTS, PRONOUNS, bearer, name_words, same_name
from compare.language.tokens import words
from compare.model import Quotation, Voice


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation of a column: with the ones that continue it, and with its repetitions (pull quotes, reprints).

    ``ids`` are those of all of them, the one that is counted first. ``words`` is the number of quoted words; reported
    speech has none.
    """

    ids: tuple[str, ...]
    speaker: str | None
    quoted: bool
    words: int


def speaker_of(quotation: Quotation) -> str | None:
    """Give the mention that a quotation is attributed to; None for a pronoun that was not resolved, or *some* alone."""
    speaker = (quotation.speaker or "").strip()
    return speaker if speaker and speaker.lower() not in PRONOUNS | OBJECTS | INDEFINITE else None


def said(press: Press, quotations: Iterable[Quotation]) -> tuple[Said, ...]:
    """Give a column's quotations in order of appearance, each once.

    Scare quotes are nobody's and are left out, and so is what stands in another quotation: its text holds it.
    """
    place = {article.id: n for n, article in enumerate(press.articles)}
    own = sorted(
        (q for q in quotations if q.article in place and q.kind != "scare" and q.parent is None),
        key=lambda q: (place[q.article], q.span, q.id),
    )
    ids = {q.id for q in own}
    heads: dict[str, str] = {}
    chains: defaultdict[str, list[Quotation]] = defaultdict(list)
    for q in own:
        heads[q.id] = heads.get(q.continues, q.id) if q.continues in ids and q.continues is not None else q.id
        chains[heads[q.id]].append(q)
    return _once([_Chain.of(parts) for parts in chains.values()])


@dataclass(frozen=True, slots=True)
class _Chain:
    ids: tuple[str, ...]
    speaker: str | None
    quoted: bool
    text: str
    words: int

    @staticmethod
    def of(parts: Sequence[Quotation]) -> _Chain:
        speaker = next((name for name in map(speaker_of, parts) if name), None)
        norms = [word for part in parts for word in words(part.text)]
        return _Chain(
            tuple(part.id for part in parts), speaker, parts[0].kind != "indirect", f" {' '.join(norms)} ", len(norms)
        )


def _once(chains: Sequence[_Chain]) -> tuple[Said, ...]:
    """Put repetitions with the longest of what they repeat: the same words, or four and more of its words in a row."""
    kept: list[int] = []
    repeats: dict[int, list[int]] = {}
    for n in sorted(range(len(chains)), key=lambda n: (-chains[n].words, chains[n].speaker is None, n)):
        of = next((k for k in kept if _repeats(chains[n], chains[k])), None)
        if of is None:
            kept.append(n)
            repeats[n] = []
        else:
            repeats[of].append(n)
    found = []
    for n in sorted(kept):
        chain = chains[n]
        ids = (*chain.ids, *(i for m in sorted(repeats[n]) for i in chains[m].ids))
        found.append(Said(ids, chain.speaker, chain.quoted, chain.words if chain.quoted else 0))
    return tuple(found)


def _repeats(short: _Chain, full: _Chain) -> bool:
    if short.quoted is not full.quoted or short.text not in full.text or (short.words < 4 and short.text != full.text):
        return False
    if short.speaker is None or full.speaker is None:
        return True
    return short.speaker == full.speaker or same_name(short.speaker, full.speaker)


def canonical(mentions: Iterable[str]) -> dict[str, str]:
    """Give each mention of a speaker in an event the name that stands for the speaker.

    ``mentions`` holds one as often as columns use it. Mentions are one speaker's where each of them may be any other's; one
    that may be either of two others that are not each other's (a family name that two people bear) is left as it stands.
    The name is the person's, without titles: of the fullest forms, with a given name, the one used most, then the longest,
    then by the alphabet. Where two speakers would get one name they keep their mentions.
    """
    used = Counter(mentions)
    known = sorted(used)
    near = {m: [n for n in known if n != m and same_name(m, n)] for m in known}
    sure = {m for m in known if all(same_name(x, y) for i, x in enumerate(near[m]) for y in near[m][i + 1 :])}
    together = {tuple(sorted({m, *(n for n in near[m] if n in sure)})) for m in known if m in sure}
    together |= {(m,) for m in known if m not in sure}
    best: dict[tuple[str, ...], str] = {}
    for group in sorted(together):
        forms = Counter[str]()
        for mention in group:
            forms[_shown(mention)] += used[mention]
        best[group] = min(group, key=lambda m: _order(m, forms[_shown(m)]))
    taken = Counter(_shown(mention) for mention in best.values())
    return {m: _shown(x) if taken[_shown(x)] == 1 else x for group, x in best.items() for m in group}


def _shown(mention: str) -> str:
    return bearer(mention) or mention


def _order(mention: str, uses: int) -> tuple[bool, bool, int, int, str]:
    shown = _shown(mention)
    return not bearer(mention), len(name_words(shown)) < 2, -uses, -len(shown), mention


def may_be(a: str, b: str) -> bool:
    """Say whether two mentions may be one speaker, if only because one of them is a full name that the other holds."""
    if same_name(a, b):
        return True
    short, long = sorted((name_words(_shown(a)), name_words(_shown(b))), key=len)
    return len(short) > 1 and set(short) <= set(long)


def voices(found: Sequence[Said], names: Mapping[str, str]) -> tuple[Voice, ...]:
    """Give the speakers of a column, those with the most quoted words first; ``names`` is what ``canonical`` gives."""
    total = sum(one.words for one in found)
    own: defaultdict[str, list[Said]] = defaultdict(list)
    for one in found:
        if one.speaker:
            own[names[one.speaker]].append(one)
    made = []
    for speaker, theirs in own.items():
        count = sum(one.words for one in theirs)
        share = round(count / total, 4) if total else 0.0
        made.append(Voice(speaker, tuple(one.ids[0] for one in theirs), count, share))
    return tuple(sorted(made, key=lambda voice: (-voice.words, voice.speaker)))
