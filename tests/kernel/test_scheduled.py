"""What is due next is known before it happens, and why it will."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.kernel.models import Costs
from site_sim.kernel.scheduled import Reason
from site_sim.kernel.simulation import Simulation
from tests.kernel.runs import MS, SECOND, made


def due(site: Simulation) -> list[tuple[int, int, Reason]]:
    """Return what is due, in the order in which it comes due: when, to whom and why."""
    entries = sorted(site.site.scheduled(), key=lambda entry: (entry.at, entry.number))
    return [(entry.at, entry.task.who, entry.reason) for entry in entries]


@pytest.mark.parametrize(
    ("fields", "at", "expected"),
    [
        ({"jobs": [(SECOND, 0, 0)]}, SECOND // 2, Reason.ARRIVAL),
        ({"model": "processes", "costs": Costs(start_up_ns=MS)}, 0, Reason.START_UP),
        ({"jobs": [(0, 0, SECOND)]}, SECOND // 2, Reason.IO),
        ({"jobs": [(0, SECOND, 0)]}, SECOND // 2, Reason.SLICE),
    ],
)
def test_each_kind_of_timer_has_its_reason(
    fields: dict[str, Any], at: int, expected: Reason
) -> None:
    site = made(**{"workers": 1, "model": "coroutines"} | fields)
    site.run(at)
    assert [reason for _, _, reason in due(site)] == [expected]


def test_what_is_due_first_is_the_next_step() -> None:
    site = made(rate_per_s=4.0, model="threads", workload="mixed", workers=3, accident_rate=0.1)
    for _ in range(400):
        (at, _, _), *_ = due(site)
        assert at == site.next_at()
        site.run(steps=1)


def test_nothing_is_due_once_all_is_done() -> None:
    site = made([(0, 0, MS)])
    site.run()
    assert due(site) == []
