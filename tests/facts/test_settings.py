"""Every value of a setting that may be chosen has its words."""

from __future__ import annotations

from typing import get_args

from site_sim.facts.settings import (
    DISPATCHES,
    WIRINGS,
    WORKLOADS,
    Dispatch,
    Wiring,
    Workload,
)


def test_each_value_has_its_words_and_they_are_offered_in_order() -> None:
    assert tuple(WORKLOADS) == get_args(Workload)
    assert tuple(DISPATCHES) == get_args(Dispatch)
    assert tuple(WIRINGS) == get_args(Wiring)
