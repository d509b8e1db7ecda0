"""The parts of a site's state: tasks, jobs, lanes and verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, NO_LANE, Kind

Ns = int
"""Simulated nanoseconds, where a field of a state holds them: a checkpoint packs them wider."""


class State(IntEnum):
    """What a task is at; a larger one is more notable. The states are exhaustive."""

    IDLE = 0
    """At its bare yield, inbox empty."""
    READY = 1
    """Has something to run, and no lane is free."""
    BLOCKED = 2
    """In a send, waiting: for the callee (a call), or for room in the inbox."""
    IO = 3
    """Inside its work, waiting for I/O."""
    CPU = 4
    """Inside its work, computing on a lane."""
    HANDING_OFF = 5
    """Inside a hop."""
    GONE = 6
    """Laid off, dead, or not there yet."""

    @property
    def working(self) -> bool:
        """Whether it is a part of being at work."""
        return self is CPU or self is IO


# A look-up in the enumeration costs more than setting the state does (CPython 3.11).
IDLE, READY, BLOCKED, IO, CPU, HANDING_OFF, GONE = State

AS_BEFORE = len(State)
"""In place of a state: an event left `who` in the state it was in."""
RECEIVER_READY = 8
"""Added to a state (or AS_BEFORE): the event also let its receiver `a` become ready."""
DEATH = 16
"""Added to GONE: the task died."""
WORK_BEGAN, WORK_ENDED = 32, 64
"""Added to the state of a worker: it began to work with the event, or stopped."""
WORK_CHANGED = 128
"""Added: somebody began to work on the event's job, or nobody works on it any more."""


class Place(IntEnum):
    """Where a job is; it is in exactly one place at every event."""

    QUEUE = 0
    HAND = 1
    """In the hand of `holder`."""
    INBOX = 2
    """In the inbox of `holder`."""
    DONE = 3


QUEUE, HAND, INBOX, DONE = Place


class TaskState:
    """One coroutine: `spent` holds the nanoseconds of its life in each state, up to `since`."""

    __slots__ = (
        *("dead", "inbox", "job", "lane", "leaving", "since"),
        *("spent", "starting", "state", "to", "who"),
    )

    who: int
    state: State
    since: Ns
    job: int
    """The job in hand."""
    to: int
    """The task to which it hands the job, or for which it waits."""
    lane: int
    spent: list[int]
    inbox: list[int]
    """Numbers of the jobs in the inbox."""
    dead: bool
    leaving: bool
    starting: bool

    def __init__(self, who: int) -> None:
        self.who = who
        self.state = State.GONE
        self.since = 0
        self.job = NO_JOB
        self.to = NOBODY
        self.lane = NO_LANE
        self.spent = [0] * len(State)
        self.inbox = []
        self.dead = self.leaving = self.starting = False

    def spent_at(self, at: int) -> list[int]:
        """Return the nanoseconds spent in each state up to the time `at`."""
        spent = list(self.spent)
        spent[self.state] += at - self.since
        return spent

    def working_at(self, at: int) -> int:
        """Return how long it has worked up to the time `at`, in nanoseconds."""
        working = self.spent[CPU] + self.spent[IO]
        return working + at - self.since if self.state.working else working


@lru_cache(maxsize=8)
def _counts_of(states: bytes) -> Sequence[int]:
    """Return how many of a crew are in each state; a frame asks for that again and again."""
    others = [*map(states.count, range(1, len(State)))]
    return len(states) - sum(others), *others


