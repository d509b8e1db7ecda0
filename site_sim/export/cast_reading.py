"""Reads the header of a log and the cast in it, and says what is wrong with either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from site_sim.base.errors import did_you_mean
from site_sim.base.messages import SHOWN_CELLS
from site_sim.base.text import clean_line
from site_sim.export.header import HEADER, SCHEMA, RunHeader
from site_sim.export.line_types import (
    DURATION,
    SEED,
    TEXT,
    FieldType,
    JsonObject,
    WrongLine,
    check_type,
    unknown_key,
    value_in_words,
)
from site_sim.facts.programs import PIPELINE, PROGRAM_FACTS
from site_sim.log.cast import RECEIVERS, ROLES, SINK, SOURCE, WORKER, Cast, CastMember, HireRule

NAME_CELLS = 40
"""The most terminal cells of a task's name."""
TITLE_CELLS = 80
PLACEHOLDER = "{number}"
"""Stands for a worker's number in the name of whoever is hired."""

_WHOLE = FieldType(int, "a whole number")
_LIST = FieldType(list, "a list")
_OBJECT = FieldType(dict, "an object")
_SCALAR = FieldType(str | int | float | bool | None, "a text, a number, true, false or null")
_KEYS: Mapping[str, FieldType] = {
    "schema": FieldType(int, f"a whole number, {SCHEMA} or more"),
    "program": TEXT,
    "version": TEXT,
    "title": TEXT,
    "settings": _OBJECT,
    "costs": _OBJECT,
    "seed": SEED,
    "clock": TEXT,
    "cast": _LIST,
    "hires": _OBJECT.or_null(),
}
_TASK_KEYS: Mapping[str, FieldType] = {
    "number": _WHOLE,
    "role": TEXT,
    "name": TEXT,
    "links": _LIST,
    "short": TEXT,
}
_REQUIRED = ("number", "role", "name")
_HIRES_KEYS: Mapping[str, FieldType] = {"role": TEXT, "name": TEXT, "links": _OBJECT}


