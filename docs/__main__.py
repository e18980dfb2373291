"""Runs each command of the README's ``console`` blocks and writes what it prints under it: ``python -m docs``.

Takes README.md. Gives README.md. With ``--check`` it writes nothing and fails where the two differ.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def blocks(text: str) -> list[str]:
    """Give the commands of each console block, one block a string."""
    return [
        "\n".join(line[2:] for line in block.splitlines() if line.startswith("$ ")) for block in _BLOCK.findall(text)
    ]


def output(command: str, folder: Path) -> str:
    """Run a shell command in a folder, with this Python's newscompare, 80 columns wide."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "COLUMNS": "80"}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=folder, env=env, check=False)  # noqa: S602 - our own README
    return done.stdout + done.stderr


def renewed(text: str) -> str:
    """Give the README with the output of each command printed anew.

    The commands run one after the other in a folder of their own that has the fixtures, so that they may write files there.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "fixtures", folder / "fixtures")

        def renew(match: re.Match[str]) -> str:
            commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(f"{line}\n{output(line[2:], folder)}" for line in commands) + "```"

        return _BLOCK.sub(renew, text)


def main() -> int:
    """Renew or check the README."""
    old = README.read_text(encoding="utf-8")
    new = renewed(old)
    if "--check" in sys.argv[1:]:
        return int(new != old)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
