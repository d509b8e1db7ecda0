"""Plots of a few rows."""

from __future__ import annotations

from site_sim.ui.screens.site.foot.plots import plot
from site_sim.ui.theme.glyphs import UNICODE


def test_a_plot_is_as_high_as_its_rows() -> None:
    levels = UNICODE.levels
    past = [0, 1, 7, 14]
    assert list(plot(past, 14, 2, levels)) == [" ▁██", "   █"]
    assert list(plot([0, 0], 0, 1, levels)) == ["  "]
    assert list(plot([3], 2, 1, levels)) == ["█"], "more than what fills it fills it"
