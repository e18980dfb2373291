"""Processes that are killed, that write at once, and that check while others write: nothing is lost, halved or doubled."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from compare.errors import InputError
from compare.index import open_index
from compare.index.upkeep import verify
from compare.model import Article

ROOT = Path(__file__).parent.parent.parent
_BATCH = 25  # articles that a process in these tests puts in at a time
# Reads one call per line: how it is killed, and the arguments of the command. Each runs in a process of its own, a copy of
# this one, so that the libraries are loaded once. Writes what became of it: an exit status, or minus a signal.
_PROCESSES = """
import json, os, resource, signal, sqlite3, sys
import compare.index.index
from compare.cli import main
import compare.check, compare.copies.sketches, compare.read, compare.report.checks
import numpy

compare.index.index._BATCH = int(sys.argv[1])
connect = sqlite3.connect

def dying(*args, **options):
    connection = connect(*args, **options)
    connection.set_trace_callback(count)
    return connection

def moving(*args, **options):  # each transaction goes on from the log to the file, so that the file is the larger one
    connection = connect(*args, **options)
    connection.execute("PRAGMA wal_autocheckpoint = 1")
    return connection

def count(statement):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

def child(how, number, args):
    global left
    left = number
    if how == "statement":
        sqlite3.connect = dying
    elif how:  # the write to the log or the file that goes beyond so many bytes kills
        sqlite3.connect = moving if how == "file" else connect
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    sys.argv = ["newscompare", *args]
    main()

def started(call):
    pid = os.fork()
    if pid:
        return pid
    status = 70
    try:
        child(*call)
    except SystemExit as left:
        status = left.code or 0
    finally:
        sys.stdout.flush()
        os._exit(status)

for line in sys.stdin:  # each line: calls at the same time
    ended = [os.waitpid(pid, 0)[1] for pid in [started(call) for call in json.loads(line)]]
    print(*[os.waitstatus_to_exitcode(status) for status in ended], file=sys.stderr)
