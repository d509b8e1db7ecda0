"""The six execution models, one row of data each, and what things cost under them.

A *lane* runs one task at a time: a call stack, an event loop, the GIL, a core. The scheduler
(`scheduler.py`) knows no model by name; it reads these rows.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from site_sim.base.units import MS, SECOND
from site_sim.facts.models import MODEL_FACTS, ModelFacts
from site_sim.kernel.lanes import Quantum


class Costs(msgspec.Struct, frozen=True):
    """What a site's mechanics take, in simulated nanoseconds."""

    hop_ns: int
    """A send within one process."""
    ipc_hop_ns: int
    """A send from one process to another: pickled, through a pipe."""
    switch_ns: int
    """Taking up another task after a quantum ran out."""
    start_up_ns: int
    """Starting a process."""
    gil_quantum_ns: int = 5 * MS
    """How long a thread waits for the GIL before it asks for it (`sys.getswitchinterval`)."""
    os_slice_ns: int = 4 * MS
    """How long the operating system lets a thread compute on while others are ready to."""


ZERO = Costs(hop_ns=0, ipc_hop_ns=0, switch_ns=0, start_up_ns=0)
"""Hops, switches and start-up cost nothing; quanta stay."""

CLASSROOM = Costs(
    hop_ns=100 * MS,
    ipc_hop_ns=200 * MS,
    switch_ns=25 * MS,
    start_up_ns=1 * SECOND,
    gil_quantum_ns=250 * MS,
    os_slice_ns=200 * MS,
)
"""Stretched so far that each mechanism takes a time one can see."""


class Model(msgspec.Struct, frozen=True):
    """One execution model: what it costs and how it schedules, beside the facts about it."""

    facts: ModelFacts
    lanes: Literal["one", "cores"]
    """How many tasks run at the same time."""
    io_keeps_lane: bool = False
    """A task that waits for its I/O lets no other one run."""
    quantum: Quantum = "none"
    """Whose slice of time preempts a task that computes while others are ready."""
    switches: bool = False
    """A preemption costs a switch."""
    own_process: bool = False
    """Each task is a process: every hop is an IPC hop, and a worker takes a start-up."""

    def lane_count(self, cores: int, workers: int) -> int:
        """Return how many lanes there are on `cores` cores for `workers` workers."""
        if self.lanes == "one":
            return 1
        return max(1, min(cores, workers)) if self.facts.is_pinned else cores

    def quantum_ns(self, costs: Costs) -> int:
        """Return the quantum in nanoseconds; 0 is no preemption."""
        return {"none": 0, "gil": costs.gil_quantum_ns, "os": costs.os_slice_ns}[self.quantum]

    def switch_ns(self, costs: Costs) -> int:
        """Return what a preemption costs, in nanoseconds."""
        return costs.switch_ns if self.switches else 0

    def near_hop_ns(self, costs: Costs) -> int:
        """Return what a send to a task on the same lanes costs, in nanoseconds."""
        return costs.ipc_hop_ns if self.own_process else costs.hop_ns

    def far_hop_ns(self, costs: Costs) -> int:
        """Return what a send to a task pinned elsewhere costs, in nanoseconds."""
        return costs.ipc_hop_ns

    def start_up_ns(self, costs: Costs) -> int:
        """Return how long a worker takes to start, in nanoseconds."""
        return costs.start_up_ns if self.own_process or self.facts.is_pinned else 0


MODELS: dict[str, Model] = {
    model.facts.name: model
    for model in (
        Model(
            MODEL_FACTS["serial"],
            lanes="one",
            io_keeps_lane=True,
        ),
        Model(
            MODEL_FACTS["coroutines"],
            lanes="one",
        ),
        Model(
            MODEL_FACTS["threads"],
            lanes="one",
            quantum="gil",
            switches=True,
        ),
        Model(
            MODEL_FACTS["free-threads"],
            lanes="cores",
            quantum="os",
            switches=True,
        ),
        Model(
            MODEL_FACTS["processes"],
            lanes="cores",
            quantum="os",
            switches=True,
            own_process=True,
        ),
        Model(
            MODEL_FACTS["hybrid"],
            lanes="cores",
        ),
    )
}
