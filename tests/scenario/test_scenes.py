"""Every scenario that ships loads, and says what it shows."""

from __future__ import annotations

import pytest

from site_sim.scenario.loading import load_scenario, shipped_names, shipped_scenarios

PROMISED = {
    "classic",
    "producer-consumer",
    "overlap",
    "gil",
    "cores",
    "hybrid",
    "head-of-line",
    "rework",
}


def test_the_promised_ones_ship_and_the_classic_comes_first() -> None:
    assert set(shipped_names()) >= PROMISED
    assert shipped_names()[0] == "classic"


@pytest.mark.parametrize("name", shipped_names())
def test_each_loads_and_makes_a_setup(name: str) -> None:
    assert load_scenario(name).to_setup().costs.hop_ns > 0


def test_each_is_listed_with_a_title_and_one_line() -> None:
    for name, title, about in shipped_scenarios():
        assert title != name
        assert 20 <= len(about) <= 60  # with its name a line of 80 columns
