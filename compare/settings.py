"""One frozen ``Settings``, from a TOML file or from the defaults.

Takes a path. Gives ``Settings``. Knows nothing of what the stages do with them. Unknown keys are refused, so that a
misspelt one cannot be silently without effect.
"""

from __future__ import annotations

import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path

from compare.errors import SettingsError

_RANGES = {
    "max_page_bytes": (1, 10**9),
    "max_line_bytes": (1, 10**10),
    "shingle": (1, 50),
    "num_perm": (16, 4096),
    "seed": (0, 2**32 - 1),
    "jaccard": (0.05, 1.0),
    "containment": (0.05, 1.0),
    "min_words": (0, 10_000),
    "terms": (1, 1000),
    "threshold": (0.0, 1.0),
    "window": (0.0, 36_500.0),
    "min_score": (0.0, 1.0),
    "carriers": (1, 1000),
}
FIELDS = (
    "agency", "author", "date", "dek", "id", "kind", "language", "outlet", "place", "published", "text", "title",
    "truncated", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How input is read. ``fields`` maps an article's field to the name it has in the JSON lines: ``{"text": "body"}``.

    A page or a JSON line of more bytes than the limits is reported and skipped.
    """

    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    max_page_bytes: int = 10_000_000
    max_line_bytes: int = 200_000_000


@dataclass(frozen=True, slots=True)
class CopiesSettings:
    """When two articles are one text: Jaccard or containment of word shingles, in shares of 1."""

    shingle: int = 3
    num_perm: int = 128
    seed: int = 1
    jaccard: float = 0.7
    containment: float = 0.85
    min_words: int = 20


@dataclass(frozen=True, slots=True)
class EventsSettings:
    """When two articles tell of one event. ``threshold`` is the average similarity that links.

    After ``window`` days of silence, an event is over.
    """

    terms: int = 48
    num_perm: int = 128
    seed: int = 1
    threshold: float = 0.07
    window: float = 14.0


@dataclass(frozen=True, slots=True)
class StatementsSettings:
    """When two quotations report one utterance. ``min_score`` is the lowest RapidFuzz ratio, as a share of 1."""

    min_score: float = 0.75


@dataclass(frozen=True, slots=True)
class FramingSettings:
    """``carriers`` is how many other columns must carry a thing before its absence is an omission."""

    carriers: int = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set, by stage. The defaults are the ones the README's figures were measured with."""

    read: ReadSettings = ReadSettings()
    copies: CopiesSettings = CopiesSettings()
    events: EventsSettings = EventsSettings()
    statements: StatementsSettings = StatementsSettings()
    framing: FramingSettings = FramingSettings()

    def as_dict(self) -> dict[str, object]:
        """Give the settings as plain values, as a report records them."""
        return {stage.name: _plain(getattr(self, stage.name)) for stage in fields(self)}


def load_settings(path: str | Path) -> Settings:
    """Read a TOML file. Raises ``SettingsError`` naming the file and the key that is not known or does not fit."""
    try:
        table = tomllib.loads(Path(path).read_bytes().decode())
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    return typing.cast("Settings", _build(Settings, table, str(path), ""))


def _plain(section: typing.Any) -> dict[str, object]:
    values = {f.name: getattr(section, f.name) for f in fields(section)}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}


def _build(kind: type, table: Mapping[str, object], path: str, prefix: str) -> object:
    hints = typing.get_type_hints(kind)
    unknown = sorted(set(table) - set(hints))
    if unknown:
        known = ", ".join(sorted(hints))
        raise SettingsError(f"{path}: unknown key {prefix}{unknown[0]}; known here: {known}")
    values = {name: _value(hints[name], value, path, prefix + name) for name, value in table.items()}
    for name, value in values.items():
        low, high = _RANGES.get(name, (0, 0))
        if name in _RANGES and not low <= typing.cast("float", value) <= high:
            raise SettingsError(f"{path}: {prefix}{name} must be from {low:g} to {high:g}, not {value!r}")
    return kind(**values)


def _value(kind: typing.Any, value: object, path: str, name: str) -> object:
    if is_dataclass(kind) and isinstance(kind, type):
        if isinstance(value, dict):
            return _build(kind, value, path, f"{name}.")
        raise SettingsError(f"{path}: {name} must be a table")
    if typing.get_origin(kind) is Mapping:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise SettingsError(f"{path}: {name} must be a table of names")
        unknown = sorted(set(value) - set(FIELDS))
        if unknown:
            raise SettingsError(f"{path}: unknown key {name}.{unknown[0]}; known here: {', '.join(FIELDS)}")
        return types.MappingProxyType(dict(value))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise SettingsError(f"{path}: {name} must be of type {kind.__name__}, not {value!r}")
    return value
