"""A chain far longer than Python's own call stack."""

from __future__ import annotations

import sys

import pytest

from site_sim.commands import CauseAccident
from site_sim.facts.programs import FOREMAN
from site_sim.log.events import Kind
from tests.kernel.runs import SECOND, accepted, events, made
from tests.oracles.native import NativeChain

WORKERS = 100_000


def test_a_native_chain_of_a_thousand_dies() -> None:
    native = NativeChain(sys.getrecursionlimit())
    with pytest.raises(RecursionError):
        native.run([(0, 1)])
    assert len(native.closed()) > 300


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_a_chain_of_a_hundred_thousand_runs(model: str) -> None:
    """The jobs are for the three at the tail, and pass through everyone else."""
    site = made([(0, 0, SECOND)] * 3, workers=WORKERS, model=model)
    site.run()
    assert sorted(job for job, _ in accepted(site.log)) == [0, 1, 2]
    hops = sum(1 for row in site.log.rows() if row[1] == Kind.HandedOff)
    assert hops == sum(WORKERS - job + 1 for job in range(3))


def test_an_accident_runs_up_a_stack_of_a_hundred_thousand() -> None:
    site = made([(0, 0, SECOND)] * 2, workers=WORKERS, model="serial")
    site.run(SECOND // 2)
    site.apply(CauseAccident(0))
    dead = [event.who for event in events(site.log, Kind.Died)]
    assert dead == [*range(WORKERS), FOREMAN]
    site.run()
    assert sorted(job for job, _ in accepted(site.log)) == [0, 1]
