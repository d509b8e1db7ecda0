"""Every scenario that ships loads, says what it shows, and shows it within 20 seconds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from statistics import mean

import pytest

from site_sim.base.units import SECOND
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.loading import load_scenario, shipped_names, shipped_scenarios
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.series import SeriesReader
from site_sim.state.lints import GROWING, WATCHED, Finding, gravest
from site_sim.state.site import SiteState
from site_sim.state.summary import summarise
from tests.run.driving import run_to_end
from tests.scenario.points import COPE, GROW, NEXT, OF_FILES
from tests.state.sites import CELL_NS

SEEDS = {"crowd": 1}
"""Of how many seeds a queue is the mean; else of ten. A crowd is steady, and takes long."""


def test_each_has_a_point_and_the_classic_comes_first() -> None:
    assert sorted(shipped_names()) == sorted([*COPE, *GROW, *OF_FILES])
    assert shipped_names()[0] == "classic"


@pytest.mark.parametrize("name", shipped_names())
def test_each_loads_and_makes_a_setup(name: str) -> None:
    assert load_scenario(name).to_config().costs.send_ns > 0


def test_each_is_listed_with_a_title_a_line_and_what_to_press_next() -> None:
    for name, words in shipped_scenarios().items():
        assert words.title != name
        assert 20 <= len(words.about) <= 60  # with its name a line of 80 columns
        assert 20 <= len(words.advice) <= 60


def queues(name: str, until_s: int = 600, **options: object) -> list[float]:
    """Return how many jobs wait anywhere every ten seconds, as the mean over some seeds."""
    runs = []
    for seed in range(1, SEEDS.get(name, 10) + 1):
        by_seed = {"arrivals": "poisson", "seed": seed, **options}
        site = Simulation(load_scenario(name, by_seed).to_config())
        site.run(until_s * SECOND)
        state, waiting = SiteState(site.log), []
        for at in range(0, (until_s + 1) * SECOND, 10 * SECOND):
            fold(state, site.log.index_at(at))
            waiting.append(state.statistics.waiting)
        runs.append(waiting)
    return [mean(moment) for moment in zip(*runs, strict=True)]


def verdict(waiting: list[float]) -> str:
    """Return what is said of a queue over ten minutes: it `copes`, or it `grows`."""
    copes = waiting[60] <= 2 * waiting[6] + 3 and max(waiting) <= 20
    grows = waiting[60] > waiting[30] + 20 > waiting[6] + 40
    return "copes" if copes else "grows" if grows else "neither"


@pytest.mark.sampled
@pytest.mark.parametrize("name", COPE)
def test_those_that_cope_do_so_for_ten_minutes(name: str) -> None:
    assert verdict(queues(name)) == "copes"


@pytest.mark.sampled
@pytest.mark.parametrize("name", [name for name in COPE if name != "crowd"])
def test_they_cope_with_their_own_arrivals_too(name: str) -> None:
    own = {"arrivals": load_scenario(name).arrivals}
    assert max(queues(name, **own)) <= 20


@pytest.mark.parametrize("name", GROW)
def test_those_that_do_not_cope_get_worse_for_ten_minutes(name: str) -> None:
    assert verdict(queues(name)) == "grows"


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("name", "changed", "outcome"), [(name, *told) for name, told in NEXT.items() if told[1]]
)
def test_what_is_to_be_pressed_next_does_to_the_queue_what_it_says(
    name: str, changed: Mapping[str, object], outcome: str
) -> None:
    assert verdict(queues(name, **changed)) == outcome
    tells = "queue grows" in load_scenario(name).next
    assert tells is (outcome == "grows")


def findings_of(name: str, until_s: int = 600) -> list[Finding]:
    """Return what is the matter most with a scene at each second."""
    site = Simulation(load_scenario(name).to_config())
    site.run(until_s * SECOND)
    changes, state = ChangeLog(site.log), SiteState(site.log)
    changes.follow(SiteState(site.log), len(site.log))
    series, found = SeriesReader(changes), []
    for at in range(SECOND, (until_s + 1) * SECOND, SECOND):
        fold(state, site.log.index_at(at))
        state.advance_to(at)
        found.append(gravest(state, series.read(state, CELL_NS, WATCHED).waiting))
    return found


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("classic", "the call stack waits for one I/O at a time"),
        ("gil", "computing takes up .*% of the GIL"),
        ("head-of-line", "jobs wait behind a busy worker"),
    ],
)
def test_those_that_do_not_cope_say_so_in_twenty_seconds_and_go_on(name: str, why: str) -> None:
    told = [
        finding.condition == "overloaded" and bool(re.search(why, finding.line))
        for finding in findings_of(name)
    ]
    assert told.index(True) < 20
    assert sum(told[20:]) > 0.9 * len(told[20:])


@pytest.mark.sampled
@pytest.mark.parametrize("name", COPE)
def test_those_that_cope_are_not_called_overloaded(name: str) -> None:
    seconds = 60 if name == "crowd" else 600
    calls = [finding.condition in GROWING for finding in findings_of(name, seconds)]
    assert not any(calls[:20])
    assert sum(calls) <= 0.03 * len(calls)


def test_a_convoy_forms_again_each_minute_for_ten_and_dissolves() -> None:
    session = Session(load_scenario("convoy"))
    waiting = []
    for _ in range(600):
        session.playback.advance(SECOND)
        waiting.append(session.state.statistics.waiting)
    for minute in range(10):
        of_minute = waiting[60 * minute : 60 * minute + 59]
        assert 10 <= max(of_minute) <= 20
        assert of_minute[-1] == 0


def test_one_of_the_crowd_works_where_there_is_one_call_stack() -> None:
    changed, _ = NEXT["crowd"]
    assert re.search(r"one of them works", load_scenario("crowd").next)
    assert Watched("crowd", **changed).most(State.IO) == 1


class Watched:
    """The first 20 simulated seconds of a scene, looked at five times a second."""

    def __init__(self, name: str, **options: object) -> None:
        session = Session(load_scenario(name, options))
        self.moments: list[Counter[State]] = []
        self.foreman: list[State] = []
        self.queue: list[int] = []
        for _ in range(100):
            session.playback.advance(SECOND // 5)
            self.moments.append(Counter(task.state for task in session.state.workers))
            self.foreman.append(session.state.staff[0].state)
            self.queue.append(len(session.state.queue))
        self.state = session.state

    def most(self, state: State) -> int:
        return max(position[state] for position in self.moments)


def test_classic_shows_one_who_works_and_a_pile_of_blocked_senders() -> None:
    seen = Watched("classic")
    assert seen.most(State.IO) == 1
    assert seen.most(State.BLOCKED) == 3
    assert State.BLOCKED in seen.foreman


def test_producer_consumer_shows_items_pass_one_by_one() -> None:
    seen = Watched("producer-consumer")
    assert seen.state.statistics.done >= 15
    assert State.BLOCKED in seen.foreman


def test_overlap_shows_all_waiting_at_once_on_one_lane() -> None:
    seen = Watched("overlap")
    assert len(seen.state.lanes) == 1
    assert seen.most(State.IO) == 4


def test_gil_shows_one_who_computes_and_a_crowd_that_is_ready() -> None:
    seen = Watched("gil")
    assert seen.most(State.CPU) == 1
    assert seen.most(State.READY) >= 3


def test_gil_lets_several_compute_where_there_is_none() -> None:
    changed, _ = NEXT["gil"]
    assert Watched("gil", **changed).most(State.CPU) >= 3


def test_cores_shows_every_core_computing() -> None:
    assert Watched("cores").most(State.CPU) == 4


def test_hybrid_shows_both_cores_computing_and_waits_that_overlap_with_them() -> None:
    seen = Watched("hybrid")
    assert len(seen.state.lanes) == 2
    assert seen.most(State.CPU) == 2
    assert any(position[State.CPU] and position[State.IO] for position in seen.moments)


def test_convoy_shows_small_jobs_that_wait_for_the_gil_behind_one_that_computes() -> None:
    seen = Watched("convoy")
    waiting = [position for position in seen.moments if position[State.READY]]
    assert len(waiting) > 50
    assert all(position[State.CPU] <= 1 for position in waiting)
    half = {}
    for model in ("threads", "free-threads"):
        session = Session(load_scenario("convoy", {"model": model}))
        run_to_end(session)
        half[model] = summarise(session.log, session.state.at).sojourn_s.p50
    assert half["threads"] > 5 * half["free-threads"]


def test_head_of_line_shows_jobs_that_wait_though_most_are_idle() -> None:
    seen = Watched("head-of-line")
    looks = zip(seen.moments, seen.queue, strict=True)
    assert sum(position[State.IDLE] == 3 and queue > 2 for position, queue in looks) >= 20
    assert (
        Watched("head-of-line", wiring="direct").state.statistics.done > seen.state.statistics.done
    )


def test_rework_shows_results_rejected_and_one_scrapped() -> None:
    seen = Watched("rework")
    assert seen.state.statistics.rejected >= 5
    assert seen.state.scrapped >= 1


def test_crowd_shows_some_hundreds_waiting_at_once_on_one_lane() -> None:
    seen = Watched("crowd")
    assert len(seen.state.lanes) == 1
    assert len(seen.state.workers) == 1000
    for at_work in (position[State.IO] for position in seen.moments[50:]):
        assert 240 < at_work < 360


def test_accidents_shows_several_and_a_site_that_goes_on() -> None:
    seen = Watched("accidents")
    assert seen.state.log.kinds(0, seen.state.seq).count(Kind.AccidentHappened) >= 3
    assert seen.state.statistics.done >= 10


def test_commits_is_real_work_that_one_loop_is_slower_at_than_processes() -> None:
    queues = {}
    for model in ("coroutines", "processes"):
        scenario = load_scenario("commits", {"model": model})
        session = Session(scenario)
        run_to_end(session)
        state = session.state
        assert state.finished
        assert state.statistics.done == state.arrived == len(scenario.orders) > 50
        queues[model] = summarise(session.log, state.at).queue_length.mean
    assert queues["processes"] < queues["coroutines"] / 4
