"""A scenario: everything a run is made from, as a person says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.facts.models import DEFAULT_MODEL, ModelName
from site_sim.facts.programs import PIPELINE, ProgramName
from site_sim.facts.settings import Arrivals, CostsName, Dispatch, Service, Wiring, Workload
from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.models import CLASSROOM, TYPICAL, ZERO, Costs
from site_sim.scenario.single_costs import costs_in_ns


class ScenarioWords(NamedTuple):
    """What a scenario says of itself."""

    title: str
    about: str = ""
    next: str = ""
    """What to press next, and what it leads to."""

    @property
    def advice(self) -> str:
        """The same as a clause; "" for none."""
        return f"then {self.next}" if self.next else ""


class Scenario(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """One scenario; times are seconds, rates jobs a simulated second, shares 0 to 1.

    The fields are the keys of `schema.KEYS`, which tells their bounds, `orders`, `source` and
    `remark`.
    """

    title: str = ""
    about: str = ""
    next: str = ""
    """What to press next, and what it leads to."""
    program: ProgramName = PIPELINE
    workers: int = 4
    rate: float | None = None
    """None is the default, `rate_per_s`."""
    arrivals: Arrivals = "regular"
    count: int | None = None
    jobs: str | None = None
    """The job file that `orders` came from."""
    workload: Workload = "io"
    service: Service = "fixed"
    service_time: float = 1.0
    model: ModelName = DEFAULT_MODEL
    cores: int = 2
    dispatch: Dispatch = "round-robin"
    wiring: Wiring = "chain"
    inbox: int = 1
    costs: CostsName | None = None
    """None is the default, `costs_name`."""
    cost: Mapping[str, str] = {}
    """Single costs by name, as texts; they win over those of the set."""
    defect_rate: float = 0.0
    accident_rate: float = 0.0
    supervise: bool = True
    rework_limit: int = 3
    seed: int = 42
    until: float | None = None
    warm_up: float = 0.0
    """Seconds at the start that the figures leave out."""
    speed: float = 1.0
    at: float = 0.0
    paused: bool = False
    race: Sequence[str] = ()
    """What its tracks differ in, each as `track_text` reads it; none where all models race."""
    orders: Sequence[JobOrder] = ()
    """The jobs of real work, in order of arrival; no key of a file."""
    source: str = ""
    """The name or the path that it was loaded by, "" for a job file alone; no key of a file."""
    remark: str = ""
    """What of it nobody has given, but its job file suggests, in a line; no key of a file."""

    @property
    def words(self) -> ScenarioWords:
        """What it says of itself."""
        return ScenarioWords(self.title, self.about, self.next)

    @property
    def has_job_file(self) -> bool:
        """Whether its jobs come from a file, or some of them."""
        return self.jobs is not None

    @property
    def advice(self) -> str:
        """What to press next, as a clause; "" for nothing."""
        return self.words.advice

    @property
    def rate_per_s(self) -> float:
        """Jobs a second beside those of a job file: by default 1, or 0 where there is one."""
        if self.rate is None:
            return 0.0 if self.jobs is not None else 1.0
        return self.rate

    @property
    def costs_name(self) -> CostsName:
        """The set of costs: by default `classroom`, or `typical` where there is a job file."""
        return self.costs or ("classroom" if self.jobs is None else "typical")

    @property
    def is_measured(self) -> bool:
        """Whether some costs are those of this machine: not if each is given by itself."""
        return self.costs_name == "measured" and len(costs_in_ns(self.cost)) < len(COST_KEYS)

    @property
    def ends(self) -> bool:
        """Whether the jobs come to an end by themselves."""
        return self.count is not None or self.rate_per_s == 0

    def to_costs(self) -> Costs:
        """Return what the mechanics cost; `measured` costs may take some seconds to measure."""
        return _costs(self.costs_name, self.cost)

    def to_config(self) -> SimulationConfig:
        """Return the kernel's configuration; all orders are checked, and costs are `to_costs`."""
        return SimulationConfig(
            program=self.program,
            workers=self.workers,
            model=self.model,
            cores=self.cores,
            dispatch=self.dispatch,
            wiring=self.wiring,
            inbox=self.inbox,
            costs=self.to_costs(),
            rate_per_s=float(self.rate_per_s),
            arrivals=self.arrivals,
            workload=self.workload,
            service=self.service,
            service_ns=round(self.service_time * SECOND),
            count=self.count,
            orders=self.orders,
            defect_rate=float(self.defect_rate),
            accident_rate=float(self.accident_rate),
            supervise=self.supervise,
            rework_limit=self.rework_limit,
            seed=self.seed,
            warm_up_s=float(self.warm_up),
        )


def costs_named(name: CostsName) -> Costs:
    """Return the set of costs with that name."""
    if name == "measured":
        from site_sim.scenario.measuring.kept import measured  # noqa: PLC0415 - saves 20 ms

        return measured().costs
    return {"zero": ZERO, "classroom": CLASSROOM, "typical": TYPICAL}[name]


def _costs(name: CostsName, single: Mapping[str, str]) -> Costs:
    """Return the costs of a set with single ones over them; the set of no use is not asked for."""
    given = {field_of(key): ns for key, ns in costs_in_ns(single).items()}
    return Costs(**given) if len(given) == len(COST_KEYS) else replace(costs_named(name), **given)