class Census:
    """The states of a crew, and how long they all were in each: O(1) an event, whatever its size.

    The time spent in a state is the times at which someone left it less those at which someone
    entered it; workers that are still in it count as leaving now.
    """

    __slots__ = ("balance", "states")

    states: bytearray
    """The state of each worker, by number."""
    balance: list[int]
    """The times at which a worker left each state less those at which one entered it."""

    def __init__(self) -> None:
        self.states = bytearray()
        self.balance = [0] * len(State)

    def enter(self, state: State, at: int) -> None:
        """Make room for the next worker, who is in a state."""
        self.states.append(state)
        self.balance[state] -= at

    def leave(self, at: int) -> None:
        """Forget the last worker."""
        self.balance[self.states.pop()] += at

    def count(self, *states: State) -> int:
        """Return how many are in one of some states now."""
        return sum(map(self.states.count, states))

    @property
    def counts(self) -> Sequence[int]:
        """How many are in each state now."""
        return _counts_of(bytes(self.states))

    def spent_at(self, at: int) -> list[int]:
        """Return the nanoseconds that all of them together spent in each state, up to `at`."""
        return [
            balance + count * at for balance, count in zip(self.balance, self.counts, strict=True)
        ]

    def crew_times_at(self, at: int) -> tuple[int, int]:
        """Return how long all of them together were at work up to `at`, and on the site."""
        spent = self.spent_at(at)
        return spent[State.CPU] + spent[State.IO], sum(spent[: State.GONE])


class JobState:
    """An unfinished job. Times are simulated nanoseconds; -1 is not yet."""

    __slots__ = (
        *("arrived", "attempt", "cpu_ns", "earlier_ns", "holder", "io_ns", "name", "number"),
        *("place", "running_since", "service_ns", "started", "worker"),
    )

    number: int
    name: str
    cpu_ns: Ns
    io_ns: Ns
    arrived: Ns
    place: Place
    holder: int
    worker: int
    """The worker that it is addressed to."""
    attempt: int
    started: Ns
    """When work on it began first."""
    running_since: Ns
    """Since when it is being worked on without a break."""
    service_ns: Ns
    """Work done in all attempts before `running_since`."""
    earlier_ns: Ns
    """Work done in the attempts before this one."""

    def __init__(self, number: int, name: str, cpu_ns: Ns, io_ns: Ns, arrived: Ns) -> None:
        self.number = number
        self.name = name
        self.cpu_ns = cpu_ns
        self.io_ns = io_ns
        self.arrived = arrived
        self.place = Place.QUEUE
        self.holder = self.worker = NOBODY
        self.attempt = 1
        self.started = self.running_since = -1
        self.service_ns = self.earlier_ns = 0

    def begin(self, at: Ns, worker: int) -> None:
        """Begin an attempt."""
        self.earlier_ns = self.service_ns
        self.worker = worker
        if self.started < 0:
            self.started = at

    @property
    def worked_ns(self) -> int:
        """Work done in this attempt before `running_since`."""
        return self.service_ns - self.earlier_ns

    def progress_at(self, at: int) -> float:
        """Return the share of the work that is done at the time `at`, 0 to 1."""
        total = self.cpu_ns + self.io_ns
        running = at - self.running_since if self.running_since >= 0 else 0
        return min(1.0, (self.worked_ns + running) / total) if total else 0.0


class LaneState:
    """One lane: who runs on it, and how long it was taken before `since`."""

    __slots__ = ("busy_ns", "since", "who")

    who: int
    since: Ns
    busy_ns: Ns

    def __init__(self) -> None:
        self.who = NOBODY
        self.since = 0
        self.busy_ns = 0

    def busy_at(self, at: int) -> int:
        """Return how long the lane was taken up to the time `at`, in nanoseconds."""
        return self.busy_ns + (at - self.since if self.who != NOBODY else 0)


class Verdict(NamedTuple):
    """A line of the accept log: what became of a job (`Accepted`, `Rejected` or `Scrapped`)."""

    at: int
    kind: Kind
    job: int
    worker: int
    attempt: int
    delay_ns: int
    """From its arrival until work on it first began."""
    service_ns: int
    """How long it was worked on, over all attempts."""
    sojourn_ns: int
    """From its arrival until now."""

    @property
    def wait_ns(self) -> int:
        """How long it was there and nobody worked on it."""
        return self.sojourn_ns - self.service_ns