class HeaderReader:
    """Reads a header. What a newer schema has added is kept in `unknown`, and passed over."""

    def __init__(self) -> None:
        self.unknown: list[str] = []
        """The keys that are not known."""
        self.is_newer = False

    def read(self, record: JsonObject) -> RunHeader:
        """Return the header that a log's first line is. Raises `WrongLine`."""
        words = record[HEADER]
        check_type(words, _OBJECT, HEADER)
        schema = words.get("schema")
        if schema is None:
            raise WrongLine("is missing", "schema")
        check_type(schema, _KEYS["schema"], "schema")
        if schema < 1:
            raise WrongLine(f"must be {_KEYS['schema'].words}, not {schema}", "schema")
        self.is_newer = schema > SCHEMA
        self._check(record, {HEADER: _OBJECT}, "")
        self._check(words, _KEYS, "")
        settings = {
            clean_line(key, SHOWN_CELLS): self._scalar(value, f"settings.{key}")
            for key, value in words.get("settings", {}).items()
        }
        costs = words.get("costs", {})
        for key, value in costs.items():
            check_type(value, DURATION, f"costs.{clean_line(key, SHOWN_CELLS)}")
        program = clean_line(words.get("program", ""), NAME_CELLS)
        return RunHeader(
            cast=self._cast(words, program, settings),
            schema=schema,
            program=program,
            version=clean_line(words.get("version", ""), NAME_CELLS),
            title=clean_line(words.get("title", ""), TITLE_CELLS),
            settings=settings,
            costs={clean_line(key, SHOWN_CELLS): value for key, value in costs.items()},
            seed=words.get("seed", 0),
            clock=clean_line(words.get("clock", "simulated"), NAME_CELLS),
        )

    def _check(self, words: JsonObject, fields: Mapping[str, FieldType], inside: str) -> None:
        """Check the keys of an object and what stands in each."""
        for key, value in words.items():
            if key in fields:
                check_type(value, fields[key], f"{inside}{key}")
            elif self.is_newer:
                self.unknown.append(f"{inside}{clean_line(key, SHOWN_CELLS)}")
            else:
                raise unknown_key(key, fields, inside)

    def _scalar(self, value: Any, key: str) -> object:
        check_type(value, _SCALAR, clean_line(key, SHOWN_CELLS))
        return clean_line(value) if isinstance(value, str) else value

    # -- the cast --------------------------------------------------------------------------

    def _cast(self, words: JsonObject, program: str, settings: Mapping[str, object]) -> Cast:
        if "cast" not in words:
            return shipped_cast(program or PIPELINE, "program")
        hires = words.get("hires")
        crew = None if hires is None else self._crew(hires)
        members = [self._member(task, f"cast[{row}]") for row, task in enumerate(words["cast"])]
        if not members:
            raise WrongLine("has nobody in it", "cast")
        _check_numbers(members)
        _refuse_twins([member.name for member in members], "name")
        numbers = {member.name: member.number for member in members}
        linked = [
            member._replace(links=_links(task.get("links", []), numbers, f"cast[{row}].links"))
            for row, (member, task) in enumerate(zip(members, words["cast"], strict=True))
        ]
        return _arranged(linked, crew, str(settings.get("wiring", "")))

    def _member(self, task: object, where: str) -> CastMember:
        check_type(task, _OBJECT, where)
        assert isinstance(task, dict)
        self._check(task, _TASK_KEYS, f"{where}.")
        for key in _REQUIRED:
            if key not in task:
                raise WrongLine("is missing", f"{where}.{key}")
        _check_choice(task["role"], ROLES, f"{where}.role")
        number, role = task["number"], task["role"]
        if (number >= 0) != (role == WORKER):
            what = "must be 0, 1, 2, ..." if role == WORKER else "must be -1, -2, -3, ..."
            raise WrongLine(f"{what} for a {role}, not {value_in_words(number)}", f"{where}.number")
        for key in ("name", "short"):
            if key in task:
                _check_name(task[key], f"{where}.{key}")
        return CastMember(number, role, task["name"], (), task.get("short", ""))

    def _crew(self, hires: JsonObject) -> HireRule:
        self._check(hires, _HIRES_KEYS, "hires.")
        for key in _HIRES_KEYS:
            if key not in hires:
                raise WrongLine("is missing", f"hires.{key}")
        _check_choice(hires["role"], (WORKER,), "hires.role")
        name = hires["name"]
        rest = name.replace(PLACEHOLDER, "", 1)
        if rest == name or "{" in rest or "}" in rest:
            what = f"must have {PLACEHOLDER} in it once, for the number, and no other braces"
            raise WrongLine(what, "hires.name")
        _check_name(name, "hires.name")
        links: dict[str, dict[str, tuple[str, ...]]] = {}
        for wiring, rules in hires["links"].items():
            where = f"hires.links.{clean_line(wiring, SHOWN_CELLS)}"
            check_type(rules, _OBJECT, where)
            for role, receivers in rules.items():
                _check_choice(role, (SOURCE, WORKER), where)
                check_type(receivers, _LIST, f"{where}.{role}")
                for receiver in receivers:
                    _check_choice(receiver, RECEIVERS, f"{where}.{role}")
            links[wiring] = {role: tuple(receivers) for role, receivers in rules.items()}
        return HireRule(name, links)


def shipped_cast(program: str, key: str) -> Cast:
    """Return the cast of a program that ships. Raises `WrongLine`, at that key, on another one."""
    if program not in PROGRAM_FACTS:
        word = clean_line(program, SHOWN_CELLS)
        what = f"no cast is given, and no program {word!r} ships"
        raise WrongLine(what, key, did_you_mean(word, PROGRAM_FACTS))
    return PROGRAM_FACTS[program].cast


def _check_choice(word: object, choices: Sequence[str], key: str) -> None:
    if word not in choices:
        hint = did_you_mean(clean_line(word, SHOWN_CELLS), choices) if isinstance(word, str) else ""
        what = f"must be one of {', '.join(choices)}, not {value_in_words(word)}"
        raise WrongLine(what, key, hint if "mean" in hint else "")


