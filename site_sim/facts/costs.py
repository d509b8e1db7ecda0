"""What may cost time on a site: the costs by name, and their bounds."""

from __future__ import annotations

from collections.abc import Mapping

from site_sim.base.units import SECOND, US
from site_sim.facts.sentences import say

COST_KEYS: Mapping[str, str] = {
    key: say(f"cost.{key}")
    for key in (
        *("send", "loop-hop", "thread-hop", "pipe-hop", "pipe-kib"),
        *("switch", "spawn", "start-up", "gil-quantum", "os-slice"),
    )
}
"""Every cost by name, and what it is in a few words."""
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


def setting_of(key: str) -> str:
    """Return the name that a cost has among the settings that a log tells: its nanoseconds."""
    return f"{key}-ns"
