"""What each event makes of the state, in runs that can be worked out by hand."""

from __future__ import annotations

from site_sim.commands import CauseAccident, Hire, LayOff
from site_sim.facts.programs import FOREMAN
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import CLASSROOM
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.state.entities import Place, State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.kernel.runs import MS, SECOND, made
from tests.state.sites import shown


def line(state: SiteState) -> list[tuple[str, int]]:
    """Return what everyone is at, from the foreman down to worker 0, and their jobs."""
    return [(task.state.name, task.job) for task in (state.staff[0], *reversed(state.workers))]


def test_a_job_moves_down_the_call_stack() -> None:
    """Two workers, hops of 100 ms, jobs of 1 s; job 0 is for worker 0."""
    site = made([(0, 0, SECOND)] * 2, workers=2, model="serial", costs=CLASSROOM)
    assert line(shown(site, 50 * MS)) == [("HANDING_OFF", 0), ("IDLE", -1), ("IDLE", -1)]
    assert line(shown(site, 150 * MS)) == [("BLOCKED", -1), ("HANDING_OFF", 0), ("IDLE", -1)]
    state = shown(site, 700 * MS)
    assert line(state) == [("BLOCKED", -1), ("BLOCKED", -1), ("IO", 0)]
    assert state.jobs[0].progress_at(state.at) == 0.5
    assert (state.jobs[0].place, state.jobs[0].holder, state.jobs[0].worker) == (Place.HAND, 0, 0)
    assert list(state.queue) == [1]
    assert state.staff[0].to == 1
    assert line(shown(site, 1_250 * MS)) == [("BLOCKED", -1), ("BLOCKED", -1), ("HANDING_OFF", 0)]
    assert line(shown(site, 1_350 * MS)) == [("HANDING_OFF", 1), ("IDLE", -1), ("IDLE", -1)]
    state = shown(site, 10 * SECOND)
    assert line(state) == [("IDLE", -1)] * 3
    assert [verdict.job for verdict in state.verdicts] == [0, 1]
    assert state.finished


def test_who_waits_for_the_lane_is_ready() -> None:
    """Worker 0 is done after 1 ms, but worker 1 computes, and job 2 needs the foreman."""
    jobs = [(0, 0, MS), (0, SECOND, 0), (SECOND // 4, 0, 0)]
    site = made(jobs, workers=2, model="coroutines", wiring="direct")
    state = shown(site, SECOND // 2)
    assert line(state) == [("READY", -1), ("CPU", 1), ("READY", 0)]
    assert (state.lanes[0].who, state.workers[1].lane, state.workers[0].lane) == (1, 0, -1)
    assert list(state.queue) == [2]
    assert state.jobs[0].progress_at(state.at) == 1.0
    assert state.jobs[1].progress_at(state.at) == 0.5


def test_who_waits_for_room_is_blocked_and_names_for_whom() -> None:
    site = made([(0, 0, SECOND)] * 4, workers=1, model="coroutines")
    state = shown(site, SECOND // 2)
    assert line(state) == [("BLOCKED", 2), ("IO", 0)]
    assert state.staff[0].to == 0
    assert list(state.queue) == [3]


def test_a_rejected_job_stands_at_the_back_and_tells_its_attempt() -> None:
    site = made([(0, 0, SECOND)] * 2, workers=1, model="serial", defect_rate=1.0)
    state = shown(site, SECOND)
    assert [(v.kind, v.job, v.attempt) for v in state.verdicts] == [(Kind.Rejected, 0, 1)]
    assert [*state.queue, state.workers[0].job] == [0, 1]
    assert state.jobs[0].attempt == 2
    assert state.statistics.rejected == 1


def test_a_job_lost_in_an_accident_tells_its_next_attempt() -> None:
    site = made([(0, 0, SECOND)], workers=1, model="coroutines")
    site.run(SECOND // 2)
    site.apply(CauseAccident(0))
    state = shown(site, SECOND)
    assert state.jobs[0].attempt == 2
    assert state.jobs[0].progress_at(state.at) == 0.5
    (verdict,) = shown(site, 2 * SECOND).verdicts
    assert (verdict.attempt, verdict.service_ns) == (2, SECOND + SECOND // 2)


def test_the_dead_keep_their_place_and_their_inbox_and_nobody_else() -> None:
    site = made(
        [(0, 0, SECOND)] * 4, workers=2, model="coroutines", wiring="direct", supervise=False
    )
    site.run(SECOND // 2)
    site.apply(CauseAccident(0))
    state = shown(site, SECOND // 2)
    assert [worker.dead for worker in state.workers] == [True, False]
    assert state.workers[0].state is State.GONE
    assert state.workers[0].inbox == [2]
    site.apply(LayOff())
    state = shown(site, 2 * SECOND + SECOND // 4)
    assert [worker.who for worker in state.workers] == [0]


def test_one_who_takes_over_from_one_who_leaves_is_to_leave_as_well() -> None:
    site = made([(0, 0, SECOND)] * 4, workers=3, model="coroutines", wiring="direct")
    site.run(SECOND // 2)
    site.apply(LayOff(2))
    site.apply(CauseAccident(1))  # worker 2 is still at work above it
    state = shown(site, SECOND // 2)
    assert [worker.leaving for worker in state.workers] == [False, True, True]
    assert state.workers[1].state is State.IDLE
    assert [worker.who for worker in shown(site, 9 * SECOND).workers] == [0]


def test_who_starts_up_is_not_there_yet() -> None:
    site = made(workers=1, model="processes", costs=CLASSROOM)
    site.run(2 * SECOND)
    site.apply(Hire())
    state = shown(site, 2 * SECOND + 1)
    assert [(w.state.name, w.starting) for w in state.workers] == [("IDLE", False), ("GONE", True)]
    state = shown(site, 4 * SECOND)
    assert [worker.state for worker in state.workers] == [State.IDLE, State.IDLE]
    assert sum(state.workers[1].spent_at(state.at)[: State.GONE]) == SECOND


def test_a_run_is_the_same_however_it_is_folded() -> None:
    site = Simulation(SimulationConfig(model="threads", workload="mixed", rate_per_s=5, workers=3))
    site.run(10 * SECOND)
    whole, pieces = SiteState(site.log), SiteState(site.log)
    fold(whole)
    for stop in range(0, len(site.log) + 7, 7):
        fold(pieces, stop)
    assert pieces.seq == whole.seq == len(site.log)
    assert whole.task(FOREMAN).spent == pieces.task(FOREMAN).spent
    fold(whole, 3)
    assert whole.seq == len(site.log)  # a state never goes back
