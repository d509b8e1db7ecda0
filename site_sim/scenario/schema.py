"""The keys of a scenario, one row of data each: which values may be given, and what is wrong.

A scenario file and the command line use the same names, and so the same rows. Only plain Python
is needed here, so that `--help` and a mistyped option are answered at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from site_sim.base import limits
from site_sim.base.cores import usable_cores
from site_sim.base.errors import Fault, did_you_mean
from site_sim.base.files import STDIN
from site_sim.base.messages import FAULT_CAP, SHOWN_CELLS, NameKey, more_faults, option, shown
from site_sim.base.numbers import plain, read_number, read_whole
from site_sim.base.quantities import read_rate, read_seconds, read_share
from site_sim.base.text import clean_line
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.facts.sentences import say
from site_sim.facts.settings import ARRIVALS, COST_SETS, DISPATCHES, SERVICES, WIRINGS, WORKLOADS
from site_sim.scenario.single_costs import read_single_costs, single_cost_faults

AUTO = "auto"
"""What the option `--cores` takes for this machine's own; no file does, as it means another number
elsewhere."""
GLYPHS = ("auto", "unicode", "ascii")
"""How the screen draws; no key of a scenario, as it depends on the terminal."""

HORIZON_S = limits.HORIZON_S
"""The latest time a run may reach, in simulated seconds."""

_RATIO = r"(?a)\s*(\d{1,9})/(\d{1,9})\s*"

Value = str | int | float | bool | Mapping[str, str] | Sequence[str]


OptionText = str | bool | Sequence[str]
"""What an option that was given comes as: of a flag, what it is set to."""


class Field(NamedTuple):
    """One key. Numbers have bounds, both inclusive unless `above_low`."""

    name: str
    kind: Literal["text", "file", "choice", "whole", "number", "flag", "costs", "tracks"]
    metavar: str = ""
    """What stands for a value in help."""
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    above_low: bool = False
    """The low bound itself is refused."""
    or_zero: bool = False
    """Zero is allowed besides the range."""
    cells: int = 0
    """The cap on a text, in terminal cells."""
    read: Callable[[str], float | None] = read_number
    """Returns the number that an option's text means; None if it means none."""

    @property
    def help(self) -> str:
        """What it does, in a sentence."""
        return say(f"key.{self.name}")

    @property
    def field(self) -> str:
        """The name of the key's field in Python."""
        return self.name.replace("-", "_")

    def fault(self, value: object) -> tuple[str, str]:
        """Return what is wrong with a value and a hint; two empty texts when nothing is."""
        if self.kind in ("whole", "number"):
            return self._number_fault(value, whole=self.kind == "whole"), self._number_hint(value)
        if self.kind == "flag":
            return ("" if isinstance(value, bool) else f"must be true or false{_but(value)}"), ""
        if self.kind == "costs":
            _, what, hint = next(iter(_costs_faults(value)), ("", "", ""))
            return what, hint
        if self.kind == "tracks":
            return _tracks_fault(value), ""
        if not isinstance(value, str):
            return f"must be a text{_but(value)}", _hint_at_single(self.name, value)
        if self.kind == "choice" and value not in self.choices:
            known = ", ".join(self.choices)
            hint = did_you_mean(value, self.choices)
            hint = hint if "mean" in hint else _hint_at_single(self.name, value)
            return f"must be one of {known}{_but(value)}", hint
        if self.kind == "file" and not value.strip():
            return "must name a file", ""
        return "", ""

    def _number_fault(self, value: object, whole: bool) -> str:
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            what = "a whole number" if whole else _READ_AS.get(self.read, "a number")
            return f"must be {what}{_but(value)}"
        if isinstance(value, float) and not math.isfinite(value):
            return f"must be a finite number{_but(value)}"
        if (self.or_zero and value == 0) or (
            self.low <= value <= self.high and not (self.above_low and value == self.low)
        ):
            return ""
        return f"must be {self.range}{_but(value)}"

    def _number_hint(self, value: object) -> str:
        if self.name == "cores" and value == AUTO:
            return "the option '--cores auto' takes this machine's"
        number = self.parse(value) if isinstance(value, str) else value
        is_meant = number is not value and not self._number_fault(number, self.kind == "whole")
        return f"without quotes: {number!r}" if is_meant else ""

    @property
    def range(self) -> str:
        """The numbers that may be given, in words."""
        zero = "0, or " if self.or_zero else ""
        if self.above_low:
            return f"{zero}above {plain(self.low)} and at most {plain(self.high)}"
        return f"{zero}from {plain(self.low)} to {plain(self.high)}"

    def parse(self, text: str | Sequence[str]) -> Value:
        """Return the value an option's text means; a text that means none is returned as it is.

        An option that may be given several times has a text for each.
        """
        if not isinstance(text, str) or self.kind == "costs":
            return read_single_costs([text] if isinstance(text, str) else text)
        number: Value | None = None
        if self.kind == "whole":
            number = read_whole(text)
        if self.kind in ("whole", "number") and number is None:
            number = self.read(text)
        if self.name == "cores" and text == AUTO:
            number = min(usable_cores(), int(self.high))
        if self.name == "speed" and (ratio := re.fullmatch(_RATIO, text)) and int(ratio[2]):
            number = int(ratio[1]) / int(ratio[2])
        return text if number is None else number


