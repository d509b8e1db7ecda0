"""A cause is told only where a run without it is faster by what the sentence says."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.quantities import duration
from site_sim.base.units import NEVER, SECOND
from site_sim.commands import ChooseWiring, Command, Hire, SetRate
from site_sim.experiments import causes
from site_sim.experiments.causes import FoundCause, Why
from site_sim.experiments.course_events import CourseReader
from site_sim.experiments.least_time import Removed
from site_sim.experiments.without import config_without
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.run.branch import Branch
from site_sim.run.recorded import RECORDED, Recorded
from site_sim.run.recording import Recording
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.experiments.runs import (
    LONGEST_NS,
    MODELS,
    arbitrary,
    eight,
    log_of,
    why_of,
    worked_out,
)
from tests.oracles.stretches import DONE, TIMELESS, Piece, least_without, pieces_of
from tests.run.driving import give
from tests.run.runs import COMMANDS, some_scenario

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
WORKLOADS, WIRINGS = ("io", "cpu", "mixed"), ("chain", "direct")


def ends(log: EventLog) -> list[int]:
    return [row[0] for row in log.rows() if row[1] in DONE]


def assert_holds(scenario: Scenario, log: EventLog, why: Why, until_ns: int = NEVER) -> None:
    """Assert that all that is told of a run is so, each number by a count of its own."""
    assert why.sentence
    assert_gain_is_that_of_a_run(scenario, log, why.sentence, until_ns)
    if not why.causes:
        return
    pieces = pieces_of(log, scenario.to_costs().switch_ns)
    for cause in why.causes:
        assert cause.told_ns == told_by_events(log, pieces, cause, scenario), cause
        assert duration(cause.told_ns) in cause.sentence
        other = Simulation(config_without(scenario.to_config(), cause.removed))
        other.run(until_ns)
        gained = ends(log)[-1] - ends(other.log)[len(ends(log)) - 1]
        assert cause.gained_ns == gained
        assert abs(cause.told_ns - gained) <= gained / 10


def assert_gain_is_that_of_a_run(
    scenario: Scenario, log: EventLog, sentence: str, until_ns: int
) -> None:
    """Assert that where no cause holds, what is told to be gained was gained by a run."""
    if not sentence.startswith("no one cause, but "):
        return
    ways: dict[str, Removed] = {
        "if it did not keep": "io",
        "if hops": "hops",
        "with one ": "lanes",
        "if all links": "chain",
        "if processes": "start-ups",
        "if switches": "switches",
    }
    removed = next(ways[words] for words in ways if words in sentence)
    other = Simulation(config_without(scenario.to_config(), removed))
    other.run(until_ns)
    gained = ends(log)[-1] - ends(other.log)[len(ends(log)) - 1]
    assert f" {duration(gained)} earlier" in sentence


def told_by_events(
    log: EventLog, pieces: list[Piece], cause: FoundCause, scenario: Scenario
) -> int:
    """Return by how much a run could have been done earlier without something, by its events."""
    end = ends(log)[-1]
    gain = end - max(least_without(log, pieces, cause.removed))
    if cause.removed in (*TIMELESS, "io"):
        gain = min(gain, on_the_way(log, pieces, cause.removed, scenario))
    return gain


def on_the_way(log: EventLog, pieces: list[Piece], removed: str, scenario: Scenario) -> int:
    """Return how long something took on the way to the end, which must be a way."""
    reader = CourseReader(log, scenario.to_costs().switch_ns, lambda _: None)
    stop = max(seq for seq, row in enumerate(log.rows()) if row[1] in DONE)
    for row in log.rows(0, stop + 1):
        reader.read(row)
    way = [stretch for stretch in reader.way.stretches() if stretch.who != NOBODY]
    real = {(piece.who, piece.job, piece.began, piece.ended): piece.what for piece in pieces}
    found = [(real[s.who, s.job, s.began, s.ended], s) for s in way]
    at = ends(log)[-1]
    for _, stretch in found:  # each leads to the next without a gap
        assert stretch.ended == at
        at = stretch.began
    assert at in {0, *(row[0] for row in log.rows() if row[1] == Kind.JobArrived)}
    last = [row[3] for row in log.rows() if row[1] in DONE][-1]
    if removed == "io":
        return sum(s.ns for what, s in found if what == "io" and s.job != last)
    return sum(s.ns for what, s in found if what in TIMELESS[removed])


@pytest.mark.parametrize(("model", "workload", "wiring"), product(MODELS, WORKLOADS, WIRINGS))
@pytest.mark.parametrize("costs", ["zero", "classroom"])
def test_causes_of_all_models_hold(model: str, workload: str, wiring: str, costs: str) -> None:
    scenario = Scenario(**eight(model, workload, costs, wiring=wiring))
    log = log_of(scenario)
    assert_holds(scenario, log, worked_out(Why(scenario, log)))


@pytest.mark.sampled
@pytest.mark.parametrize("number", range(200))
def test_causes_of_arbitrary_runs_hold(number: int) -> None:
    scenario = arbitrary(number)
    log = log_of(scenario, LONGEST_NS)
    assert_holds(scenario, log, worked_out(Why(scenario, log)), LONGEST_NS)


def test_most_arbitrary_runs_are_explained() -> None:
    told = [worked_out(Why(s, log_of(s, LONGEST_NS))) for s in map(arbitrary, range(120))]
    assert sum(why.sentence.startswith("no one cause") for why in told) <= 15


@pytest.mark.parametrize(
    ("model", "workload", "sentence"),
    [
        (
            "serial",
            "io",
            "it waited 6 × 200ms for I/O that nobody else could use: without that, it is done "
            "1.2s earlier",
        ),
        ("coroutines", "io", "nothing held it up but worker 3: 2 jobs took it 400ms, one after "
         "the other"),
        ("threads", "io", "nothing held it up but worker 3: 2 jobs took it 400ms, one after "
         "the other"),
        ("serial", "cpu", "the call stack was taken for 1.6s: with one more, it is done 800ms "
         "earlier"),
        ("coroutines", "cpu", "the event loop was taken for 1.6s: with one more, it is done 800ms "
         "earlier"),
        ("threads", "cpu", "the GIL was taken for 1.6s: with one more, it is done 800ms earlier"),
        ("hybrid", "cpu", "nothing held it up but 2 loops: taken for 800ms each"),
    ],
)  # fmt: skip
def test_what_is_told_of_the_worked_figures(model: str, workload: str, sentence: str) -> None:
    assert why_of(**eight(model, workload, "zero")).sentence == sentence


def test_what_is_told_where_hops_take_time() -> None:
    serial = why_of(**eight("serial", "io", "classroom"))
    assert serial.sentence.startswith("it waited 7 × 200ms for I/O that nobody else could use")
    assert [cause.removed for cause in serial.causes] == ["io", "hops"]
    assert f"\n> {serial.sentence}\n" in README
    loop = why_of(**eight("coroutines", "io", "classroom")).sentence
    assert loop == "27 hops on the way to its end took 2.7s: at no cost, it is done 2.5s earlier"


FREE = {"hop": "0s", "pipe-kib": "0s", "spawn": "0s", "start-up": "0s", "switch": "0s"}

SWITCHING = eight("threads", "cpu", "classroom", service_time=1, workers=8)
SWITCHING["cost"] = FREE | {"switch": "500ms"}


@pytest.mark.parametrize(
    ("removed", "fields"),
    [
        ("io", eight("serial", "io", "classroom", service_time=1)),
        ("hops", eight("free-threads", "io", "typical", cost=FREE | {"thread-hop": "1s"})),
        ("lanes", eight("processes", "cpu", "zero")),
        ("chain", eight("free-threads", "io", "zero", count=40, service="exponential")),
        ("start-ups", eight("hybrid", "io", "classroom", cost=FREE | {"start-up": "9s"})),
        ("switches", SWITCHING),
    ],
)
def test_each_cause_is_told_where_it_is_the_foremost(
    removed: Removed, fields: dict[str, Any]
) -> None:
    scenario = Scenario(**fields)
    log = log_of(scenario)
    why = worked_out(Why(scenario, log))
    assert_holds(scenario, log, why)
    assert why.causes[0].removed == removed
    assert why.sentence == why.causes[0].sentence


def test_waits_of_different_lengths_are_told_as_a_sum() -> None:
    scenario = Scenario(**eight("serial", "io", "zero", service="exponential"))
    log = log_of(scenario)
    took = duration(sum(log.jobs.work_in(0, 8)))
    sentence = worked_out(Why(scenario, log)).sentence
    assert sentence.startswith(f"I/O kept the call stack for {took}, and nobody else could use it")


def test_a_cause_that_is_little_beside_what_another_run_gains_is_not_all() -> None:
    """Hops took 8.9 s of it, and two stacks would have gained 25."""
    why = why_of(60 * SECOND, model="serial", workload="cpu", service_time=2)
    assert [cause.removed for cause in why.causes] == ["hops"]
    assert why.sentence == (
        "no one cause, but with one call stack more, as many jobs are done 25s earlier: "
        "on the way were 50s of computing, 8.9s of hops"
    )


def test_a_run_that_only_waits_for_its_jobs_is_not_held_up() -> None:
    told = why_of(model="coroutines", count=20).sentence
    assert told == "nothing held it up: #19 came at 00:19.0, and took 1.2s"


@pytest.mark.parametrize("steps", [1, 7, 1000])
def test_the_slices_make_no_difference(steps: int) -> None:
    scenario = Scenario(**eight("processes", "io", "classroom"))
    log = log_of(scenario)
    whole, sliced = worked_out(Why(scenario, log)), Why(scenario, log)
    assert not sliced.work(steps) or steps == 1000
    assert sliced.sentence == "" or sliced.is_done
    worked_out(sliced, steps)
    assert (sliced.sentence, sliced.causes) == (whole.sentence, whole.causes)
    assert sliced.work(steps)


def test_a_run_that_is_cut_off_is_measured_by_when_as_many_jobs_are_done() -> None:
    why = why_of(60 * SECOND, model="serial")
    assert why.sentence == (
        "I/O kept the call stack for 44s, and nobody else could use it: without that, "
        "as many jobs are done 15s earlier"
    )


def run_with(*commands: Any, **fields: Any) -> tuple[Scenario, Session]:
    """Return a session of a scenario in which a command was given each second."""
    scenario = Scenario(**fields)
    session = Session(scenario)
    for command in commands:
        session.playback.advance(SECOND)
        give(session, command)
    while not session.playback.ended:
        session.playback.advance(10 * SECOND)
    return scenario, session


def test_commands_are_given_again_in_the_runs_without_a_cause() -> None:
    scenario, session = run_with(
        Hire(2), SetRate(5), ChooseWiring("direct"), ChooseWiring("chain"), model="serial", count=30
    )
    why = worked_out(Why(scenario, session))
    assert [cause.removed for cause in why.causes] == ["io"]
    for cause in why.causes:
        assert abs(cause.told_ns - cause.gained_ns) <= cause.gained_ns / 10


def test_looking_for_causes_leaves_the_run_as_it_is() -> None:
    scenario, session = run_with(Hire(), model="serial", count=12)
    rows, journal = list(session.log.rows()), list(session.journal)
    worked_out(Why(scenario, session))
    assert (list(session.log.rows()), session.journal) == (rows, journal)


def test_what_happens_later_is_left_out() -> None:
    scenario = Scenario(model="serial")
    session = Session(scenario)
    session.playback.advance(20 * SECOND)
    early = Why(scenario, session)
    told = worked_out(Why(scenario, session)).sentence
    session.playback.advance(100 * SECOND)
    assert worked_out(early).sentence == told


def test_of_a_recording_only_its_events_tell() -> None:
    """It can't be run without anything."""
    scenario = Scenario(**eight("serial", "io", "zero"))
    log = log_of(scenario)
    session = Session(Branch(Recorded(log), Recording.of(log), RECORDED))
    for why in (Why(scenario, session), Why(None, session), Why(None, log)):
        assert worked_out(why).causes == ()
        assert why.sentence == "nothing held it up but the call stack: taken for 1.6s"


