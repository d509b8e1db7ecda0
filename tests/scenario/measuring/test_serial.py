"""On one call stack each job is done before the next is taken."""

from __future__ import annotations

import pytest

from site_sim.scenario.measuring import serial
from site_sim.scenario.measuring.serial import run_serial
from tests.scenario.measuring.plans import ONE_BY_ONE, plan, seen_in


@pytest.mark.parametrize("is_chain", [True, False])
def test_each_job_is_done_before_the_next_is_taken(is_chain: bool) -> None:
    assert seen_in(run_serial(plan(is_chain=is_chain))) == ONE_BY_ONE


def test_each_job_is_worked_on_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(serial, "perform", lambda job: done.append(job.number))
    run_serial(plan())
    assert done == list(range(20))
