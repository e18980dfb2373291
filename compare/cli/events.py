"""The command that prints events: those among the articles given, or those that they touch in an index.

Takes a ``Request``. Gives events, or why two articles are in one or in two. Knows nothing of how they are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

import compare
from compare.cli.index import a_file
from compare.cli.options import Request, stage
from compare.cli.reading import Reading, progress
from compare.cli.stages import print_stage
from compare.cli.writing import check_output, note, printed, usual_form, width, write
from compare.errors import CompareError

if TYPE_CHECKING:
    from compare.model import Report
    from compare.track import Tracked


@stage("events", "Print which articles tell of the same event.", "events articles/ --format jsonl")
@click.option(
    "--index",
    "index_file",
    metavar="FILE",
    help="Put the articles into this index, texts and all, and print the events that they join, open, merge or split,"
    " with the old articles of these; it is made if there is none.",
)
@click.option(
    "--explain",
    "pair",
    nargs=2,
    metavar="A B",
    help="Print why the articles with these two ids are in one event, or in two.",
)
def events_command(  # noqa: D103 - the summary above is the docstring
    request: Request, *, form: str | None, index_file: str | None, pair: tuple[str, str] | None
) -> None:
    if index_file is not None and pair is not None:
        raise CompareError("--explain looks at the articles given, so --index has no use beside it")
    if index_file is not None:
        _print_tracked(request, index_file, form or usual_form(request.output))
    elif pair is not None:
        _print_evidence(request, pair, form or usual_form(request.output))
    else:
        print_stage("events", request, form=form)


def _print_evidence(request: Request, pair: tuple[str, str], form: str) -> None:
    from compare import pipeline  # noqa: PLC0415 - the stages, which --help does not need
    from compare.report import values  # noqa: PLC0415 - orjson, as above

    settings = request.settings()
    reading = Reading(request, settings)
    articles = tuple(reading)
    reading.told()
    found = pipeline.explain(articles, *pair, settings)
    if form == "table":
        from compare.report.evidence import evidence  # noqa: PLC0415 - tabulate only for tables

        known = {article.id: article for article in articles}
        write(request.output, [(evidence(found, known[found.a], known[found.b], width()) + "\n").encode()])
    else:
        write(request.output, [values.dumps(values.evidence(found))])
    reading.exit()


def _print_tracked(request: Request, index_file: str, form: str) -> None:
    from compare.index import open_index  # noqa: PLC0415 - as above
    from compare.model import Report  # noqa: PLC0415 - as above
    from compare.track import track_events  # noqa: PLC0415 - as above

    check_output(request.output, [index_file])
    settings = request.settings()
    reading = Reading(request, settings)
    articles = tuple(reading)
    reading.told()  # no index is made of nothing
    # Printed before it is kept: who stops us meanwhile finds the batch undone, and gets the same events the next time.
    with open_index(a_file(index_file), settings) as index, index.writing():
        found = track_events(articles, index, progress(quiet=request.quiet))
        report = Report(compare.__version__, settings.as_dict(), found.articles, (), found.events, (), (), ())
        write(request.output, _every(report) if form == "table" else printed(report, "events", form))
    if not request.quiet:
        for line in _told(found, index_file):
            note(line)
    reading.exit()


def _every(report: Report) -> Iterator[bytes]:
    from compare.report.table import every_event  # noqa: PLC0415 - tabulate only for tables

    yield (every_event(report, width()) + "\n").encode()


def _told(found: Tracked, index_file: str) -> Iterator[str]:
    """Say what became of a batch, and which events are no longer what they were."""
    added = found.added
    changed = f"{len(found.events)} {'event' if len(found.events) == 1 else 'events'} changed"
    yield f"{added.articles} put into {index_file}, {added.present} were there; {changed}"
    parts: dict[str, list[str]] = {}
    for event in found.events:
        if event.merged:
            yield f"{' and '.join(sorted((event.id, *event.merged)))} are one event now: {event.id} ({event.title or '–'})"
        if event.split_from is not None:
            parts.setdefault(event.split_from, [event.split_from]).append(event.id)
    for whole, now in parts.items():
        yield f"{whole} was split: {', '.join(now)}"
    if found.without_text:
        yield (
            f"{found.without_text} articles are in {index_file} without their texts and take no part; to put these in, give"
            f" the articles again: newscompare events PATH... --index {index_file}"
        )
