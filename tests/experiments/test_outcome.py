"""What came of a track: figures that agree with a whole run's, endings with reasons, one table."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.commands import CauseAccident
from site_sim.experiments.outcome import COLUMNS, NOTHING, OutcomeReader, TrackOutcome
from site_sim.facts.models import MODEL_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import Costs
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.state.summary import summarise
from tests.kernel.runs import MS, SECOND, events, finished, made
from tests.state.records import FIELDS


def outcome(site: Simulation, at: int | None = None) -> TrackOutcome:
    """Return what came of a run that is read all at once."""
    reader = OutcomeReader(site.log)
    assert reader.work()
    never_ends = site.config.count is None and site.config.rate_per_s > 0
    return reader.outcome(site.now if at is None else at, site.next_at() is None, never_ends)


def eight(model: str, cpu_ns: int = 0, io_ns: int = 0, **fields: Any) -> TrackOutcome:
    """Return what comes of eight jobs that four workers do on two cores."""
    options = {"model": model, "workers": 4, "cores": 2} | fields
    return outcome(finished([(0, cpu_ns, io_ns)] * 8, **options))


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_the_worked_figures_of_the_design(model: str) -> None:
    waits, computes = eight(model, io_ns=200 * MS), eight(model, cpu_ns=200 * MS)
    assert waits.summary.makespan_s == (1.6 if model == "serial" else 0.4)
    one_lane = model in ("serial", "coroutines", "threads")
    assert computes.summary.makespan_s == (1.6 if one_lane else 0.8)
    assert waits.speed_up(eight("serial", io_ns=200 * MS)) == (1.0 if model == "serial" else 4.0)


@settings(max_examples=60)
@given(fields=FIELDS, slice_=st.integers(1, 400))
def test_a_run_read_in_slices_has_the_same_outcome(fields: dict[str, Any], slice_: int) -> None:
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    reader, is_read = OutcomeReader(site.log), False
    site.run(4 * SECOND)
    reader.work(slice_)
    site.run(60 * SECOND)
    while not is_read:
        is_read = reader.work(slice_)
    found, whole = reader.outcome(site.now, site.next_at() is None), outcome(site)
    assert found == whole
    assert found.summary == summarise(site.log, site.now)
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.hand_offs == len([*events(site.log, Kind.HandedOff)])
    lost = (Kind.Preempted, Kind.StartUpLostLane)
    assert found.switches == len([*events(site.log, *lost)])
    assert found.woken_in_vain == len([*events(site.log, Kind.BecameIdle)])


def test_the_switches_are_what_time_is_spent_on() -> None:
    jobs, quantum = {"cpu_ns": 200 * MS, "model": "threads"}, 40 * MS
    runs = [
        eight(**jobs, costs=Costs(gil_quantum_ns=quantum, switch_ns=switch_ns))
        for switch_ns in (0, 1 * MS)
    ]
    assert runs[0].switches == runs[1].switches > 0
    longer_s = runs[1].summary.makespan_s - runs[0].summary.makespan_s
    assert round(longer_s * SECOND) == runs[0].switches * MS


# -- how it ended --------------------------------------------------------------------------------


def ending(site: Simulation) -> tuple[str, str]:
    return (*outcome(site).ending,)


def test_all_jobs_done_is_no_more_than_that() -> None:
    assert ending(finished([(0, 0, SECOND)])) == ("done", "")
    assert ending(finished()) == ("done", "")


def test_a_run_whose_jobs_never_end_says_so() -> None:
    site = made(rate_per_s=1.0, model="serial", service_ns=2 * SECOND)
    site.run(60 * SECOND)
    assert ending(site) == ("endless", "does not end: more jobs were to come, and 31 were not done")


def test_a_run_whose_jobs_come_to_the_dead_says_who_died() -> None:
    site = made(rate_per_s=1.0, model="coroutines", workers=1, supervise=False)
    site.run(3 * SECOND // 2)
    site.apply(CauseAccident(0))
    site.run(60 * SECOND)
    condition, told = ending(site)
    assert condition == "endless"
    assert told.endswith("worker 0 is dead; what is sent there is never taken")


def test_a_run_that_is_stopped_says_what_is_left() -> None:
    site = made([(0, 0, 9 * SECOND)] * 3)
    site.run(5 * SECOND)
    assert ending(site) == ("cut", "was stopped at 00:05.0, and 3 were not done")


def test_a_run_that_is_stopped_while_jobs_come_does_not_say_that_it_has_no_end() -> None:
    site = made(rate_per_s=1.0, count=40, model="coroutines", service_ns=9 * SECOND // 2)
    site.run(5 * SECOND)
    told = "was stopped at 00:05.0: more jobs were to come, and 5 were not done"
    assert ending(site) == ("cut", told)
    site.run(60 * SECOND)
    assert ending(site) == ("done", "")


@pytest.mark.parametrize(
    ("model", "line"),
    [
        ("serial", "foreman, worker 0 are dead; nobody hands out jobs any more"),
        ("coroutines", "worker 0 is dead; what is sent there is never taken"),
    ],
)
def test_who_died_is_the_reason_why_nothing_more_happens(model: str, line: str) -> None:
    site = hurt(model, supervise=False)
    condition, told = ending(site)
    assert condition == "stuck"
    assert told == f"nothing more happens, and 5 were not done: {line}"


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_who_is_replaced_is_no_reason(model: str) -> None:
    assert ending(hurt(model, supervise=True)) == ("done", "")


def hurt(model: str, **fields: Any) -> Simulation:
    """Return a run to its end in which an accident happens to the only worker in the second job."""
    jobs = [(n * SECOND, 0, SECOND) for n in range(6)]
    site = made(jobs, model=model, workers=1, **fields)
    site.run(3 * SECOND // 2)
    site.apply(CauseAccident(0))
    site.run()
    return site


# -- the table -----------------------------------------------------------------------------------


def test_the_columns_are_told_apart_and_have_a_cell_for_each_track() -> None:
    tracks = [eight(model, io_ns=200 * MS) for model in MODEL_FACTS]
    assert len({column.name for column in COLUMNS}) == len({c.key for c in COLUMNS}) == len(COLUMNS)
    table = {column.name: column.cells(tracks) for column in COLUMNS}
    assert all(len(cells) == 6 for cells in table.values())
    assert table["makespan"][:2] == ["1.60s", "400ms"]
    assert table["speed-up"] == ["1.00×", *["4.00×"] * 5]
    assert table["throughput"][:2] == ["5/s", "20/s"]
    assert table["worst wait"][:2] == ["1.40s", "200ms"]
    assert table["hand-offs"][0] == "28"


def test_what_there_is_none_of_is_no_zero() -> None:
    nothing = outcome(finished())
    cells = {column.name: column.cells([nothing])[0] for column in COLUMNS}
    assert {name for name, cell in cells.items() if cell == NOTHING} == {
        "makespan",
        "speed-up",
        "mean wait",
        "wait p95",
        "worst wait",
    }


def test_a_track_of_which_all_was_given_up_is_no_times_as_fast() -> None:
    given_up = outcome(finished([(0, 0, SECOND)] * 3, defect_rate=1.0, rework_limit=0))
    done = outcome(finished([(0, 0, SECOND)] * 3))
    assert (given_up.ending.condition, given_up.summary.scrapped) == ("done", 3)
    pairs = [(done, given_up), (given_up, done), (given_up, given_up)]
    assert [one.speed_up(first) for one, first in pairs] == [None] * 3


def test_runs_that_do_not_end_are_compared_by_what_they_get_done() -> None:
    slow, quick = (
        made(rate_per_s=2.0, model=model, service_ns=SECOND) for model in ("serial", "coroutines")
    )
    for site in (slow, quick):
        site.run(60 * SECOND)
    first, other = outcome(slow), outcome(quick)
    assert other.speed_up(first) == pytest.approx(other.summary.done / first.summary.done)
    assert (first.summary.done, other.summary.done) == (60, 119)


def test_response_times_are_those_of_the_jobs_that_left() -> None:
    times = eight("serial", io_ns=200 * MS).response_times
    assert [*times.ranked] == [n * 200 * MS for n in range(1, 9)]
    assert times.share_within(400 * MS) == 0.25
    assert (times.percentile(50), times.percentile(99)) == (800 * MS, 1600 * MS)
