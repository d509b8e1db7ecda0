"""The lines of a log as types: what fields each kind of event has, and what is wrong with a line.

A line that fits its type is decoded at once, in C. One that does not is looked at field by field
here, to say in words what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, NamedTuple

import msgspec

from site_sim.base.errors import did_you_mean
from site_sim.base.messages import SHOWN_CELLS, shown
from site_sim.base.text import clean_line
from site_sim.base.units import SECOND
from site_sim.log.events import FIELDS, Kind
from site_sim.scenario.schema import HORIZON_S, KEYS

MOST_NS = HORIZON_S * SECOND
"""The latest time, and the most work, in simulated nanoseconds."""
MOST_NUMBER = 2**31 - 1
"""The largest number of a job, a worker or an attempt."""
MOST_LANES = int(KEYS["cores"].high)

JsonObject = dict[str, Any]
"""A line that was decoded without regard to its kind."""


class WrongLine(Exception):  # noqa: N818 - it says what is wrong
    """What is wrong with a line: the `key` it is at ("" for all of it), and a `hint`."""

    def __init__(self, what: str, key: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.key = key
        self.hint = hint


class FieldType(NamedTuple):
    """What may stand in a field."""

    type: Any
    words: str

    def or_null(self) -> FieldType:
        """Return the same, where there may be nothing too."""
        return FieldType(self.type | None, f"{self.words}, or null")


def _whole(low: int, high: int) -> FieldType:
    kind = Annotated[int, msgspec.Meta(ge=low, le=high)]
    return FieldType(kind, f"a whole number from {low} to {high:,}")


TEXT = FieldType(str, "a text")
NULL = FieldType(None, "null")
SEED = _whole(0, int(KEYS["seed"].high))
NUMBER = _whole(0, MOST_NUMBER)
DURATION = _whole(0, MOST_NS)
_OF_A_KIND: Mapping[str, FieldType] = {
    "key": TEXT,
    "value": TEXT,
    "lanes": _whole(1, MOST_LANES),
    "lane": _whole(0, MOST_LANES - 1).or_null(),
    "worker": NUMBER.or_null(),
    "to": TEXT,
    "by": TEXT,
    "then": TEXT,
    "attempt": _whole(1, MOST_NUMBER),
}
_OF_THE_SITE = (Kind.SettingChanged, Kind.LanesOpened, Kind.JobArrived, Kind.ArrivalsEnded)
"""The kinds of event that happen to nobody in particular."""
_WITHOUT_JOB = (
    *(Kind.SettingChanged, Kind.LanesOpened, Kind.Hired, Kind.StartUpBegan, Kind.LaidOff),
    *(Kind.CalledBack, Kind.Left, Kind.ArrivalsEnded, Kind.Resumed, Kind.Died),
    *(Kind.BecameReady, Kind.BecameIdle, Kind.StartUpGotLane, Kind.StartUpLostLane),
    Kind.Spawned,
)


def _fields_of(kind: Kind) -> dict[str, FieldType]:
    """Return the fields of a kind of event besides its name."""
    who, job = TEXT, NUMBER
    if kind in _OF_THE_SITE or kind is Kind.Requeued:
        who = NULL
    elif kind is Kind.Scrapped:
        who = TEXT.or_null()
    if kind in _WITHOUT_JOB:
        job = NULL
    elif kind is Kind.AccidentHappened:
        job = NUMBER.or_null()
    fields = {"seq": _whole(0, 2**63 - 1), "at": DURATION, "who": who, "job": job}
    if kind is Kind.JobArrived:
        fields |= {"name": TEXT, "cpu_ns": DURATION, "io_ns": DURATION}
    return fields | {name: _OF_A_KIND[name] for name in FIELDS.get(kind, ()) if name}


FIELD_TYPES: Mapping[Kind, Mapping[str, FieldType]] = {kind: _fields_of(kind) for kind in Kind}
"""The fields of each kind of event besides its name."""
LINE_TYPES: Mapping[Kind, Any] = {
    kind: msgspec.defstruct(
        kind.name,
        [(name, field.type) for name, field in fields.items()],
        tag_field="event",
        tag=kind.name,
        forbid_unknown_fields=True,
        gc=False,
    )
    for kind, fields in FIELD_TYPES.items()
}
"""The type of a line of each kind of event."""
LINE = msgspec.json.Decoder(reduce(or_, LINE_TYPES.values()))
"""Decodes lines that are events."""
_RECORD = msgspec.json.Decoder()


def record_of(line: bytes) -> JsonObject:
    """Return a line as a plain record. Raises `WrongLine` on what is no JSON object."""
    try:
        record = _RECORD.decode(line)
    except msgspec.DecodeError as error:
        words = str(error).removeprefix("JSON is malformed: ")
        what = f"is not valid JSON: {words[:1].lower()}{words[1:]}"
        raise WrongLine(clean_line(what), hint="JSON Lines are one object a line") from None
    except RecursionError:
        raise WrongLine("is nested too deeply") from None
    if not isinstance(record, dict):
        raise WrongLine(f"must be an object, not {value_in_words(record)}")
    return record


def kind_of(record: JsonObject) -> Kind | None:
    """Return the kind of event that a record is; None where it is an unknown one.

    Raises `WrongLine` where it has none.
    """
    if "event" not in record:
        raise WrongLine("is missing", "event")
    name = record["event"]
    if not isinstance(name, str):
        raise WrongLine(f"must be a kind of event, not {value_in_words(name)}", "event")
    return Kind.__members__.get(name)


def unknown_kind(record: JsonObject) -> WrongLine:
    """Return what is wrong with a record whose kind of event is not known."""
    name = clean_line(record["event"], SHOWN_CELLS)
    hint = did_you_mean(name, Kind.__members__)
    return WrongLine(f"unknown kind of event {name!r}", "event", hint if "mean" in hint else "")


def check_fields(kind: Kind, record: JsonObject) -> None:
    """Check the fields of an event. Raises `WrongLine` at the first that is wrong."""
    fields = FIELD_TYPES[kind]
    for name in record:
        if name not in fields and name != "event":
            raise unknown_key(name, fields)
    for name, field in fields.items():
        if name not in record:
            raise WrongLine(f"is missing: {kind.name} has it", name)
        check_type(record[name], field, name)


def check_type(value: object, field: FieldType, key: str) -> None:
    """Check that a value may stand in a field. Raises `WrongLine`."""
    try:
        msgspec.convert(value, field.type)
    except msgspec.ValidationError:
        raise WrongLine(f"must be {field.words}, not {value_in_words(value)}", key) from None


def unknown_key(name: str, known: Iterable[str], inside: str = "") -> WrongLine:
    """Return what is wrong where a key is none that is known; `inside` is what it stands in."""
    word = clean_line(name, SHOWN_CELLS)
    return WrongLine("unknown field", f"{inside}{word}", did_you_mean(word, known))


def value_in_words(value: object) -> str:
    """Return a value of JSON as a message shows it."""
    if value is None:
        return "null"
    return "an object" if isinstance(value, dict) else shown(value)
