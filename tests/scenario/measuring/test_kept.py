"""Measured costs: measured when they are asked for, kept as long as they hold, never in the way."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec import json

from site_sim.base.errors import RunError
from site_sim.kernel.models import CLASSROOM, TYPICAL
from site_sim.scenario.measuring import kept
from site_sim.scenario.measuring.driving import MeasuringError
from site_sim.scenario.measuring.figures import Circumstances, Measurement, Timing
from site_sim.scenario.measuring.kept import DAY_S, kept_or_measured, unsteady_faults
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.unsteady_costs import unsteady_costs
from tests.cli.commands import posix_only
from tests.scenario.measuring.machines import made_up

NOW = 1_800_000_000


class Measure:
    """Measures a machine that is made up, and counts how often it is asked."""

    def __init__(self, **figures: Timing) -> None:
        self.calls = 0
        self._figures = figures

    def __call__(self, here: Circumstances, at: int) -> Measurement:
        self.calls += 1
        return made_up(here, at, **self._figures)


def never(here: Circumstances, at: int) -> Measurement:
    raise AssertionError("measured again")


def test_they_are_measured_when_first_asked_for_and_kept(tmp_path: Path) -> None:
    folder, measure = tmp_path / "new" / "cache", Measure()
    taken = kept_or_measured(folder, measure=measure, now=NOW + 0.9)
    assert taken.measured_at == NOW
    assert kept_or_measured(folder, measure=never, now=NOW) == taken
    assert kept_or_measured(folder, measure=never, now=NOW + 30 * DAY_S) == taken
    assert measure.calls == 1
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("again", "now"),
    [(True, NOW), (False, NOW + 30 * DAY_S + 1), (False, NOW - 1)],
    ids=["asked for", "a month ago", "in the future"],
)
def test_they_are_measured_again(again: bool, now: float, tmp_path: Path) -> None:
    kept_or_measured(tmp_path, measure=Measure(), now=NOW)
    measure = Measure()
    assert kept_or_measured(tmp_path, again, measure, now).measured_at == now
    assert measure.calls == 1
    assert kept_or_measured(tmp_path, measure=never, now=now).measured_at == now


def _set(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    places: dict[str, tuple[str, Any]] = {
        "a Python": ("platform.python_version", lambda: "3.99.0"),
        "a GIL": ("site_sim.scenario.measuring.figures.has_gil", lambda: False),
        "a switch interval": ("sys.getswitchinterval", lambda: 0.5),
        "a machine": ("platform.node", lambda: "elsewhere"),
        "a program": ("importlib.metadata.version", lambda _: "99"),
    }
    monkeypatch.setattr(*places[what])


@pytest.mark.parametrize(
    "what", ["a Python", "a GIL", "a switch interval", "a machine", "a program"]
)
def test_elsewhere_they_are_measured_anew(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_or_measured(tmp_path, measure=Measure(), now=NOW)
    _set(monkeypatch, what)
    measure = Measure()
    kept_or_measured(tmp_path, measure=measure, now=NOW)
    assert measure.calls == 1


def test_two_pythons_do_not_take_each_other_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_or_measured(tmp_path, measure=Measure(), now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(sys.implementation, "cache_tag", "cpython-399")
        kept_or_measured(tmp_path, measure=Measure(), now=NOW)
    kept_or_measured(tmp_path, measure=never, now=NOW)
    assert len(list(tmp_path.iterdir())) == 2


GOOD = made_up(at=NOW)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[",
        b"[" * 100_000,
        b"{}",
        json.encode(TYPICAL),
        json.encode(GOOD).replace(b'"ns":10,', b'"ns":"x",'),
        json.encode(GOOD).replace(b'"ns":10,', b'"ns":10.5,'),
        json.encode(GOOD).replace(b'"ns":10,', b'"ns":99999999999999999999,'),
        json.encode(GOOD).replace(b'"send":', b'"sent":'),
        *(
            json.encode(made_up(at=NOW, **{key: Timing(ns, ns, ns)}))
            for key, ns in (("send", 0), ("start-up", -1), ("gil-quantum", 1), ("spawn", 10**13))
        ),
    ],
    ids=lambda data: repr(data)[:20],
)
def test_nonsense_is_measured_anew(data: bytes, tmp_path: Path) -> None:
    good = kept_or_measured(tmp_path, measure=Measure(), now=NOW)
    (path,) = tmp_path.iterdir()
    here = json.encode(good.circumstances)
    path.write_bytes(data.replace(json.encode(GOOD.circumstances), here))
    measure = Measure()
    assert kept_or_measured(tmp_path, measure=measure, now=NOW) == good
    assert measure.calls == 1
    assert kept_or_measured(tmp_path, measure=never, now=NOW) == good


@posix_only
def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    kept_or_measured(tmp_path, measure=Measure(), now=NOW)
    (path,) = tmp_path.iterdir()
    path.unlink()
    os.mkfifo(path)
    assert kept_or_measured(tmp_path, measure=Measure(), now=NOW).measured_at == NOW


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert kept_or_measured(tmp_path / "file" / "cache", measure=Measure(), now=NOW)


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    assert kept_or_measured(tmp_path, measure=Measure(), now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_measured_no_others_take_their_place(tmp_path: Path) -> None:
    def fail(here: Circumstances, at: int) -> Measurement:
        raise MeasuringError("no process can be started")

    stopped = Measure(send=Timing(0, 0, 0))
    for measure, why in ((fail, "no process can be started"), (stopped, "the clock does not tell")):
        with pytest.raises(RunError) as error:
            kept_or_measured(tmp_path, measure=measure, now=NOW)
        said = f"--costs measured: can't be had, as {why} (typical ones are fixed)"
        assert str(error.value) == said
    assert list(tmp_path.iterdir()) == []


def test_what_can_not_be_relied_on_is_said() -> None:
    assert unsteady_faults(made_up()) == []
    (fault,) = unsteady_faults(made_up(send=Timing(9, 1, 99), spawn=Timing(9, 1, 99)))
    assert str(fault) == (
        "--costs measured: this machine did not hold still: what was measured of send, spawn "
        "lies too far apart to be relied on ('site-sim costs --again' measures anew)"
    )


def test_only_a_scenario_that_asks_for_them_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    unsteady = made_up(send=Timing(9, 1, 99))

    def measured() -> Measurement:
        asked.append(1)
        return unsteady

    monkeypatch.setattr(kept, "measured", measured)
    assert unsteady_costs(Scenario()) == unsteady_costs(Scenario(costs="typical")) == []
    assert Scenario().to_config().costs == CLASSROOM
    assert asked == []
    assert Scenario(costs="measured").to_config().costs == unsteady.costs
    assert unsteady_costs(Scenario(costs="measured")) == unsteady_faults(unsteady)
