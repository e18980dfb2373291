"""Articles from files and folders as they come: text pages, HTML pages, JSON lines, plain or compressed.

Takes paths. Gives ``Article`` values, and an ``InputError`` for each thing that could not be read. Knows nothing of what
is done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from compare.errors import InputError
from compare.model import Article
from compare.read.formats import read_source
from compare.read.identity import content_id
from compare.read.sources import Source, find_sources
from compare.settings import Settings

__all__ = ["read", "read_each"]


def read(
    paths: str | Path | Iterable[str | Path],
    settings: Settings | None = None,
    on_error: Callable[[InputError], object] | None = None,
) -> tuple[Article, ...]:
    """Read all articles of files and folders (``-`` is standard input), sorted by id.

    What cannot be read is given to ``on_error`` as an ``InputError`` and the rest goes on; without ``on_error`` the
    first one is raised, unless nothing is lost by it. An id that comes twice with the same text is one article;
    with different texts the first by file and place stays and the other is an error. Articles without an id get one
    made from their content; of several with the same content, the later ones by file and place get ``-2``, ``-3`` and
    so on behind it.
    """
    articles: dict[str, Article] = {}
    again: dict[str, list[Article]] = {}
    for found in read_each(paths, settings):
        if isinstance(found, InputError):
            _report(found, on_error)
        elif found.id not in articles:
            articles[found.id] = found
        else:
            again.setdefault(found.id, []).append(found)
    for name, others in again.items():
        first, *rest = sorted([articles[name], *others], key=lambda a: (a.origin.file, a.origin.item))
        articles[name] = first
        for number, article in enumerate(rest, 2):
            if name == content_id(article):
                articles[f"{name}-{number}"] = replace(article, id=f"{name}-{number}")
            else:
                _report(_again(first, article), on_error)
    return tuple(articles[name] for name in sorted(articles))


def read_each(
    paths: str | Path | Iterable[str | Path], settings: Settings | None = None
) -> Iterator[Article | InputError]:
    """Read articles one by one in the order of the input, errors among them; nothing is kept, so any amount can pass."""
    limits = (settings or Settings()).read
    given = [paths] if isinstance(paths, str | Path) else paths
    for source in find_sources([str(path) for path in given]):
        if isinstance(source, Source):
            yield from read_source(source, limits)
        else:
            yield source


def _report(error: InputError, on_error: Callable[[InputError], object] | None) -> None:
    if on_error is not None:
        on_error(error)
    elif error.lost:
        raise error


def _again(first: Article, second: Article) -> InputError:
    """Give the error for an id that comes again: with the same text it is one article, with another it is a mistake."""
    where = f"{first.origin.file}:{first.origin.item}"
    same = second.text == first.text
    if same:
        names = ("outlet", "title", "url", "published")
        differ = [name for name in names if getattr(first, name) != getattr(second, name)]
        unlike = f", but another {' and '.join(differ)}" if differ else ""
        message = f"id {second.id!r} again, with the same text as in {where}{unlike}; counted once"
    else:
        message = f"id {second.id!r} already stands in {where} with another text; give one of them another id"
    return InputError(second.origin.file, message, second.origin.item or None, lost=not same)
