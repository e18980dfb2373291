"""The command line: parse, call one function of the library, print, exit.

Takes arguments. Gives an exit status: 0 done, 2 nothing could be read or the command was misused, 3 done but a part of
the input could not be read, 130 interrupted. Knows nothing of how anything is found.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

import click

import compare
from compare.errors import CompareError, InputError

if TYPE_CHECKING:
    from compare.dedupe import Keep
    from compare.model import Article, Event, Origin, Report
    from compare.settings import Settings

NOTHING_READ, PARTLY_READ = 2, 3
_WIDTH = 80
_TOLD = 20  # problems of one file that are named one by one
Item = TypeVar("Item")
Command = Callable[..., Any]


class _Main(click.Group):
    """The group of commands, in the order of the stages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


@click.group(
    cls=_Main,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: newscompare report articles/ more.jsonl",
)
@click.version_option(compare.__version__, prog_name="newscompare")
def cli() -> None:
    """Compare how news outlets report one event.

    Each command takes files and folders of articles: text pages, HTML pages and JSON lines, plain or packed (.gz, .zst).
    """


def _inputs(command: Command) -> Command:
    for option in reversed(
        (
            click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
            click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of printing."),
            click.option("--settings", "settings_file", metavar="FILE", help="Take settings from a TOML file."),
            click.option("-q", "--quiet", is_flag=True, help="No progress and no notes; only errors."),
        )
    ):
        command = option(command)
    return command


def _stage(name: str, summary: str, example: str) -> Callable[[Command], click.Command]:
    """Make a command that runs the pipeline up to one stage and prints what it found."""

    def decorate(function: Command) -> click.Command:
        function.__doc__ = f"{summary}\n\n    PATH is a file, a folder, or - for standard input."
        chosen = click.option(
            "--format",
            "form",
            type=click.Choice(["table", "jsonl"]),
            help="table for people, jsonl for programs. [default: table on a terminal, else jsonl]",
        )
        return cli.command(name, epilog=f"Example: newscompare {example}")(_inputs(chosen(function)))

    return decorate


@_stage("read", "Print the articles as they were read.", "read pages/ --format jsonl > articles.jsonl")
def read_command(**options: Any) -> None:  # noqa: D103 - the summary above is the docstring
    _run("read", **options)


@_stage("copies", "Print which articles are the same text.", "copies articles.jsonl")
def copies_command(  # noqa: D103 - click passes options by name
    paths: Sequence[str],
    output: str | None,
    settings_file: str | None,
    quiet: bool,  # noqa: FBT001 - as above
    form: str | None,
) -> None:
    from compare.copies import find_copies  # noqa: PLC0415 - the stages, which --help does not need
    from compare.model import Report  # noqa: PLC0415 - as above

    settings, form = _settings(settings_file), form or _usual_form(output)
    reading = _Reading(paths, settings, output, quiet=quiet)
    heads: list[Article] = []
    # Articles pass one by one: there may be more than the memory holds. A table needs their titles.
    passing = (_noted(article, heads) for article in reading) if form == "table" else reading
    groups = find_copies(passing, settings, progress=_progress(quiet=quiet))
    reading.told()
    report = Report(compare.__version__, settings.as_dict(), tuple(heads), groups, (), (), (), ())
    _write(output, _printed(report, "copies", form, None, whole=False, terminal=False))
    reading.exit()


def _noted(article: Article, heads: list[Article]) -> Article:
    heads.append(replace(article, text="", extra={}))
    return article


