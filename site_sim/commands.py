"""What the person wants of the run. Commands are data; `Session.apply` is the one door.

They are structs of msgspec: twelve dataclasses would take 5 ms to make, at every start.
"""

from __future__ import annotations

import msgspec

from site_sim.base.overriding import override
from site_sim.log.events import JobCard


class RefusedCommandError(ValueError):
    """A command that makes no sense, with nothing done about it."""


class Tagged(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """What a person wants, as data. Its JSON names its type, so that it can be read back."""


class Hire(Tagged, frozen=True):
    """Hire `count` workers; each becomes the new head of the chain."""

    count: int = 1


class LayOff(Tagged, frozen=True):
    """Lay off the `count` workers at the head, each once it has passed on what it holds."""

    count: int = 1


class SetRate(Tagged, frozen=True):
    """Change the rate of arrivals to `per_s` jobs a simulated second; 0 stops them."""

    per_s: float


class ChooseModel(Tagged, frozen=True):
    """Rebuild the site under another execution model."""

    model: str


class ChooseDispatch(Tagged, frozen=True):
    """Address jobs `round-robin` or to the `least-busy` worker."""

    dispatch: str


class ChooseWiring(Tagged, frozen=True):
    """Rebuild the site as a `chain`, or with `direct` links from the foreman."""

    wiring: str


class ChooseWorkload(Tagged, frozen=True):
    """Make the jobs that arrive from now on `io`, `cpu` or `mixed`."""

    workload: str


class SetDefectRate(Tagged, frozen=True):
    """Reject this share of the results, 0 to 1."""

    share: float


class SetAccidentRate(Tagged, frozen=True):
    """End this share of the attempts at jobs in an accident, 0 to 1."""

    share: float


class SetSupervision(Tagged, frozen=True):
    """Replace workers that die (now, and from now on), or leave the gap."""

    on: bool


class ChangeSettings(Tagged, frozen=True):
    """Give other values to settings that have no command of their own, by their keys in the log.

    These are `cores`, `inbox` and the costs in nanoseconds, as `loop-hop-ns`: the site is rebuilt.
    The others hold for what comes from now on: `arrivals`, `service`, `service-time` (seconds),
    `rework-limit` and `seed`.
    """

    values: dict[str, int | float | str]

    @override
    def __hash__(self) -> int:
        return hash(frozenset(self.values.items()))


class OrderJobs(Tagged, frozen=True):
    """Send `count` jobs in by hand: of the scenario's kind, or as the card says."""

    count: int = 1
    card: JobCard | None = None


class CauseAccident(Tagged, frozen=True):
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
    | ChangeSettings
    | OrderJobs
    | CauseAccident
)
"""Everything that changes the course of a run, and so is kept in the session's journal."""


class JournalEntry(msgspec.Struct, frozen=True):
    """A line of the journal: a command, and where in the run it was given.

    `at` is the simulated time (ns), `steps` the engine's steps done by then; `before` and `after`
    count the events of the log before and after the command was carried out.
    """

    at: int
    steps: int
    command: Command
    before: int
    after: int
