"""Reads single costs as a person gives them, each by its name, and finds what is wrong with them.

They win over those of a set. Only plain Python is needed here, as a mistyped option is to be
answered at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from site_sim.base.errors import did_you_mean
from site_sim.base.messages import SHOWN_CELLS, shown
from site_sim.base.quantities import read_duration
from site_sim.base.text import clean_line
from site_sim.facts.costs import COST_KEYS, EVERY_HOP, HOP_KEYS, LEAST_QUANTUM_NS, MOST_NS, QUANTA

_KNOWN = (EVERY_HOP, *COST_KEYS)


def read_single_costs(texts: Iterable[str]) -> dict[str, str]:
    """Return the costs that texts such as hop=50us mean; of one that is there twice, the last."""
    pairs = (text.partition("=") for text in texts)
    return {name.strip(): duration.strip() for name, _, duration in pairs}


def single_cost_faults(costs: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with some costs: which it is, what, and a hint."""
    for name, duration in costs.items():
        key = clean_line(name, SHOWN_CELLS)
        if name not in _KNOWN:
            yield key, "unknown cost", did_you_mean(key, _KNOWN)
        elif what := cost_fault(name, duration):
            yield key, what, ""


def cost_fault(name: str, duration: object) -> str:
    """Return what is wrong with the duration of a known cost; "" when nothing is."""
    ns = read_duration(duration) if isinstance(duration, str) else None
    if ns is None:
        return f"must be a time with its unit, such as 50us, not {shown(duration)}"
    if name in QUANTA and ns < LEAST_QUANTUM_NS:
        return f"must be at least 0.1ms, not {shown(duration)}"
    if not 0 <= ns <= MOST_NS:
        return f"must be from 0 to 1,000s, not {shown(duration)}"
    return ""


def costs_over(costs: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Return some costs together with others, which win; theirs for every hop wins over each."""
    hidden = HOP_KEYS if EVERY_HOP in others else ()
    return {name: costs[name] for name in costs if name not in hidden} | dict(others)


def costs_in_ns(costs: Mapping[str, str]) -> dict[str, int]:
    """Return some costs in simulated nanoseconds; a hop that is given wins over that for all."""
    found = {}
    if EVERY_HOP in costs:
        found = dict.fromkeys(HOP_KEYS, read_duration(costs[EVERY_HOP]) or 0)
    given = {name: read_duration(costs[name]) or 0 for name in costs if name != EVERY_HOP}
    return found | given