"""
Call = tuple[str, int, list[str]]


def processes(lines: Iterable[list[Call]]) -> list[list[int]]:
    """Run calls, those of a line at the same time, and give their exit statuses, or minus the signal that killed one."""
    told = subprocess.run(
        [sys.executable, "-c", _PROCESSES, str(_BATCH)],
        input="".join(json.dumps(calls) + "\n" for calls in lines),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        check=True,
    )
    return [[*map(int, line.split())] for line in told.stderr.splitlines() if not line.startswith("newscompare: ")]


_POINTS = [
    *(("statement", number) for number in [*range(1, 30, 2), *range(30, 450, 35)]),
    *(("log", number) for number in [1, 5_000, *range(20_000, 290_000, 27_000)]),
    *(("file", number) for number in range(60_000, 260_000, 14_000)),
]


def test_a_killed_process_leaves_each_article_whole_or_not_at_all(
    tmp_path: Path, invented: Callable[..., list[Article]], stored: Callable[..., str], whole: Callable[..., set[str]]
) -> None:
    articles = invented(range(120))
    incoming = stored("in.jsonl", articles)
    paths = [str(tmp_path / f"{how}-{point}.db") for how, point in _POINTS]
    calls: list[list[Call]] = [
        [(how, point, ["index", "add", "-q", incoming, "--index", path, *["--keep-text"] * (how == "file")])]
        for (how, point), path in zip(_POINTS, paths, strict=True)
    ]
    ended = [status for (status,) in processes(calls)]
    assert {*ended} <= {-signal.SIGKILL, -signal.SIGXFSZ, 0}
    assert ended.count(0) < 12, "points beyond the end"
    numbers = set()
    for path, status in zip(paths, ended, strict=True):
        there = whole(path, articles)
        numbers.add(len(there))
        assert len(there) % _BATCH == 0 or len(there) == 120
        assert status or len(there) == 120
        with open_index(path) as index:
            added = index.add(articles)
            assert (added.present, added.articles) == (len(there), 120 - len(there))
        assert whole(path, articles) == {one.id for one in articles}
    assert numbers == {0, 25, 50, 75, 100, 120}


@pytest.mark.parametrize("how", ["statement", "log"])
def test_a_killed_gate_puts_all_in_or_nothing(
    how: str,
    tmp_path: Path,
    invented: Callable[..., list[Article]],
    stored: Callable[..., str],
    whole: Callable[..., set[str]],
) -> None:
    articles = invented(range(60))
    incoming = stored("in.jsonl", articles[20:])
    points = [*range(10, 250, 24)] if how == "statement" else [*range(3_000, 90_000, 8_000)]
    paths = [str(tmp_path / f"{point}.db") for point in points]
    for path in paths:
        with open_index(path) as index:
            index.add(articles[:20])
    ended = processes(
        [(how, point, ["check", "-q", incoming, "--index", path, "--add"])]
        for point, path in zip(points, paths, strict=True)
    )
    assert sum(status < 0 for (status,) in ended) > 4
    for path, (status,) in zip(paths, ended, strict=True):
        there = len(whole(path, articles))
        assert there == 60 if status == 0 else there in {20, 60}  # killed after all was done, it is done


def test_a_killed_rebuild_or_removal_changes_nothing(
    tmp_path: Path, invented: Callable[..., list[Article]], stored: Callable[..., str], whole: Callable[..., set[str]]
) -> None:
    articles = invented(range(60))
    names = [one.id for one in articles]
    points = range(8, 80, 12)
    paths = [str(tmp_path / f"{what}-{point}.db") for point in points for what in ("rebuild", "remove")]
    for path in paths:
        with open_index(path) as index:
            index.add(articles, keep_text=True)
    settings = tmp_path / "settings.toml"
    settings.write_text("[copies]\nseed = 7\n", encoding="utf-8")
    done = processes(
        [("statement", int(path.split("-")[-1][:-3]), ["index", *args, "--index", path])]
        for path in paths
        for args in [["rebuild", "--settings", str(settings)] if "rebuild-" in path else ["remove", *names]]
    )
    assert sum(status < 0 for (status,) in done) > 6
    for path, (status,) in zip(paths, done, strict=True):
        if status < 0:
            assert len(whole(path, articles)) == 60


@pytest.mark.parametrize("fed", [0, 3_000, 21_000])
def test_a_killed_process_that_reads_a_pipe_has_put_in_what_can_be_found(
    fed: int,
    tmp_path: Path,
    invented: Callable[..., list[Article]],
    stored: Callable[..., str],
    whole: Callable[..., set[str]],
) -> None:
    articles, path = invented(range(fed), words=25), str(tmp_path / "known.db")
    call = [sys.executable, "-m", "compare", "index", "add", "-q", "-", "--index", path]
    with subprocess.Popen(call, stdin=subprocess.PIPE, cwd=ROOT) as adding:
        assert adding.stdin
        adding.stdin.write(Path(stored("in.jsonl", articles)).read_bytes())
        if fed == 21_000:  # it reads far ahead: only when all has come does it put in the first
            adding.stdin.close()
            while adding.poll() is None and not _count(path):
                pass  # each look opens the index, reads it and closes it: that too must not disturb
        adding.kill()
    there = whole(path, articles)
    assert bool(there) == (fed == 21_000)
    assert there == {one.id for one in articles[: len(there)]}


def _count(path: str) -> int:
    try:
        with open_index(path, read_only=True) as index:
            return len(index)
    except InputError:  # is not there yet, or empty
        return 0


def test_processes_that_write_at_once_lose_nothing_and_double_nothing(
    tmp_path: Path, invented: Callable[..., list[Article]], stored: Callable[..., str], whole: Callable[..., set[str]]
) -> None:
    articles = invented(range(100))
    parts = [stored(f"{n}.jsonl", articles[start : start + 60]) for n, start in enumerate((0, 20, 40, 10))]
    paths = [str(tmp_path / f"{n}.db") for n in range(8)]  # none is there: all of them make it
    calls: list[list[Call]] = [
        [("", 0, ["index", "add", "-q", part, "--index", path]) for part in parts] for path in paths
    ]
    assert processes([*calls, *calls]) == [[0] * 4] * 16
    for path in paths:
        assert whole(path, articles) == {one.id for one in articles}


def test_revisions_from_processes_that_write_at_once_follow_each_other(
    tmp_path: Path, invented: Callable[..., list[Article]], stored: Callable[..., str]
) -> None:
    articles = invented(range(60))
    texts = [[f"{one.text} {word}" for one in articles] for word in ("first", "second", "third")]
    parts = [
        stored(f"{n}.jsonl", [replace(one, text=text) for one, text in zip(articles, some, strict=True)])
        for n, some in enumerate(texts)
    ]
    path = str(tmp_path / "known.db")
    calls: list[Call] = [("", 0, ["index", "add", "-q", part, "--index", path]) for part in parts]
    assert processes([calls, calls]) == [[0] * 3] * 2
    with open_index(path) as index:
        assert verify(index) == ()
        for one in articles:
            kept = index.get(one.id)
            assert len(kept) == 3
            assert [each.before for each in kept] == [None, kept[0].number, kept[1].number]


def test_who_checks_while_others_write_is_told_what_is_right() -> None:
    """The same as the benchmark, with fewer articles: the numbers are counted, the errors are none."""
    script = [sys.executable, "benchmarks/check_concurrency.py"]
    script += ["--articles=1000", "--known=200", "--checkers=4", "--words=100", "--parts=3"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(script, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert told.returncode == 0, told.stderr + told.stdout
    assert "0 wrong" in told.stdout


def test_a_gate_that_refuses_one_puts_none_in_unless_only_new_ones_are_asked_for(
    tmp_path: Path,
    invented: Callable[..., list[Article]],
    stored: Callable[..., str],
    whole: Callable[..., set[str]],
    command: Callable[..., tuple[int, str, str]],
) -> None:
    articles, path = invented(range(20)), str(tmp_path / "known.db")
    incoming = stored("in.jsonl", [*articles, articles[3]])
    with open_index(path) as index:
        index.add(articles[:5])
    assert command("check", incoming, "--index", path, "--add")[0] == 1
    assert whole(path, articles) == {one.id for one in articles[:5]}
    assert command("check", incoming, "--index", path, "--add-new")[0] == 1
    assert whole(path, articles) == {one.id for one in articles}


def test_a_gate_whose_output_cannot_be_written_puts_nothing_in(
    tmp_path: Path,
    invented: Callable[..., list[Article]],
    stored: Callable[..., str],
    whole: Callable[..., set[str]],
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    articles, path = invented(range(300)), str(tmp_path / "known.db")
    with open_index(path) as index:
        index.add(articles[:5])
    told = run(
        "check", stored("in.jsonl", articles[5:]), "--index", path, "--add", "-o", "/dev/full", "--format", "jsonl"
    )
    assert (told.returncode, told.stderr) == (2, "newscompare: /dev/full: cannot be written: No space left on device\n")
    assert len(whole(path, articles)) == 5
