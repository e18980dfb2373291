"""One frozen ``Settings``, from a TOML file or from the defaults.

Takes a path. Gives ``Settings``. Knows nothing of what the stages do with them. Unknown keys are refused, so that a
misspelt one cannot be silently without effect.
"""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Iterator, Mapping
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
    "days": (0.0, 36_500.0),
    "carriers": (1, 1000),
}
FIELDS = (
    "agency", "author", "date", "dek", "id", "kind", "language", "outlet", "place", "published", "text", "title",
    "truncated", "url",
)  # fmt: skip
Stance = typing.Literal["neutral", "doubting", "conceding", "forceful", "emotional", "factive"]
STANCES: tuple[Stance, ...] = typing.get_args(Stance)
TAKES = ("clause", "person", "infinitive", "of", "denying", "inverted", "naming")
_KEYS = {"read.fields": FIELDS}
_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*")  # "/" parts two spellings of one form
_Value = typing.TypeVar("_Value")


class _Table(Mapping[str, _Value]):
    """A mapping that cannot be changed but, unlike ``types.MappingProxyType``, can be copied and pickled."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, _Value]) -> None:
        self._values = dict(values)

    def __getitem__(self, key: str) -> _Value:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(self._values)


def _check_keys(table: Mapping[str, object], known: typing.Iterable[str], prefix: str) -> None:
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise SettingsError(f"unknown key {prefix}{unknown[0]}; known here: {', '.join(sorted(known))}")


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
class QuotationsSettings:
    """Verbs that attribute, beside those of ``compare/quotations/cues.toml``, which says what its keys mean.

    ``cues`` maps a stance to verbs, and a verb to its five forms: ``{"emotional": {"bewail": "bewail bewails bewailed
    bewailed bewailing"}}``. A verb of that file gets the stance that is given here, and these forms too.

    ``takes`` maps ``clause``, ``person``, ``infinitive``, ``of``, ``denying``, ``inverted`` or ``naming`` to verbs of
    ``cues``. A verb of that file takes this too. A new one takes this and nothing else, or where no list names it, a clause
    (*bewailed that*), and its subject may follow (*bewailed the mayor*). Raises ``SettingsError``.
    """

    cues: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    takes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        _check_keys(self.cues, STANCES, "quotations.cues.")
        _check_keys(self.takes, TAKES, "quotations.takes.")
        stances: dict[str, str] = {}
        for stance, rows in self.cues.items():
            for verb, forms in rows.items():
                name = f"quotations.cues.{stance}.{verb}"
                if len(forms.split()) != 5 or not all(map(_WORD.fullmatch, forms.split())):
                    five = "five words (base, present, past, participle, -ing)"
                    raise SettingsError(f"{name} must be {five}, not {forms!r}")
                if stances.setdefault(verb, stance) != stance:
                    raise SettingsError(f"{name} stands under {stances[verb]} too; leave one of the two")
        for key, verbs in self.takes.items():
            for verb in verbs:
                if verb not in stances:
                    why = f"names {verb!r}, which has no forms; give them under quotations.cues, by its stance"
                    raise SettingsError(f"quotations.takes.{key} {why}")
        # The table that is made of these is kept, so they must not change.
        object.__setattr__(self, "cues", _Table({stance: _Table(rows) for stance, rows in self.cues.items()}))
        object.__setattr__(self, "takes", _Table({key: tuple(verbs) for key, verbs in self.takes.items()}))


@dataclass(frozen=True, slots=True)
class StatementsSettings:
    """When two quotations report one utterance. ``min_score`` is the lowest RapidFuzz ratio, as a share of 1.

    A quotation that has the words of one in another event comes again if ``days`` days or more lie between them.
    """

    min_score: float = 0.75
    days: float = 14.0


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
    quotations: QuotationsSettings = QuotationsSettings()
    statements: StatementsSettings = StatementsSettings()
    framing: FramingSettings = FramingSettings()

    def as_dict(self) -> dict[str, object]:
        """Give the settings as plain values, as a report records them."""
        return {stage.name: _plain(getattr(self, stage.name)) for stage in fields(self)}


def load_settings(path: str | Path) -> Settings:
    """Read a TOML file. Raises ``SettingsError`` naming the file and the key that is not known or does not fit."""
    try:
        return typing.cast("Settings", _build(Settings, tomllib.loads(Path(path).read_bytes().decode()), ""))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from None


def _plain(value: typing.Any) -> typing.Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [*value] if isinstance(value, tuple) else value


def _build(kind: type, table: Mapping[str, object], prefix: str) -> object:
    hints = typing.get_type_hints(kind)
    _check_keys(table, hints, prefix)
    values = {name: _value(hints[name], value, prefix + name) for name, value in table.items()}
    for name, value in values.items():
        low, high = _RANGES.get(name, (0, 0))
        if name in _RANGES and not low <= typing.cast("float", value) <= high:
            raise SettingsError(f"{prefix}{name} must be from {low:g} to {high:g}, not {value!r}")
    return kind(**values)


def _value(kind: typing.Any, value: object, name: str) -> object:
    origin = typing.get_origin(kind)
    if origin is Mapping or (isinstance(kind, type) and is_dataclass(kind)):
        if not isinstance(value, dict):
            raise SettingsError(f"{name} must be a table, not {value!r}")
        if origin is None:
            return _build(kind, value, f"{name}.")
        _check_keys(value, _KEYS.get(name, value), f"{name}.")
        return _Table({key: _value(typing.get_args(kind)[1], part, f"{name}.{key}") for key, part in value.items()})
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise SettingsError(f"{name} must be a list of words, not {value!r}")
        return tuple(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise SettingsError(f"{name} must be of type {kind.__name__}, not {value!r}")
    return value
