"""The settings of a run that have names for values: which there are, and what each means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from site_sim.facts.sentences import say

Arrivals = Literal["regular", "poisson"]
Workload = Literal["io", "cpu", "mixed"]
Service = Literal["fixed", "exponential", "uniform"]
Dispatch = Literal["round-robin", "least-busy"]
Wiring = Literal["chain", "direct"]
CostsName = Literal["zero", "classroom", "typical", "measured"]


class WorkloadFacts(NamedTuple):
    """What can be said of a workload."""

    summary: str
    """What its jobs do, in one line."""
    short: str
    """The same in a word or two."""


WORKLOADS: Mapping[str, WorkloadFacts] = {
    "io": WorkloadFacts(say("setting.io"), "io-bound"),
    "cpu": WorkloadFacts(say("setting.cpu"), "cpu-bound"),
    "mixed": WorkloadFacts(say("setting.mixed"), "mixed work"),
}
DISPATCHES: Mapping[str, str] = {
    "round-robin": say("setting.round-robin"),
    "least-busy": say("setting.least-busy"),
}
ARRIVALS: Mapping[str, str] = {name: say(f"setting.{name}") for name in get_args(Arrivals)}
SERVICES: Mapping[str, str] = {name: say(f"setting.{name}") for name in get_args(Service)}
COST_SETS: Mapping[str, str] = {name: say(f"setting.{name}") for name in get_args(CostsName)}
SUPERVISION: Mapping[str, str] = {name: say(f"setting.{name}") for name in ("on", "off")}
WIRINGS: Mapping[str, str] = {"chain": say("setting.chain"), "direct": say("setting.direct")}
