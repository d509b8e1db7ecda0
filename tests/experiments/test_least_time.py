"""What a run needs at the least is its longest path, or the work of its lanes."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from site_sim.experiments.course import Stretch, Took
from site_sim.experiments.least_time import LeastTime, Removed
from site_sim.experiments.run_fold import RunFold
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, NO_LANE
from tests.experiments.runs import LONGEST_NS, arbitrary, log_of
from tests.oracles.stretches import least_without, pieces_of

REMOVED: tuple[Removed, ...] = get_args(Removed)


def needs(removed: Removed, *stretches: Stretch, lanes: int = 1, apart: bool = False) -> LeastTime:
    """Return what is needed for some stretches, of jobs that came at time 0 and are done."""
    found = LeastTime(removed)
    found.open_lanes(0, lanes, apart)
    jobs = {stretch.job for stretch in stretches} - {NO_JOB}
    for job in jobs:
        found.arrive(0, job)
    for stretch in stretches:
        found.add(stretch)
    for job in jobs:
        found.finish(job)
    return found


def stretch(took: Took, who: int, job: int, ns: int, **fields: Any) -> Stretch:
    given = {"to": NOBODY, "lane": NO_LANE} | fields
    return Stretch(took, who, job, given["to"], 100, 100 + ns, given["lane"])


def test_a_task_does_one_thing_after_the_other_and_a_job_too() -> None:
    one_task = needs("io", stretch(Took.IO, 0, 0, 3), stretch(Took.IO, 0, 1, 4))
    assert one_task.by_tasks == 7
    one_job = needs("io", stretch(Took.IO, 0, 0, 3), stretch(Took.IO, 1, 0, 4))
    assert one_job.by_tasks == 7
    apart = needs("io", stretch(Took.IO, 0, 0, 3), stretch(Took.IO, 1, 1, 4))
    assert apart.by_tasks == 4


@pytest.mark.parametrize(
    ("removed", "ns"),
    [("io", 5), ("hops", 9), ("lanes", 4), ("chain", 10), ("switches", 10)],
)
def test_a_lane_has_to_do_all_that_is_done_on_it(removed: Removed, ns: int) -> None:
    kept = stretch(Took.IO, 1, 1, 5, lane=0)
    found = needs(
        removed, stretch(Took.CPU, 0, 0, 4, lane=0), kept, stretch(Took.HOP, 2, 2, 1, lane=0)
    )
    assert found.by_lanes == ns
    assert found.ns == max(found.by_lanes, found.by_tasks)


def test_where_tasks_stay_on_their_lanes_each_has_its_own_work() -> None:
    work = [stretch(Took.CPU, who, who, 4 + who, lane=who) for who in range(2)]
    assert needs("io", *work, lanes=2, apart=True).by_lanes == 5
    assert needs("io", *work, lanes=2).by_lanes == 4
    assert needs("lanes", *work, lanes=2, apart=True).by_lanes == 2


def test_what_is_passed_on_down_the_chain_is_not_where_links_are_direct() -> None:
    hops = [
        stretch(Took.HOP, -1, 0, 3, to=1, lane=0),
        stretch(Took.HOP, 1, 0, 3, to=0, lane=0),
        stretch(Took.HOP, 0, 0, 3, to=-2, lane=0),
    ]
    assert needs("chain", *hops).ns == 6
    assert needs("io", *hops).ns == 9


def test_processes_are_started_one_after_the_other() -> None:
    parts = [
        stretch(Took.SPAWN, 0, NO_JOB, 2, lane=0),
        stretch(Took.SPAWN, 1, NO_JOB, 2, lane=1),
        stretch(Took.START_UP, 0, NO_JOB, 5, lane=0),
        stretch(Took.START_UP, 1, NO_JOB, 5, lane=1),
        stretch(Took.CPU, 1, 0, 1, lane=1),
    ]
    assert needs("io", *parts, lanes=9).by_tasks == 2 + 2 + 5 + 1
    assert needs("start-ups", *parts, lanes=9).by_tasks == 1


def test_nothing_is_done_before_the_site_is_built_anew() -> None:
    found = LeastTime("hops")
    found.arrive(0, 0)
    found.open_lanes(100, 1, are_apart=False)
    found.add(stretch(Took.CPU, 0, 0, 5, lane=0))
    found.finish(0)
    assert (found.by_tasks, found.by_lanes) == (105, 105)


@pytest.mark.sampled
@pytest.mark.parametrize("removed", REMOVED)
@pytest.mark.parametrize("number", range(30))
def test_needs_are_longest_paths(removed: Removed, number: int) -> None:
    scenario = arbitrary(number)
    log, switch_ns = log_of(scenario, LONGEST_NS), scenario.to_costs().switch_ns
    found = LeastTime(removed)
    RunFold(log, len(log), switch_ns, [found]).read(len(log) + 1)
    expected = least_without(log, pieces_of(log, switch_ns), removed)
    assert (found.by_tasks, found.by_lanes) == expected
