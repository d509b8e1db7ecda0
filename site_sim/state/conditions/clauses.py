"""A condition: clauses that hold at a moment, and when an event makes it true.

A *standing* clause holds or not as the site stands after an event; an *occurrence* holds with the
very event, and with no other. A condition becomes true with an event if it holds with it, and did
not hold just before: there no occurrence counts, so that each of them makes it true anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB
from site_sim.log.search import KINDS, Wanted
from site_sim.state.site import SiteState

PlainEvent = tuple[int, ...]
"""An event as a plain tuple of six."""


class StandingClause(NamedTuple):
    """A clause about how the site stands. Only events that match `moved_by` can change it."""

    holds: Callable[[SiteState], bool]
    moved_by: Wanted = Wanted(KINDS)

    def may_change(self, row: PlainEvent, log: EventLog) -> bool:  # noqa: ARG002 - as an occurrence
        """Return whether an event can change whether it holds."""
        return self.moved_by.matches(row)

    @property
    def kinds(self) -> Collection[int]:
        """The kinds of event that can change it."""
        return self.moved_by.kinds

    @property
    def is_about_all(self) -> bool:
        """Whether each event of these kinds can, whomever it is about."""
        return self.moved_by.who is None and self.moved_by.job is None


class Occurrence(NamedTuple):
    """A clause about an event: of some kinds, and about a task, a job, or jobs of a name."""

    kinds: Collection[int]
    who: int | None = None
    job: int | None = None
    name: str = ""
    """A part of the job's name, in small letters; "" for any job."""

    @property
    def is_about_all(self) -> bool:
        """Whether each event of these kinds is such a one, whomever it is about."""
        return self.who is None and self.job is None and not self.name

    def may_change(self, row: PlainEvent, log: EventLog) -> bool:
        """Return whether an event is such a one."""
        _, kind, who, job, _, _ = row
        if kind not in self.kinds or (self.who is not None and who != self.who):
            return False
        if self.job is not None:
            return job == self.job
        return not self.name or self._has_name(job, log)

    def _has_name(self, job: int, log: EventLog) -> bool:
        return job != NO_JOB and self.name in log.jobs.name_of(job).lower()


Clause = StandingClause | Occurrence


class SiteCondition(NamedTuple):
    """What a person asks for: it holds if all clauses of one of the alternatives do."""

    text: str
    """As a person reads it."""
    alternatives: Sequence[Sequence[Clause]]

    def holds(self, site: SiteState, row: PlainEvent | None = None) -> bool:
        """Return whether it holds on a site, with the event that led there, if that counts."""
        if len(self.alternatives) == len(self.alternatives[0]) == 1:
            return _clause_holds(self.alternatives[0][0], site, row)
        return any(
            all(_clause_holds(clause, site, row) for clause in clauses)
            for clauses in self.alternatives
        )

    @property
    def reads_site(self) -> bool:
        """Whether one has to know how the site stands."""
        return any(
            isinstance(clause, StandingClause) for row in self.alternatives for clause in row
        )

    @property
    def has_occurrences(self) -> bool:
        """Whether anything has to happen in one of the alternatives."""
        return any(_occurrences(clauses) for clauses in self.alternatives)

    @property
    def is_standing(self) -> bool:
        """Whether it can hold where nothing happens."""
        return any(not _occurrences(clauses) for clauses in self.alternatives)

    @property
    def triggers(self) -> Sequence[Clause]:
        """The clauses of which one has to change for the condition to become true.

        Where something has to happen, nothing else makes it true.
        """
        return [
            clause for clauses in self.alternatives for clause in (_occurrences(clauses) or clauses)
        ]

    @property
    def kinds(self) -> frozenset[int]:
        """The kinds of event with which it may become true, or cease to be."""
        return frozenset(kind for clause in self.triggers for kind in clause.kinds)

    @property
    def sure_kinds(self) -> frozenset[int]:
        """Those of them of which each event may do so, whomever it is about."""
        sure = (clause for clause in self.triggers if clause.is_about_all)
        return frozenset(kind for clause in sure for kind in clause.kinds)


def _occurrences(clauses: Sequence[Clause]) -> list[Clause]:
    return [clause for clause in clauses if isinstance(clause, Occurrence)]


def _clause_holds(clause: Clause, site: SiteState, row: PlainEvent | None) -> bool:
    if isinstance(clause, StandingClause):
        return clause.holds(site)
    return row is not None and clause.may_change(row, site.log)
