"""Start-up: the parent's part one after the other, then the child's own, all on the lanes."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from site_sim.commands import Hire, LayOff
from site_sim.facts.programs import FOREMAN
from site_sim.kernel.models import ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from tests.kernel.runs import MS, events, finished, made, read

COSTS = replace(ZERO, spawn_ns=2 * MS, start_up_ns=6 * MS, os_slice_ns=4 * MS)
GOT, LOST, HIRED = Kind.StartUpGotLane, Kind.StartUpLostLane, Kind.Hired


def crew(**fields: Any) -> dict[str, Any]:
    return {"model": "processes", "costs": COSTS, "wiring": "direct"} | fields


def start_ups(site: Simulation) -> list[tuple[int, str, int]]:
    """Return what happened to the workers' start-ups: when (ms), what, and whose."""
    kinds = (GOT, LOST, HIRED)
    return [(e.at // MS, Kind(e.kind).name, e.who) for e in events(site.log, *kinds) if e.who >= 0]


def ups(site: Simulation) -> list[tuple[int, int]]:
    """Return when each worker was up (ms), with its number, in order."""
    return [(at, who) for at, name, who in start_ups(site) if name == "Hired"]


def test_with_cores_for_all_they_come_up_one_by_one_as_the_parent_gets_to_them() -> None:
    site = finished(workers=3, cores=4, **crew())
    assert start_ups(site) == [
        (0, "StartUpGotLane", 0),
        (2, "StartUpGotLane", 1),
        (4, "StartUpGotLane", 2),
        (8, "Hired", 0),
        (10, "Hired", 1),
        (12, "Hired", 2),
    ]
    read(site)


def test_on_one_core_they_take_turns_and_all_the_work_is_done_on_it() -> None:
    site = finished(workers=2, cores=1, **crew())
    assert start_ups(site) == [
        (0, "StartUpGotLane", 0),
        (6, "StartUpLostLane", 0),  # spawned at 2, and a slice of its own part
        (6, "StartUpGotLane", 1),
        (12, "StartUpLostLane", 1),
        (12, "StartUpGotLane", 0),
        (14, "Hired", 0),
        (14, "StartUpGotLane", 1),
        (16, "Hired", 1),
    ]
    read(site)


def test_a_switch_from_one_start_up_to_the_next_takes_its_time() -> None:
    costs = replace(COSTS, switch_ns=MS)
    site = finished(workers=2, cores=1, **crew(costs=costs))
    assert ups(site) == [(16, 0), (18, 1)]  # two switches
    read(site)


def test_the_parents_part_alone_or_the_childs_alone() -> None:
    only_parent = finished(workers=2, cores=2, **crew(costs=replace(COSTS, start_up_ns=0)))
    assert ups(only_parent) == [(2, 0), (4, 1)]
    only_child = finished(workers=2, cores=2, **crew(costs=replace(COSTS, spawn_ns=0)))
    assert ups(only_child) == [(6, 0), (6, 1)]


def test_who_wakes_up_interrupts_a_start_up() -> None:
    site = finished([(3 * MS, 0, MS)], workers=1, cores=1, **crew())
    assert start_ups(site) == [
        (0, "StartUpGotLane", 0),
        (3, "StartUpLostLane", 0),  # the foreman takes the job, and hands it over
        (3, "StartUpGotLane", 0),
        (8, "Hired", 0),
    ]
    (began,) = events(site.log, Kind.WorkStarted)
    assert (began.at, began.who) == (8 * MS, 0), "what was in its inbox is taken when it is up"
    read(site)


def test_who_is_up_computes_beside_the_others_who_start() -> None:
    site = finished([(0, 5 * MS, 0)], workers=2, cores=1, **crew())
    assert ups(site) == [(14, 0), (20, 1)]
    (done,) = events(site.log, Kind.WorkFinished)
    assert done.at == 21 * MS, "it had the core from 14 to 18, as it woke up, and the end"
    read(site)


def test_a_process_of_many_starts_once_and_they_are_up_together() -> None:
    site = finished(workers=4, cores=2, **crew(model="hybrid", dispatch="least-busy"))
    assert ups(site) == [(8, 0), (8, 1), (10, 2), (10, 3)]
    got = [(e.at // MS, e.who, e.b) for e in events(site.log, GOT)]
    assert got == [(0, 0, 1), (2, 2, 0)], "the foreman's loop is built last, as the chain is"
    read(site)


def test_the_foremans_own_loop_does_not_get_the_first_jobs() -> None:
    jobs = [(0, MS, 0)] * 4
    site = finished(jobs, workers=4, cores=2, **crew(model="hybrid", dispatch="least-busy"))
    taken = [(event.job, event.a) for event in events(site.log, Kind.JobTaken)]
    foreman, *_ = (e.a for e in events(site.log, HIRED) if e.who == FOREMAN)
    homes = {e.who: e.a for e in events(site.log, HIRED)}
    assert taken[:2] == [(0, 0), (1, 1)]
    assert foreman == 0
    assert homes[0] == homes[1] == 1
    read(site)


def test_who_is_hired_comes_up_with_the_process_that_is_on_its_way() -> None:
    site = made(workers=2, cores=2, **crew(model="hybrid"))
    site.run(3 * MS)
    site.apply(Hire(2))
    site.run()
    site.apply(Hire(1))
    assert ups(site) == [(8, 0), (8, 3), (10, 1), (10, 2), (10, 4)]
    read(site)


def test_a_start_up_ends_with_who_is_laid_off_and_the_next_one_begins() -> None:
    site = made(workers=4, cores=4, **crew())
    site.run(3 * MS)  # the parent is at the second one
    site.apply(LayOff(3))
    site.apply(Hire(1))
    site.run()
    assert ups(site) == [(8, 0), (11, 1)]
    read(site)


def test_a_process_that_is_not_needed_any_more_does_not_start() -> None:
    site = made(workers=2, cores=2, **crew(model="hybrid"))
    site.run(MS)
    site.apply(LayOff(1))
    site.run()
    assert ups(site) == [(8, 0)]
    assert [e.who for e in events(site.log, GOT)] == [0]
    read(site)


def test_who_is_hired_where_no_process_ever_came_up_waits_for_one() -> None:
    site = made(workers=2, cores=2, **crew(model="hybrid"))
    site.run(MS)
    site.apply(LayOff(1))
    site.apply(Hire(1))
    site.run()
    site.apply(LayOff(1))
    site.apply(Hire(1))
    site.run()
    assert ups(site) == [(8, 0), (10, 1), (10, 1)], "then it is up, and waits for nobody"
    read(site)