_READ_AS: Mapping[Callable[[str], float | None], str] = {
    read_rate: "a rate such as 2 or 54/h",
    read_seconds: "a time in seconds, or such as 350ms or 2h",
}
"""What a number is called that may have a unit, by how its text is read."""


def _but(value: object) -> str:
    return f", not {shown(value)}"


def _costs_faults(value: object) -> Iterable[tuple[str, str, str]]:
    """Return what is wrong with single costs: which of them it is, what, and a hint."""
    if not isinstance(value, Mapping):
        return [("", f"must be a table of times by cost{_but(value)}", "")]
    return single_cost_faults(value)


def _tracks_fault(value: object) -> str:
    """Return what is wrong with the tracks of a race, but for what each of them says."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return f"must be a list of tracks{_but(value)}"
    wrong = [each for each in value if not isinstance(each, str)]
    if wrong:
        return f"must be a list of texts, but has {shown(wrong[0])} in it"
    low, high = limits.LEAST_TRACKS, limits.MOST_TRACKS
    is_good = not value or low <= len(value) <= high
    return "" if is_good else f"must have from {low} to {high} tracks, not {len(value)}"


def _hint_at_single(name: str, value: object) -> str:
    """Return a hint for who gave a set of costs what single costs are given as."""
    is_single = isinstance(value, Mapping) or (isinstance(value, str) and "=" in value)
    return "single ones are given as cost" if name == "costs" and is_single else ""


def _seconds(name: str, high: float, above_low: bool = False) -> Field:
    return Field(name, "number", "S", (), 0, high, above_low, read=read_seconds)


def _choice(name: str, choices: tuple[str, ...]) -> Field:
    return Field(name, "choice", "|".join(choices), choices)


def _whole(name: str, low: int, high: int) -> Field:
    return Field(name, "whole", "N", low=low, high=high)


_ALL = (
    Field("title", "text", cells=80),
    Field("about", "text", cells=200),
    Field("next", "text", cells=200),
    _choice("program", (*PROGRAM_FACTS,)),
    _whole("workers", 1, limits.LARGEST_CREW),
    Field(
        "rate",
        "number",
        "R",
        (),
        1e-6,
        limits.HIGHEST_RATE,
        or_zero=True,
        read=read_rate,
    ),
    _choice("arrivals", (*ARRIVALS,)),
    _whole("count", 0, 1_000_000_000),
    Field("jobs", "file", "FILE"),
    _choice("workload", (*WORKLOADS,)),
    _choice("service", (*SERVICES,)),
    _seconds("service-time", limits.LONGEST_SERVICE_S),
    _choice("model", (*MODEL_FACTS,)),
    Field(
        "cores",
        "whole",
        "N|auto",
        (),
        1,
        limits.MOST_CORES,
    ),
    _choice("dispatch", (*DISPATCHES,)),
    _choice("wiring", (*WIRINGS,)),
    _whole("inbox", 1, limits.LARGEST_INBOX),
    _choice("costs", (*COST_SETS,)),
    Field("cost", "costs", "NAME=TIME"),
    Field("defect-rate", "number", "P", (), 0, 1, read=read_share),
    Field("accident-rate", "number", "P", (), 0, 1, read=read_share),
    Field("supervise", "flag"),
    _whole("rework-limit", 0, limits.MOST_REWORK),
    _whole("seed", 0, limits.LARGEST_SEED),
    _seconds("until", HORIZON_S, above_low=True),
    _seconds("warm-up", HORIZON_S),
    Field("speed", "number", "X", (), 1 / 16, 1024),
    _seconds("at", HORIZON_S),
    Field("paused", "flag"),
    Field("race", "tracks"),
)
OF_A_CREW = ("workers", "dispatch", "wiring")
"""The keys that have no meaning for a program without a crew."""
KEYS: Mapping[str, Field] = {key.name: key for key in _ALL}
"""Every key by name, in the order in which help lists them."""


def texts_read(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a file; its texts for rates and times are read as an option's are."""
    return {
        name: KEYS[name].parse(value)
        if isinstance(value, str) and name in KEYS and KEYS[name].read in _READ_AS
        else value
        for name, value in values.items()
    }


