"""Jobs arrive when they should, and are what they are whatever the site does with them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.commands import (
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetRate,
    SetSupervision,
)
from site_sim.kernel.arrivals import RateSource
from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.models import CLASSROOM, MODELS, ZERO
from site_sim.kernel.random_streams import Stream
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.log.events import JobCard, Kind
from tests.kernel.runs import MS, SECOND, arrivals, events, made


def times(log: EventLog) -> list[int]:
    return [at for at, _ in arrivals(log)]


# -- the rate ------------------------------------------------------------------------------


def test_regular_jobs_come_one_every_gap_from_the_start() -> None:
    site = Simulation(SimulationConfig(rate_per_s=4, count=5))
    site.run()
    assert times(site.log) == [0, SECOND // 4, SECOND // 2, 3 * SECOND // 4, SECOND]
    assert [event.at for event in events(site.log, Kind.ArrivalsEnded)] == [SECOND]


def test_a_new_rate_changes_what_is_left_of_the_gap() -> None:
    """Half a gap at 1/s has passed; the other half takes an eighth of a second at 4/s."""
    site = Simulation(SimulationConfig(rate_per_s=1, count=4))
    site.run(SECOND // 2)
    site.apply(SetRate(4))
    site.run()
    first = SECOND // 2 + SECOND // 8
    assert times(site.log) == [0, first, first + SECOND // 4, first + SECOND // 2]


def test_rate_zero_stops_the_jobs_and_loses_nothing_of_the_gap() -> None:
    site = Simulation(SimulationConfig(rate_per_s=1, count=3))
    site.run(3 * SECOND // 4)
    site.apply(SetRate(0))
    site.run(10 * SECOND)
    assert times(site.log) == [0]
    site.apply(SetRate(0))
    site.apply(SetRate(1))
    site.run()
    assert times(site.log) == [0, 10 * SECOND + SECOND // 4, 11 * SECOND + SECOND // 4]


@settings(max_examples=60)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 3 * SECOND), st.sampled_from([0.0, 0.5, 1.0, 3.0, 10.0])),
        max_size=6,
    ),
    seed=st.integers(0, 100),
)
def test_poisson_arrivals_are_a_change_of_time_scale(
    changes: list[tuple[int, float]], seed: int
) -> None:
    """Job n comes when the rate, integrated, has reached the sum of n + 1 exponential draws."""
    site = Simulation(SimulationConfig(rate_per_s=2, arrivals="poisson", seed=seed, count=40))
    pieces = [(0, 2.0)]
    for span, rate in changes:
        site.run(site.now + span)
        site.apply(SetRate(rate))
        pieces.append((site.now, rate))
    site.apply(SetRate(5))
    pieces.append((site.now, 5.0))
    site.run()

    stream = Stream(seed, "arrivals")
    sums = list(accumulate(stream.exponential(number) for number in range(40)))
    assert times(site.log) == pytest.approx([_reached(pieces, total) for total in sums], abs=500)


def _reached(pieces: list[tuple[int, float]], total: float) -> float:
    """Return when the integral of a rate, given in pieces (from, jobs a second), is `total`."""
    for (start, rate), (end, _) in pairwise(pieces):
        area = (end - start) / SECOND * rate
        if area >= total:
            return start + total / rate * SECOND
        total -= area
    start, rate = pieces[-1]
    return start + total / rate * SECOND


def test_poisson_gaps_have_the_mean_and_the_spread_of_the_exponential() -> None:
    site = Simulation(SimulationConfig(rate_per_s=8, arrivals="poisson", count=4_000, costs=ZERO))
    site.run()
    gaps = [(b - a) / SECOND * 8 for a, b in pairwise(times(site.log))]
    assert sum(gaps) / len(gaps) == pytest.approx(1, rel=0.05)
    assert sum(gap > 1 for gap in gaps) / len(gaps) == pytest.approx(0.3679, abs=0.03)
    assert sum(gap > 3 for gap in gaps) / len(gaps) == pytest.approx(0.0498, abs=0.012)


def test_so_many_jobs_and_no_more_whatever_the_rate() -> None:
    site = Simulation(SimulationConfig(rate_per_s=2, count=3))
    site.run()
    site.apply(SetRate(100))
    site.run()
    assert len(times(site.log)) == 3


@pytest.mark.parametrize("rate", [1e-9, 1e-10, 1e-300, 5e-324])
def test_a_rate_may_be_so_small_that_the_next_job_never_comes(rate: float) -> None:
    site = Simulation(SimulationConfig(rate_per_s=rate))
    assert site.run(10**18)
    assert times(site.log) == ([0, 10**18] if rate == 1e-9 else [0])
    assert (site.next_at() is None) == (rate < 1e-9)
    site.apply(SetRate(1))
    site.run(10**18 + 5 * SECOND)
    assert len(times(site.log)) > 4


# -- the list ------------------------------------------------------------------------------


def test_real_work_comes_at_its_own_times_beside_the_rate() -> None:
    work = (
        JobOrder(SECOND // 2, JobCard("dig", 1, 2)),
        JobOrder(SECOND // 2, JobCard("pour", 3, 4)),
        JobOrder(2 * SECOND, JobCard("rest", 0, 0)),
    )
    site = Simulation(SimulationConfig(rate_per_s=1, count=2, orders=work, service_ns=MS))
    site.run()
    named = [(at, card.name) for at, card in arrivals(site.log)]
    assert named[1:3] == [(SECOND // 2, "dig"), (SECOND // 2, "pour")]
    assert named[4] == (2 * SECOND, "rest")
    assert [named[0][0], named[3][0]] == [0, SECOND]
    assert [event.at for event in events(site.log, Kind.ArrivalsEnded)] == [2 * SECOND]


def test_jobs_that_are_ordered_arrive_at_once_with_what_they_hold() -> None:
    site = made()
    site.run(SECOND)
    site.apply(OrderJobs(2, JobCard("by hand", 5, 7)))
    assert arrivals(site.log) == [(SECOND, JobCard("by hand", 5, 7))] * 2


# -- what they hold ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("workload", "share"), [("io", 0.0), ("cpu", 1.0), ("mixed", 0.5)], ids=str
)
@pytest.mark.parametrize("service", ["fixed", "exponential", "uniform"])
def test_the_workload_splits_a_job_and_does_not_change_it(
    workload: Any, share: float, service: Any
) -> None:
    def cards(**fields: Any) -> list[JobCard]:
        site = Simulation(SimulationConfig(count=50, rate_per_s=100, service=service, **fields))
        site.run()
        return [card for _, card in arrivals(site.log)]

    these, io = cards(workload=workload), cards(workload="io")
    assert [card.cpu_ns + card.io_ns for card in these] == [card.io_ns for card in io]
    assert [card.name for card in these] == [card.name for card in io]
    for card in these:
        assert card.cpu_ns == pytest.approx(share * (card.cpu_ns + card.io_ns), abs=1)


@pytest.mark.parametrize(
    ("service", "low", "high"), [("fixed", 1, 1), ("uniform", 0.5, 1.5), ("exponential", 0, 12)]
)
def test_service_times_have_the_mean_that_was_asked_for(
    service: Any, low: float, high: float
) -> None:
    config = SimulationConfig(count=4_000, rate_per_s=100, service=service, service_ns=SECOND)
    cards = [RateSource(config).card(number) for number in range(4_000)]
    spans = [card.io_ns / SECOND for card in cards]
    assert sum(spans) / len(spans) == pytest.approx(1, rel=0.04)
    assert low <= min(spans) <= max(spans) <= high
    assert len({card.name for card in cards}) == 8


def test_a_new_workload_is_for_jobs_that_arrive_from_now_on() -> None:
    site = Simulation(SimulationConfig(rate_per_s=1, count=4, service_ns=100))
    site.run(3 * SECOND // 2)
    site.apply(ChooseWorkload("cpu"))
    site.run()
    assert [(card.cpu_ns, card.io_ns) for _, card in arrivals(site.log)] == [
        (0, 100),
        (0, 100),
        (100, 0),
        (100, 0),
    ]


# -- races are fair ------------------------------------------------------------------------

CHANGES: list[Callable[[], Command]] = [
    lambda: Hire(2),
    lambda: LayOff(1),
    lambda: ChooseModel("threads"),
    lambda: ChooseModel("processes"),
    lambda: ChooseWiring("direct"),
    lambda: ChooseDispatch("least-busy"),
    lambda: SetSupervision(False),
]


@settings(max_examples=60)
@given(
    setups=st.lists(
        st.fixed_dictionaries(
            {
                "model": st.sampled_from(list(MODELS)),
                "workers": st.integers(1, 9),
                "cores": st.integers(1, 4),
                "dispatch": st.sampled_from(["round-robin", "least-busy"]),
                "wiring": st.sampled_from(["chain", "direct"]),
                "inbox": st.integers(1, 3),
                "costs": st.sampled_from([ZERO, CLASSROOM]),
                "defect_rate": st.sampled_from([0.0, 0.3]),
                "accident_rate": st.sampled_from([0.0, 0.3]),
            }
        ),
        min_size=2,
        max_size=2,
    ),
    changes=st.lists(st.sampled_from(CHANGES), max_size=3),
    arrivals_=st.sampled_from(["regular", "poisson"]),
    service=st.sampled_from(["fixed", "exponential", "uniform"]),
)
def test_the_jobs_do_not_depend_on_the_crew_or_the_model(
    setups: list[dict[str, Any]],
    changes: list[Callable[[], Command]],
    arrivals_: Any,
    service: Any,
) -> None:
    def jobs(fields: dict[str, Any], commands: list[Callable[[], Command]]) -> Any:
        site = Simulation(
            SimulationConfig(
                **fields, arrivals=arrivals_, service=service, rate_per_s=3, workload="mixed"
            )
        )
        for command in commands:
            site.run(site.now + SECOND)
            site.apply(command())
        site.run(6 * SECOND)
        return arrivals(site.log)

    one, other = setups
    assert jobs(one, changes) == jobs(other, [])
    assert len(jobs(one, [])) > 5
