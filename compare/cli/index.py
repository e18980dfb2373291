"""The commands of the index.

Takes paths and ids. Gives what the index holds, as a table or lines of JSON. Knows nothing of how it holds it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from compare.cli.options import Request, inputs, table_or_lines
from compare.cli.reading import NOTHING_READ, Reading
from compare.cli.writing import note, usual_form, width, write
from compare.errors import CompareError

if TYPE_CHECKING:
    from compare.index import Index

Command = Callable[..., Any]


@click.group("index")
def index_group() -> None:
    """Keep an index of known articles, for `newscompare check`.

    It is one file. Several processes may read it while one writes; it must lie on a disk of this machine.
    """


def _on_index(function: Command) -> Command:
    for option in (
        click.option("--settings", "settings_file", metavar="FILE", help="Take settings from a TOML file."),
        click.option("--index", "index_file", metavar="FILE", required=True, help="The index."),
    ):
        function = option(function)
    return function


def _opened(index_file: str, settings_file: str | None, *, write: bool) -> Index:
    from compare.index import open_index  # noqa: PLC0415 - the stages, which --help does not need

    settings = Request((), None, settings_file, quiet=True).settings()
    return open_index(a_file(index_file), settings, create=False, read_only=not write, any_scheme=True)


def a_file(index_file: str) -> str:
    """Give the name back; refuse the one that means an index which no file holds."""
    if index_file == ":memory:":
        raise CompareError("--index must name a file; an index in memory would be gone when the command ends")
    return index_file


@index_group.command("add", epilog="Example: newscompare index add archive/ --index known.db")
@inputs
@click.option("--index", "index_file", metavar="FILE", required=True, help="The index; it is made if there is none.")
@click.option("--keep-text", is_flag=True, help="Keep the texts too, packed: likeness is then counted, not estimated.")
def add_command(request: Request, *, index_file: str, keep_text: bool) -> None:
    """Put articles into the index.

    One that is there already is passed over; one that is there with other words is a revision of that. PATH is a file, a
    folder, or - for standard input. To stop duplicates, use `newscompare check --add`.
    """
    from compare.index import open_index  # noqa: PLC0415 - as above

    if request.output is not None:
        raise CompareError("index add prints nothing, so -o has no use; --index names the file of the index")
    settings = request.settings()
    reading = Reading(request, settings)
    articles = reading.each()
    head = [*islice(articles, 1)]
    if not head:  # no index is made of nothing: all would pass it
        reading.told()
    with open_index(a_file(index_file), settings) as index:
        added = index.add(chain(head, articles), keep_text=keep_text)
    reading.told()
    if not request.quiet:
        note(f"{added.articles} added, {added.revisions} of them revisions; {added.present} were there")
    reading.exit()


@index_group.command("remove", epilog="Example: newscompare index remove a17 a18 --index known.db")
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@_on_index
def remove_command(names: tuple[str, ...], index_file: str, settings_file: str | None) -> None:
    """Take articles out of the index, all their revisions and texts.

    Ids that are not there are named, and make the exit status 2; the others are taken out all the same.
    """
    with _opened(index_file, settings_file, write=True) as index:
        missing = [name for name in names if not index.get(name)]
        for name in missing:
            note(f"{index_file}: has no article {name!r}")
        gone = index.remove(names)
    note(f"{gone} removed")
    if missing:
        sys.exit(NOTHING_READ)


@index_group.command("show", epilog="Example: newscompare index show a17 --index known.db --format jsonl")
@click.argument("names", nargs=-1, metavar="[ID]...")
@_on_index
@table_or_lines
def show_command(names: tuple[str, ...], index_file: str, settings_file: str | None, form: str | None) -> None:
    """Print what the index holds of articles: of those named, or of all."""
    from compare.report.checks.values import encode  # noqa: PLC0415 - as above

    with _opened(index_file, settings_file, write=False) as index:
        missing = [name for name in names if not index.get(name)]
        kept = (one for name in names for one in index.get(name)) if names else iter(index)
        if (form or usual_form(None)) == "table":
            from compare.report.table import findings  # noqa: PLC0415 - tabulate only for tables

            shown = ("id", "published", "outlet", "title", "url", "before", "number")
            found = [{name: getattr(one, name) for name in shown} for one in kept]
            write(None, [(findings(found, width()) + "\n").encode()])
        else:
            write(None, (encode(asdict(one) | {"text": index.text(one.number)}) + b"\n" for one in kept))
    for name in missing:
        note(f"{index_file}: has no article {name!r}")
    if missing:
        sys.exit(NOTHING_READ)


@index_group.command("events", epilog="Example: newscompare index events --index news.db > events.jsonl")
@_on_index
@table_or_lines
def events_command(index_file: str, settings_file: str | None, form: str | None) -> None:
    """Print the events that `newscompare events PATH... --index FILE` has found so far.

    The lines may be given to `newscompare framing --events` and the like. The title is that of the first article.
    """
    from compare.index import clusters  # noqa: PLC0415 - as above
    from compare.language.moments import moment  # noqa: PLC0415 - as above
    from compare.model import Event  # noqa: PLC0415 - as above
    from compare.report import values  # noqa: PLC0415 - as above

    def event(name: str, members: tuple[str, ...]) -> Event:
        kept = [index.get(member)[-1] for member in members]
        in_time = sorted(kept, key=lambda one: (moment(one.published), one.id))
        dated = [one.published for one in in_time if one.published]
        title = next((one.title for one in in_time if one.title), None)
        return Event(name, members, title, *((dated[0], dated[-1]) if dated else ()))

    with _opened(index_file, settings_file, write=False) as index:
        found = [event(name, members) for name, members in clusters(index.database).items()]
    found.sort(key=lambda one: (moment(one.first), one.id))
    if (form or usual_form(None)) == "table":
        from compare.report.table import grid  # noqa: PLC0415 - tabulate only for tables

        rows = [
            (one.id, (one.first or "–")[:10], (one.last or "–")[:10], len(one.articles), one.title or "–")
            for one in found
        ]
        headers = ("event", "first", "last", "articles", "title")
        write(None, [(grid(rows, headers, width()) + "\n" if rows else "No events yet.\n").encode()])
    else:
        write(None, (values.dumps(values.event(one)) for one in found))


@index_group.command("stats", epilog="Example: newscompare index stats --index known.db")
@_on_index
@table_or_lines
def stats_command(index_file: str, settings_file: str | None, form: str | None) -> None:
    """Print how much the index holds, and how its articles were signed."""
    from compare.index.upkeep import stats  # noqa: PLC0415 - as above
    from compare.report import values  # noqa: PLC0415 - as above

    with _opened(index_file, settings_file, write=False) as index:
        found = stats(index)
    if (form or usual_form(None)) == "table":
        rows = {**found, **found["scheme"]}
        write(None, (f"{name:<16} {value}\n".encode() for name, value in rows.items() if name != "scheme"))
    else:
        write(None, [values.dumps(found)])


@index_group.command("verify", epilog="Example: newscompare index verify --index known.db")
@_on_index
def verify_command(index_file: str, settings_file: str | None) -> None:
    """Read the whole index and tell what is damaged. Exit status 0 nothing is, 2 something is."""
    from compare.index.upkeep import verify  # noqa: PLC0415 - as above

    with _opened(index_file, settings_file, write=False) as index:
        found = verify(index)
        for problem in found:
            note(f"{index_file}: {problem}")
        if found:
            raise CompareError(f"{index_file}: is damaged; put a copy in its place, or add its articles to a new one")
        note(f"{index_file}: {len(index)} articles, none damaged")


@index_group.command("rebuild", epilog="Example: newscompare index rebuild archive/ --index known.db")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_on_index
def rebuild_command(paths: tuple[str, ...], index_file: str, settings_file: str | None) -> None:
    """Sign all articles of the index anew, with the present settings.

    The texts are those that the index keeps; of articles whose text it does not keep, those among PATH. Nothing is changed
    where one is missing.
    """
    from compare.index.upkeep import rebuild  # noqa: PLC0415 - as above

    request = Request(paths, None, settings_file, quiet=False)
    settings = request.settings()
    reading = Reading(request, settings)
    number = rebuild(index_file, settings, reading.each() if paths else ())
    note(f"{number} articles signed anew")
    if paths:
        reading.told()
        reading.exit()
