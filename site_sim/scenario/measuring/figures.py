"""What was measured: figures, where and with what, and whether they can be relied on."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from os import cpu_count

import msgspec

from site_sim.base.units import SECOND
from site_sim.facts.costs import COST_KEYS, LEAST_QUANTUM_NS, MOST_NS, QUANTA, field_of
from site_sim.kernel.models import Costs

UNSTEADY = 1.0
"""How wide the middle half of some measurements may be, as a share of the median.

Beyond that they say little. A KiB in a pipe is held against the hop that it is a part of.
"""


BESIDE = (
    *("all-up", "gil-wait", "oversleep", "loop-oversleep"),
    *("computing-alone", "computing-together"),
)
"""The names of what is no cost of a simulation, but explains where one is off."""


class Timing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was measured several times: the median and the quartiles, in nanoseconds."""

    ns: int
    low_ns: int
    high_ns: int


def timing_of(samples: Iterable[float]) -> Timing:
    """Return the figure of some measurements; none is below zero."""
    ordered = sorted(max(0, round(sample)) for sample in samples)
    count = len(ordered)
    return Timing(*(ordered[count * quarter // 4] for quarter in (2, 1, 3)))


class Circumstances(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where and with what something is measured; elsewhere it is to be measured anew."""

    version: str
    """The version of site-sim."""
    python: str
    has_gil: bool
    switch_interval_ns: int
    machine: str
    """A mark of the machine, which does not tell its name."""
    architecture: str
    cores: int


class Measurement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that was measured, and when (seconds since 1970)."""

    circumstances: Circumstances
    measured_at: int
    figures: Mapping[str, Timing]
    """By the name of the cost (`COST_KEYS`)."""
    beside: Mapping[str, Timing]
    """What explains where a simulation is off, by name (`BESIDE`)."""

    @property
    def costs(self) -> Costs:
        """The costs, for a simulation."""
        return Costs(**{field_of(key): figure.ns for key, figure in self.figures.items()})

    @property
    def unsteady(self) -> list[str]:
        """The costs whose measurements lie too far apart to be relied on."""
        return [
            key
            for key, figure in self.figures.items()
            if figure.high_ns - figure.low_ns > UNSTEADY * max(figure.ns, self._of(key))
        ]

    def _of(self, key: str) -> int:
        """Return what a cost is a part of, in nanoseconds."""
        return self.figures["pipe-hop"].ns if key == "pipe-kib" else 0

    @property
    def is_sound(self) -> bool:
        """Whether the figures may be those of a machine: all are there, in order and in bounds."""
        if self.figures.keys() != COST_KEYS.keys() or self.beside.keys() != {*BESIDE}:
            return False
        return all(
            _least(key) <= figure.low_ns <= figure.ns <= figure.high_ns <= MOST_NS
            for key, figure in (*self.figures.items(), *self.beside.items())
        )


def _least(key: str) -> int:
    """Return the least that something takes on any machine.

    A KiB may be too little to be told, and so may be how late who sleeps wakes up.
    """
    if key in QUANTA:
        return LEAST_QUANTUM_NS
    return 0 if key == "pipe-kib" or key in BESIDE else 1


def circumstances() -> Circumstances:
    """Return where and with what this program runs."""
    from importlib.metadata import version  # noqa: PLC0415 - saves 20 ms where nothing is measured

    mark = f"{platform.node()}/{platform.machine()}/{cpu_count()}"
    return Circumstances(
        version=version("site-sim"),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        has_gil=has_gil(),
        switch_interval_ns=round(sys.getswitchinterval() * SECOND),
        machine=blake2b(mark.encode(), digest_size=6).hexdigest(),
        architecture=platform.machine(),
        cores=cpu_count() or 1,
    )


def has_gil() -> bool:
    """Return whether threads of this Python take turns by a GIL."""
    return bool(getattr(sys, "_is_gil_enabled", lambda: True)())
