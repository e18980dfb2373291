"""The gate as a command.

Takes paths and a policy. Gives what was found, in a form that people or CI systems read, and the exit status of the gate.
Knows nothing of how anything is found.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

import click

from compare.cli.index import a_file
from compare.cli.options import Request, inputs
from compare.cli.reading import NOTHING_READ, Reading
from compare.cli.writing import check_output, note, write
from compare.errors import CompareError

if TYPE_CHECKING:
    from compare.errors import InputError
    from compare.index import Index
    from compare.model import CheckKind
    from compare.settings import Settings

DUPLICATES = 1
_KINDS = ("exact", "near", "contained", "revision", "syndicated", "same-url", "same-id")
_FORMATS = ("text", "json", "jsonl", "github", "junit", "sarif")


@click.command("check", epilog="Example: newscompare check incoming.jsonl --index known.db --allow revision,syndicated")
@inputs
@click.option("--index", "index_file", metavar="FILE", help="Check against the articles of this index.")
@click.option(
    "--against",
    multiple=True,
    metavar="PATH",
    help="Check against these articles too, but for files that are checked themselves; may be given again.",
)
@click.option("--allow", multiple=True, metavar="KINDS", help=f"Let these pass: {', '.join(_KINDS)}.")
@click.option("--threshold", type=float, metavar="SHARE", help="Count copies from this likeness on (up to 1).")
@click.option("--add", is_flag=True, help="Put the articles into the index, if the gate passes.")
@click.option("--add-new", is_flag=True, help="Put the new ones into the index, whatever became of the others.")
@click.option("--create", is_flag=True, help="With --add or --add-new: make the index if there is none.")
@click.option("--keep-text", is_flag=True, help="With --add or --add-new: keep the texts in the index too.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="How to print.")
def check_command(
    request: Request,
    *,
    index_file: str | None,
    against: tuple[str, ...],
    allow: tuple[str, ...],
    threshold: float | None,
    add: bool,
    add_new: bool,
    create: bool,
    keep_text: bool,
    form: str,
) -> None:
    """Tell which articles are known already: a gate for ingestion.

    Each is checked against the index, against --against, and against those before it among PATH. Exit status: 0 none is a
    duplicate (or only such as --allow lets pass), 1 some are, 2 it could not judge: input that cannot be read, an index
    that is missing or does not fit. PATH is a file, a folder, or - for standard input.
    """
    from compare.check import Gate  # noqa: PLC0415 - the stages, which --help does not need
    from compare.report.checks import FORMATS  # noqa: PLC0415 - as above

    if add and add_new:
        raise CompareError("--add takes all or none, --add-new the new ones; give one of them")
    settings, adding = request.settings(), add or add_new
    _fit(request, index_file, against, adding=adding, create=create, keep_text=keep_text)
    kinds = cast("list[CheckKind]", [kind.strip() for some in allow for kind in some.split(",") if kind.strip()])
    problems: list[InputError] = []
    reading = Reading(request, settings, problems, printed=form == "text" and request.output is None)
    with ExitStack() as stack:
        known = _known(stack, request, settings, (index_file, against), write=adding, create=create)
        gate = Gate(known, settings, kinds, threshold)
        results = gate.results(reading.each())
        if adding:
            results = gate.admit(reading.each(), known[0], keep_text=keep_text, only_new=add_new, problems=problems)
        write(request.output, FORMATS[form](results, problems))
        for _ in results:  # where nobody reads on, the gate judges all the same
            pass
        reading.told()
        if gate.added and not request.quiet:
            note(f"{gate.added.articles} put into {index_file}")
    if reading.lost:
        sys.exit(NOTHING_READ)
    sys.exit(DUPLICATES if gate.refused else 0)


def _fit(
    request: Request, index_file: str | None, against: tuple[str, ...], *, adding: bool, create: bool, keep_text: bool
) -> None:
    """Refuse options that do not go together."""
    if adding and index_file is None:
        raise CompareError("--add and --add-new need --index FILE, which they put articles into")
    if (create or keep_text) and not adding:
        raise CompareError("--create and --keep-text go with --add or --add-new")
    if "-" in against and "-" in request.paths:
        raise CompareError("standard input can be read once: as PATH or as --against")
    check_output(request.output, [*against, *([index_file] if index_file else [])])


def _known(
    stack: ExitStack,
    request: Request,
    settings: Settings,
    given: tuple[str | None, tuple[str, ...]],
    *,
    write: bool,
    create: bool,
) -> list[Index]:
    """Open the index, and read what is given to check against into one in memory."""
    from compare.index import open_index  # noqa: PLC0415 - as above

    known, (index_file, against) = [], given
    if index_file is not None:
        index = stack.enter_context(open_index(a_file(index_file), settings, create=create, read_only=not write))
        if not len(index) and not create:
            raise CompareError(
                f"{index_file}: holds no article, so all would pass; see newscompare index add, or --create"
            )
        known.append(index)
    if against and (others := _others(against, request.paths)):
        archive = stack.enter_context(open_index(":memory:", settings))
        reading = Reading(Request(others, None, None, request.quiet), settings)
        archive.add(reading.each(), keep_text=True)
        reading.told()
        if reading.lost:
            raise CompareError("--against could not be read whole (named above), so nothing can be judged")
        known.append(archive)
    return known


def _others(against: tuple[str, ...], paths: tuple[str, ...]) -> tuple[str, ...]:
    """Give the files of ``against`` but for those of ``paths``: new ones may lie among the known, and repeat themselves."""
    from compare.read.sources import Source, find_sources  # noqa: PLC0415 - as above

    checked = {os.path.realpath(source.path) for source in find_sources(paths) if isinstance(source, Source)}
    return tuple(
        source.path
        for source in find_sources(against)
        if not isinstance(source, Source) or os.path.realpath(source.path) not in checked
    )
