"""The gate: which of the incoming articles are known already.

Takes articles, and the index of the known ones. Gives a ``CheckResult`` for each. Knows nothing of files, nor of how a
result is printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import get_args

from compare.copies.sketches import sketches
from compare.errors import CompareError, InputError
from compare.index import Added, Entry, Index, closeness, entry, open_index
from compare.model import Article, CheckKind, CheckResult, Duplicate
from compare.settings import Settings

KINDS: tuple[CheckKind, ...] = get_args(CheckKind)


@dataclass(frozen=True, slots=True)
class Policy:
    """What a gate lets pass: copies of these kinds, and those less alike than ``threshold``, which count as none.

    A near, contained or syndicated copy is as alike as the larger of its Jaccard similarity and its containment says. Exact
    copies, revisions and what stands under a known id or URL count whatever the threshold.
    """

    allow: frozenset[CheckKind] = frozenset()
    threshold: float = 0.0

    def counts(self, known: Duplicate) -> bool:
        """Say whether a copy is alike enough to count."""
        by_likeness = known.kind in {"near", "contained", "syndicated"}
        return not by_likeness or max(known.jaccard, known.containment) >= self.threshold


def check(
    article: Article, index: Index, allow: Collection[CheckKind] = (), threshold: float | None = None
) -> CheckResult:
    """Tell whether an article is known to ``index``, and what of: the closest first, ten of a kind at most.

    Nothing is written. ``allow`` are the kinds that do not make a result ``refused``; copies that are less alike than
    ``threshold``, from 0 to 1, count as none. Raises ``InputError`` where the index cannot be read, and ``IndexMismatch``
    where it was made anew with other settings meanwhile.

    Texts are compared as ``find_copies`` does, with the settings of the index, but that cost has limits: where the index
    keeps no text, likeness is estimated (``compare.copies.sketches``); a passage of fewer than 55 words that one text is and
    the other holds may be missed, as marks stand that far apart (``compare.copies.marks``); and of articles that share very
    many passages with very many others, the hundred likeliest are measured.
    """
    return _result(article, index.find(article), _policy(index.settings, allow, threshold))


class Gate:
    """Checks a batch of articles, each against those that are known and those that came before it in the batch.

    ``known`` are indexes made with the same settings. ``refused`` counts the results so far that the policy refuses,
    ``added`` says what ``admit`` put in.
    """

    def __init__(
        self,
        known: Iterable[Index] = (),
        settings: Settings | None = None,
        allow: Collection[CheckKind] = (),
        threshold: float | None = None,
    ) -> None:
        self._known, self._settings = tuple(known), settings or Settings()
        self._policy = _policy(self._settings, allow, threshold)
        self.refused = 0
        self.added: Added | None = None

    def results(self, articles: Iterable[Article]) -> Iterator[CheckResult]:
        """Give a result for each article, in their order."""
        return (result for result, _ in self._results(articles, keep_text=False))

    def admit(
        self,
        articles: Iterable[Article],
        index: Index,
        *,
        keep_text: bool = False,
        only_new: bool = False,
        problems: Sequence[InputError] = (),
    ) -> Iterator[CheckResult]:
        """Give the results, and put the articles into ``index`` when all are given: all of them if none was refused.

        ``problems`` may be filled while the articles are read; where one of them lost an article, none is put in. With
        ``only_new`` the new ones are put in, whatever became of the others, which the next ones are then not compared with.
        All that is put in is put in as one, and where the caller stops or an error comes, nothing. No other process writes
        to the index meanwhile.
        """
        entries: list[Entry] = []
        rest = iter(articles)
        head = [*islice(rest, 1)]  # others may write until there is something to judge
        with index.writing():
            for result, made in self._results(chain(head, rest), keep_text=keep_text, only_new=only_new):
                if not only_new or result.kind == "new":
                    entries.append(made)
                yield result
            if only_new or not (self.refused or any(problem.lost for problem in problems)):
                self.added = index.put(entries)

    def _results(
        self, articles: Iterable[Article], *, keep_text: bool, only_new: bool = False
    ) -> Iterator[tuple[CheckResult, Entry]]:
        with open_index(":memory:", self._settings) as batch:
            for article, sketch in sketches(articles, self._settings.copies):
                found = [known for index in self._known for known in index.find(article, sketch)]
                found += (replace(known, incoming=True) for known in batch.find(article, sketch))
                result = _result(article, found, self._policy)
                self.refused += result.refused
                kept = entry(article, sketch, keep_text=True)
                if not only_new or result.kind == "new":  # else it would stand in the way of others, and not go in
                    batch.put([kept])
                yield result, kept if keep_text else kept._replace(text=None)


def _policy(settings: Settings, allow: Collection[CheckKind], threshold: float | None) -> Policy:
    unknown = sorted({*allow} - {*KINDS})
    if unknown:
        raise CompareError(f"{unknown[0]} is no kind of copy; known: {', '.join(KINDS)}")
    lowest = settings.copies.jaccard
    if threshold is not None and not lowest <= threshold <= 1:
        why = f"the threshold must be from {lowest:g} to 1, not {threshold:g}"
        raise CompareError(f"{why}; what counts as a copy at all is set under [copies] in the settings")
    return Policy(frozenset(allow), threshold or 0.0)


def _result(article: Article, found: Iterable[Duplicate], policy: Policy) -> CheckResult:
    known = sorted(filter(policy.counts, found), key=lambda one: (one.kind in policy.allow, *closeness(one)))
    refused = bool(known) and known[0].kind not in policy.allow
    return CheckResult(article, known[0].kind if known else "new", refused, tuple(known))
