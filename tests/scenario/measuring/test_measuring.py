"""What is measured is shared out as the kernel counts it; the machine is made up, but for one."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.kernel.models import Costs
from site_sim.scenario.measuring.driving import MeasuringError
from site_sim.scenario.measuring.figures import Timing, circumstances
from site_sim.scenario.measuring.measuring import measure
from tests.scenario.measuring.machines import HERE, means


def test_each_cost_is_measured_by_what_it_is_of() -> None:
    taken = measure(HERE, 17, means())
    assert taken.is_sound
    assert (taken.circumstances, taken.measured_at) == (HERE, 17)
    assert taken.costs == Costs(
        send_ns=100,
        loop_hop_ns=3_000,
        thread_hop_ns=10_000,
        pipe_hop_ns=20_000,
        pipe_kib_ns=2_048,
        switch_ns=6_000,
        spawn_ns=7,
        start_up_ns=18_000_000,
        gil_quantum_ns=5_000_000,
        os_slice_ns=4_000_000,
    )
    assert {name: figure.ns for name, figure in taken.beside.items()} == {
        "all-up": 3_000,
        "gil-wait": 200_000,
        "oversleep": 100_000,
        "loop-oversleep": 200_000,
        "computing-alone": 2_000_000,
        "computing-together": 2_000_000,
    }
    assert taken.unsteady == []


def test_a_switch_interval_below_the_least_quantum_is_the_least() -> None:
    taken = measure(replace(HERE, switch_interval_ns=10), 0, means())
    assert taken.figures["gil-quantum"] == Timing(100_000, 100_000, 100_000)
    assert taken.is_sound


@pytest.mark.parametrize("error", [MeasuringError("x"), RuntimeError("x"), OSError("x")])
def test_what_fails_on_the_way_is_told(error: Exception) -> None:
    def fail(*_: Any) -> Any:
        raise error

    for name in ("serial", "loop", "threads", "processes", "children", "switches"):
        with pytest.raises(MeasuringError):
            measure(HERE, 0, means(**{name: fail}))


def test_this_machine_can_be_measured_even_where_a_loop_runs() -> None:
    threads = threading.active_count()

    async def within() -> Any:
        return measure(circumstances(), 0)

    taken = asyncio.run(within())
    costs = taken.costs
    assert taken.is_sound
    assert 0 < costs.send_ns < costs.loop_hop_ns < costs.start_up_ns < 10 * SECOND
    assert costs.send_ns < costs.pipe_hop_ns < costs.start_up_ns
    assert threading.active_count() <= threads + 2  # the last who answer may be on their way out
