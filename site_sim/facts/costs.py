"""What may cost time on a site: the costs by name, and their bounds."""

from __future__ import annotations

from collections.abc import Mapping

from site_sim.base.units import SECOND, US

COST_KEYS: Mapping[str, str] = {
    "send": "a send that is a call",
    "loop-hop": "a send to a task of the same event loop",
    "thread-hop": "a send to another thread",
    "pipe-hop": "a send to another process, but for the job's name",
    "pipe-kib": "each KiB of the job's name in it",
    "switch": "taking up another task after a quantum ran out",
    "spawn": "starting a process: its parent's part",
    "start-up": "starting a process: its own part",
    "gil-quantum": "how long a thread waits for the GIL before it asks for it",
    "os-slice": "how long a core is computed on while others are ready to",
}
"""Every cost by name, and what it is."""
EVERY_HOP = "hop"
"""Stands for all of `HOP_KEYS`."""
HOP_KEYS = ("send", "loop-hop", "thread-hop", "pipe-hop")
QUANTA = ("gil-quantum", "os-slice")
LEAST_QUANTUM_NS = 100 * US
"""A shorter one would be a step of the kernel for next to nothing of simulated time."""
MOST_NS = 1_000 * SECOND
"""The most that anything may cost, in simulated nanoseconds."""


def field_of(key: str) -> str:
    """Return the name that a cost has in Python and in JSON."""
    return f"{key.replace('-', '_')}_ns"
