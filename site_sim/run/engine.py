"""What a run asks of whoever makes its events, and what it may ask of some of them only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct

from site_sim.base.errors import SiteError
from site_sim.base.units import NEVER
from site_sim.commands import Command
from site_sim.log.event_log import EventLog


class Engine(Protocol):
    """Makes the events of a run: a simulation, a finished log, a real runtime."""

    @property
    def log(self) -> EventLog:
        """The events so far."""

    @property
    def now(self) -> int:
        """The time up to which everything has happened, in nanoseconds."""

    @property
    def steps(self) -> int:
        """Steps done since the start: what a journal counts by."""

    def next_at(self) -> int | None:
        """Return when the next step is due, in nanoseconds; None when nothing will happen."""

    def run(self, until_ns: int = NEVER, steps: int = NEVER) -> bool:
        """Run up to and including the time `until_ns`, in at most `steps` steps.

        Return True when it is there or nothing more can be had, False when the steps ran out.
        """

    def apply(self, command: Command) -> None:
        """Carry out a command now; raise ValueError, with nothing changed, if it makes no sense."""


class Abilities(Struct, frozen=True):
    """What can be done with a run beside looking at its past.

    Each is "" if it can be done, else a sentence for the person that says why not.
    """

    commands: str = ""
    """Give it commands."""
    forks: str = ""
    """Execute it again: for a command in the past, or from the start."""
    ahead: str = ""
    """Run it beyond the live end as far as one likes, and take that back."""
    code: str = ""
    """Show its coroutines."""

    @property
    def refusals(self) -> Mapping[str, str]:
        """What can't be done by whoever commands the run, each with the reason."""
        return _refusals(self.commands, self.forks)


@lru_cache(maxsize=8)
def _refusals(commands: str, forks: str) -> Mapping[str, str]:
    reasons = {"commands": commands, "forks": forks, "model": commands, "race": forks}
    return MappingProxyType({name: reason for name, reason in reasons.items() if reason})


ABLE = Abilities()
"""A run with which everything can be done."""


class RefusedError(SiteError):
    """Something was asked for that cannot be done with this run; the message says why."""


def refuse(reason: str) -> None:
    """Raise a refusal if there is a reason for one."""
    if reason:
        raise RefusedError(reason)
