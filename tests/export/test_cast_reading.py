"""The header of a log: its cast is read as it was written, and each fault in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.base.errors import SiteError
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import Cast
from tests.export.written import lines_of, read, written

TASKS: list[dict[str, Any]] = [
    {"number": -1, "role": "source", "name": "boss", "links": ["hand 1"]},
    {"number": 1, "role": "worker", "name": "hand 1", "links": ["hand 0", "end"]},
    {"number": 0, "role": "worker", "name": "hand 0", "links": ["end"]},
    {"number": -2, "role": "sink", "name": "end", "links": []},
]
HIRES: dict[str, Any] = {
    "role": "worker",
    "name": "hand {number}",
    "links": {"chain": {"source": ["newest"], "worker": ["previous", "sinks"]}},
}


def header(**changes: Any) -> dict[str, Any]:
    words = {
        "schema": 1,
        "program": "mine",
        "settings": {"wiring": "chain"},
        "cast": TASKS,
        "hires": HIRES,
    }
    return {"site_sim": words | changes}


def cast_of(**changes: Any) -> Cast:
    log = read(lines_of([header(**changes)])).log
    assert log is not None
    return log.cast


def tasks(row: int, **changes: Any) -> list[dict[str, Any]]:
    """Return the tasks with one of them changed."""
    return [task | (changes if number == row else {}) for number, task in enumerate(TASKS)]


def test_whoever_the_rule_describes_is_one_of_the_crew() -> None:
    cast = cast_of()
    assert list(cast.members) == [-1, -2]
    assert list(cast.rows(4)) == [-1, 3, 2, 1, 0, -2]
    assert cast.name_of(9) == "hand 9"
    assert cast.links_of(-1, 4, "chain") == [3]
    assert cast.shape("chain") == "chain"


def test_whoever_it_does_not_describe_keeps_what_was_said() -> None:
    cast = cast_of(cast=tasks(1, links=["end"]))
    assert list(cast.members) == [-1, 1, 0, -2]
    assert list(cast.links_of(1, 2, "chain")) == [-2]
    assert cast.name_of(2) == "hand 2"
    assert list(cast.rows(3)) == [-1, 1, 0, 2, -2]


def test_without_a_rule_everybody_is_named() -> None:
    cast = cast_of(hires=None, cast=tasks(2, short="h0"))
    assert not cast.can_grow
    assert list(cast.rows(2)) == [-1, 1, 0, -2]
    assert cast.short_name(0) == "h0"


def test_a_crew_of_thousands_is_a_rule_and_not_thousands_of_names() -> None:
    simulation = Simulation(SimulationConfig(workers=20_000, wiring="direct"))
    data = written(simulation)
    assert len(data.splitlines()[0]) > 1 << 20
    log = read(data).log
    assert log is not None
    assert list(log.cast.members) == [-1, -2]
    assert len(log) == len(simulation.log)


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"schema": 0}, "schema: must be a whole number, 1 or more, not 0"),
    ({"schema": "1"}, "schema: must be a whole number, 1 or more, not '1'"),
    ({"schema": True}, "schema: must be a whole number, 1 or more, not true"),
    ({"sheme": 1}, "sheme: unknown field (did you mean 'schema'?)"),
    ({"title": 3}, "title: must be a text, not 3"),
    ({"seed": -1}, "seed: must be a whole number from 0 to "),
    ({"settings": [1]}, "settings: must be an object, not a list"),
    ({"settings": {"a": {}}}, "settings.a: must be a text, a number, true, false or null, not an "),
    ({"costs": {"hop_ns": 1.5}}, "costs.hop_ns: must be a whole number from 0 to "),
    ({"costs": {"hop_ns": 10**30}}, "costs.hop_ns: must be a whole number from 0 to "),
    ({"cast": []}, "cast: has nobody in it"),
    ({"cast": {}}, "cast: must be a list, not an object"),
    ({"cast": [7]}, "cast[0]: must be an object, not 7"),
    ({"cast": tasks(1, nmae="x")}, "cast[1].nmae: unknown field (did you mean 'name'?)"),
    ({"cast": [{"number": 0, "role": "worker"}]}, "cast[0].name: is missing"),
    (
        {"cast": tasks(1, role="worke")},
        "cast[1].role: must be one of source, worker, sink, not ",
    ),
    ({"cast": tasks(0, number=3)}, "cast[0].number: must be -1, -2, -3, ... for a source, not 3"),
    ({"cast": tasks(2, number=-3)}, "cast[2].number: must be 0, 1, 2, ... for a worker, not -3"),
    ({"cast": tasks(2, number=True)}, "cast[2].number: must be a whole number, not true"),
    ({"cast": tasks(2, number=1)}, "cast: has 2 tasks of the number 1"),
    ({"cast": tasks(1, number=10**9)}, "cast: number 1 is missing: workers are numbered 0, 1, 2"),
    ({"cast": tasks(3, number=-(10**9))}, "cast: number -2 is missing: others -1, -2, -3"),
    ({"cast": tasks(2, name="boss")}, "cast: has 2 tasks of the name 'boss'"),
    ({"cast": tasks(2, name="")}, "cast[2].name: must be a name of at most 40 cells"),
    ({"cast": tasks(2, name="a\x1b[2J")}, "cast[2].name: must be a name of at most 40 cells"),
    ({"cast": tasks(2, name="x" * 500_000)}, "cast[2].name: must be a name of at most 40 cells"),
    (
        {"cast": tasks(0, links=["hand 2"])},
        "cast[0].links: there is no task 'hand 2' (did",
    ),
    ({"cast": tasks(0, links=[1])}, "cast[0].links: must be names of tasks, not 1"),
    ({"cast": tasks(0, links="end")}, "cast[0].links: must be a list, not 'end'"),
    ({"hires": HIRES | {"name": "hand"}}, "hires.name: must have {number} in it once"),
    ({"hires": HIRES | {"name": "{number:>99999999}"}}, "hires.name: must have {number} in it on"),
    ({"hires": HIRES | {"name": "{number} {number}"}}, "hires.name: must have {number} in it once"),
    ({"hires": HIRES | {"role": "sink"}}, "hires.role: must be one of worker, not 'sink'"),
    ({"hires": {"role": "worker"}}, "hires.name: is missing"),
    (
        {"hires": HIRES | {"links": {"chain": {"source": ["newst"]}}}},
        "hires.links.chain.source: ",
    ),
    ({"hires": HIRES | {"links": {"chain": {"boss": []}}}}, "hires.links.chain: must be one of "),
]


@pytest.mark.parametrize(("changes", "what"), FAULTS, ids=lambda value: str(value)[:50])
def test_each_fault_is_named_by_its_key(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(SiteError) as caught:
        read(lines_of([header(**changes)]))
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"log.jsonl: line 1: {what}")
    assert str(fault).isprintable()
    assert len(str(fault)) < 300


def test_a_header_without_a_cast_must_name_a_program_that_ships() -> None:
    with pytest.raises(SiteError, match="did you mean 'pipeline'"):
        read(lines_of([{"site_sim": {"schema": 1, "program": "pipelin"}}]))
