"""The command line: parse, call one function of the library, print, exit.

Takes arguments. Gives an exit status: 0 done, 2 nothing could be read or the command was misused, 3 done but a part of
the input could not be read, 130 interrupted. Knows nothing of how anything is found.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

import click

import compare
from compare.errors import CompareError, InputError

if TYPE_CHECKING:
    from compare.model import Article, Event, Report
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
            click.option("-q", "--quiet", is_flag=True, help="No progress, and no word on what was skipped."),
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
def copies_command(**options: Any) -> None:  # noqa: D103
    _run("copies", **options)


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

    They are JSON lines, in the order of the input. PATH is a file, a folder, or - for standard input.
    """
    from compare.dedupe import Keep, dedupe  # noqa: PLC0415 - the stages, which --help does not need
    from compare.report import values  # noqa: PLC0415 - as above
    from compare.settings import Settings, load_settings  # noqa: PLC0415 - as above

    settings = load_settings(settings_file) if settings_file else Settings()
    articles, lost = _read(paths, settings, quiet=quiet)
    given = sorted(articles, key=lambda article: (article.origin.file, article.origin.item))
    stay, gone = dedupe(given, settings, cast("Keep", keep))
    _write(output, (values.dumps(values.article(article)) for article in stay))
    if removed_file is not None:
        _write(removed_file, (values.dumps(asdict(one)) for one in gone))
    if not quiet:
        click.echo(f"newscompare: {len(stay)} articles stay, {len(gone)} are copies of them", err=True)
    _tell_of_loss(articles, lost, quiet=quiet)


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
    from compare.settings import Settings, load_settings  # noqa: PLC0415 - as above

    if events_file == "-" and "-" in paths:
        raise CompareError("standard input can be read once: as articles or as --events")
    settings = load_settings(settings_file) if settings_file else Settings()
    articles, lost = _read(paths, settings, quiet=quiet)
    events = _events(events_file, articles) if events_file else None
    report = pipeline.run(articles, settings, cast("pipeline.Stage", stage), events, _progress(quiet=quiet))
    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    form = form or ("table" if terminal else "jsonl")
    _write(output, _printed(report, stage, form, part, whole=whole, terminal=terminal))
    _tell_of_loss(articles, lost, quiet=quiet)


def _tell_of_loss(articles: Sequence[Article], lost: int, *, quiet: bool) -> None:
    """Exit with the status that tells that a part of the input could not be read, if so."""
    if lost:
        if not quiet:
            click.echo(f"newscompare: read {len(articles)} articles; {lost} could not be read (named above)", err=True)
        sys.exit(PARTLY_READ)


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


def _read(paths: Sequence[str], settings: Settings, *, quiet: bool) -> tuple[tuple[Article, ...], int]:
    """Read the articles and tell of each problem on standard error; exit where nothing at all could be read."""
    from compare.read import read  # noqa: PLC0415 - as above

    lost = 0
    told: Counter[str] = Counter()

    def tell(error: InputError) -> None:
        nonlocal lost
        lost += error.lost
        told[error.path] += 1
        if told[error.path] <= _TOLD and (error.lost or not quiet):
            click.echo(f"newscompare: {error}", err=True)

    articles = read(paths, settings, tell)
    for path, number in told.items():
        if number > _TOLD:
            click.echo(f"newscompare: {path}: and {number - _TOLD} more problems like these", err=True)
    if not articles:
        click.echo("newscompare: no article could be read", err=True)
        sys.exit(NOTHING_READ)
    return articles, lost


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


def _progress(*, quiet: bool) -> Callable[[str, Sequence[Item]], Iterable[Item]]:
    """Show progress of work that lasts over a second, on a terminal only."""

    def follow(name: str, items: Sequence[Item]) -> Iterable[Item]:
        if quiet or not sys.stderr.isatty() or len(items) < 50:
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
