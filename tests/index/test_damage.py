"""Full disks, files that cannot be written, that are damaged or are no index: one line that says so, and nothing lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from compare.check import check
from compare.errors import CompareError, InputError
from compare.index import open_index
from compare.index.upkeep import rebuild, stats, verify
from compare.model import Article
from compare.settings import Settings

ROOT = Path(__file__).parent.parent.parent
Result = tuple[int, str, str]


@pytest.fixture
def made(tmp_path: Path, invented: Callable[..., list[Article]]) -> str:
    """Make an index of thirty articles, with their texts."""
    path = str(tmp_path / "known.db")
    with open_index(path) as index:
        index.add(invented(range(30)), keep_text=True)
    return path


def demand_one_line(told: Result, path: str, why: str) -> None:
    status, _, err = told
    assert (status, err.count("\n")) == (2, 1), err
    assert err.startswith(f"newscompare: {path}: ")
    assert why in err


def newscompare(script: str, *args: str) -> Result:
    """Run the command in a process in which something was done before."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    call = [sys.executable, "-c", f"{script}\nfrom compare.cli import main\nmain()", *args]
    told = subprocess.run(call, capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    return told.returncode, told.stdout, told.stderr


_COMMANDS = {
    "add": ["index", "add", "fixtures/incoming.jsonl", "--index"],
    "check": ["check", "fixtures/incoming.jsonl", "--index"],
    "gate": ["check", "fixtures/incoming.jsonl", "--add", "--index"],
    "show": ["index", "show", "--index"],
    "stats": ["index", "stats", "--index"],
    "verify": ["index", "verify", "--index"],
    "remove": ["index", "remove", "n1", "--index"],
    "rebuild": ["index", "rebuild", "--index"],
}


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE scheme (name, value); INSERT INTO scheme VALUES ('num_perm', '128')")


def _later(path: Path) -> None:
    open_index(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")


_NO_INDEX: dict[str, tuple[Callable[[Path], object], str]] = {
    "directory": (Path.mkdir, "is a folder; an index is a file"),
    "text": (lambda path: path.write_text("Ferry late again. " * 400, encoding="utf-8"), "is no index of newscompare"),
    "short text": (lambda path: path.write_text("Ferry", encoding="utf-8"), "is no index of newscompare"),
    "of another application": (_foreign, "is no index of newscompare"),
    "of a later version": (_later, "is an index of format 2; this newscompare reads format 1"),
    "nothing": (lambda path: None, "there is no index; newscompare index add PATH... --index"),
    "empty": (Path.touch, "is empty; newscompare index add PATH... --index"),
}


@pytest.mark.parametrize("name", _COMMANDS)
@pytest.mark.parametrize("what", _NO_INDEX)
def test_what_is_no_index_is_named_and_left_as_it_is(
    what: str, name: str, tmp_path: Path, command: Callable[..., Result]
) -> None:
    path = tmp_path / "known.db"
    make, why = _NO_INDEX[what]
    make(path)
    if (name == "add" and what in {"nothing", "empty"}) or (what == "empty" and name in {"gate", "remove", "rebuild"}):
        return  # it is made
    before = path.read_bytes() if path.is_file() else None
    demand_one_line(command(*_COMMANDS[name], str(path)), str(path), why)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert {one.name for one in tmp_path.iterdir()} <= {"known.db", "known.db-wal", "known.db-shm"}
    assert path.exists() == (what != "nothing")


def test_an_empty_file_becomes_an_index(tmp_path: Path, command: Callable[..., Result]) -> None:
    path = tmp_path / "known.db"
    path.touch()
    assert command(*_COMMANDS["add"], str(path))[0] == 0
    assert command(*_COMMANDS["verify"], str(path))[0] == 0


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, command: Callable[..., Result]) -> None:
    path = str(tmp_path / "no" / "known.db")
    demand_one_line(command(*_COMMANDS["add"], path), path, "cannot be opened: is it a file, in a folder that can be")
    demand_one_line(command(*_COMMANDS["check"], path), path, "there is no index")


@pytest.mark.parametrize("limit", [0, 3_000, 30_000, 60_000, 120_000])
def test_a_file_that_may_not_grow_keeps_what_was_in_and_says_so(
    limit: int,
    made: str,
    invented: Callable[..., list[Article]],
    stored: Callable[..., str],
    whole: Callable[..., set[str]],
) -> None:
    articles = invented(range(200))
    size = Path(made).stat().st_size if limit else 0
    script = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    told = newscompare(script, "index", "add", stored("in.jsonl", articles), "--index", made)
    demand_one_line(told, made, "the disk is full or fails; what was not reported as done was not done")
    assert Path(made).stat().st_size >= size
    assert whole(made, articles) == {one.id for one in articles[:30]}
    with open_index(made) as index:
        assert index.add(articles).present == 30
    assert len(whole(made, articles)) == 200


def test_an_index_that_may_have_no_more_pages_goes_on_where_it_may_again(
    made: str, invented: Callable[..., list[Article]], whole: Callable[..., set[str]]
) -> None:
    articles = invented(range(200))
    with open_index(made) as index:
        (pages,) = index.database.execute("PRAGMA page_count").fetchone()
        index.database.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(
            InputError, match="cannot be written: the disk is full; what was not reported as done was not done"
        ):
            index.add(articles)
        assert len(index) == 30
        assert check(articles[40], index).kind == "new"
        index.database.execute("PRAGMA max_page_count = 1000000")
        assert index.add(articles).articles == 170
    assert len(whole(made, articles)) == 200


def _apart(folder: str, mount: str, script: str, *args: str) -> Result:
    """Run a shell script where ``folder`` is mounted in another way; skip where this system does not allow that."""
    with_mount = ["unshare", "--map-root-user", "--mount", "sh", "-ec"]
    if not shutil.which("unshare") or subprocess.run([*with_mount, mount, "", folder], check=False).returncode:
        pytest.skip("this system does not let us mount a folder in another way (unshare --map-root-user --mount)")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    call = [*with_mount, f"{mount}\n{script}", sys.executable, folder, *args]
    told = subprocess.run(call, capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    return told.returncode, told.stdout, told.stderr


_READ_ONLY = 'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"'
_RUN = 'python="$0"; shift; exec "$python" -m compare "$@"'


@pytest.mark.parametrize("kilobytes", [100, 150, 200, 300])
def test_a_full_disk_keeps_what_was_in_and_says_so(
    kilobytes: int,
    made: str,
    invented: Callable[..., list[Article]],
    stored: Callable[..., str],
    whole: Callable[..., set[str]],
) -> None:
    articles, folder, out = invented(range(1000)), Path(f"{made}-disk"), Path(f"{made}-out")
    folder.mkdir()
    out.mkdir()
    mount = f'mount -t tmpfs -o size={kilobytes}k none "$1"'
    script = (
        'python="$0"; disk="$1"; out="$3"; cp "$2" "$disk/known.db"; status=0\n'
        '"$python" -m compare index add "$4" --index "$disk/known.db" || status=$?; cp "$disk"/* "$out"; exit $status'
    )
    told = _apart(str(folder), mount, script, made, str(out), stored("in.jsonl", articles))
    demand_one_line(told, str(folder / "known.db"), "the disk is full")
    assert whole(str(out / "known.db"), articles) == {one.id for one in articles[:30]}


@pytest.mark.parametrize("what", ["folder", "file"])
def test_an_index_that_cannot_be_written_is_read_all_the_same(
    what: str, made: str, tmp_path: Path, invented: Callable[..., list[Article]], stored: Callable[..., str]
) -> None:
    place = made if what == "file" else str(tmp_path)
    known, more = stored("known.jsonl", invented(range(30))), stored("more.jsonl", invented(range(29, 40)))
    before = Path(made).read_bytes()
    status, out, err = _apart(place, _READ_ONLY, _RUN, "check", known, "--index", made, "--format", "jsonl")
    assert (status, out.count('"refused":true'), err) == (1, 30, "")
    assert _apart(place, _READ_ONLY, _RUN, "index", "verify", "--index", made)[0] == 0
    why = "cannot be written: it is read-only" if what == "file" else "is it a file, in a folder that can be written?"
    for args in (["index", "add", more], ["check", more, "--add-new"], ["index", "remove", "n1"], ["index", "rebuild"]):
        demand_one_line(_apart(place, _READ_ONLY, _RUN, *args, "--index", made), made, why)
    assert Path(made).read_bytes() == before


def test_what_a_killed_process_put_in_is_read_in_a_folder_that_cannot_be_written(
    made: str, tmp_path: Path, invented: Callable[..., list[Article]], stored: Callable[..., str]
) -> None:
    articles = invented(range(40))
    script = (
        "import os, sys\nfrom compare.index import open_index\nfrom compare.read import read_each\n"
        "from compare.settings import Settings\nindex = open_index(sys.argv[2])\n"
        "index.add(read_each([sys.argv[1]], Settings()))\nos.kill(os.getpid(), 9)"
    )
    known = stored("known.jsonl", articles)
    assert newscompare(script, known, made)[0] == -9
    assert Path(f"{made}-wal").stat().st_size
    status, out, _ = _apart(str(tmp_path), _READ_ONLY, _RUN, "check", known, "--index", made, "--format", "jsonl")
    assert (status, out.count('"refused":true')) == (1, 40)
    Path(f"{made}-shm").unlink()
    told = _apart(str(tmp_path), _READ_ONLY, _RUN, "check", known, "--index", made)
    demand_one_line(told, made, "cannot be opened: is it a file, in a folder that can be written?")


_WATCHING = """
import sys
from compare.check import check
from compare.index import open_index
from compare.model import Article
with open_index(sys.argv[1], read_only=True) as index:
    for text in sys.stdin:
        print(check(Article("other", text), index).kind, len(index), flush=True)
"""


def test_who_reads_in_a_folder_that_it_cannot_write_sees_what_others_put_in(
    made: str, tmp_path: Path, invented: Callable[..., list[Article]]
) -> None:
    articles = invented(range(60))
    _apart(str(tmp_path), _READ_ONLY, "exit 0")  # or skips
    start = [
        "unshare", "--map-root-user", "--mount", "sh", "-ec", f'{_READ_ONLY}; exec "$0" -c "$2" "$3"',
        sys.executable, str(tmp_path), _WATCHING, made,
    ]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as watching:

        def asked(number: int) -> str:
            assert watching.stdin
            assert watching.stdout
            watching.stdin.write(f"{articles[number].text}\n")
            watching.stdin.flush()
            return watching.stdout.readline()

        assert (asked(29), asked(30)) == ("exact 30\n", "new 30\n")
        with open_index(made) as index:
            index.add(articles[:40])
            assert (asked(29), asked(30)) == ("exact 40\n", "exact 40\n")
        assert (asked(39), asked(50)) == ("exact 40\n", "new 40\n")
        with open_index(made) as index:
            index.add(articles)
        assert (asked(50), asked(0)) == ("exact 60\n", "exact 60\n")
        watching.communicate()
    assert watching.returncode == 0


def _rows(path: str) -> list[list[object]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = ("articles", "postings", "names", "scheme")
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def _uses(path: str, articles: Iterable[Article]) -> None:
    """Do all that is done with an index, as far as it goes; errors on purpose are right, others are not."""
    said: list[str] = []

    def use(call: Callable[[], object]) -> None:
        try:
            call()
        except CompareError as error:
            said.append(str(error))

    def looks() -> None:
        with open_index(path, read_only=True) as index:
            use(lambda: [index.text(kept.number) for kept in index])
            use(lambda: stats(index))
            for one in articles:
                use(lambda one=one: check(one, index))  # type: ignore[misc]
                use(lambda one=one: check(replace(one, id="x", text=one.text + " more"), index))  # type: ignore[misc]
                use(lambda one=one: index.get(one.id))  # type: ignore[misc]

    def writes() -> None:
        with open_index(path) as index:
            use(lambda: index.remove(["n3", "n7"]))
            use(lambda: index.add(articles))

    use(looks)
    use(writes)
    use(lambda: rebuild(path, Settings()))
    assert all(path in why and "\n" not in why for why in said), said


@pytest.mark.parametrize("written", [b"\0" * 40, b"\xa5" * 40, b"\x01", bytes(range(200))])
def test_bytes_that_are_overwritten_are_found_or_change_nothing(
    written: bytes, made: str, tmp_path: Path, invented: Callable[..., list[Article]], command: Callable[..., Result]
) -> None:
    articles = invented(range(0, 30, 5))
    whole, before = Path(made).read_bytes(), _rows(made)
    path, found = str(tmp_path / "damaged.db"), 0
    for place in [0, 16, 24, 100, 110, *range(130, len(whole), 2 * 1531)]:
        Path(path).write_bytes(whole[:place] + written + whole[place + len(written) :])
        status, _, err = command("index", "verify", "--index", path)
        assert "Traceback" not in err
        if status == 0:
            assert _rows(path) == before, f"what was written at {place} was not found"
        found += status == 2
        _uses(path, articles)
        for more in ("-wal", "-shm", "-journal"):
            Path(path + more).unlink(missing_ok=True)
    assert found > 10


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_damaged(
    kept: float, made: str, tmp_path: Path, invented: Callable[..., list[Article]], command: Callable[..., Result]
) -> None:
    whole = Path(made).read_bytes()
    Path(made).write_bytes(whole[: int(len(whole) * kept)])
    demand_one_line(command("index", "verify", "--index", made), made, "is damaged; put a copy in its place, or")
    _uses(made, invented(range(0, 30, 5)))


def test_a_key_or_article_that_is_missing_or_altered_is_found(made: str, tmp_path: Path) -> None:
    for change, why in (
        ("DELETE FROM postings WHERE article = 4", "article number 4 cannot be found under all of its keys"),
        (
            "UPDATE postings SET key = key + 1 WHERE article = 4",
            "article number 4 cannot be found under all of its keys",
        ),
        ("DELETE FROM articles WHERE number = 4", "keys belong to no article"),
        ("DELETE FROM names", "article number 1 belongs to something that is not there"),
        (
            "UPDATE articles SET before = number WHERE number = 4",
            "article number 4 belongs to something that is not there",
        ),
        ("UPDATE articles SET bits = zeroblob(64) WHERE number = 4", "article number 4 is not as it was written"),
        ("UPDATE articles SET title = 'Other' WHERE number = 4", "article number 4 is not as it was written"),
        (
            "UPDATE articles SET title = CAST(x'ff0a' AS TEXT) WHERE number = 4",
            "article number 4 is not as it was written",
        ),
    ):
        path = str(tmp_path / "damaged.db")
        shutil.copy(made, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(change)
        with open_index(path, read_only=True) as index:
            assert why in " ".join(verify(index))
        Path(path).unlink()


def test_a_text_that_is_damaged_is_told_of_and_not_signed_anew(
    made: str, invented: Callable[..., list[Article]]
) -> None:
    with closing(sqlite3.connect(made, isolation_level=None)) as connection:
        connection.execute("UPDATE articles SET text = zeroblob(50) WHERE number = 4")
    with open_index(made) as index:
        with pytest.raises(InputError, match="is damaged; put a copy in its place"):
            check(replace(invented([3])[0], text=f"{invented([3])[0].text} and later"), index)
        with pytest.raises(InputError, match="is damaged; put a copy in its place"):
            index.text(4)
        assert check(invented([10])[0], index).kind == "exact"
    with pytest.raises(InputError, match="is damaged; put a copy in its place"):
        rebuild(made, Settings())


def test_a_log_that_went_missing_or_a_stale_table_of_it_harms_nothing_else(
    made: str, tmp_path: Path, invented: Callable[..., list[Article]], whole: Callable[..., set[str]]
) -> None:
    articles, copy = invented(range(60)), str(tmp_path / "copy.db")
    with open_index(made) as index:
        index.add(articles)
        for end in ("", "-wal", "-shm"):
            shutil.copy(made + end, copy + end)
    Path(f"{copy}-shm").write_bytes(b"\xa5" * 32_768)
    assert len(whole(copy, articles)) == 60
    for end in ("-wal", "-shm"):
        Path(copy + end).unlink(missing_ok=True)
    shutil.copy(made, copy)
    assert len(whole(copy, articles)) in {30, 60}


def test_an_index_that_is_deleted_while_it_is_open_is_told_of(
    made: str, invented: Callable[..., list[Article]]
) -> None:
    with open_index(made) as index:
        Path(made).unlink()
        with pytest.raises(InputError, match="was moved, replaced or deleted while it was open"):
            index.add(invented(range(100)))
        with pytest.raises(InputError, match="was moved, replaced or deleted while it was open"):
            check(invented([1])[0], index)
