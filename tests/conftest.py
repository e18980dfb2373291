"""What several tests share: where the fixtures are, how the command is run, and golden files."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return ROOT / "fixtures"


@cache
def _run(*args: str) -> subprocess.CompletedProcess[str]:
    return _call(args, "")


def _call(args: tuple[str, ...], stdin: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    call = [sys.executable, "-m", "compare", *args]
    return subprocess.run(call, input=stdin, capture_output=True, text=True, env=env, cwd=ROOT, check=False)


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the real command in the repository's root, as a pipe of 80 columns, and give what it printed.

    A call on the fixtures alone is made once for all tests.
    """

    def command(*args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        unchanging = not stdin and all(not arg.startswith("/") for arg in args)
        return _run(*args) if unchanging else _call(args, stdin)

    return command


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of that name, which a person has read."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; if that is right: pytest --update-golden"

    return compare
