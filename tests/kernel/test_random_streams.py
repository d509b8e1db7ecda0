"""Draws are a function of seed, name and number, and nothing else."""

from __future__ import annotations

from itertools import pairwise

import pytest

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.random_streams import Stream
from site_sim.kernel.simulation import Simulation
from site_sim.log.comparison import digest_of


def test_the_same_seed_gives_the_same_log_and_another_seed_another() -> None:
    def digest(seed: int) -> str:
        site = Simulation(
            SimulationConfig(seed=seed, arrivals="poisson", service="exponential", count=30)
        )
        site.run()
        return digest_of(site.log)

    assert digest(7) == digest(7)
    assert len({digest(seed) for seed in range(5)}) == 5


def test_a_draw_depends_on_seed_name_and_number_alone() -> None:
    stream = Stream(42, "arrivals")
    forwards = [stream.uniform(number) for number in range(20)]
    backwards = [Stream(42, "arrivals").uniform(number) for number in reversed(range(20))]
    assert forwards == backwards[::-1]
    others = [Stream(43, "arrivals"), Stream(42, "durations")]
    assert all(other.uniform(0) != forwards[0] for other in others)
    assert stream.uniform(0, part=1) != stream.uniform(0)


def test_draws_are_the_same_on_every_machine_and_python() -> None:
    stream = Stream(42, "arrivals")
    assert [stream.uniform(number).hex() for number in (0, 1, 10**9, -1)] == [
        "0x1.1069417ebf47dp-1",
        "0x1.af6deda2195bbp-1",
        "0x1.5938eba01b907p-1",
        "0x1.2dc4045db02d0p-4",
    ]


def test_draws_are_uniform_and_neighbours_are_independent() -> None:
    draws = [Stream(1, "defects").uniform(number) for number in range(8_000)]
    assert all(0 <= draw < 1 for draw in draws)
    for tenth in range(10):
        share = sum(tenth <= 10 * draw < tenth + 1 for draw in draws) / len(draws)
        assert share == pytest.approx(0.1, abs=0.015)
    centred = [draw - 0.5 for draw in draws]
    correlation = sum(a * b for a, b in pairwise(centred)) / sum(a * a for a in centred)
    assert abs(correlation) < 0.04