def test_a_dead_foreman_is_why_a_run_has_no_end() -> None:
    why = why_of(model="serial", accident_rate=1, supervise=False, count=5)
    assert why.sentence == "it does not end: the foreman has been dead since 00:00.7"


def test_without_a_job_done_there_is_nothing_to_explain() -> None:
    assert why_of(SECOND // 10).sentence == "no job is done"


def test_a_run_of_too_many_events_is_said_to_be_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causes, "MOST_EVENTS", 10)
    why = Why(Scenario(), log_of(Scenario(count=5)))
    assert why.work(1)
    assert why.sentence == "not worked out: more than 10 events"


@given(st.integers(0, 10_000), st.lists(st.tuples(COMMANDS, st.integers(1, 9)), max_size=5))
@settings(max_examples=60, deadline=None)
def test_whatever_happens_to_a_run_something_is_told_that_holds(
    seed: int, commands: list[tuple[Command, int]]
) -> None:
    scenario = some_scenario(Random(seed).choice, seed)
    session = Session(scenario)
    for command, seconds in commands:
        session.playback.advance(seconds * SECOND)
        give(session, command)
    session.playback.advance(20 * SECOND)
    why = worked_out(Why(scenario, session), 500)
    assert why.sentence
    for cause in why.causes:
        assert cause.gained_ns > 0
        assert abs(cause.told_ns - cause.gained_ns) <= cause.gained_ns / 10


ROWS = st.tuples(
    st.integers(0, 3),
    st.sampled_from(list(Kind)),
    st.integers(-2, 3),
    st.integers(-1, 2),
    st.integers(-2, 3),
    st.integers(-1, 3),
)


@given(st.lists(ROWS, max_size=60), st.sampled_from(MODELS))
@settings(deadline=None)
def test_any_log_can_be_asked_why(
    rows: list[tuple[int, Kind, int, int, int, int]], model: str
) -> None:
    """Others may have written it."""
    log, at = EventLog(), 0
    numbers = [log.texts.number_of(text) for text in ("model", model, "switch-ns", "soon", "7")]
    log.append(0, Kind.SettingChanged, a=numbers[0], b=numbers[1])
    for pause, kind, who, job, a, b in rows:
        at += pause
        if kind == Kind.SettingChanged:
            a, b = numbers[2], numbers[3 + b % 2]  # noqa: PLW2901 - of the texts above
        log.append(at, kind, who, job, a, b)
    assert worked_out(Why(None, log), 7).sentence
