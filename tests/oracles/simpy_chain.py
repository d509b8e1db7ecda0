"""The site as two SimPy models: a chain of inboxes on one event loop, and one call stack.

Nothing of the project is used. A task holds the one lane while it runs, hops or computes; it waits
for its I/O, or for room in an inbox, without the lane, and queues for it first come, first served.

Ties. Several things may fall on the same nanosecond, and the order among them is part of what the
site promises: timers that are due together go off in the order in which they were set, and whoever
was given the lane runs before the next timer goes off. SimPy orders events by (time, priority,
number): its time-outs are NORMAL events, numbered as they are made, and the lane is granted here
by URGENT ones. So nothing is left open at ties, and jobs need not avoid them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

import simpy
from simpy.events import URGENT

Process = Generator[simpy.Event, None, Any]


class Work(NamedTuple):
    """A job: when it arrives, its CPU part and its I/O part, in nanoseconds."""

    arrival: int
    cpu: int
    io: int


class Done(NamedTuple):
    """A job that was accepted, and when."""

    job: int
    at: int


class Turn(simpy.Event):
    """Someone's turn to have the lane."""

    def grant(self) -> None:
        self._ok = True
        self._value = None
        self.env.schedule(self, priority=URGENT)


class Lane:
    """The event loop: it runs one task at a time, and the others stand in line."""

    def __init__(self) -> None:
        self.taken = False
        self.line: deque[Turn] = deque()

    def request(self, turn: Turn) -> None:
        if self.taken:
            self.line.append(turn)
        else:
            self.taken = True
            turn.grant()

    def release(self) -> None:
        if self.line:
            self.line.popleft().grant()
        else:
            self.taken = False


class Actor:
    """A task with its inbox; it starts at rest, without the lane."""

    def __init__(self, env: simpy.Environment, lane: Lane, room: float) -> None:
        self.env = env
        self.lane = lane
        self.room = room
        self.inbox: deque[Any] = deque()
        self.blocked: deque[tuple[Turn, Any]] = deque()
        self.rest: Turn | None = Turn(env)

    def put(self, item: Any) -> None:
        self.inbox.append(item)
        if self.rest is not None:
            turn, self.rest = self.rest, None
            self.lane.request(turn)

    def begin(self) -> Process:
        assert self.rest is not None
        yield self.rest

    def receive(self) -> Process:
        if not self.inbox:
            self.lane.release()
            self.rest = Turn(self.env)
            yield self.rest
        item = self.inbox.popleft()
        if self.blocked:
            turn, waiting = self.blocked.popleft()
            self.inbox.append(waiting)
            self.lane.request(turn)
        return item

    def send(self, target: Actor, item: Any, hop_ns: int) -> Process:
        if hop_ns:
            yield self.env.timeout(hop_ns)
        if len(target.inbox) < target.room:
            target.put(item)
            return
        turn = Turn(self.env)
        target.blocked.append((turn, item))
        self.lane.release()
        yield turn

    def work(self, job: Work) -> Process:
        if job.cpu:
            yield self.env.timeout(job.cpu)
        if job.io:
            self.lane.release()
            yield self.env.timeout(job.io)
            turn = Turn(self.env)
            self.lane.request(turn)
            yield turn


def arrivals(env: simpy.Environment, jobs: Sequence[Work], foreman: Actor) -> Process:
    for number, job in enumerate(jobs):
        yield env.timeout(job.arrival - env.now)
        foreman.put(number)


def coroutines(
    jobs: Sequence[Work], workers: int, room: int, hop_ns: int, direct: bool = False
) -> list[Done]:
    """Run jobs, in order of arrival, on one event loop; return them as they were accepted."""
    env = simpy.Environment(initial_time=0)
    lane = Lane()
    foreman = Actor(env, lane, float("inf"))
    accept = Actor(env, lane, room)
    crew = [Actor(env, lane, room) for _ in range(workers)]
    done: list[Done] = []

    def lead() -> Process:
        yield from foreman.begin()
        while True:
            job = yield from foreman.receive()
            addressee = job % workers
            target = crew[addressee if direct else -1]
            yield from foreman.send(target, (job, addressee), hop_ns)

    def labour(me: int) -> Process:
        actor = crew[me]
        yield from actor.begin()
        while True:
            job, addressee = yield from actor.receive()
            if addressee == me:
                yield from actor.work(jobs[job])
                yield from actor.send(accept, job, hop_ns)
            else:
                yield from actor.send(crew[me - 1], (job, addressee), hop_ns)

    def inspect() -> Process:
        yield from accept.begin()
        while True:
            job = yield from accept.receive()
            done.append(Done(job, env.now))

    env.process(inspect())
    for number in range(workers):
        env.process(labour(number))
    env.process(lead())
    env.process(arrivals(env, jobs, foreman))
    env.run()
    return done


def serial(jobs: Sequence[Work], workers: int, hop_ns: int) -> list[Done]:
    """Run jobs, in order of arrival, on one call stack; return them as they were accepted."""
    env = simpy.Environment(initial_time=0)
    stack = simpy.Resource(env, capacity=1)
    done: list[Done] = []

    def call(receiver: int, job: int) -> Process:
        yield env.timeout(hop_ns)
        if receiver == job % workers:
            yield env.timeout(jobs[job].cpu + jobs[job].io)
            yield env.timeout(hop_ns)
            done.append(Done(job, env.now))
        else:
            yield from call(receiver - 1, job)

    def take(job: int) -> Process:
        yield env.timeout(jobs[job].arrival)
        with stack.request() as turn:
            yield turn
            yield from call(workers - 1, job)

    for number in range(len(jobs)):
        env.process(take(number))
    env.run()
    return done
