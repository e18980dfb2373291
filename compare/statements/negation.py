"""Which words deny, and by what each of them turns the sense.

Takes words of an utterance. Gives places and answers. Knows nothing of other utterances.

*Not* and its kin deny wherever they stand. Some verbs and adjectives deny what follows them (*refuse to pay*, *unable to
pay*). Others say no in a way of their own (*reject*, *hardly*): where such a word stands, nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compare.statements.words import Word

_NOT = frozenset("not no never none nobody nothing nowhere neither nor without".split())
_BEFORE_TO = frozenset(
    """refuse refuses refused refusing decline declines declined declining fail fails failed failing
    unable unwilling""".split()
)
_ALONE = frozenset("impossible unlikely".split())
_DENY = frozenset("deny denies denied denying".split())
_DOUBTFUL = frozenset(
    """reject rejects rejected rejecting oppose opposes opposed opposing dispute disputes disputed dismiss dismisses
    dismissed refute refutes refuted avoid avoids avoided prevent prevents prevented stop stops stopped ban bans banned
    block blocks blocked forbid forbids rule rules ruled lack lacks lacked refusal denial failure decline refuse refused
    hardly scarcely barely rarely seldom few little difficult hard tough doubtful doubt doubts doubted reluctant hesitant
    unless until""".split()
)
_NOT_DENYING_BEFORE = frozenset("or if why".split())
_NOT_DENYING_AFTER = frozenset("only just merely simply necessarily least doubt wonder matter more less".split())
_PASSED = frozenset("able longer yet ever even currently going being having any anything anybody anyone".split())
_REACH = 5  # words after a denying one within which stands what it denies
_OPPOSITES = {
    "un": frozenset(), "non": frozenset(), "im": frozenset("possible probable proper moral".split()),
    "in": frozenset("correct complete adequate capable dependent secure sufficient valid effective accurate".split()),
    "il": frozenset("legal legally legitimate".split()), "ir": frozenset("regular responsible relevant".split()),
    "dis": frozenset("agree agrees agreed allow allows allowed approve approves approved honest loyal trust".split()),
}  # fmt: skip

_CONTRARY = frozenset((frozenset(("for", "against")), frozenset(("pro", "anti")), frozenset(("with", "against"))))


def refusals(words: Sequence[Word]) -> frozenset[int]:
    """Give the places of the words that deny by what they mean: ``refuse`` before *to* and a verb, ``unlikely``."""
    return frozenset(n for n in range(len(words)) if _refuses(words, n))


def _refuses(words: Sequence[Word], n: int) -> bool:
    norm = words[n].norm
    if norm in _BEFORE_TO:
        after = words[n + 1 : n + 3]
        return (
            len(after) == 2 and after[0].norm == "to" and after[1].value is None and after[1].norm not in {"the", "a"}
        )
    return norm in _ALONE or norm in _DENY


def is_negation(word: Word) -> bool:
    """Say whether a word denies wherever it stands."""
    return word.norm in _NOT


def is_doubtful(word: Word) -> bool:
    """Say whether a word may deny, or may not."""
    return word.norm in _DOUBTFUL


def denies(cue: str) -> bool:
    """Say whether a verb of saying denies what follows it: ``denied``, ``rejected``, ``ruled out``."""
    return any(word in _DENY or word in _DOUBTFUL for word in cue.lower().split())


def opposite(word: str, other: str) -> bool:
    """Say whether of two folded words one denies the other: ``lawful`` and ``unlawful``, ``for`` and ``against``."""
    if frozenset((word, other)) in _CONTRARY:
        return True
    short, long = sorted((word, other), key=len)
    return any(
        long == prefix + short and (short in known or (not known and (len(short) > 4 or short == "able")))
        for prefix, known in _OPPOSITES.items()
    )


def denied(words: Sequence[Word], telling: float) -> Iterator[tuple[int, int]]:
    """Give each denying word's place with that of the word it denies: the first after it of the weight ``telling``.

    ``Not only`` and ``if not`` deny nothing, and neither does ``not`` before a refusal, nor that refusal.
    """
    refusing = refusals(words)
    for n, word in enumerate(words):
        if n not in refusing and not is_negation(word):
            continue
        after = range(n + 1, min(len(words), n + 1 + _REACH))
        if (n and words[n - 1].norm in _NOT_DENYING_BEFORE) or (after and words[n + 1].norm in _NOT_DENYING_AFTER):
            continue
        near = words[max(0, n - 2) : n] if n in refusing else ()
        if any(is_negation(w) for w in near) or (n not in refusing and any(m in refusing for m in after[:2])):
            continue
        host = next((m for m in after if words[m].weight >= telling and words[m].norm not in _PASSED), None)
        if host is not None:
            yield n, host
