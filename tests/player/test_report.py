"""The figures of a run as a person reads them."""

from __future__ import annotations

import pytest

from site_sim.base.quantities import duration
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.state.summary import summarise
from tests.kernel.runs import SECOND
from tests.state.records import told


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("workers", [1, 3, 30])
def test_the_summary_fits_the_terminal_and_names_the_figures(model: str, workers: int) -> None:
    site = Simulation(
        SimulationConfig(model=model, workers=workers, cores=16, rate_per_s=30, defect_rate=0.3,
              rework_limit=1, workload="mixed")
    )  # fmt: skip
    site.run(20 * SECOND)
    text, figures = told(site.log), summarise(site.log).to_json()
    assert figures["jobs"]["arrived"] > 0
    assert all(len(line) <= 80 for line in text.splitlines()), text
    for count, words in (
        (figures["jobs"]["arrived"], "arrived"),
        (figures["jobs"]["done"], "done"),
        (figures["jobs"]["rejected"], "rejected"),
        (figures["jobs"]["reworked"], "reworked"),
        (figures["jobs"]["waiting"], "waiting"),
        (figures["jobs"]["in_progress"], "in progress"),
    ):
        assert not count or f"{count} {words}" in " ".join(text.split())
    assert text.startswith(f"pipeline · {model} · {workers} worker")
    assert ("the busiest 8 of 30" in text) == (workers == 30)
    for name in ("wait", "service", "sojourn", "delay"):
        mean = duration(round(figures[f"{name}_s"]["mean"] * SECOND), 3)
        assert f"  {name:<8}{mean:>11}" in text


@pytest.mark.parametrize(("warm_up_s", "span"), [(0, ""), (1, "00:01.000 to"), (9, "none: all")])
def test_the_span_is_told_where_it_is_not_the_whole_run(warm_up_s: int, span: str) -> None:
    site = Simulation(SimulationConfig(count=3, warm_up_s=warm_up_s))
    site.run()
    rows = [line for line in told(site.log).splitlines() if line.startswith("  span ")]
    assert len(rows) == bool(span)
    assert all(row.split(maxsplit=1)[1].startswith(span) for row in rows)


def test_the_digits_of_a_large_crew_are_grouped() -> None:
    site = Simulation(SimulationConfig(workers=1_000, count=0))
    site.run()
    assert told(site.log).startswith("pipeline · serial · 1,000 workers · seed 42\n")
