"""The public names, the settings, and the README's words about both."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import compare
from compare import Settings, SettingsError, load_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_public_names_are_sorted_and_there() -> None:
    assert compare.__all__ == sorted(compare.__all__)
    for name in compare.__all__:
        assert callable(getattr(compare, name))


def test_the_stages_stay_functions_when_the_folders_of_their_names_are_imported() -> None:
    code = (
        "import compare.report.values, compare.read.sources, compare; from compare import read, report; "
        "print(callable(read), callable(report), callable(compare.read))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["True"] * 3


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="judge"):
        compare.judge  # noqa: B018 - the access is the test


def test_settings_come_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('[events]\nwindow = 7\n[read.fields]\ntext = "body"\n')
    settings = load_settings(path)
    assert settings.events.window == 7.0
    assert settings.read.fields == {"text": "body"}
    assert settings.copies == Settings().copies
    assert settings.as_dict()["read"]["fields"] == {"text": "body"}  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "word"),
    [("[nonsense]\n", "nonsense"), ("[copies]\nshingle = 'three'\n", "copies.shingle"), ("copies = 1\n", "copies"),
     ("[copies]\nnum_perm = true\n", "copies.num_perm"),
     ("[read]\nfields = 3\n", "read.fields"),
     ("[copies]\nshingle = 0\n", "copies.shingle"), ("[events]\nwindow = inf\n", "events.window"), ("= 1", "TOML")],
)  # fmt: skip
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=re.escape(word)) as caught:
        load_settings(path)
    assert str(path) in str(caught.value)


def test_settings_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml"):
        load_settings(tmp_path / "gone.toml")


@pytest.mark.skipif(shutil.which("newscompare", path=str(Path(sys.executable).parent)) is None, reason="not installed")
def test_the_readme_shows_what_its_commands_print() -> None:
    done = subprocess.run([sys.executable, "-m", "docs", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "run `make docs` and read the difference"


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_readmes_python_runs(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "print" not in code or re.search("Harbour Post|in-1 exact True", done.stdout)


def test_every_command_and_field_of_the_readme_exists() -> None:
    help_text = subprocess.run([sys.executable, "-m", "compare", "--help"], capture_output=True, text=True, check=True,
                               cwd=ROOT, env={**os.environ, "COLUMNS": "80"}).stdout  # fmt: skip
    for command in re.findall(r"^  (\w+)  ", help_text, re.MULTILINE):
        assert command in README
