"""What recordings of other casts look like: hands that meet, results that go up, several sinks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from tests.export.written import SECOND, written
from tests.ui.replays import at, replay_of

Compare = Callable[..., bool]

SIZES = [(60, 18), (80, 24), (120, 36)]
NORMAL = SIZES[2]
MOMENTS = {
    "fan": (250, 1550),
    "two-producers": (50, 300, 1600),
    "three-sinks": (200, 600, 1700, 3300),
    "masons": (600, 1250, 1650, 2300),
}
"""The times (ms) at which something happens on the site, by the name of a log."""
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@sizes
@pytest.mark.parametrize(("log", "ms"), [(log, ms) for log, at in MOMENTS.items() for ms in at])
def test_the_site(snap_compare: Compare, log: str, ms: int, size: tuple[int, int]) -> None:
    assert snap_compare(replay_of(log), terminal_size=size, run_before=at(ms))


@sizes
@pytest.mark.parametrize("log", MOMENTS)
def test_the_timeline(snap_compare: Compare, log: str, size: tuple[int, int]) -> None:
    act = at(MOMENTS[log][-1], "2")
    assert snap_compare(replay_of(log), terminal_size=size, run_before=act)


def test_a_caller_who_waits_for_a_full_inbox_selected(snap_compare: Compare) -> None:
    app = replay_of("three-sinks")
    assert snap_compare(app, terminal_size=NORMAL, run_before=at(1700, "down", "down"))


def test_the_code_of_the_shipped_pipeline(snap_compare: Compare, tmp_path: Path) -> None:
    config = SimulationConfig(workers=3, model="coroutines", rate_per_s=2.0, seed=3)
    simulation = Simulation(config)
    simulation.run(6 * SECOND)
    path = tmp_path / "log.jsonl"
    path.write_bytes(written(simulation, complete=True))
    act = at(3_000, "3")
    assert snap_compare(replay_of(path), terminal_size=NORMAL, run_before=act)


def test_the_code_of_another_program(snap_compare: Compare) -> None:
    assert snap_compare(replay_of("three-sinks"), terminal_size=NORMAL, run_before=at(1700, "3"))
