"""What each coroutine waits for, in words."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.base.units import SECOND
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.inspection.sessions import pieces, snapshot_of


def waits_in(**fields: Any) -> set[str]:
    """Return all that anyone waits for in a run of some seconds."""
    session = Session(Scenario(**fields))
    said: set[str] = set()
    while session.now < 12 * SECOND and session.playback.step():
        pieces(session)
        said |= {f"{each.name}: {each.waits}" for each in snapshot_of(session).detailed.values()}
    return said


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        (
            {"model": "serial", "workers": 2, "count": 1, "rate": 1.0},
            {
                "foreman: at its bare `yield`: waits for the next job from the queue",
                "accept: at its bare `yield`: waits for the next result",
                "worker 1: at its bare `yield`: waits for the next job",
                "foreman: at `yield crew.link_to(...).send(...)`: "
                "#0 is on its way to worker 1 until 00:00.100",
                "foreman: at `yield crew.link_to(...).send(...)` "
                "until worker 1 is back at its bare yield",
                "worker 1: at `yield downstream.send(...)` "
                "until worker 0 is back at its bare yield",
                "worker 0: at `yield work(job)`: waits for I/O until 00:01.200, "
                "and keeps the call stack",
                "worker 0: at `yield work(job)`: has the call stack, "
                "continues now",
            },
        ),
        (
            {"model": "coroutines", "workers": 2, "rate": 8.0, "workload": "mixed"},
            {
                "worker 0: at `yield work(job)`: has the event loop, "
                "computes until 00:00.900",
                "worker 0: at `yield work(job)`: waits for I/O until 00:01.400",
                "worker 0: at `yield work(job)`: the work is done; ready, "
                "waits for the event loop",
                "worker 0: at its bare `yield`, #0 in its inbox: ready, waits for the event loop",
                "foreman: at its bare `yield`, jobs in the queue: ready, waits for the event loop",
                "foreman: at `yield crew.link_to(...).send(...)` "
                "until there is room in the inbox of worker 1",
                "foreman: at `yield crew.link_to(...).send(...)`: "
                "the send is done; ready, waits for the event loop",
            },
        ),
        (
            {"model": "threads", "workers": 2, "rate": 8.0, "workload": "cpu"},
            {
                "worker 0: at `yield work(job)`, interrupted: ready, "
                "waits for the GIL",
            },
        ),
        (
            {"model": "processes", "workers": 2, "rate": 1.0, "accident_rate": 0.5},
            {
                "worker 0: its process starts up",
                "worker 0: at `yield work(job)`: has core 0, continues now",
            },
        ),
        (
            {"model": "serial", "workers": 2, "rate": 1.0, "accident_rate": 1.0,
             "supervise": False},
            {"foreman: closed: an exception left it", "worker 1: closed: an exception left it"},
        ),
        (
            {"model": "coroutines", "workers": 1, "rate": 8.0, "dispatch": "least-busy"},
            {"foreman: at its bare `yield`: jobs wait, but no worker is free"},
        ),
        (
            {"program": "producer-consumer", "model": "serial", "rate": 0.5},
            {
                "producer: at its bare `yield`: waits for the next item",
                "producer: at `yield consuming.send(...)` "
                "until consumer is back at its bare yield",
            },
        ),
    ],
)  # fmt: skip
def test_it_is_said_what_each_waits_for(fields: dict[str, Any], sentences: set[str]) -> None:
    assert sentences <= waits_in(**fields)


def test_a_switch_is_waited_for() -> None:
    said = waits_in(model="threads", workers=2, rate=8.0, workload="cpu")
    assert any("the switch to it takes until" in sentence for sentence in said)
