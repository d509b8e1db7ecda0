"""The six execution models, one row of data each, and what things cost under them.

A *lane* runs one task at a time: a call stack, an event loop, the GIL, a core. The scheduler
(`scheduler.py`) knows no model by name; it reads these rows.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from site_sim.base.units import MS, US
from site_sim.facts.models import MODEL_FACTS, ModelFacts
from site_sim.kernel.lanes import Quantum

KIB = 1024
"""Bytes of a KiB."""


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """What a site's mechanics take, in simulated nanoseconds; what is not said costs nothing."""

    send_ns: int = 0
    """A send that is a call."""
    loop_hop_ns: int = 0
    """A send to a task of the same event loop, through its inbox."""
    thread_hop_ns: int = 0
    """A send to another thread, through its inbox."""
    pipe_hop_ns: int = 0
    """A send to another process: pickled, through a pipe. The job's name is not counted."""
    pipe_kib_ns: int = 0
    """Each KiB of the job's name that is pickled with it (`Model.hop_ns`)."""
    switch_ns: int = 0
    """Taking up another task after a quantum ran out."""
    spawn_ns: int = 0
    """What a parent does to start a process, one after the other, on a core."""
    start_up_ns: int = 0
    """What a process does before it is up: the child's own part, on a core."""
    gil_quantum_ns: int = 5 * MS
    """How long a thread has waited for the GIL when it asks for it (`sys.getswitchinterval`)."""
    os_slice_ns: int = 4 * MS
    """How long the operating system lets a thread compute on while others are ready to compute;
    whoever wakes up gets a core at once."""


ZERO = Costs()
"""Hops, switches and start-up cost nothing; quanta stay."""

CLASSROOM = Costs(
    send_ns=100 * MS,
    loop_hop_ns=100 * MS,
    thread_hop_ns=100 * MS,
    pipe_hop_ns=200 * MS,
    switch_ns=25 * MS,
    start_up_ns=750 * MS,
    spawn_ns=250 * MS,
    gil_quantum_ns=250 * MS,
    os_slice_ns=200 * MS,
)
"""Stretched so far that each mechanism takes a time one can see."""

TYPICAL = Costs(
    send_ns=150,
    loop_hop_ns=3 * US,
    thread_hop_ns=15 * US,
    pipe_hop_ns=20 * US,
    pipe_kib_ns=400,
    switch_ns=6 * US,
    spawn_ns=200 * US,
    start_up_ns=18 * MS,
    gil_quantum_ns=5 * MS,
    os_slice_ns=4 * MS,
)
"""Fixed figures in the order of a real machine.

They are what `site-sim costs` measured on two virtual cores of an AMD EPYC under Linux 6.18 with
CPython 3.11.7 while nobody else had them, the middle of five times, rounded. The quanta are the
defaults of CPython (`sys.getswitchinterval`) and of Linux's scheduler.
"""

Hop = Literal["send", "loop", "thread", "pipe"]
"""What a send within a model's lanes goes through."""


class Model(msgspec.Struct, frozen=True):
    """One execution model: what it costs and how it schedules, beside the facts about it."""

    facts: ModelFacts
    lanes: Literal["one", "cores"]
    """How many tasks run at the same time."""
    hop: Hop
    io_keeps_lane: bool = False
    """A task that waits for its I/O lets no other one run."""
    quantum: Quantum = "none"
    """Whose slice of time preempts a task that computes while others are ready."""
    switches: bool = False
    """A preemption costs a switch."""
    own_process: bool = False
    """Each task is a process: a worker takes a start-up."""
    extra_lanes: int = 0
    """Lanes beyond those: none but where it is asked what another one would change."""

    def lane_count(self, cores: int, workers: int) -> int:
        """Return how many lanes there are on `cores` cores for `workers` workers."""
        lanes = self.extra_lanes + (1 if self.lanes == "one" else cores)
        return max(1, min(lanes, workers)) if self.facts.is_pinned else lanes

    def quantum_ns(self, costs: Costs) -> int:
        """Return the quantum in nanoseconds; 0 is no preemption."""
        return {"none": 0, "gil": costs.gil_quantum_ns, "os": costs.os_slice_ns}[self.quantum]

    def switch_ns(self, costs: Costs) -> int:
        """Return what a preemption costs, in nanoseconds."""
        return costs.switch_ns if self.switches else 0

    def near_hop_ns(self, costs: Costs) -> int:
        """Return what a send to a task on the same lanes costs, in nanoseconds."""
        return {
            "send": costs.send_ns,
            "loop": costs.loop_hop_ns,
            "thread": costs.thread_hop_ns,
            "pipe": costs.pipe_hop_ns,
        }[self.hop]

    def far_hop_ns(self, costs: Costs) -> int:
        """Return what a send to a task pinned elsewhere costs, in nanoseconds."""
        return costs.pipe_hop_ns

    def kib_ns(self, costs: Costs) -> int:
        """Return what a KiB of a job's name costs where some hops are pickled; else 0."""
        return costs.pipe_kib_ns if self.hop == "pipe" or self.facts.is_pinned else 0

    def hop_ns(self, costs: Costs, name: str, is_far: bool) -> int:
        """Return what a send of a job of that name costs, in nanoseconds.

        A pickled name is counted by its bytes in UTF-8, which are the same on every Python.
        """
        if not is_far and self.hop != "pipe":
            return self.near_hop_ns(costs)
        return costs.pipe_hop_ns + costs.pipe_kib_ns * len(name.encode()) // KIB

    @property
    def has_start_up(self) -> bool:
        """Whether workers need a process to be started."""
        return self.own_process or self.facts.is_pinned


MODELS: dict[str, Model] = {
    model.facts.name: model
    for model in (
        Model(
            MODEL_FACTS["serial"],
            lanes="one",
            hop="send",
            io_keeps_lane=True,
        ),
        Model(
            MODEL_FACTS["coroutines"],
            lanes="one",
            hop="loop",
        ),
        Model(
            MODEL_FACTS["threads"],
            lanes="one",
            hop="thread",
            quantum="gil",
            switches=True,
        ),
        Model(
            MODEL_FACTS["free-threads"],
            lanes="cores",
            hop="thread",
            quantum="os",
            switches=True,
        ),
        Model(
            MODEL_FACTS["processes"],
            lanes="cores",
            hop="pipe",
            quantum="os",
            switches=True,
            own_process=True,
        ),
        Model(
            MODEL_FACTS["hybrid"],
            lanes="cores",
            hop="loop",
        ),
    )
}
