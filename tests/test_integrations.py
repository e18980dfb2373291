"""The gate where it stands in other people's ways: a GitHub Action, a pre-commit hook, a GitLab job, a target of make."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from compare.copies.marks import SIZE, WINDOW
from compare.read.sources import SUFFIXES

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
README = (ROOT / "README.md").read_text()
KNOWN = "The bridge at Lindal will be closed for two weeks in May, the county said on Monday, and the ferry will run twice an hour until the work is done."  # noqa: E501 - one sentence
OTHER = "A choir from Sarn sang in the market hall for three hours on Sunday, and nobody who was there can say why it began or who had asked it to come."  # noqa: E501 - as above

# The environment of a machine without network, on which what newscompare needs is installed.
OFFLINE = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PIP_", "PYTHON", "MAKE"))},
    "PYTHONPATH": sysconfig.get_path("purelib"),
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_INDEX": "1",
    "PIP_NO_BUILD_ISOLATION": "0",  # pip takes the value for that of the opposite option: no isolation
    "PIP_NO_CACHE_DIR": "1",
}


def _block(first: str) -> str:
    """Give the README's block of YAML whose first line is ``# first``."""
    (block,) = re.findall(rf"```yaml\n(# {re.escape(first)}\n.*?)```", README, re.DOTALL)
    return str(block)


