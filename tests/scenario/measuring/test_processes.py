"""Real processes: they do what they are sent, and end whatever becomes of them."""

from __future__ import annotations

import os
import sys

import pytest

from site_sim.program.traps import Job, Result
from site_sim.scenario.measuring.child import ROOM
from site_sim.scenario.measuring.driving import MeasuringError, Plan
from site_sim.scenario.measuring.processes import Child, ChildInbox, run_processes, started
from tests.scenario.measuring.plans import DONE, ONE_BY_ONE, plan, seen_in

SILENT = "import threading; threading.Event().wait()"


def test_a_child_says_when_it_is_up_and_what_becomes_of_each_item() -> None:
    job = Job(3, "кирпич", 1, 1)
    with started(2) as children:
        for number, child in enumerate(children):
            assert 0 < child.read() < 10**10  # the CPU that it took to come up
            assert 0 < child.spawn_ns < 10**10
            child.put((job, number))
            assert [child.read(), child.read()] == [ROOM, Result(job, number)]
            child.put(1_000)
            assert 0 < child.read() < 10**10


@pytest.mark.parametrize("one_by_one", [True, False])
def test_all_jobs_are_done(one_by_one: bool) -> None:
    times = run_processes(plan(workers=2, is_chain=False, one_by_one=one_by_one))
    assert seen_in(times) >= (ONE_BY_ONE if one_by_one else DONE)
    assert len(times.starts) == 2
    for start in times.starts:
        assert times.began < start.up_at
        assert 0 < start.spawn_ns < 10**10
        assert 0 < start.own_ns < 10**10


def test_an_inbox_that_is_full_waits_for_who_takes() -> None:
    with started(1) as (child,):
        inbox = ChildInbox(child, room=1)
        inbox.put(0)
        with pytest.raises(MeasuringError):
            inbox.put(0, timeout=0.001)
        inbox.room.release()
        inbox.put(0, timeout=0.001)


def test_a_child_that_does_not_answer_is_given_up() -> None:
    child = Child(time_limit_s=0.05, program=SILENT)
    try:
        with pytest.raises(MeasuringError, match="a process does not answer"):
            child.read()
    finally:
        child.close()


def test_a_child_that_has_ended_is_told() -> None:
    child = Child(program="")
    try:
        with pytest.raises(MeasuringError):
            child.read()
        with pytest.raises(MeasuringError):
            child.put("x" * 1_000_000)
    finally:
        child.close()


def test_who_waits_for_a_child_that_dies_is_told() -> None:
    with pytest.raises(MeasuringError):
        run_processes(Plan([Job(0, "", 0, 10**12)], 1, is_chain=False, time_limit_s=0.3))


@pytest.mark.parametrize("executable", ["", None, os.devnull, "/nowhere/python"])
def test_a_python_that_cannot_be_started_is_given_up(
    executable: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(MeasuringError, match="no process can be started"):
        Child()
