"""Work in several processes, in order, and no more ahead than a few batches.

Takes a function and what it is called with. Gives its results. Knows nothing of what is worked on.

Each worker is a new Python (``spawn``): libraries here start threads, and a fork would copy the locks these hold. It has a
pipe of its own, of which only this process has the other end, so that it ends when this process does, however that ends. It
is sent a batch only when it has answered the one before, so that the two never wait for each other to read. The workers of
``concurrent.futures`` stay behind where this process is killed, and are waited for where the caller stops.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
_Found = tuple[list[Any], Exception | None]  # what a worker answers: results, and what ended them before the batch did
_FEW = 100  # items that are done here sooner than workers have started
_BATCH = 16  # items that are sent at a time
_AHEAD = 4  # batches for each worker that may wait for the one before them


def cores() -> int:
    """Give how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_processes(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Generator[Result, None, None]:
    """Give ``function(item)`` for each item, in their order, worked out by ``workers`` processes; by this one, if few.

    ``function``, items and results must be picklable. A script that asks for workers is imported by each of them, so it
    must do so under ``if __name__ == "__main__":``. What ``function`` raises is raised here, after the results before it.
    Raises ``ChildProcessError`` where a worker is killed. All of them are gone when all is given, or when the caller stops.
    """
    rest = iter(items)
    head = [*islice(rest, max(_FEW, workers * _BATCH))] if workers > 1 else []
    crew = _Crew()
    try:
        if len(head) >= _FEW:
            crew.start(function, min(workers, len(head) // _BATCH))
        yield from crew.results(chain(head, rest)) if crew.workers else map(function, chain(head, rest))
    finally:
        crew.end()


class _Crew:
    """Workers by the pipes that lead to them."""

    def __init__(self) -> None:
        self.workers: dict[Connection, SpawnProcess] = {}

    def start(self, function: Callable[[Any], Any], number: int) -> None:
        """Start as many workers as asked for, or as the system lets us."""
        from multiprocessing import get_context  # noqa: PLC0415 - only where there is enough work

        context = get_context("spawn")
        with suppress(OSError), _uninterrupted():
            for _ in range(number):
                ours, theirs = context.Pipe()
                worker = context.Process(target=_serve, args=(theirs, function), daemon=True)
                worker.start()
                theirs.close()
                self.workers[ours] = worker

    def results(self, items: Iterator[Any]) -> Iterator[Any]:
        """Give the results in the order of the items; what waits is bounded, also where one item takes very long."""
        from multiprocessing.connection import wait  # noqa: PLC0415 - as above

        idle: list[Any] = [*self.workers]
        at_work: dict[Any, int] = {}
        done: dict[int, _Found] = {}
        given = wanted = 0
        while True:
            while idle and given - wanted < len(self.workers) * _AHEAD and (batch := [*islice(items, _BATCH)]):
                self._send(idle[-1], batch)
                at_work[idle.pop()] = given
                given += 1
            for pipe in wait([*at_work], 0 if wanted in done else None) if at_work else ():
                done[at_work.pop(pipe)] = self._answer(pipe)
                idle.append(pipe)
            if wanted in done:
                found, error = done.pop(wanted)
                wanted += 1
                yield from found
                if error is not None:
                    raise error
            elif not at_work:
                return

    def end(self) -> None:
        """End the workers, whatever they are doing."""
        for pipe, worker in self.workers.items():
            pipe.close()
            worker.terminate()
        for worker in self.workers.values():
            worker.join()
            worker.close()

    def _send(self, pipe: Any, batch: list[Any]) -> None:
        try:
            pipe.send(batch)
        except OSError:
            raise self._ended(pipe) from None

    def _answer(self, pipe: Any) -> _Found:
        try:
            answer: _Found = pipe.recv()
        except (EOFError, OSError):
            raise self._ended(pipe) from None
        return answer

    def _ended(self, pipe: Any) -> ChildProcessError:
        worker = self.workers[pipe]
        worker.join(1)
        code = worker.exitcode or 0
        how = f"by signal {-code}" if code < 0 else f"with status {code}"
        memory = "; where the memory was full, give less at a time" if code == -signal.SIGKILL else ""
        return ChildProcessError(f"a worker process ended {how}{memory}")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C for later, also in the processes that are started: the terminal sends it to them as well."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415 - as above

    resource_tracker.ensure_running()  # it would let Ctrl-C through again if it started later
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """Answer batches until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            batch = pipe.recv()
            pipe.send(_worked_out(function, batch))


def _worked_out(function: Callable[[Any], Any], batch: list[Any]) -> _Found:
    found: list[Any] = []
    try:
        for item in batch:
            found.append(function(item))  # noqa: PERF401 - what was found before an error counts
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the caller
        import traceback  # noqa: PLC0415 - only where it goes wrong

        told = traceback.format_exc()
        error.add_note(f"in a worker process:\n{told}")
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - what this very process has pickled
        except Exception:  # noqa: BLE001 - it does not survive the way: what it says does
            return found, RuntimeError(f"in a worker process:\n{told}")
        return found, error
    return found, None
