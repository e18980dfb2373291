"""Articles from files and folders as they come: text pages, HTML pages, JSON lines, plain or compressed.

Takes paths. Gives ``Article`` values, and an ``InputError`` for each thing that could not be read. Knows nothing of what
is done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from compare.errors import InputError
from compare.model import Article
from compare.read.formats import Found, read_source
from compare.read.identity import Register
from compare.read.sources import Source, find_sources
from compare.settings import Settings

__all__ = ["read", "read_distinct", "read_each", "read_lines"]


def read(
    paths: str | Path | Iterable[str | Path],
    settings: Settings | None = None,
    on_error: Callable[[InputError], object] | None = None,
) -> tuple[Article, ...]:
    """Read all articles of files and folders (``-`` is standard input), sorted by id.

    What cannot be read is given to ``on_error`` as an ``InputError`` and the rest goes on; without ``on_error`` the
    first one is raised, unless nothing is lost by it. Ids are as in ``read_distinct``.
    """
    return tuple(sorted(read_distinct(paths, settings, on_error), key=lambda article: article.id))


def read_distinct(
    paths: str | Path | Iterable[str | Path],
    settings: Settings | None = None,
    on_error: Callable[[InputError], object] | None = None,
) -> Iterator[Article]:
    """Read articles one by one, each id once; of each only its id is kept, so any amount can pass. Errors as in ``read``.

    The files come sorted by name, whatever the order of ``paths``. An id that comes twice with the same text is one
    article; with different texts the first one stays and the other is an error. Articles without an id get one made from
    their content; of several with the same content, the later ones get ``-2``, ``-3`` and so on behind it.
    """
    return (article for article, _ in read_lines(paths, settings, on_error))


def read_lines(
    paths: str | Path | Iterable[str | Path],
    settings: Settings | None = None,
    on_error: Callable[[InputError], object] | None = None,
) -> Iterator[tuple[Article, bytes | None]]:
    """Read as ``read_distinct`` does, and give with each article the line of JSON that it was read from, or None."""
    register = Register()
    for found, line in _read(sorted(_sources(paths), key=_name), settings):
        admitted = found if isinstance(found, InputError) else register.admit(found)
        if isinstance(admitted, Article):
            yield admitted, line
        elif on_error is not None:
            on_error(admitted)
        elif admitted.lost:
            raise admitted


def read_each(
    paths: str | Path | Iterable[str | Path], settings: Settings | None = None
) -> Iterator[Article | InputError]:
    """Read articles one by one in the order of the input, errors among them; nothing is kept, so any amount can pass."""
    return (found for found, _ in _read(_sources(paths), settings))


def _sources(paths: str | Path | Iterable[str | Path]) -> Iterator[Source | InputError]:
    given = [paths] if isinstance(paths, str | Path) else paths
    return find_sources([str(path) for path in given])


def _name(source: Source | InputError) -> str:
    return source.path if isinstance(source, InputError) else source.name


def _read(sources: Iterable[Source | InputError], settings: Settings | None) -> Iterator[Found]:
    limits = (settings or Settings()).read
    for source in sources:
        if isinstance(source, Source):
            yield from read_source(source, limits)
        else:
            yield source, None
