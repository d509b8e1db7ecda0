"""The cast of a run: who takes part, what each is called, and who hands jobs to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

NOBODY = -(1 << 20)
"""Nobody in particular: the site itself. Whoever takes part has a larger number."""

SOURCE, WORKER, SINK = ROLES = ("source", "worker", "sink")
"""What a task is there for: it takes jobs from the queue, does them (or hands them on), or takes
the results."""
NEWEST, EACH, PREVIOUS, SINKS = RECEIVERS = ("newest", "each", "previous", "sinks")
"""Whom a rule links a task to: the worker hired last, every worker, the worker whose number is one
less, or whoever takes the results."""
CHAIN: Mapping[str, Sequence[str]] = {SOURCE: (NEWEST,), WORKER: (PREVIOUS, SINKS)}
"""The receivers of each role where jobs go from worker to worker."""
DIRECT: Mapping[str, Sequence[str]] = {SOURCE: (EACH,), WORKER: (SINKS,)}
"""The receivers of each role where the source has a link to every worker."""


Shape = Literal["chain", "star", "web"]
"""How jobs move in the list: each task hands them to the next one (or to the last); the first task
hands them to each of the others; or in any other way."""


class CastMember(NamedTuple):
    """A task with a name of its own."""

    number: int
    """Workers are 0, 1, 2, ...; whoever is not a worker is -1, -2, ..."""
    role: str
    name: str
    links: Sequence[int] = ()
    """The tasks that it can hand a job to, where no rule says it."""
    short: str = ""
    """What it is called in few cells, if not by its name."""


class HireRule(NamedTuple):
    """The rule for workers that come and go, numbered in the order in which they are hired."""

    name: str
    """What each is called, with `{number}` in it."""
    links: Mapping[str, Mapping[str, Sequence[str]]]
    """For each wiring the receivers of each role."""


class Cast:
    """Who takes part in a run. Sources and sinks are the *staff*: they neither come nor go.

    `above` and `below` are those with a name of their own, in the order in which they are listed;
    the crew, if there is one, stands between them, the newest first.
    """

    def __init__(
        self,
        above: Sequence[CastMember] = (),
        crew: HireRule | None = None,
        below: Sequence[CastMember] = (),
    ) -> None:
        self.crew = crew
        self._shapes: dict[str, Shape] = {}
        self.members = {member.number: member for member in (*above, *below)}
        """Those with a name of their own, by number, in the order in which they are listed."""
        self._initial = crew.name[0] if crew is not None and crew.name[0].isalpha() else ""
        staff = sorted((number for number in self.members if number < 0), reverse=True)
        self.staff = tuple(self.members[number] for number in staff)
        """Those who are not workers; the task numbered -1 comes first."""
        self.named_workers = len(self.members) - len(staff)
        """How many workers have a name of their own. Those of the crew follow them in number."""
        self._above = [member.number for member in above]
        self._below = [member.number for member in below]
        self.first = self._only(SOURCE, [*self._above, *self._below][:1])
        """The only source, where the list begins with it; else NOBODY."""
        self.last = self._only(SINK, [*self._above, *self._below][-1:])
        """The only sink, where the list ends with it; else NOBODY."""

    def _only(self, role: str, candidate: Sequence[int]) -> int:
        only = [member.number for member in self.staff if member.role == role]
        return only[0] if only and only == candidate else NOBODY

    # -- names and roles -------------------------------------------------------------------

    def name_of(self, who: int) -> str:
        """Return what a person calls a task: `worker 3`, `foreman`, `accept`; "" for nobody."""
        member = self.members.get(who)
        if member is not None:
            return member.name
        return self.crew_name(who) if who >= 0 else ""

    def short_name(self, who: int) -> str:
        """Return what a task is called in few cells: `w3`, `foreman`, `accept`."""
        member = self.members.get(who)
        return self.short_crew_name(who) if member is None else member.short or member.name

    def crew_name(self, number: int) -> str:
        """Return what a worker of the crew is called; "" where there is none."""
        return self.crew.name.format(number=number) if self.crew is not None else ""

    def short_crew_name(self, number: int) -> str:
        """Return the same in few cells: the initial, if the name begins with a letter."""
        return f"{self._initial}{number}"

    def role_of(self, who: int) -> str:
        """Return what a task is there for; "" for nobody."""
        if who >= 0:
            return WORKER
        member = self.members.get(who)
        return "" if member is None else member.role

    @property
    def can_grow(self) -> bool:
        """Whether workers may be hired and laid off in a run."""
        return self.crew is not None

    @property
    def sources(self) -> list[int]:
        """Those who take jobs from the queue."""
        return [member.number for member in self.staff if member.role == SOURCE]

    # -- how they are listed ---------------------------------------------------------------

    def rows(self, workers: int) -> Sequence[int]:
        """Return everybody, in order, while there are `workers` workers."""
        first, last = ([end] if end != NOBODY else [] for end in (self.first, self.last))
        return [*first, *self.inner_rows(workers), *last]

    def inner_rows(self, workers: int) -> Sequence[int]:
        """Return everybody but `first` and `last`, in order; costs nothing for a mere crew."""
        crew = range(workers - 1, self.named_workers - 1, -1)
        above, below = (
            [who for who in side if who not in (self.first, self.last) and who < workers]
            for side in (self._above, self._below)
        )
        return [*above, *crew, *below] if above or below else crew

    # -- who hands jobs to whom ------------------------------------------------------------

    def links_of(self, who: int, workers: int, wiring: str) -> Sequence[int]:
        """Return the tasks that a task can hand a job to, while there are `workers` workers."""
        member = self.members.get(who)
        if (member is not None and member.links) or self.crew is None:
            return member.links if member is not None else ()
        words = self.crew.links.get(wiring, {}).get(self.role_of(who), ())
        crew = range(self.named_workers, workers)
        receivers: Mapping[str, Sequence[int]] = {
            NEWEST: crew[-1:],
            EACH: crew,
            PREVIOUS: [who - 1] if who - 1 in crew else [],
            SINKS: [member.number for member in self.staff if member.role == SINK],
        }
        return [number for word in words for number in receivers[word]]

    def shape(self, wiring: str) -> Shape:
        """Return the shape of the links under a wiring."""
        known = self._shapes.get(wiring)
        if known is None:
            known = self._shapes[wiring] = self._shape(wiring)
        return known

    def _shape(self, wiring: str) -> Shape:
        if self.first == NOBODY:
            return "web"
        if self.crew is not None:
            links = self.crew.links.get(wiring)
            if self.named_workers:
                return "web"
            return "chain" if links == CHAIN else "star" if links == DIRECT else "web"
        rows = self.rows(self.named_workers)
        goes_down = all(
            below in (receivers := {*self.members[who].links}) and receivers <= {below, self.last}
            for who, below in pairwise(rows)
        )
        return "chain" if goes_down else "web"