def _check_name(name: str, key: str) -> None:
    if not name.strip() or clean_line(name, NAME_CELLS) != name:
        what = f"must be a name of at most {NAME_CELLS} cells without control characters"
        raise WrongLine(f"{what}, not {value_in_words(name)}", key)


MOST_NAMED = 1_000_000
"""The most tasks that a header may name."""


def _check_numbers(members: Sequence[CastMember]) -> None:
    """Check that workers are 0, 1, 2, ... and all others -1, -2, ..., each once."""
    numbers = [member.number for member in members]
    _refuse_twins(numbers, "number")
    if len(members) > MOST_NAMED:
        raise WrongLine(f"names more than {MOST_NAMED:,} tasks", "cast")
    workers = sorted(number for number in numbers if number >= 0)
    staff = sorted(~number for number in numbers if number < 0)
    for found, words in ((workers, "workers are numbered 0, 1, 2"), (staff, "others -1, -2, -3")):
        if found and found[-1] != len(found) - 1:
            number = next(each for each, real in enumerate(found) if each != real)
            missing = number if found is workers else ~number
            raise WrongLine(f"number {missing} is missing: {words}, ...", "cast")


def _refuse_twins(values: Iterable[str | int], key: str) -> None:
    value, times = Counter(values).most_common(1)[0]
    if times > 1:
        raise WrongLine(f"has {times} tasks of the {key} {value_in_words(value)}", "cast")


def _links(links: Sequence[object], numbers: Mapping[str, int], key: str) -> tuple[int, ...]:
    for name in links:
        if not isinstance(name, str):
            raise WrongLine(f"must be names of tasks, not {value_in_words(name)}", key)
        if name not in numbers:
            word = clean_line(name, SHOWN_CELLS)
            hint = did_you_mean(word, list(numbers)[:1000])
            raise WrongLine(f"there is no task {word!r}", key, hint)
    return tuple(numbers[str(name)] for name in links)


# -- who is named, and whom a rule describes -------------------------------------------------------


def _arranged(members: Sequence[CastMember], crew: HireRule | None, wiring: str) -> Cast:
    """Return the cast of those who are there at the start, and of the rule for a crew.

    Whoever has the name and the links that the rule gives, and stands where the rule puts them, is
    a part of the crew.
    """
    if crew is None:
        return Cast(above=members)
    workers = sum(member.number >= 0 for member in members)
    by_rule = Cast([member._replace(links=()) for member in members if member.number < 0], crew)
    rows = [member.number for member in members if member.number >= 0]
    if rows == sorted(rows, reverse=True) and _stand_together(members):
        follow = [
            member.name == by_rule.name_of(member.number)
            and not member.short
            and tuple(by_rule.links_of(member.number, workers, wiring)) == tuple(member.links)
            for member in sorted(members)
            if member.number >= 0
        ]
        if all(follow):
            return _with_crew(members, crew, by_rule, workers, wiring)
    split = _last_but_sinks(members)
    return Cast(members[:split], crew, members[split:])


def _last_but_sinks(members: Sequence[CastMember]) -> int:
    """Return how many there are before those at the end who are all sinks."""
    return max((row for row, member in enumerate(members, 1) if member.role != SINK), default=0)


def _stand_together(members: Sequence[CastMember]) -> bool:
    """Return whether no other task stands between two workers."""
    places = [place for place, member in enumerate(members) if member.number >= 0]
    return not places or places[-1] - places[0] == len(places) - 1


def _with_crew(
    members: Sequence[CastMember], crew: HireRule, by_rule: Cast, workers: int, wiring: str
) -> Cast:
    """Return the cast in which every worker is one of the crew."""
    workers_at = [row for row, member in enumerate(members) if member.number >= 0]
    first = workers_at[0] if workers_at else _last_but_sinks(members)
    staff = [
        member._replace(links=())
        if tuple(by_rule.links_of(member.number, workers, wiring)) == tuple(member.links)
        else member
        for member in members
    ]
    above, below = staff[:first], staff[first:]
    return Cast(above, crew, [member for member in below if member.number < 0])
