"""What the person wants. A command is a wish with a name; `Session.apply` is the one door."""

from __future__ import annotations

from dataclasses import dataclass

from site_sim.events import JobCard


@dataclass(frozen=True, slots=True)
class Hire:
    """Hire `count` workers; each becomes the new head of the chain."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class LayOff:
    """Lay off the `count` workers at the head, each once it has passed on what it holds."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class SetRate:
    """Let jobs arrive at `per_s` jobs a simulated second; 0 stops them."""

    per_s: float


@dataclass(frozen=True, slots=True)
class ChooseModel:
    """Rebuild the site under another execution model."""

    model: str


@dataclass(frozen=True, slots=True)
class ChooseDispatch:
    """Address jobs `round-robin` or to the `least-busy` worker."""

    dispatch: str


@dataclass(frozen=True, slots=True)
class ChooseWiring:
    """Rebuild the site as a `chain`, or with `direct` links from the foreman."""

    wiring: str


@dataclass(frozen=True, slots=True)
class ChooseWorkload:
    """Let jobs that arrive from now on be `io`, `cpu` or `mixed`."""

    workload: str


@dataclass(frozen=True, slots=True)
class SetDefectRate:
    """Let accept reject this share of the results, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class SetAccidentRate:
    """Let this share of the jobs' attempts end in an accident, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class SetSupervision:
    """Replace those who die (now, and from now on), or leave the gap."""

    on: bool


@dataclass(frozen=True, slots=True)
class OrderJobs:
    """Send `count` jobs in by hand: of the scenario's kind, or as the card says."""

    count: int = 1
    card: JobCard | None = None


@dataclass(frozen=True, slots=True)
class CauseAccident:
    """Throw an accident into the coroutine of worker `worker`."""

    worker: int


Command = (
    Hire
    | LayOff
    | SetRate
    | ChooseModel
    | ChooseDispatch
    | ChooseWiring
    | ChooseWorkload
    | SetDefectRate
    | SetAccidentRate
    | SetSupervision
    | OrderJobs
    | CauseAccident
)
"""Everything that changes the course of a run, and so is kept in the session's journal."""
