"""What has been under way lately: how many jobs came and went, and how long who was at what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import sub
from typing import NamedTuple

from site_sim.base.units import SECOND
from site_sim.state.entities import LaneState, Ns, State, TaskState
from site_sim.state.statistics import Statistics

Read = Callable[[Ns], list[int]]
"""Returns all that adds up on a site, up to a time (see `reading`)."""
FRESH_NS = 2 * SECOND
"""How long a reading is the newest: what is told of lately stands still for so long, to be read."""
TURN_NS = 50 * SECOND
"""How long a reading is the middle one; lately is once to twice as long, or since a change."""
_STATES = len(State)
_TWICE = 2 * _STATES


class Lately:
    """Readings of a site at three times; what has changed between the first and the last is lately.

    They are taken as jobs come, and anew when the site changes.
    """

    since: Ns
    """When the first reading was taken."""
    first: list[int]
    turn: Ns
    """When the middle one was; in time it becomes the first."""
    middle: list[int]
    until: Ns
    """When the last one was."""
    last: list[int]

    def __init__(self) -> None:
        self.since = self.turn = self.until = 0
        self.first, self.middle, self.last = [], [], []

    def begin(self, at: Ns, read: Read) -> None:
        """Begin anew, as it is another site from now on."""
        self.since = self.turn = self.until = at
        self.first = self.middle = self.last = read(at)

    def change(self, at: Ns, read: Read) -> None:
        """Begin anew, as another crew is there from now on, or other jobs come."""
        if at != self.since:  # many may change at once
            self.begin(at, read)

    def job_arrived(self, at: Ns, read: Read) -> None:
        """Take a reading when it is time for one; what comes with the first is not after it."""
        if at >= self.until + FRESH_NS:
            self.until, self.last = at, read(at)
            if at >= self.turn + TURN_NS:
                self.since, self.first = self.turn, self.middle
                self.turn, self.middle = at, self.last
        elif at == self.since and self.first:
            self.first[0] += 1

    @property
    def span(self) -> RecentSpan:
        """What has been under way from the first reading to the last."""
        first = self.first or [0] * len(self.last)
        arrived, left, *times = map(sub, self.last, first) if self.last else [0, 0]
        crew, source, lanes = times[:_STATES], times[_STATES:_TWICE], times[_TWICE:]
        return RecentSpan(self.until - self.since, arrived, left, crew, source, lanes)


class RecentSpan(NamedTuple):
    """What was under way for some time. Times are nanoseconds."""

    ns: int
    arrived: int
    """Jobs that came."""
    left: int
    """Jobs that were done or scrapped."""
    crew: Sequence[int]
    """How long all workers together were in each state."""
    source: Sequence[int]
    """The same of the one who hands out jobs; none where nobody does."""
    lanes: Sequence[int]
    """How long each lane was taken."""


def reading(
    statistics: Statistics,
    crew: Sequence[Ns],
    staff: Sequence[TaskState],
    lanes: Sequence[LaneState],
    at: Ns,
) -> list[int]:
    """Return all that adds up on a site, up to a time, in the order of a span."""
    return [
        statistics.arrived,
        statistics.done + statistics.scrapped,
        *crew,
        *(staff[0].spent_at(at) if staff else [0] * _STATES),
        *(lane.busy_at(at) for lane in lanes),
    ]
