"""The frozen configuration of one run, in the kernel's own units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

import msgspec

from site_sim.base.units import SECOND
from site_sim.facts.models import DEFAULT_MODEL, ModelName
from site_sim.facts.programs import PIPELINE, ProgramName
from site_sim.facts.settings import Arrivals, Dispatch, Service, Wiring, Workload
from site_sim.kernel.models import CLASSROOM, MODELS, Costs, Model
from site_sim.log.events import JobCard


class JobOrder(msgspec.Struct, frozen=True):
    """A job of real work: when it arrives, and what it holds."""

    arrival_ns: int
    card: JobCard


class SimulationConfig(msgspec.Struct, frozen=True):
    """One run. Times are simulated nanoseconds, rates are jobs a simulated second."""

    program: ProgramName = PIPELINE
    workers: int = 4
    model: ModelName = DEFAULT_MODEL
    cores: int = 2
    dispatch: Dispatch = "round-robin"
    wiring: Wiring = "chain"
    inbox: int = 1
    costs: Costs = CLASSROOM
    rate_per_s: float = 1.0
    arrivals: Arrivals = "regular"
    workload: Workload = "io"
    service: Service = "fixed"
    service_ns: int = SECOND
    count: int | None = None
    """How many jobs the rate brings in all; None is no limit."""
    orders: Sequence[JobOrder] = ()
    """Jobs of real work, in order of arrival, besides those that the rate brings."""
    defect_rate: float = 0.0
    accident_rate: float = 0.0
    supervise: bool = True
    rework_limit: int = 3
    """How many attempts at a job may fail before it is scrapped at the next."""
    seed: int = 42
    warm_up_s: float = 0.0
    """How long the start is that figures leave out: simulated seconds, as the log is to say it."""
    models: Mapping[str, Model] = msgspec.field(default_factory=lambda: MODELS)
    """The rows of the models: others only where it is asked how the run would go under them."""

    def __post_init__(self) -> None:
        """Refuse what no run can start from (ValueError); people's input is checked before."""
        if self.model not in self.models:
            raise ValueError(f"unknown model {self.model!r}")
        if self.workers < 1 or self.cores < 1 or self.inbox < 1:
            raise ValueError("workers, cores and inbox must be at least 1")
        arrivals = chain((0,), (order.arrival_ns for order in self.orders))
        if any(after < before for before, after in pairwise(arrivals)):
            raise ValueError("orders must be in order of arrival, none before time 0")
