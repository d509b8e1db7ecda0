"""The logs and figures of what ships stay the same bytes, on every Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.loading import shipped_names
from tests.fingerprints import fingerprint, kept


def test_every_scenario_is_kept_under_every_model() -> None:
    lines = [line.split()[:2] for line in kept()]
    assert lines == [[name, model] for name in sorted(shipped_names()) for model in MODEL_FACTS]


@pytest.mark.sampled
@pytest.mark.parametrize("line", kept(), ids=lambda line: "-".join(line.split()[:2]))
def test_log_and_figures_are_the_same_bytes(line: str, tmp_path: Path) -> None:
    scenario, model, *_ = line.split()
    assert fingerprint(scenario, model, tmp_path) == line
