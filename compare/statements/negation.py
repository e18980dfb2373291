"""Which words deny, and by what each of them turns the sense.

Takes words of an utterance. Gives places and answers. Knows nothing of other utterances.

*Not* and its kin deny, but for some phrases (*not only*, *no doubt*) and where they only repeat. Some verbs and adjectives
deny what follows them (*refuse to pay*, *unable to pay*). Others say no in a way of their own (*reject*, *hardly*): where
such a word stands, nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compare.statements.words import Word

_NOT = frozenset(("no one", *"not no never none nobody nothing nowhere neither nor without".split()))
_BEFORE_TO = frozenset(
    """refuse refuses refused refusing decline declines declined declining fail fails failed failing
    neglect neglects neglected forget forgets forgot omit omits omitted yet unable unwilling""".split()
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
_NOT_DENYING_AFTER = frozenset(
    """only just merely simply necessarily least doubt wonder matter question mind more less fewer but
    surprisingly""".split()
)
_TAGS = frozenset("it he she they we you i there".split())
_FENCED = 6  # words between two commas that set something against the rest: "the tenants, not the owners, paid"
PASSED = frozenset("able longer yet ever even currently going being having any anything anybody anyone".split())
_REACH = 5  # words after a denying one within which stands what it denies
_OPPOSITES = {
    prefix: frozenset(words.split())
    for prefix, words in (
        ("un", "safe true fair fit able kind just wise well real sure paid"),
        ("non", ""),
        ("im", "possible probable proper moral patient perfect"),
        (
            "in",
            "correct complete adequate capable dependent secure sufficient valid effective accurate appropriate humane",
        ),
        ("il", "legal legally legitimate"),
        ("ir", "regular responsible relevant"),
        (
            "dis",
            "agree agrees agreed allow allows allowed approve approves approved honest loyal trust satisfied obey obeyed",
        ),
    )
}
_ANY_LONG = frozenset(("un", "non"))  # before any word of five letters or more
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
    """Say whether of two folded words one denies the other: *lawful* and *unlawful*, *useful* and *useless*."""
    bases = [one.removesuffix("less").removesuffix("ful") for one in (word, other)]
    if bases[0] == bases[1] and word.endswith("less") is not other.endswith("less"):
        return True
    if frozenset((word, other)) in _CONTRARY:
        return True
    short, long = sorted((word, other), key=len)
    return any(
        long == prefix + short and (short in known or (prefix in _ANY_LONG and len(short) > 4))
        for prefix, known in _OPPOSITES.items()
    )


def denials(words: Sequence[Word], text: str) -> dict[int, int | None]:
    """Give the places of the words that deny; ``text`` is the article's, for its commas.

    Each with the place of the word with which it makes a phrase that denies nothing as a whole (*not only*, *if not*, *no
    doubt*, *nothing but*), or None. Left out is what is said once more (*never, never*, *no doctors and no nurses*), asks
    for assent (*isn't it*), sets something against the rest (*the tenants, not the owners*), or counts (*No. 3*).
    """
    return {
        n: _partner(words, n)
        for n, word in enumerate(words)
        if (word.norm in _NOT or word.value == 0)
        and not (_counts(words, n) or _said_again(words, n) or _beside(words, n, text))
    }


def _counts(words: Sequence[Word], n: int) -> bool:
    return words[n].norm == "no" and n + 1 < len(words) and words[n + 1].value is not None


def _partner(words: Sequence[Word], n: int) -> int | None:
    norm = words[n].norm
    after = [word.norm for word in words[n + 1 : n + 3]]
    if norm == "not" and n and words[n - 1].norm in _NOT_DENYING_BEFORE:
        return n - 1
    helpless = norm == "not" and n and words[n - 1].norm == "can" and after[:1] == ["help"]  # "cannot help but see"
    if (after and after[0] in _NOT_DENYING_AFTER) or helpless or (n == 0 and after == ["at", "all"]):
        return n + 1
    return n + 1 + after.index("doubt") if norm == "without" and "doubt" in after else None


def _said_again(words: Sequence[Word], n: int) -> bool:
    """Say whether a denial only comes again: *never, never*, *I don't, I don't*, *no doctors and no nurses*."""
    for period in (1, 2, 3):
        same = n >= period and words[n - period].norm == words[n].norm
        if same and all(n - period < k or words[n - k].norm == words[n - period - k].norm for k in range(1, period)):
            return True
    joined = n > 0 and words[n - 1].norm in {"and", "or"} and words[n].norm in {"no", "never"}
    return joined and any(word.norm == words[n].norm for word in words[max(0, n - 5) : n])


def _beside(words: Sequence[Word], n: int, text: str) -> bool:
    """Say whether a denial is a tag at the end, or stands with what commas or dashes fence off."""

    def fence(k: int) -> bool:
        gap = text[words[k].end : words[k + 1].start] if 0 <= k < len(words) - 1 else ""
        return "," in gap or "–" in gap or "—" in gap

    tag = words[n].norm == "not" and n + 1 < len(words) and words[n + 1].norm in _TAGS and fence(n - 2)
    if tag and (n == len(words) - 2 or fence(n + 1)):
        return True
    first = n - 1 if n and words[n - 1].norm == "and" else n
    return words[n].norm == "not" and fence(first - 1) and any(fence(k) for k in range(n, n + _FENCED))


def denied(words: Sequence[Word], text: str, telling: float) -> Iterator[tuple[int, int]]:
    """Give each denying word's place with that of the word it denies: the first after it of the weight ``telling``.

    ``Not`` before a refusal denies nothing, nor does that refusal.
    """
    refusing = refusals(words)
    denying = {n for n, partner in denials(words, text).items() if partner is None}
    for n in sorted(refusing | denying):
        after = range(n + 1, min(len(words), n + 1 + _REACH))
        near = range(max(0, n - 2), n) if n in refusing else ()
        if any(m in denying for m in near) or (n not in refusing and any(m in refusing for m in after[:2])):
            continue
        host = next((m for m in after if words[m].weight >= telling and words[m].norm not in PASSED), None)
        if host is not None:
            yield n, host
