"""Articles as a command reads them.

Takes a ``Request``. Gives the articles one by one; tells on standard error what cannot be read, and with the exit status
that something could not. Knows nothing of what is done with the articles.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar, cast

from compare.cli.writing import check_output, note

if TYPE_CHECKING:
    from compare.cli.options import Request
    from compare.errors import InputError
    from compare.model import Article
    from compare.settings import Settings

NOTHING_READ, PARTLY_READ = 2, 3
_TOLD = 20  # problems of one file that are named one by one
Item = TypeVar("Item")


class Reading:
    """Articles one by one as they are read; what cannot be read is told of on standard error, unless it is printed.

    It is also put into ``problems``, where that is given; ``lost`` counts what is lost by it.

    Raises CompareError, before anything is read, where the output cannot be written or would overwrite the input.
    """

    def __init__(
        self,
        request: Request,
        settings: Settings,
        problems: list[InputError] | None = None,
        *,
        printed: bool = False,
    ) -> None:
        check_output(request.output, request.paths)
        self._paths, self._settings, self._quiet = request.paths, settings, request.quiet
        self._told: Counter[str] = Counter()
        self._problems, self._printed = problems, printed
        self.lost = self._count = 0

    def __iter__(self) -> Iterator[Article]:
        return (article for article, _ in self.lines())

    def lines(self) -> Iterator[tuple[Article, bytes | None]]:
        """Give the articles with the lines that they stand in."""
        from compare.read import read_lines  # noqa: PLC0415 - the stages, which --help does not need

        follow = progress(quiet=self._quiet)
        for found in follow("reading", read_lines(self._paths, self._settings, self.tell)):
            self._count += 1
            yield found

    def each(self) -> Iterator[Article]:
        """Give the articles in the order of the input, also those whose id has come before."""
        from compare.errors import InputError  # noqa: PLC0415 - as above
        from compare.read import read_each  # noqa: PLC0415 - as above

        for found in progress(quiet=self._quiet)("reading", read_each(self._paths, self._settings)):
            if isinstance(found, InputError):
                self.tell(found)
            else:
                self._count += 1
                yield found

    def tell(self, error: InputError) -> None:
        """Tell of what cannot be read, the first times of each file."""
        if self._problems is not None:
            self._problems.append(error)
        self.lost += error.lost
        self._told[error.path] += 1
        if self._printed:
            return
        if self._told[error.path] <= _TOLD and (error.lost or not self._quiet):
            note(str(error))

    def told(self) -> None:
        """Tell of what was not named one by one; exit where nothing at all could be read."""
        for path, number in self._told.items():
            if number > _TOLD and not self._printed:
                note(f"{path}: and {number - _TOLD} more problems like these")
        if not self._count:
            note("no article could be read")
            sys.exit(NOTHING_READ)

    def exit(self) -> None:
        """Exit with the status that tells that a part of the input could not be read, if so."""
        if self.lost:
            if not self._quiet:
                articles = "article" if self._count == 1 else "articles"
                read = f"read {self._count} {articles}; {self.lost} could not be read (named above)"
                note(read)
            sys.exit(PARTLY_READ)


def progress(*, quiet: bool) -> Callable[[str, Iterable[Item]], Iterable[Item]]:
    """Show progress of work that lasts over a second, on a terminal only."""

    def follow(name: str, items: Iterable[Item]) -> Iterable[Item]:
        if quiet or sys.stderr is None or not sys.stderr.isatty():
            return items
        from tqdm import tqdm  # noqa: PLC0415 - only where it shows

        return cast("Iterable[Item]", tqdm(items, desc=name, delay=1, leave=False))

    return follow
