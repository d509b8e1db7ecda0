"""The site in a frame: a copy of what a screen declared that it needs, which stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from site_sim.base.overriding import override
from site_sim.log.cast import Cast
from site_sim.log.event_log import EventLog
from site_sim.state.entities import Place, State
from site_sim.state.history.news import News
from site_sim.state.history.recent_past import Throughput
from site_sim.state.history.series import SeriesCells
from site_sim.state.lints import Finding
from site_sim.state.metrics import Recent
from site_sim.state.settings import Settings
from site_sim.state.verdicts import LatestVerdicts, VerdictTable

INBOX = 4
"""Jobs of an inbox that a copy of its task has."""


class NotDeclaredError(LookupError):
    """Something is drawn that the screen did not declare before the frame was made."""


class TaskCopy(msgspec.Struct, frozen=True):
    """A task as it was at one moment; see `TaskState`."""

    who: int
    state: State
    since: int
    job: int
    to: int
    dead: bool
    leaving: bool
    starting: bool
    inbox: tuple[int, ...]
    """The first `INBOX` jobs in its inbox."""
    inbox_length: int


class JobCopy(msgspec.Struct, frozen=True):
    """An unfinished job as it was at one moment; see `JobState`."""

    number: int
    name: str
    cpu_ns: int
    io_ns: int
    arrived: int
    place: Place
    holder: int
    worker: int
    attempt: int
    started: int
    progress: float
    """The share of its work that is done, 0 to 1."""


class LaneCopy(msgspec.Struct, frozen=True):
    """A lane as it was at one moment."""

    number: int
    who: int
    """The task that runs on it, or NOBODY."""
    taken: float
    """The share of the time of the present site that it was taken, 0 to 1."""


class LanesCopy(msgspec.Struct, frozen=True):
    """The lanes that were declared, and how many there are."""

    count: int
    taken: int
    shown: Sequence[LaneCopy]


class FiguresCopy(msgspec.Struct, frozen=True):
    """The site in figures."""

    series: SeriesCells
    """The recent past, as many cells of it as were declared."""
    throughput: Throughput
    """That of the latest cells."""
    times: Recent | None
    """Those of the jobs that left last; None without any."""
    utilisation: float
    """The share of the crew's time on the site that was spent at work, 0 to 1."""


PartT = TypeVar("PartT", TaskCopy, JobCopy)
DeclaredT = TypeVar("DeclaredT")


def declared(part: DeclaredT | None) -> DeclaredT:
    """Return a part of a copy; raise NotDeclaredError if no screen declared that it is needed."""
    if part is None:
        raise NotDeclaredError("this part of the site is not in the frame: no screen declared it")
    return part


class Copies(Generic[PartT]):
    """Tasks or jobs by number: those that were declared, of which some may not exist."""

    __slots__ = ("_kind", "_parts")

    def __contains__(self, number: int) -> bool:
        return number in self._parts

    def __init__(self, kind: str, parts: Mapping[int, PartT | None]) -> None:
        self._kind = kind
        self._parts: Mapping[int, PartT | None] = parts

    def get(self, number: int) -> PartT | None:
        """Return one of them; None if there is none of that number.

        Raises NotDeclaredError if nobody declared that it is needed.
        """
        try:
            return self._parts[number]
        except KeyError:
            words = f"{self._kind} {number} is not in this frame: no screen declared it"
            raise NotDeclaredError(words) from None

    @override
    def __repr__(self) -> str:
        return f"Copies({self._kind!r}, {dict(self._parts)!r})"


class QueueCopy(msgspec.Struct, frozen=True):
    """How many jobs wait, and those at the places that were declared."""

    length: int
    places: range
    jobs: Sequence[JobCopy]


class SiteCopy(msgspec.Struct, frozen=True):
    """The site at one moment. Times are simulated nanoseconds.

    Tables that only grow are those of the run itself: what belongs to the moment is their first
    `seq` events, `arrived` jobs and `verdict_count` verdicts.
    """

    log: EventLog
    verdict_table: VerdictTable
    settings: Settings
    finding: Finding
    """The gravest thing that is the matter."""
    news: News
    """What has just happened."""
    now: Sequence[str]
    """What matters now, in a sentence; others are for less room, the longest first."""
    seq: int
    at: int
    workers: int
    """How many there are."""
    staying: int
    """How many of them are not about to leave."""
    states: Sequence[int]
    """How many of them are in each state."""
    starting: int
    """How many of those that are GONE start up."""
    lane_count: int
    queue: QueueCopy
    staff: Sequence[TaskCopy]
    """Those who neither come nor go; the task numbered -1 comes first."""
    tasks: Copies[TaskCopy]
    strips: Mapping[int, bytes]
    """The states of those that are listed in the cells of the recent past, oldest first; REBUILT
    where the site was built anew."""
    jobs: Copies[JobCopy]
    """The unfinished ones."""
    map: bytes | None
    """The state of every task that is listed, in the order of the list."""
    senders: Sequence[TaskCopy]
    """Where jobs go from any task to any other: everyone who hands one on or waits in a send."""
    life: Sequence[int]
    """The nanoseconds that the selected task has spent in each state; () where it is not shown."""
    crew_times: Sequence[int]
    """The nanoseconds that all workers together have spent in each state, up to the end of a run
    that is over; () if undeclared."""
    lanes: LanesCopy | None
    figures: FiguresCopy | None
    arrived: int
    waiting: int
    """How many jobs nobody is at work on, wherever they are."""
    done: int
    rejected: int
    scrapped: int
    verdict_count: int
    arrivals_ended: bool
    is_finished: bool
    """Whether every job is done and none will come."""

    @property
    def cast(self) -> Cast:
        """Who takes part."""
        return self.log.cast

    @property
    def verdicts(self) -> LatestVerdicts:
        """The latest lines of the accept log, oldest first."""
        return LatestVerdicts(self.verdict_table, self.verdict_count)

    def name_of(self, who: int) -> str:
        """Return what a person calls a task: `worker 3`, `foreman`, `accept`; "" for nobody."""
        return self.log.cast.name_of(who)
