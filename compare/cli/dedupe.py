"""The command ``dedupe``: articles without their copies.

Takes a ``Request``, and which of a group of copies stays. Gives the articles that stay, as they came in, and what was left
out and why. Knows nothing of how copies are found, nor of which one stays.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, cast

import click

from compare.cli.options import Request, inputs
from compare.cli.reading import Reading, progress
from compare.cli.writing import check_output, note, write
from compare.errors import CompareError, temporary_unwritable

if TYPE_CHECKING:
    from compare.dedupe import Keep
    from compare.model import Article, Origin


@click.command("dedupe", epilog="Example: newscompare dedupe articles.jsonl -o unique.jsonl --removed copies.jsonl")
@inputs
@click.option("--removed", "removed_file", metavar="FILE", help="Write what was left out, and why, to FILE.")
@click.option(
    "--keep",
    type=click.Choice(["original", "longest", "last"]),
    default="original",
    show_default=True,
    help="Which one of a group of copies stays.",
)
def dedupe_command(request: Request, removed_file: str | None, keep: str) -> None:
    """Print the articles without their copies.

    Lines of JSON come out as they came in, articles of pages as `newscompare read` prints them, both in the order of the
    input, files sorted by name. PATH is a file, a folder, or - for standard input.
    """
    from compare.copies import find_copies  # noqa: PLC0415 - the stages, which --help does not need
    from compare.dedupe import measure, removals  # noqa: PLC0415 - as above
    from compare.report import values  # noqa: PLC0415 - as above

    if removed_file is not None and os.path.realpath(removed_file) == os.path.realpath(request.output or "-"):
        raise CompareError("-o and --removed need two places; name a file for each")
    check_output(removed_file, request.paths)
    settings = request.settings()
    reading = Reading(request, settings)
    sizes: dict[str, tuple[float, int]] = {}
    places: dict[str, Origin] = {}
    with tempfile.TemporaryFile(buffering=0) as lines:  # the input may be a pipe, which can be read once

        def passing() -> Iterator[Article]:
            for article, line in reading.lines():
                own = values.dumps(values.article(article)) if line is None else line.rstrip(b"\r\n") + b"\n"
                try:
                    lines.write(own)
                except OSError as error:
                    raise temporary_unwritable(error) from None
                sizes[article.id] = measure(article, cast("Keep", keep)), len(article.text)
                places[article.id] = article.origin
                yield article

        groups = find_copies(passing(), settings, progress=progress(quiet=request.quiet))
        gone = removals(groups, {name: size for name, (size, _) in sizes.items()})
        reading.told()
        lines.seek(0)
        write(request.output, (line for name, line in zip(sizes, lines, strict=True) if name not in gone))
    if removed_file is not None:
        told = (
            asdict(gone[name]) | {"origin": places[name], "duplicate_of_origin": places[gone[name].duplicate_of]}
            for name in sizes
            if name in gone
        )
        write(removed_file, map(values.dumps, told))
    if not request.quiet:
        longer = sum(sizes[name][1] > 1.2 * sizes[one.duplicate_of][1] for name, one in gone.items())
        more = f"; {longer} of these hold much more text than the one that stays (see --keep longest)" if longer else ""
        note(f"{len(sizes) - len(gone)} stay, {len(gone)} are copies of them{more}")
    reading.exit()