def _lines(*texts: str, start: int = 0) -> str:
    return "".join(json.dumps({"id": f"a-{number}", "text": text}) + "\n" for number, text in enumerate(texts, start))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder in which someone keeps articles: two known ones."""
    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "a.jsonl").write_text(_lines(KNOWN, OTHER))
    return tmp_path


# -- against a folder that the new articles lie in


def _check(where: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "compare", "check", *args]
    return subprocess.run(call, cwd=where, env=env, capture_output=True, text=True, check=False)


def test_a_file_that_is_checked_is_no_copy_of_itself_though_it_lies_among_the_known(house: Path) -> None:
    (house / "known" / "new.jsonl").write_text(_lines("A third text of the county. " + OTHER[::-1], KNOWN, start=7))
    done = _check(house, "known/new.jsonl", "--against", "known", "--format", "json")
    assert done.returncode == 1
    new, copy = json.loads(done.stdout)["results"]
    assert new["kind"] == "new"
    assert [(one["kind"], one["article"]) for one in copy["duplicates"]] == [("exact", "a-0")]


def test_it_is_known_under_any_name_of_the_file(house: Path) -> None:
    (house / "link").symlink_to(house / "known")
    assert _check(house, "./link/../known/a.jsonl", "--against", "link").returncode == 0


def test_where_all_the_known_are_checked_they_are_checked_against_each_other(house: Path) -> None:
    assert _check(house, "known", "--against", "known").returncode == 0
    (house / "known" / "b.jsonl").write_text(_lines(KNOWN, start=7))
    assert _check(house, "known", "--against", "known").returncode == 1


def test_known_articles_that_cannot_be_read_are_still_an_error(house: Path) -> None:
    (house / "known" / "new.jsonl").write_text(_lines("A third text of the county. " + OTHER[::-1]))
    (house / "known" / "bad.jsonl").write_text("{\n")
    assert _check(house, "known/new.jsonl", "--against", "known").returncode == 2
    assert _check(house, "known/new.jsonl", "--against", "gone").returncode == 2


# -- the GitHub Action


def _schema(name: str, path: Path) -> None:
    call = [str(BIN / "check-jsonschema"), "--builtin-schema", f"vendor.{name}", str(path)]
    done = subprocess.run(call, env=OFFLINE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _step(name: str, where: Path, **env: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run a step as a runner does: the script in a file, the inputs in the environment. Give what it put out too."""
    runner = where / "runner temp"
    runner.mkdir(exist_ok=True)
    (runner / "output").write_text("")
    (runner / "script.sh").write_text(STEPS[name]["run"])
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", runner / "script.sh"],
        cwd=where,
        env={**OFFLINE, "RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(runner / "output"), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return done, dict(line.split("=", 1) for line in (runner / "output").read_text().splitlines())


def _act(
    where: Path, inputs: Mapping[str, str], command: Path = BIN / "newscompare"
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the step that checks with these inputs, and the defaults of the others."""
    given = {name: inputs.get(name, str(known.get("default", ""))) for name, known in ACTION["inputs"].items()}
    env = {"COMMAND": str(command), "PYTHONPATH": str(ROOT)}
    for variable, expression in STEPS["check"]["env"].items():
        if found := re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", expression):
            env[variable] = given.pop(found[1])
    assert [*given] == ["python-version"], "an input that the script is not given"
    return _step("check", where, **env)


def test_the_action_is_one_by_the_schema_of_github() -> None:
    _schema("github-actions", ROOT / "action.yml")


def test_no_input_is_written_into_a_script() -> None:
    assert [name for name, step in STEPS.items() if "${{" in step.get("run", "")] == []


def test_the_action_annotates_the_lines_of_duplicates_and_fails(house: Path) -> None:
    (house / "new.jsonl").write_text(_lines(KNOWN, start=7))
    done, put_out = _act(house, {"paths": "new.jsonl\n", "against": "known\n"})
    assert (done.returncode, put_out) == (1, {"status": "1"})
    assert done.stdout.startswith("::error file=new.jsonl,line=1,title=Exact copy%3A refused::")


def test_the_action_lets_new_articles_pass_and_keeps_them(house: Path) -> None:
    inputs = {"paths": "known", "index": "known.db", "add": "add", "args": "--create\n--keep-text"}
    first, put_out = _act(house, inputs)
    assert (first.returncode, put_out) == (0, {"status": "0"})
    assert _act(house, {"paths": "known", "index": "known.db"})[1] == {"status": "1"}
    allowed = {"paths": "known", "index": "known.db", "allow": "exact\nnear,contained", "threshold": "0.9"}
    assert _act(house, allowed)[1] == {"status": "0"}


def _asked(where: Path, inputs: Mapping[str, str]) -> list[str]:
    """Give the arguments that the command would be called with."""
    recorder = where / "runner temp" / "recorder"
    recorder.parent.mkdir(exist_ok=True)
    recorder.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
    recorder.chmod(0o755)
    done, _ = _act(where, inputs, recorder)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\0")[:-1]


def test_each_line_of_the_paths_is_one_argument_as_it_stands(tmp_path: Path) -> None:
    paths = ["a b.jsonl", "--help", "* [a].jsonl", "-", " ~/$HOME", "a\\nb", "'", '"']
    assert _asked(tmp_path, {"paths": "\n".join(paths) + "\n\n"}) == ["check", "--format=github", "--", *paths]


def test_options_are_given_only_where_they_are_asked_for(tmp_path: Path) -> None:
    inputs = {"paths": "a", "index": "k.db", "against": "b c\nd", "allow": "near,exact", "threshold": "0.9",
              "add": "add-new", "settings": "s.toml", "format": "text", "args": "--create\n--output=x y"}  # fmt: skip
    assert _asked(tmp_path, inputs) == [
        "check", "--format=text", "--index=k.db", "--against=b c", "--against=d", "--allow=near,exact", "--threshold=0.9",
        "--settings=s.toml", "--add-new", "--create", "--output=x y", "--", "a"]  # fmt: skip


HOSTILE = ("$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "x; rm -r known", "x && touch pwned",
           "${IFS}$IFS", "]); touch pwned; (", "--help", "EOF\ntouch pwned", "\n::error::pwned")  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_an_input_is_data_and_never_run(house: Path, value: str) -> None:
    lines = list(filter(None, value.split("\n")))
    for name in ("index", "against", "allow", "threshold", "settings"):
        asked = [f"--{name}={line}" for line in lines]
        assert _asked(house, {"paths": "a", name: value}) == ["check", "--format=github", *asked, "--", "a"]
    assert _asked(house, {"paths": value})[2:] == ["--", *lines]
    assert _asked(house, {"paths": "a", "add": value}) == ["check", "--format=github", f"--add={value}", "--", "a"]
    done, put_out = _act(house, dict.fromkeys(("paths", "index", "against", "allow", "add"), value))
    assert (done.returncode, put_out) == (2, {"status": "2"})
    assert not [line for line in _commands(done.stdout) if line.startswith("::error::pwned")]
    assert sorted(path.name for path in house.iterdir()) == ["known", "runner temp"]


def test_the_name_of_a_file_does_not_command_the_runner(house: Path) -> None:
    (house / "known" / "a\n::error::pwned\n##[error]pwned\nb.jsonl").write_text("{\n")
    done, _ = _act(house, {"paths": "known"})
    commands = _commands(done.stdout + done.stderr)
    assert done.returncode == 2
    assert not [line for line in commands if line.startswith("::error::pwned") or "##[" in line]


def _commands(printed: str) -> list[str]:
    """Give the lines in which a runner looks for commands: not those after ``::stop-commands::X`` and before ``::X::``."""
    listened, until = [], None
    for line in map(str.strip, printed.splitlines()):
        if until is None and line.startswith("::stop-commands::"):
            until = line.removeprefix("::stop-commands::")
        elif until is None:
            listened.append(line)
        elif line == f"::{until}::":
            until = None
    assert until is None
    return listened


def test_the_action_installs_a_command_that_runs(house: Path) -> None:
    done, put_out = _step("install", house, PYTHON=sys.executable, GITHUB_ACTION_PATH=str(_copy(house / "the action")))
    assert done.returncode == 0, done.stderr
    command = [put_out["command"], "check", "known"]
    told = subprocess.run(command, cwd=house, env=OFFLINE, capture_output=True, text=True, check=True)
    assert told.stdout == "2 articles: 2 new\n"


# -- the pre-commit hook


def _copy(to: Path) -> Path:
    """Copy what is installed of this repository."""
    to.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, to)
    shutil.copytree(ROOT / "compare", to / "compare", ignore=shutil.ignore_patterns("__pycache__"))
    return to


class Repository:
    """A git repository with settings of its own."""

    def __init__(self, path: Path, home: Path) -> None:
        path.mkdir(exist_ok=True)
        self.path = path
        self._env = {
            **OFFLINE,
            "HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "VIRTUALENV_OVERRIDE_APP_DATA": str(home / "virtualenv"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "x@x.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        self.run("git", "init", "--quiet", ".")

    def run(self, *call: str) -> str:
        done = self.tried(*call)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def tried(self, *call: str) -> subprocess.CompletedProcess[str]:
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.run(call, cwd=self.path, env=self._env, text=True, check=False, **output)  # type: ignore[call-overload,no-any-return]

    def commit(self, **files: str) -> subprocess.CompletedProcess[str]:
        """Write files, name by content, in the folder of articles, and commit them."""
        for name, content in files.items():
            (self.path / "articles").mkdir(exist_ok=True)
            (self.path / "articles" / f"{name}.jsonl").write_text(content)
        self.run("git", "add", "--all")
        return self.tried("git", "commit", "--quiet", "--message", "articles")


def test_the_hook_is_one_by_pre_commit() -> None:
    subprocess.run([BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True)


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_hook_is_given_each_kind_of_file_that_is_read(suffix: str, packed: str) -> None:
    (hook,) = HOOKS
    assert re.search(hook["files"], f"articles/a{suffix}{packed}")
    assert not re.search(hook["files"], f"articles/a{suffix}.md")


def test_a_commit_of_a_duplicate_is_refused_and_one_of_a_new_article_passes(tmp_path: Path) -> None:
    hooks = Repository(_copy(tmp_path / "hooks"), tmp_path)
    hooks.run("git", "add", "--all")
    hooks.run("git", "commit", "--quiet", "--message", "hooks")
    config = _block(".pre-commit-config.yaml").replace("https://github.com/OWNER/newscompare", str(hooks.path))
    config = config.replace("VERSION", hooks.run("git", "rev-parse", "HEAD"))

    mine = Repository(tmp_path / "mine", tmp_path)
    (mine.path / ".pre-commit-config.yaml").write_text(config)
    mine.run(str(BIN / "pre-commit"), "validate-config")
    mine.run(str(BIN / "pre-commit"), "install")
    passed = mine.commit(first=_lines(KNOWN))
    assert passed.returncode == 0, passed.stdout

    refused = mine.commit(second=_lines(KNOWN.replace("two", "three"), start=1))
    assert refused.returncode != 0
    assert "articles/second.jsonl:1: refused" in refused.stdout
    assert "near copy of a-0" in refused.stdout

    passed = mine.commit(second=_lines(OTHER, start=1))
    assert passed.returncode == 0, passed.stdout
    passed = mine.commit(first=_lines(KNOWN) + _lines(OTHER[::-1], start=2))
    assert passed.returncode == 0, passed.stdout
    assert len(mine.run("git", "log", "--oneline").splitlines()) == 3


# -- the README's examples, and make


def _with(step: Mapping[str, Any]) -> set[str]:
    return set(step.get("with", {}))


def test_the_readmes_workflow_is_one_by_the_schema_of_github_and_knows_the_inputs(tmp_path: Path) -> None:
    workflow = tmp_path / "articles.yml"
    workflow.write_text(_block(".github/workflows/articles.yml"))
    _schema("github-workflows", workflow)
    (job,) = yaml.safe_load(workflow.read_text())["jobs"].values()
    (step,) = (step for step in job["steps"] if "newscompare" in step["uses"])
    assert _with(step) <= set(ACTION["inputs"])
    assert {name for name, known in ACTION["inputs"].items() if known.get("required")} <= _with(step)


def test_the_readmes_gitlab_job_is_one_by_the_schema_of_gitlab_and_its_command_runs(house: Path) -> None:
    path = house / ".gitlab-ci.yml"
    path.write_text(_block(".gitlab-ci.yml"))
    _schema("gitlab-ci", path)
    (job,) = yaml.safe_load(path.read_text()).values()
    (house / "known").rename(house / "articles")
    (house / "incoming").mkdir()
    (house / "incoming" / "b.jsonl").write_text(_lines(KNOWN, start=7))
    env = {**OFFLINE, "PYTHONPATH": str(ROOT), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(job["script"][-1], shell=True, cwd=house, env=env, capture_output=True, check=False)
    assert done.returncode == 1
    assert "<failure" in (house / job["artifacts"]["reports"]["junit"]).read_text()


def test_the_readme_tells_how_short_a_passage_may_be_missed() -> None:
    assert f"fewer than {SIZE + WINDOW - 1} words" in README


def _make(*targets: str) -> str:
    """Run make with the Python that runs the tests, which needs no installing."""
    call = ["make", "--silent", "--old-file=.venv/.installed", f"BIN={BIN}", *targets]
    done = subprocess.run(call, cwd=ROOT, env=OFFLINE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_make_checks_the_fixtures_for_duplicates() -> None:
    assert _make("check-duplicates").endswith("allowed (1 revision, 3 syndicated)\n")


def test_make_lists_every_target() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.findall(r"^  make (\S+) ", _make("help"), re.MULTILINE) == targets
    assert "check-duplicates" in targets