@cli.command("dedupe", epilog="Example: newscompare dedupe articles.jsonl -o unique.jsonl --removed copies.jsonl")
@_inputs
@click.option("--removed", "removed_file", metavar="FILE", help="Write what was left out, and why, to FILE.")
@click.option(
    "--keep",
    type=click.Choice(["original", "longest", "last"]),
    default="original",
    show_default=True,
    help="Which one of a group of copies stays.",
)
def dedupe_command(  # noqa: PLR0917 - click passes options by name
    paths: Sequence[str],
    output: str | None,
    settings_file: str | None,
    quiet: bool,  # noqa: FBT001 - as above
    removed_file: str | None,
    keep: str,
) -> None:
    """Print the articles without their copies.

    Lines of JSON come out as they came in, articles of pages as `newscompare read` prints them, both in the order of the
    input, files sorted by name. PATH is a file, a folder, or - for standard input.
    """
    from compare.copies import find_copies  # noqa: PLC0415 - the stages, which --help does not need
    from compare.dedupe import measure, removals  # noqa: PLC0415 - as above
    from compare.report import values  # noqa: PLC0415 - as above

    if removed_file is not None and os.path.realpath(removed_file) == os.path.realpath(output or "-"):
        raise CompareError("-o and --removed need two places; name a file for each")
    _check_output(removed_file, paths)
    settings = _settings(settings_file)
    reading = _Reading(paths, settings, output, quiet=quiet)
    sizes: dict[str, tuple[float, int]] = {}
    places: dict[str, Origin] = {}
    with tempfile.TemporaryFile(buffering=0) as lines:  # the input may be a pipe, which can be read once

        def passing() -> Iterator[Article]:
            for article, line in reading.lines():
                own = values.dumps(values.article(article)) if line is None else line.rstrip(b"\r\n") + b"\n"
                try:
                    lines.write(own)
                except OSError as error:
                    where = f"{tempfile.gettempdir()}: cannot be written: {error.strerror}"
                    raise CompareError(f"{where}; set TMPDIR to a folder with more room") from None
                sizes[article.id] = measure(article, cast("Keep", keep)), len(article.text)
                places[article.id] = article.origin
                yield article

        groups = find_copies(passing(), settings, progress=_progress(quiet=quiet))
        gone = removals(groups, {name: size for name, (size, _) in sizes.items()})
        reading.told()
        lines.seek(0)
        _write(output, (line for name, line in zip(sizes, lines, strict=True) if name not in gone))
    if removed_file is not None:
        told = (
            asdict(gone[name]) | {"origin": places[name], "duplicate_of_origin": places[gone[name].duplicate_of]}
            for name in sizes
            if name in gone
        )
        _write(removed_file, map(values.dumps, told))
    if not quiet:
        longer = sum(sizes[name][1] > 1.2 * sizes[one.duplicate_of][1] for name, one in gone.items())
        note = f"; {longer} of these hold much more text than the one that stays (see --keep longest)" if longer else ""
        click.echo(f"newscompare: {len(sizes) - len(gone)} stay, {len(gone)} are copies of them{note}", err=True)
    reading.exit()


@_stage("events", "Print which articles tell of the same event.", "events articles/ --format jsonl")
def events_command(**options: Any) -> None:  # noqa: D103
    _run("events", **options)


@_stage("quotes", "Print who said what: quotations with their speakers.", "quotes page.txt")
def quotes_command(**options: Any) -> None:  # noqa: D103
    _run("quotes", **options)


_given = click.option(
    "--events", "events_file", metavar="FILE", help="Take events from FILE (lines of `newscompare events`)."
)


@_stage(
    "statements",
    "Print which quotations report one utterance, and what changed.",
    "statements articles/ --events events.jsonl",
)
@_given
def statements_command(**options: Any) -> None:  # noqa: D103
    _run("statements", **options)


@_stage("framing", "Print what each outlet chose, per event.", "framing articles/ --part voices --format jsonl")
@_given
@click.option(
    "--part", type=click.Choice(["headlines", "voices", "omissions"]), help="Print one kind of finding, one a line."
)
def framing_command(**options: Any) -> None:  # noqa: D103
    _run("framing", **options)


@cli.command("report", epilog="Example: newscompare report articles/ --format json -o report.json")
@_inputs
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="table for people, json for programs.",
)
@_given
def report_command(form: str, **options: Any) -> None:
    """Print, per event, the outlets side by side.

    PATH is a file, a folder, or - for standard input.
    """
    _run("framing", form=form, whole=True, **options)


def _run(
    stage: str,
    *,
    paths: Sequence[str],
    output: str | None,
    settings_file: str | None,
    quiet: bool,
    form: str | None,
    events_file: str | None = None,
    part: str | None = None,
    whole: bool = False,
) -> None:
    from compare import pipeline  # noqa: PLC0415 - the stages, which --help does not need

    if events_file == "-" and "-" in paths:
        raise CompareError("standard input can be read once: as articles or as --events")
    settings = _settings(settings_file)
    reading = _Reading(paths, settings, output, quiet=quiet)
    articles = tuple(sorted(reading, key=lambda article: article.id))
    reading.told()
    events = _events(events_file, articles) if events_file else None
    report = pipeline.run(articles, settings, cast("pipeline.Stage", stage), events, _progress(quiet=quiet))
    printed = _printed(report, stage, form or _usual_form(output), part, whole=whole, terminal=_terminal(output))
    _write(output, printed)
    reading.exit()


def _settings(path: str | None) -> Settings:
    from compare.settings import Settings, load_settings  # noqa: PLC0415 - as above

    return load_settings(path) if path else Settings()


def _terminal(output: str | None) -> bool:
    return output is None and sys.stdout is not None and sys.stdout.isatty()


def _usual_form(output: str | None) -> str:
    return "table" if _terminal(output) else "jsonl"


