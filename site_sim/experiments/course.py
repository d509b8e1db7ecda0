"""The course of a run: what took time on the site, read from its events, and what led to what.

Whatever happens on the site happens because a time is over: a hop, a slice of computing, a wait for
I/O, a switch, a start-up, or the time until something comes from outside. The kernel does all that
comes of one end before it turns to the next, and the log keeps that order. So the *way* to an event
is known from the events alone: the stretch that ended last before it, the one that ended last
before that stretch began, and so on back to the start. The stretches of a way follow each other
without a gap (the critical path of Kelley and Walker, 1959). `course_events.py` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import NamedTuple

from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, NO_LANE, Event


class Took(IntEnum):
    """What takes time on a site."""

    CPU = 0
    IO = 1
    HOP = 2
    SWITCH = 3
    SPAWN = 4
    """The parent's part of a start-up."""
    START_UP = 5
    """The process's own part."""
    OUTSIDE = 6
    """Until a job came, or a command."""


class Stretch(NamedTuple):
    """A time that something took without a break, in simulated nanoseconds."""

    took: Took
    who: int
    """Who was at it; NOBODY where it came from outside."""
    job: int
    to: int
    """Whom a hop led to; else NOBODY."""
    began: int
    ended: int
    lane: int
    """The lane that it kept; NO_LANE for none."""

    @property
    def ns(self) -> int:
        """How long it was."""
        return self.ended - self.began

    @property
    def is_passing_on(self) -> bool:
        """Whether a worker handed a job on that is for another."""
        return self.to >= 0 and self.who >= 0


class Way(NamedTuple):
    """The way to a moment: the stretch that led to it, and the way to that one's beginning."""

    before: Way | None
    last: Stretch

    def stretches(self) -> Iterator[Stretch]:
        """Yield the stretches of the way, the last one first."""
        way: Way | None = self
        while way is not None:
            yield way.last
            way = way.before


class _Open(NamedTuple):
    """A stretch that goes on, and the way to its beginning."""

    took: Took
    job: int
    to: int
    began: int
    lane: int
    way: Way


Noted = Callable[[Stretch], None]
"""Called with each stretch when it ends."""
STARTING = frozenset((Took.SPAWN, Took.START_UP))
"""What a start-up takes."""


class Course:
    """Follows what goes on, and tells each stretch when it ends; times are simulated nanoseconds.

    `way` is the one to this moment. Without `switch_ns`, what a switch costs, whoever is given a
    lane is taken to be switched to until he does something on it.
    """

    def __init__(self, switch_ns: int | None, noted: Noted) -> None:
        self.switch_ns = switch_ns
        self.way = _outside(0)
        self._noted = noted
        self._open: dict[int, _Open] = {}
        """What each task is at."""
        self._given: dict[int, tuple[int, Way]] = {}
        """The lanes that were given to another task: when, and the way to it."""

    def clear(self) -> None:
        """Forget what goes on: the site is built anew."""
        self._open.clear()
        self._given.clear()

    def come(self, at: int) -> None:
        """Note that something comes from outside."""
        self.way = _outside(at)

    def begin(self, event: Event, took: Took, lane: int, to: int = NOBODY) -> None:
        """Begin what an event tells of, on a lane or on none."""
        if lane in self._given:
            self._end_switch(event, took, lane)
        self._open[event.who] = _Open(took, event.job, to, event.at, lane, self._way_at(event.at))

    def end(self, who: int, at: int, led_on: bool = True) -> int:
        """End what a task is at, if anything, and return its lane.

        `led_on` is whether it was over by itself, and so what happens now happens because of it.
        """
        ended = self._open.pop(who, None)
        if ended is None:
            return NO_LANE
        took, job, to, began, lane, way = ended
        if at > began:
            stretch = Stretch(took, who, job, to, began, at, lane)
            self._noted(stretch)
            if led_on:
                self.way = Way(way, stretch)
        return lane

    def relabel(self, who: int, was: Took, took: Took) -> None:
        """Call what a task is at something else, if it is what it was taken for."""
        found = self._open.get(who)
        if found is not None and found.took is was:
            self._open[who] = found._replace(took=took)

    def drop(self, who: int) -> None:
        """Forget what a task is at."""
        self._open.pop(who, None)

    def give(self, lane: int, at: int) -> None:
        """Give a lane to another task: there may be a switch."""
        if self.switch_ns != 0:
            self._given[lane] = at, self._way_at(at)

    def _end_switch(self, event: Event, following: Took, lane: int) -> None:
        """End the switch to a task, if that is how it has its lane.

        A switch to a process that starts is a part of its start.
        """
        began, way = self._given.pop(lane)
        if self.switch_ns in (None, event.at - began):
            took = following if following in STARTING else Took.SWITCH
            switch = Stretch(took, event.who, NO_JOB, NOBODY, began, event.at, lane)
            self._noted(switch)
            self.way = Way(way, switch)

    def _way_at(self, at: int) -> Way:
        """Return the way to what happens now: if no time is over, it was a command."""
        if self.way.last.ended < at:
            self.way = _outside(at)
        return self.way


def _outside(at: int) -> Way:
    """Return the way to what comes from outside."""
    return Way(None, Stretch(Took.OUTSIDE, NOBODY, NO_JOB, NOBODY, 0, at, NO_LANE))
