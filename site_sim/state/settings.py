"""The settings of a run, as its log tells them: each is read once, when it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.facts.models import DEFAULT_MODEL
from site_sim.facts.programs import PIPELINE

AS_AT_FIRST = -1
"""Stands for a cost that has not changed since the start."""


class Settings(msgspec.Struct):
    """The settings in force. Rates are a simulated second, shares 0 to 1, times as named."""

    program: str = PIPELINE
    model: str = DEFAULT_MODEL
    cores: int = 1
    dispatch: str = "round-robin"
    wiring: str = "chain"
    inbox: int = 1
    rate: float = 0.0
    arrivals: str = "regular"
    workload: str = "io"
    service: str = "fixed"
    service_time: float = 0.0
    """Seconds that a job takes on average."""
    defect_rate: float = 0.0
    accident_rate: float = 0.0
    supervise: bool = False
    rework_limit: int = 0
    seed: int = 0
    warm_up: float = 0.0
    """Seconds at the start that the figures leave out."""
    hop_ns: int = 0
    """What a send within one process takes, in nanoseconds."""
    send_ns: int = AS_AT_FIRST
    """This cost and the others are told only where they change."""
    loop_hop_ns: int = AS_AT_FIRST
    thread_hop_ns: int = AS_AT_FIRST
    pipe_hop_ns: int = AS_AT_FIRST
    pipe_kib_ns: int = AS_AT_FIRST
    switch_ns: int = AS_AT_FIRST
    spawn_ns: int = AS_AT_FIRST
    start_up_ns: int = AS_AT_FIRST
    gil_quantum_ns: int = AS_AT_FIRST
    os_slice_ns: int = AS_AT_FIRST

    def costs(self, first: Mapping[str, int]) -> dict[str, int]:
        """Return every cost by its field, in nanoseconds; `first` is what they were at first."""
        told = {name: getattr(self, name) for name in map(field_of, COST_KEYS)}
        return {**first, **{name: ns for name, ns in told.items() if ns != AS_AT_FIRST}}

    def change(self, key: str, value: str) -> None:
        """Take the new value of a setting by its key in the log; a key not known here is left out.

        Raises ValueError on a value that is not of the setting's kind.
        """
        name = key.replace("-", "_")
        if name in _READERS:
            setattr(self, name, _READERS[name](value))


def _is_on(value: str) -> bool:
    return value == "on"


_READERS: Mapping[str, Callable[[str], object]] = {
    name: _is_on if isinstance(default, bool) else type(default)
    for name, default in msgspec.structs.asdict(Settings()).items()
}
"""What reads the value of each setting."""
