"""Work in several processes gives what work in one gives, and leaves nobody behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from compare import Settings
from compare.errors import CompareError
from compare.model import Article
from compare.pipeline import run
from compare.settings import QuotationsSettings
from compare.work.processes import cores, in_processes

ROOT = Path(__file__).parents[2]
MANY = 500


def squared(number: int) -> int:
    return number * number


def here(number: int) -> int:
    return os.getpid()


def odd_one_out(number: int) -> int:
    if number == 321:
        raise LookupError(number)
    return number


def killed(number: int) -> int:
    if number == 321:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def articles(number: int) -> list[Article]:
    return [
        Article(f"a{n:04}", f"“We counted {n} boats at the pier,” bewailed Ada Birk.\n\nHe said that {n} were gone.")
        for n in range(number)
    ]


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, 99, 100, MANY])
def test_results_come_in_the_order_of_the_items_whoever_works_them_out(workers: int, number: int) -> None:
    assert list(in_processes(squared, iter(range(number)), workers)) == [n * n for n in range(number)]


def test_few_items_are_worked_on_here_and_many_elsewhere() -> None:
    assert {*in_processes(here, range(99), 2)} == {os.getpid()}
    elsewhere = {*in_processes(here, range(MANY), 2)}
    assert os.getpid() not in elsewhere
    assert 1 <= len(elsewhere) <= 2


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_comes_after_the_results_before_it(workers: int) -> None:
    found: list[int] = []
    with pytest.raises(LookupError, match="321") as caught:
        found.extend(in_processes(odd_one_out, range(MANY), workers))
    assert found == [*range(321)]
    assert workers == 1 or "odd_one_out" in caught.value.__notes__[0]
    assert multiprocessing.active_children() == []


def test_no_process_is_left_where_the_caller_stops() -> None:
    results = in_processes(here, count(), 2)
    pids = {*islice(results, 3)}
    assert {child.pid for child in multiprocessing.active_children()} >= pids
    results.close()
    assert multiprocessing.active_children() == []
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_items_are_fetched_only_a_little_ahead() -> None:
    fetched = count()

    def items() -> Iterator[int]:
        while True:
            yield next(fetched)

    results = in_processes(squared, items(), 2)
    assert next(results) == 0
    results.close()
    assert next(fetched) < 300


def test_a_worker_that_is_killed_is_an_error_and_no_wait() -> None:
    with pytest.raises(ChildProcessError, match="ended by signal 9"):
        list(in_processes(killed, range(MANY), 2))
    assert multiprocessing.active_children() == []


def test_the_pipeline_tells_of_a_killed_worker_as_of_its_other_errors() -> None:
    def follow(name: str, items: Iterable[Article]) -> Iterator[Article]:
        for number, item in enumerate(items):
            if number == 20:
                multiprocessing.active_children()[0].kill()
            yield item

    with pytest.raises(CompareError, match="a worker process ended by signal 9"):
        run(articles(MANY), upto="quotes", progress=follow, workers=2)  # type: ignore[arg-type]


def test_the_report_is_the_same_from_any_number_of_processes() -> None:
    some = articles(120)
    settings = Settings(
        quotations=QuotationsSettings({"emotional": {"bewail": "bewail bewails bewailed bewailed bewailing"}})
    )
    report = run(some, settings, "quotes")
    assert {q.cue for q in report.quotations} == {"bewailed", "said"}
    assert run(some, settings, "quotes", workers=2) == report


def test_progress_goes_through_every_article_once_in_any_number_of_processes() -> None:
    for workers in (1, 2):
        seen: list[object] = []

        def follow(name: str, items: Iterable[Article], seen: list[object] = seen) -> Iterator[Article]:
            for item in items:
                seen.append((name, item.id))
                yield item

        run(articles(120), upto="quotes", progress=follow, workers=workers)  # type: ignore[arg-type]
        assert seen == [("quotations", f"a{n:04}") for n in range(120)]


SCRIPT = """
import signal
import sys
from itertools import count
sys.path.insert(0, "tests/work")
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background job has ignored
from compare.work.processes import in_processes
from test_processes import squared

if __name__ == "__main__":
    try:
        for result in in_processes(squared, count(), 2):
            if result == 0:
                print("begun", flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_workers_go_quietly_when_this_process_does(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, script], stdout=-1, stderr=-1, text=True, cwd=ROOT, env=env, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        if sent == signal.SIGINT:
            os.killpg(process.pid, sent)  # as a terminal does
        else:
            process.send_signal(sent)
        try:
            _, errors = process.communicate(timeout=60)  # ends when nobody has the pipes any more
        finally:
            process.kill()
    assert (process.returncode, errors) == (status, "")


def test_there_is_a_core_to_work_on() -> None:
    assert cores() >= 1
