"""What becomes of each attempt at a job."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS, ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from tests.kernel.runs import MS, SECOND, accepted, events, finished
from tests.oracles.ledger import follow


def test_what_becomes_of_each_attempt_does_not_depend_on_the_crew_or_the_model() -> None:
    def fates(**fields: Any) -> dict[int, list[str]]:
        site = Simulation(
            SimulationConfig(
                **fields,
                count=60,
                rate_per_s=20,
                defect_rate=0.3,
                accident_rate=0.3,
                rework_limit=2,
                costs=ZERO,
                service_ns=10 * MS,
            )
        )
        site.run()
        found: dict[int, list[str]] = {}
        for event in events(site.log, Kind.Accepted, Kind.Rejected, Kind.Scrapped):
            found.setdefault(event.job, []).append(f"{Kind(event.kind).name} {event.b}")
        assert len(found) == 60
        return found

    reference = fates(model="serial", workers=2)
    assert {fate[-1] for fate in reference.values()} >= {"Accepted 1", "Accepted 2", "Scrapped 3"}
    for model in MODELS:
        assert fates(model=model, workers=5) == reference


@pytest.mark.parametrize("model", MODELS)
def test_if_every_attempt_ends_in_an_accident_every_job_is_given_up(model: str) -> None:
    site = finished([(0, 0, SECOND)] * 3, model=model, workers=2, accident_rate=1.0, rework_limit=2)
    assert accepted(site.log) == []
    assert len(list(events(site.log, Kind.AccidentHappened))) == 3 * 3
    scrapped = list(events(site.log, Kind.Scrapped))
    assert sorted(event.job for event in scrapped) == [0, 1, 2]
    assert {event.b for event in scrapped} == {3}
    follow(site.log, site.config.costs)


def test_every_attempt_is_a_new_draw() -> None:
    """Half of the attempts end in an accident, so a sixteenth of the jobs fails four times."""
    site = finished(
        [(0, 0, MS)] * 1_600, model="coroutines", workers=3, accident_rate=0.5, rework_limit=3
    )
    scrapped = len(list(events(site.log, Kind.Scrapped)))
    assert scrapped == pytest.approx(100, abs=35)
    attempts = [event.b for event in events(site.log, Kind.Accepted)]
    assert attempts.count(1) == pytest.approx(800, abs=80)
    assert attempts.count(4) == pytest.approx(100, abs=35)
