"""The settings of a run that have names for values: which there are, and what each means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Arrivals = Literal["regular", "poisson"]
Workload = Literal["io", "cpu", "mixed"]
Service = Literal["fixed", "exponential", "uniform"]
Dispatch = Literal["round-robin", "least-busy"]
Wiring = Literal["chain", "direct"]


class WorkloadFacts(NamedTuple):
    """What can be said of a workload."""

    summary: str
    """What its jobs do, in one line."""
    short: str
    """The same in a word or two."""


WORKLOADS: Mapping[str, WorkloadFacts] = {
    "io": WorkloadFacts("jobs that wait for others: disks, networks, people", "io-bound"),
    "cpu": WorkloadFacts("jobs that compute", "cpu-bound"),
    "mixed": WorkloadFacts("half of each job computes, half waits", "mixed work"),
}
DISPATCHES: Mapping[str, str] = {
    "round-robin": "job i to worker i % N, the classic",
    "least-busy": "to the idle worker whose work ended first",
}
WIRINGS: Mapping[str, str] = {
    "chain": "each job goes down the chain until it meets its worker",
    "direct": "the foreman has a link to every worker",
}
