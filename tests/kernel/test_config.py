"""A site that makes no sense is refused before it is built."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.kernel.config import SimulationConfig


@pytest.mark.parametrize(
    "fields", [{"model": "x"}, {"workers": 0}, {"cores": 0}, {"inbox": 0}], ids=repr
)
def test_a_setup_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown model|at least 1"):
        SimulationConfig(**fields)
