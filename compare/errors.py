"""What can go wrong, as one tree.

    CompareError
    ├── InputError       a file, or a line of one, that cannot be read
    ├── SettingsError    a settings file with an unknown key or a wrong value
    └── IndexMismatch    an index made with other settings than those it is opened with

Finding duplicates is a result and never an exception.
"""

from __future__ import annotations


class CompareError(Exception):
    """The root of all errors that this package raises on purpose."""


class InputError(CompareError):
    """Input that cannot be read: where it is, what is wrong, and what to do about it.

    ``path`` is as the caller gave it (``-`` for standard input); ``line`` counts from 1 and is None for a whole file.
    ``lost`` is false where the article was read all the same, with the damage that the message tells of.
    """

    def __init__(self, path: str, message: str, line: int | None = None, *, lost: bool = True) -> None:
        self.path, self.message, self.line, self.lost = path, message, line, lost
        super().__init__(path, message, line)

    def __str__(self) -> str:
        return f"{self.path}{'' if self.line is None else f':{self.line}'}: {self.message}"


class SettingsError(CompareError):
    """A settings file with a key that is not known or a value that does not fit."""


class IndexMismatch(CompareError):  # noqa: N818 - the name says what is wrong, as the field's tools do
    """An index whose articles were signed with another scheme than the settings ask for; they do not compare."""


def temporary_unwritable(error: OSError) -> CompareError:
    """Give the error that tells of a temporary file that could not be written, and what to do about it."""
    import tempfile  # noqa: PLC0415 - only where it goes wrong

    where = tempfile.gettempdir()
    return CompareError(f"{where}: cannot be written: {error.strerror}; set TMPDIR to a folder with more room")
