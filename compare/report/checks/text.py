"""A check for people: a few lines for each article that is not new, and a last line that counts.

Takes results and problems. Gives text whose first lines are ``file:line``, which terminals and editors open. Knows nothing
of colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compare.errors import InputError
from compare.model import CheckResult
from compare.report.checks.words import Tally, article_words, line_of, place, plain, told


def write(results: Iterable[CheckResult], problems: Sequence[InputError]) -> Iterator[bytes]:
    """Give each article that is not new as it comes."""
    tally = Tally()
    for result in results:
        tally.add(result)
        if result.kind != "new":
            yield "\n".join((*_block(result), "", "")).encode()
    for problem in problems:
        said = "could not be read" if problem.lost else "note"
        yield f"{place(problem.path, problem.line)}: {said}: {plain(problem.message)}\n".encode()
    if problems:
        yield b"\n"
    yield f"{tally.summary(problems)}\n".encode()


def _block(result: CheckResult) -> Iterator[str]:
    origin = result.article.origin
    yield f"{place(origin.file, line_of(origin)) or '(no file)'}: {'refused' if result.refused else 'allowed'}"
    yield f"  article {article_words(result.article)}"
    for line in told(result):
        yield f"  {line}"
