"""What is told of a run has the numbers of its events, and names who it is about."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.experiments.account import Account
from site_sim.experiments.course import Took
from site_sim.experiments.least_time import Removed
from site_sim.experiments.telling import (
    lanes_of,
    tell_bound,
    tell_cause,
    tell_end,
    tell_several,
)
from site_sim.scenario.scenario import Scenario
from tests.experiments.runs import account_of as account_of_log
from tests.experiments.runs import eight, log_of
from tests.kernel.runs import SECOND, orders

GAIN = 1_500_000_000


def account_of(**fields: Any) -> Account:
    scenario = Scenario(**fields)
    return account_of_log(scenario, log_of(scenario))


@pytest.mark.parametrize(
    ("model", "cores", "lanes"),
    [
        ("serial", 2, "the call stack"),
        ("threads", 2, "the GIL"),
        ("processes", 3, "3 cores"),
        ("hybrid", 2, "2 loops"),
        ("hybrid", 1, "its loop"),
    ],
)
def test_lanes_are_called_what_the_model_calls_them(model: str, cores: int, lanes: str) -> None:
    assert lanes_of(account_of(model=model, cores=cores, count=2)) == lanes


@pytest.mark.parametrize(
    ("removed", "sentence"),
    [
        ("hops", "15 hops on the way to its end took 3.0s: at no cost, it is done 1.5s earlier"),
        ("lanes", "2 cores were taken for 5.7s each: with one more, it is done 1.5s earlier"),
        (
            "chain",
            "workers passed on the jobs of others, 12 hops: with direct links, it is done 1.5s "
            "earlier",
        ),
        (
            "start-ups",
            "processes took 2.0s to start: were they there at once, it is done 1.5s earlier",
        ),
        (
            "switches",
            "1 switch on the way to its end took 25ms: at no cost, it is done 1.5s earlier",
        ),
    ],
)
def test_a_cause_is_told_with_how_much_there_was_of_it(removed: Removed, sentence: str) -> None:
    account = account_of(**eight("processes", "cpu", "classroom"))
    assert tell_cause(account, removed, GAIN) == sentence


@pytest.mark.parametrize(
    ("service", "gain", "begins"),
    [
        ("fixed", 1_000_000_000, "it waited 5 × 200ms for I/O that nobody else could use"),
        ("fixed", 1_005_000_000, "it waited 5 × 200ms for I/O that nobody else could use"),
        ("fixed", 1_100_000_000, "I/O kept the call stack for 1.6s, and nobody else could use it"),
        ("exponential", 1_000_000_000, "I/O kept the call stack for 1."),
    ],
)
def test_waits_are_counted_where_all_are_as_long(service: str, gain: int, begins: str) -> None:
    account = account_of(**eight("serial", "io", "zero", service=service))
    assert tell_cause(account, "io", gain).startswith(begins)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"program": "producer-consumer", "model": "coroutines", "costs": "zero", "rate": 100},
            "nothing held it up but the consumer: 5 jobs took it 5.0s, one after the other",
        ),
        (
            {"service_time": 0, "workers": 1, "rate": 1000},
            "nothing held it up but the call stack: taken for 1.0s",
        ),
        (
            {"service_time": 0, "model": "free-threads", "rate": 1000, "workers": 9, "cores": 9,
             "count": 30, "wiring": "direct"},
            "nothing held it up but the foreman: 30 jobs took it 3.0s, one after the other",
        ),
        (
            {"model": "coroutines", "rate": 0.1},
            "nothing held it up: #4 came at 00:40.0, and took 1.5s",
        ),
    ],
)  # fmt: skip
def test_what_nothing_would_move_is_told_of_whom_it_is(
    fields: dict[str, Any], sentence: str
) -> None:
    assert tell_bound(account_of(**{"count": 5} | fields), {}) == sentence


def test_a_bound_that_does_not_account_for_the_length_is_not_told() -> None:
    account = account_of(**eight("processes", "io", "classroom", cores=3))
    assert tell_bound(account, {}) == ""
    assert tell_several(account, {}) == (
        "no one cause: on the way to its end were 1.9s of start-up, 1.8s of hops, 400ms of I/O"
    )


def test_a_run_that_goes_on_to_its_end_is_not_said_to_have_none() -> None:
    assert tell_end(account_of(count=3)) == ""
    assert tell_end(account_of(count=0)) == "no job is done"


def test_where_no_cause_holds_the_run_that_gained_most_is_told() -> None:
    account = account_of(**eight("serial", "io", "zero", rate=0.1))
    gains: dict[Removed, int] = {"lanes": GAIN // 2, "io": GAIN}
    assert tell_bound(account, gains) == ""
    assert tell_bound(account, {}).startswith("nothing held it up: #7 came at 01:10.0")
    assert tell_several(account, gains) == (
        "no one cause, but if it did not keep the call stack for I/O, it is done 1.5s earlier: "
        "on the way were 70s until a job came"
    )


def test_that_lanes_were_full_holds_whatever_was_gained() -> None:
    account = account_of(**eight("threads", "cpu", "zero"))
    assert tell_bound(account, {"lanes": GAIN}) == "nothing held it up but the GIL: taken for 1.6s"


def told_of_cpu_work(*jobs: tuple[int, int, int]) -> str:
    """Return what nothing would move where threads compute some jobs: arrival, CPU and I/O."""
    fields = {"model": "threads", "costs": "zero", "rate": 0.0, "orders": orders(jobs)}
    return tell_bound(account_of(**fields), {})


def test_since_when_lanes_were_full_is_told_where_it_was_late() -> None:
    told = told_of_cpu_work((0, SECOND, 0), *[(10 * SECOND, 4 * SECOND, 0)] * 5)
    assert told == "nothing held it up but the GIL: from 00:10.0 on, taken for 20s"


def test_the_last_jobs_alone_are_no_bound_of_a_long_run() -> None:
    told = told_of_cpu_work((0, SECOND, 0), *[(79 * SECOND, SECOND, 0)] * 8)
    assert told == ""


def test_a_run_of_no_length_has_a_job_that_came() -> None:
    assert told_of_cpu_work((0, 0, 0)) == "nothing held it up: #0 came at 00:00.0, and took 0s"


def test_what_is_little_of_the_way_is_not_told() -> None:
    account = account_of(**eight("free-threads", "cpu", "typical"))
    assert 0 < account.on_the_way.ns(Took.HOP) < account.facts.end_ns / 100
    assert (
        tell_several(account, {}) == "no one cause: on the way to its end were 797ms of computing"
    )
