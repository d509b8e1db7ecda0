"""Measured costs: measured once, kept, and never in the way."""

from __future__ import annotations

import itertools
import os
import sys
import threading
from pathlib import Path

import pytest

from site_sim.base.units import SECOND
from site_sim.kernel.models import TYPICAL, Costs
from site_sim.scenario import measured
from site_sim.scenario.measured import (
    HOPS,
    ROUND_TRIPS,
    SWITCHES,
    MeasuringError,
    cached_costs,
    measure_costs,
    measure_hop,
    measure_processes,
    measure_switch,
)
from site_sim.scenario.scenario import Scenario
from tests.cli.commands import posix_only

COSTS = Costs(send_ns=1, pipe_hop_ns=2, switch_ns=3, start_up_ns=4, gil_quantum_ns=5)


class Measure:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Costs:
        self.calls += 1
        return COSTS


def never() -> Costs:
    raise AssertionError("measured again")


def test_costs_are_measured_at_first_use_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cache"
    measure = Measure()
    assert cached_costs(folder, measure) == COSTS
    assert cached_costs(folder, never) == COSTS
    assert measure.calls == 1
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[",
        b"[" * 100_000,
        b'{"send_ns": "x", "pipe_hop_ns": 2, "switch_ns": 3, "start_up_ns": 4}',
        b'{"send_ns": -1, "pipe_hop_ns": 2, "switch_ns": 3, "start_up_ns": 4}',
        b'{"send_ns": 1.5, "pipe_hop_ns": 2, "switch_ns": 3, "start_up_ns": 4}',
        b'{"send_ns": 1, "pipe_hop_ns": 2, "switch_ns": 3, "start_up_ns": 9999999999999}',
    ],
    ids=lambda data: repr(data)[:40],
)
def test_a_broken_cache_is_measured_anew(data: bytes, tmp_path: Path) -> None:
    cached_costs(tmp_path, Measure())
    (path,) = tmp_path.iterdir()
    path.write_bytes(data)
    measure = Measure()
    assert cached_costs(tmp_path, measure) == COSTS
    assert measure.calls == 1
    assert cached_costs(tmp_path, never) == COSTS


@posix_only
def test_a_pipe_in_the_place_of_the_cache_is_not_waited_for(tmp_path: Path) -> None:
    cached_costs(tmp_path, lambda: TYPICAL)
    (path,) = tmp_path.iterdir()
    path.unlink()
    os.mkfifo(path)
    assert cached_costs(tmp_path, lambda: TYPICAL) == TYPICAL


def test_another_python_has_a_cache_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached_costs(tmp_path, Measure())
    monkeypatch.setattr(measured.platform, "python_version", lambda: "3.99.0")
    measure = Measure()
    cached_costs(tmp_path, measure)
    assert measure.calls == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert cached_costs(tmp_path / "file" / "cache", Measure()) == COSTS


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(measured.os, "replace", fail)
    assert cached_costs(tmp_path, Measure()) == COSTS
    assert list(tmp_path.iterdir()) == []


def test_a_machine_that_cannot_be_measured_has_typical_costs_which_are_not_kept(
    tmp_path: Path,
) -> None:
    def fail() -> Costs:
        raise MeasuringError

    assert cached_costs(tmp_path, fail) == TYPICAL
    assert list(tmp_path.iterdir()) == []


def clock(*times: int) -> measured.TimeReader:
    """Return a clock that shows these times, one a look."""
    return iter(times).__next__


def test_figures_are_times_divided_by_counts() -> None:
    assert measure_hop(clock(0, 9 * HOPS, 0, 7 * HOPS, 0, 8 * HOPS)) == 7
    assert measure_switch(clock(0, 14 * SWITCHES)) == 7
    one = (0, 100, 100 + 2 * ROUND_TRIPS * 5)
    two = (0, 90, 90 + 2 * ROUND_TRIPS * 6)
    assert measure_processes(clock(*one, *two, *one)) == (90, 5)


def test_a_clock_that_runs_backwards_gives_no_negative_cost() -> None:
    costs = measure_costs(itertools.count(10**9, -1).__next__)
    assert min(costs.send_ns, costs.pipe_hop_ns, costs.switch_ns, costs.start_up_ns) == 0


def test_this_machine_can_be_measured() -> None:
    threads = threading.active_count()
    costs = measure_costs()
    assert 0 < costs.send_ns < costs.pipe_hop_ns < costs.start_up_ns < 10 * SECOND
    assert costs.switch_ns > 0
    assert costs.gil_quantum_ns == round(sys.getswitchinterval() * SECOND)
    assert threading.active_count() <= threads + 1  # the last echo may be on its way out


def test_a_process_that_does_not_answer_is_given_up() -> None:
    silent = "import threading; threading.Event().wait()"
    with pytest.raises(MeasuringError):
        measure_processes(itertools.count().__next__, time_limit_s=0.1, program=silent)


@pytest.mark.parametrize("executable", ["", None, os.devnull, "/nowhere/python"])
def test_a_python_that_cannot_be_started_is_given_up(
    executable: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(MeasuringError):
        measure_processes(itertools.count().__next__)


def test_a_scenario_asks_for_measured_costs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_sim.scenario.measured.measured_costs", Measure())
    assert Scenario(costs="measured").to_config().costs == COSTS