def _check_output(output: str | None, paths: Sequence[str]) -> None:
    """Refuse, before anything is read, a file that cannot be written or that would overwrite what is read."""
    if output is None or output == "-":
        return
    place = os.path.realpath(output)
    if place in {os.path.realpath(path) for path in paths}:
        raise CompareError(f"{output}: is read, and would be overwritten; write to another file")
    folder = os.path.dirname(place)
    if not os.path.isdir(folder):
        raise CompareError(f"{output}: cannot be written: there is no folder {folder}")


def _write(output: str | None, chunks: Iterable[bytes]) -> None:
    try:
        with _output(output) as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
    except BrokenPipeError:  # whoever reads has seen enough: `newscompare read … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise CompareError(f"{output or 'standard output'}: cannot be written: {error.strerror}") from None


class _Reading:
    """Articles one by one as they are read; what cannot be read is told of on standard error."""

    def __init__(self, paths: Sequence[str], settings: Settings, output: str | None, *, quiet: bool) -> None:
        _check_output(output, paths)
        self._paths, self._settings, self._quiet = paths, settings, quiet
        self._told: Counter[str] = Counter()
        self._lost = self._count = 0

    def __iter__(self) -> Iterator[Article]:
        return (article for article, _ in self.lines())

    def lines(self) -> Iterator[tuple[Article, bytes | None]]:
        """Give the articles with the lines that they stand in."""
        from compare.read import read_lines  # noqa: PLC0415 - as above

        follow = _progress(quiet=self._quiet)
        for found in follow("reading", read_lines(self._paths, self._settings, self._tell)):
            self._count += 1
            yield found

    def _tell(self, error: InputError) -> None:
        self._lost += error.lost
        self._told[error.path] += 1
        if self._told[error.path] <= _TOLD and (error.lost or not self._quiet):
            click.echo(f"newscompare: {error}", err=True)

    def told(self) -> None:
        """Tell of what was not named one by one; exit where nothing at all could be read."""
        for path, number in self._told.items():
            if number > _TOLD:
                click.echo(f"newscompare: {path}: and {number - _TOLD} more problems like these", err=True)
        if not self._count:
            click.echo("newscompare: no article could be read", err=True)
            sys.exit(NOTHING_READ)

    def exit(self) -> None:
        """Exit with the status that tells that a part of the input could not be read, if so."""
        if self._lost:
            if not self._quiet:
                read = f"read {self._count} articles; {self._lost} could not be read (named above)"
                click.echo(f"newscompare: {read}", err=True)
            sys.exit(PARTLY_READ)


def _events(path: str, articles: Sequence[Article]) -> list[Event]:
    from compare.read.clusters import read_events  # noqa: PLC0415 - as above

    events = read_events(path, {article.id for article in articles})
    if not events:
        raise InputError(path, "names no article that was read")
    return events


def _printed(
    report: Report, stage: str, form: str, part: str | None, *, whole: bool, terminal: bool
) -> Iterable[bytes]:
    if form == "table":
        width = shutil.get_terminal_size((_WIDTH, 24)).columns
        if whole:
            from compare.report.terminal import event_reports  # noqa: PLC0415 - tabulate only for tables

            yield (event_reports(report, width, colour=terminal and "NO_COLOR" not in os.environ) + "\n").encode()
        else:
            from compare.report.table import TABLES, findings  # noqa: PLC0415 - as above
            from compare.report.values import lines  # noqa: PLC0415 - as above

            found = findings(lines(report, stage, part), width) if part else TABLES[stage](report, width)
            yield (found + "\n").encode()
        return
    from compare.report import values  # noqa: PLC0415 - orjson only for JSON

    if form == "json":
        yield values.dumps(values.document(report), indent=True)
    else:
        yield from (values.dumps(line) for line in values.lines(report, stage, part))


def _output(path: str | None) -> IO[bytes]:
    if path is None and (sys.stdout is None or sys.stdout.closed):
        raise CompareError("there is no standard output; name a file with -o")
    return cast("IO[bytes]", click.open_file("-" if path is None else path, "wb"))


def _progress(*, quiet: bool) -> Callable[[str, Iterable[Item]], Iterable[Item]]:
    """Show progress of work that lasts over a second, on a terminal only."""

    def follow(name: str, items: Iterable[Item]) -> Iterable[Item]:
        if quiet or sys.stderr is None or not sys.stderr.isatty():
            return items
        from tqdm import tqdm  # noqa: PLC0415 - only where it shows

        return cast("Iterable[Item]", tqdm(items, desc=name, delay=1, leave=False))

    return follow


def main() -> None:
    """Run the command line; an error on purpose is one line on standard error and exit status 2, never a traceback."""
    try:
        status = cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except CompareError as error:
        click.echo(f"newscompare: {error}", err=True)
        status = NOTHING_READ
    except (KeyboardInterrupt, click.Abort):
        click.echo("newscompare: interrupted", err=True)
        status = 130
    sys.exit(status)
