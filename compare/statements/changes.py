"""What differs between two quotations of one utterance, and what kind of difference it is.

Takes two matched utterances. Gives typed changes with their spans. Knows nothing of other utterances.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compare.model import Change, ChangeKind, Relation, Span
from compare.statements.attribution import credits_another_kind
from compare.statements.differences import Differ
from compare.statements.lemmas import cue_lemma
from compare.statements.matching import Match
from compare.statements.negation import denies, is_negation
from compare.statements.retold import turned
from compare.statements.telling import TELLING
from compare.statements.utterances import Utterance

_CONTENT: frozenset[ChangeKind] = frozenset(("substituted", "number", "quantifier", "name"))
_ASIDE: frozenset[ChangeKind] = frozenset(("spelling", "speaker", "attribution", "cue"))  # leave the words as they are
_SHORT = 15


def changes_of(a: Utterance, b: Utterance, match: Match) -> tuple[Change, ...]:
    """Give the changes from ``a`` to ``b``, in order of place, those of attribution last.

    A span of words lies within one part of its utterance. Words on one side only, in the middle, are ``cut_middle`` where
    the longer version has them or the other marks an ellipsis, and ``inserted`` where the shorter one has them.
    """
    return (*words_changed(a, b, match), *_attribution(a, b, match))


def words_changed(a: Utterance, b: Utterance, match: Match) -> tuple[Change, ...]:
    """Give the changes of the words alone."""
    return tuple(turned(a, b, match) if match.sense else Differ(a, b).all_changes(match.pairs))


def contradictory(a: Utterance, b: Utterance, changes: Sequence[Change], match: Match) -> bool:
    """Say whether two versions differ so that they are two utterances.

    Two short ones do by a negation and by other words too. Who loses a *not* keeps the rest, perhaps with a *but* for an
    *and*; who says that the mayor *is ready to meet both* and *is not ready to meet others* has said two things. And any
    two do that fill one frame with other words: *It is the tenants who decide*, *It is the owners who pay*.
    """
    turned = {(change.a, change.b) for change in changes if change.kind == "polarity"}
    others = {(c.a, c.b) for c in changes if c.kind in _CONTENT and (_tells(a, c.a) or _tells(b, c.b))}
    if len(match.pairs) <= _SHORT and turned and others - turned:
        return True
    filled = [c for c in changes if c.kind in _CONTENT and not c.disclosed and _tells(a, c.a) and _tells(b, c.b)]
    if match.sense or len({c.a for c in filled}) < 2:
        return False
    kept = sum(a.words[i].weight for i, _ in match.pairs if a.words[i].weight >= TELLING)
    here = sum(_told(a, span) for span in {change.a for change in filled})
    there = sum(_told(b, span) for span in {change.b for change in filled})
    return max(here, there) >= kept


def _told(u: Utterance, span: Span | None) -> float:
    if span is None:
        return 0.0
    return sum(w.weight for w in u.words if span.start <= w.start < span.end and w.weight >= TELLING)


def _tells(u: Utterance, span: Span | None) -> bool:
    return span is not None and any(
        word.weight >= TELLING for word in u.words if span.start <= word.start < span.end and not is_negation(word)
    )


def relation_of(changes: Sequence[Change], match: Match) -> Relation:
    """Give what one version is to the other: cuts at the ends only make it ``truncated``."""
    if match.sense:
        return "paraphrase"
    owned = {"inserted", "substituted"}  # what brackets own up to leaves the speaker's words as they are
    kinds = {change.kind for change in changes if not (change.disclosed and change.kind in owned)} - _ASIDE
    if not kinds:
        return "verbatim"
    return "truncated" if kinds <= {"cut_start", "cut_end"} else "altered"


def _attribution(a: Utterance, b: Utterance, match: Match) -> Iterator[Change]:
    x, y = a.speech, b.speech
    if match.speaker == "two":
        if x.speaker_span and y.speaker_span:
            yield Change("speaker", x.speaker_span, y.speaker_span)
    elif match.speaker is None and credits_another_kind(a, b) and x.speaker_span and y.speaker_span:
        yield Change("attribution", x.speaker_span, y.speaker_span)
    elif x.cue_span and y.cue_span and x.cue and y.cue and cue_lemma(x.cue) != cue_lemma(y.cue):
        yield Change("cue", x.cue_span, y.cue_span)
    turned = _denied_by(a) != _denied_by(b)
    alike = _denials(a) % 2 == _denials(b) % 2  # else both say one thing: denied that it was, said that it was not
    if x.cue_span and y.cue_span and turned and alike:
        yield Change("polarity", x.cue_span, y.cue_span)


def _denied_by(u: Utterance) -> bool:
    """Say whether the cue denies what a reporter retells; of words in marks, who *dismissed it as “…”* says them."""
    return u.reported and denies(u.speech.cue or "")


def _denials(u: Utterance) -> int:
    return sum(is_negation(word) for word in u.words)