def value_faults(values: Mapping[str, object], named: NameKey) -> list[Fault]:
    """Return every fault of single keys; `named` tells how a message names a key.

    Beyond `FAULT_CAP` they are only counted.
    """
    wrong = [name for name, value in values.items() if not _is_good(name, value)]
    found = [fault for name in wrong for fault in _faults(name, values[name], named(name))]
    return found[:FAULT_CAP] + more_faults(len(found))


def _is_good(name: str, value: object) -> bool:
    return name in KEYS and not KEYS[name].fault(value)[0]


def _faults(name: str, value: object, where: str) -> Iterator[Fault]:
    if name not in KEYS:
        yield Fault("unknown key", where, did_you_mean(clean_line(name, SHOWN_CELLS), KEYS))
    elif KEYS[name].kind == "costs":
        dot = " " if where.startswith("--") else "."
        for cost, what, hint in _costs_faults(value):
            yield Fault(what, f"{where}{dot}{cost}" if cost else where, hint)
    else:
        what, hint = KEYS[name].fault(value)
        yield Fault(what, where, hint)


def accepted(values: Mapping[str, object]) -> dict[str, Value]:
    """Return the values that have no fault, texts cleaned, by name."""
    good: dict[str, Value] = {}
    for name, value in values.items():
        if _is_good(name, value):
            cells = KEYS[name].cells
            known: Any = value
            known = tuple(known) if isinstance(known, list) else known
            good[name] = clean_line(known, cells) if isinstance(known, str) and cells else known
    return good


def parse_options(texts: Mapping[str, OptionText]) -> tuple[dict[str, Value], list[Fault]]:
    """Return the values of the options given as texts, and everything that is wrong with them."""
    values = {
        name: text if isinstance(text, bool) else KEYS[name].parse(text)
        for name, text in texts.items()
    }
    return accepted(values), value_faults(values, option)


def joint_faults(given: Mapping[str, str], values: Mapping[str, Value]) -> list[Fault]:
    """Return the faults of keys that do not go together.

    `given` says for each key that was given how a message names it.
    """
    faults = []
    program = PROGRAM_FACTS.get(str(values.get("program")))
    if program is not None and not program.can_grow:
        alone = "the producer-consumer program is one producer and one consumer"
        faults += [
            Fault(f"has no meaning here: {alone}", given[name])
            for name in OF_A_CREW
            if name in given and values.get(name) != 1
        ]
    if "count" in given and "jobs" in given and not values.get("rate"):
        what = "limits the jobs that come at a rate, and there is none besides the job file"
        faults.append(Fault(what, given["count"], "give a rate too, or leave count out"))
    until, warm_up = values.get("until"), values.get("warm-up")
    if isinstance(until, int | float) and isinstance(warm_up, int | float) and warm_up >= until:
        what = f"must be less than the {plain(until)} seconds that the run takes"
        faults.append(Fault(f"{what}{_but(warm_up)}", given["warm-up"]))
    if values.get("jobs") == STDIN and not given["jobs"].startswith("--"):
        what = "must name a file, not standard input"
        faults.append(Fault(what, given["jobs"], "the option '--jobs -' reads it"))
    return faults
