"""Figures are in the middle of what was measured, and nonsense is none."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from site_sim.facts.costs import COST_KEYS
from site_sim.scenario.measuring.figures import (
    BESIDE,
    Timing,
    circumstances,
    has_gil,
    timing_of,
)
from tests.scenario.measuring.machines import made_up


def test_a_figure_is_the_median_between_its_quartiles() -> None:
    assert timing_of(range(100, 0, -1)) == Timing(51, 26, 76)
    assert timing_of([3]) == Timing(3, 3, 3)
    assert timing_of([-5.0, 1.6]) == Timing(2, 0, 2)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_any_measurements_are_in_order(samples: list[float]) -> None:
    figure = timing_of(samples)
    assert 0 <= figure.low_ns <= figure.ns <= figure.high_ns


def test_what_lies_too_far_apart_is_named() -> None:
    assert made_up().unsteady == []
    wide = made_up(send=Timing(100, 50, 151), **{"loop-hop": Timing(100, 50, 150)})
    assert wide.unsteady == ["send"]
    assert wide.is_sound
    hop = made_up().figures["pipe-hop"].ns
    assert made_up(**{"pipe-kib": Timing(1, 0, hop)}).unsteady == []
    assert made_up(**{"pipe-kib": Timing(1, 0, hop + 1)}).unsteady == ["pipe-kib"]


@pytest.mark.parametrize("key", COST_KEYS)
def test_a_figure_that_no_machine_has_is_not_sound(key: str) -> None:
    taken = made_up()
    assert taken.is_sound
    ns = taken.figures[key].ns
    free = key == "pipe-kib"
    wrong = [Timing(ns, ns + 1, ns + 2), Timing(ns, ns - 2, ns - 1), Timing(ns, ns, 10**13)]
    wrong += [] if free else [Timing(0, 0, 0)]
    wrong += [Timing(99_999, 99_999, 99_999)] if key in ("gil-quantum", "os-slice") else []
    for figure in (*wrong, Timing(-1, -1, -1)):
        assert not made_up(**{key: figure}).is_sound
    assert made_up(**{key: Timing(0, 0, 0)}).is_sound == free
    others = {name: figure for name, figure in taken.figures.items() if name != key}
    assert not replace(taken, figures=others).is_sound
    assert not made_up(hop=Timing(1, 1, 1)).is_sound


@pytest.mark.parametrize("key", BESIDE)
def test_neither_is_one_that_leaves_out_what_is_told_beside(key: str) -> None:
    taken = made_up()
    for figures in (
        {name: figure for name, figure in taken.beside.items() if name != key},
        {**taken.beside, "more": Timing(1, 1, 1)},
        {**taken.beside, key: Timing(-1, -1, -1)},
    ):
        assert not replace(taken, beside=figures).is_sound
    assert replace(taken, beside={**taken.beside, key: Timing(0, 0, 0)}).is_sound


def test_where_it_was_measured_tells_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "ben-laptop")
    here = circumstances()
    monkeypatch.setattr("platform.node", lambda: "another")
    assert "ben" not in repr(here)
    assert here != circumstances()
    assert here == replace(circumstances(), machine=here.machine)


def test_a_python_says_whether_it_has_a_gil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    assert not has_gil()
    assert not circumstances().has_gil
    monkeypatch.delattr(sys, "_is_gil_enabled")
    assert has_gil()
