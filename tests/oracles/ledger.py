"""A strict reading of a site's log: who may do what, event by event, by rules of its own.

It knows the kinds of event, and of the project nothing else: what a model is stands in a table of
this file. Each event is checked against what went before, and once the clock moves on, what holds
at the end of an instant is checked too: no inbox is over-full, nobody dawdles, no lane is free
while somebody waits for one.

Two things have no event, and are read between the lines. Someone takes the first item of its inbox
when it is next seen to do anything with it (or when a place in its inbox is given to one who is
blocked). And someone who has passed its job on may keep the lane for what comes next, in the same
instant; so a lane is *held* only while a hop, a computation or (serial) a wait for I/O lasts.
"""

from __future__ import annotations

import re
from collections import deque
from types import SimpleNamespace
from typing import Any, NamedTuple

from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE, WAITS_FOR_LANE, JobCard, Kind


class Rules(NamedTuple):
    """What a model allows."""

    calls: bool = False
    pinned: bool = False
    quantum: str = ""
    every_core: bool = False
    hop: str = "loop_hop_ns"
    processes: bool = False


RULES = {
    "serial": Rules(calls=True, hop="send_ns"),
    "coroutines": Rules(),
    "threads": Rules(quantum="gil_quantum_ns", hop="thread_hop_ns"),
    "free-threads": Rules(quantum="os_slice_ns", every_core=True, hop="thread_hop_ns"),
    "processes": Rules(quantum="os_slice_ns", every_core=True, processes=True),
    "hybrid": Rules(pinned=True),
}

COSTS = (
    *("send_ns", "loop_hop_ns", "thread_hop_ns", "pipe_hop_ns", "pipe_kib_ns"),
    *("switch_ns", "spawn_ns", "start_up_ns", "gil_quantum_ns", "os_slice_ns"),
)
REST, HOP, BLOCKED, CALLING, CPU, IO, PAUSED, DONE, WAITS, START = (
    *("rest", "hop", "blocked", "calling", "cpu", "io", "paused", "done", "waits", "start"),
)
READERS = {kind: "_" + re.sub(r"(?<!^)(?=[A-Z])", "_", kind.name).lower() for kind in Kind}
"""The method that reads an event of each kind."""


class Person:
    """Someone on the site, or on the way there (`starting`), or dead."""

    def __init__(self, who: int, at: int) -> None:
        self.who = who
        self.alive = self.starting = self.leaving = False
        self.hand = NO_JOB
        self.inbox: deque[int] = deque()
        self.blocked: deque[Person] = deque()
        """Who waits for room in this inbox."""
        self.doing = REST
        self.since = at
        self.woken = False
        """At rest, but in line for a lane because there is something to fetch, or was."""
        self.lane = self.last_lane = NO_LANE
        self.lane_from = self.lane_until = 0
        """Since when it has the lane that it has or had last, and until when."""
        self.home = NO_LANE
        self.to: Person | None = None
        self.cpu_ns = self.io_ns = 0
        """Work done on the job in hand."""
        self.start_ns = 0
        """Work done on its start-up."""
        self.is_spawned = False
        self.born = at
        self.rests_from = at
        """When its work ended last, or else when it was hired: for the first crew all at once."""
        self.lifetime = 0
        self.spent: dict[str, int] = {}

    def turns_to(self, doing: str, at: int, lane: int = NO_LANE) -> None:
        if self.alive:
            self.spent[self.doing] = self.spent.get(self.doing, 0) + at - self.since
        if self.lane != NO_LANE:
            self.last_lane, self.lane_until = self.lane, at
        if lane != NO_LANE and (lane, at) != (self.last_lane, self.lane_until):
            self.lane_from = at
        self.doing, self.since, self.lane = doing, at, lane
        self.woken = False

    def spent_at(self, doing: str, at: int) -> int:
        now = at - self.since if self.alive and self.doing == doing else 0
        return self.spent.get(doing, 0) + now

    def lifetime_at(self, at: int) -> int:
        return self.lifetime + (at - self.born if self.alive else 0)

    @property
    def holds(self) -> list[int]:
        """The jobs in hand and in the inbox, in order."""
        return [self.hand] * (self.hand != NO_JOB) + list(self.inbox)

    def __repr__(self) -> str:
        return f"<{self.who} {self.doing} since {self.since} holds {self.holds}>"


class Ledger:
    """Reads a log, `follow` by `follow`, and raises AssertionError at the first broken rule."""

    def __init__(self, log: EventLog, costs: Any, cores: int) -> None:
        """`costs` has the attributes of the kernel's own, in nanoseconds."""
        self.log = log
        self.costs = SimpleNamespace(**{name: getattr(costs, name) for name in COSTS})
        self.cores = cores
        self.at = 0
        self.settings: dict[str, str] = {}
        self.queue: deque[int] = deque()
        self.cards: dict[int, JobCard] = {}
        """The unfinished jobs."""
        self.addressee: dict[int, int] = {}
        self.promised: dict[int, int] = {}
        """Which free worker a job on its way was found for, and who is not free until then."""
        self.failures: dict[int, int] = {}
        self.uncalled: set[int] = set()
        """Jobs that failed with a call to the dead, of which there is no word but a death."""
        self.taken: list[int] = []
        self.verdicts: list[tuple[Kind, int]] = []
        self.arrived = 0
        self.lanes = 0
        self.switching: dict[int, int] = {}
        """Until when a lane is being switched from one task to another."""
        self.waited_from: int | None = None
        """Since when there was always somebody who waits for a lane."""
        self.died_at = 0
        """When somebody died last, who may have been the only one that waited."""
        self.waited: set[int] = set()
        """Who waits for a lane since before this instant, or lost it within it."""
        self.starters: list[Person] = []
        """Those on the way, in the order in which their processes are started."""
        self.up_at: dict[int, int] = {}
        """When the process that a lane belongs to was up."""
        self.staff: dict[int, Person] = {}
        self.gone: list[Person] = []
        """Those who left."""
        self.calls: list[tuple[Person, Person]] = []
        """Who calls which other, the latest last."""
        self.rebuilding = False
        self.doomed: deque[Person] = deque()
        """Who must die next, in order."""
        self.failed = NO_JOB
        self.failed_by: Person | None = None
        """The holder of a job that was requeued just now: its death makes it a failure."""

    # -- reading ---------------------------------------------------------------------------

    @property
    def rules(self) -> Rules:
        return RULES[self.settings["model"]]

    @property
    def pipeline(self) -> bool:
        return self.settings["program"] == "pipeline"

    @property
    def room(self) -> int:
        return int(self.settings["inbox"])

    @property
    def workers(self) -> list[Person]:
        return [self.staff[who] for who in sorted(self.staff) if who >= 0]

    def everyone_ever(self) -> list[Person]:
        return [*self.gone, *self.staff.values()]

    def follow(self, row: tuple[int, ...]) -> None:
        """Read the next event."""
        at, kind, who, job, a, b = row
        assert at >= self.at, "time runs backwards"
        if at > self.at:
            self.end_of_instant()
            self.at = at
        if kind not in (Kind.Died, Kind.Requeued):
            self.failed_by = None
        if self.doomed:
            assert kind in (Kind.Requeued, Kind.Scrapped, Kind.Died), "an accident is interrupted"
        getattr(self, READERS[kind])(who, job, a, b)

    # -- the end of an instant -------------------------------------------------------------

    def end_of_instant(self) -> None:
        assert not self.doomed
        assert not self.rebuilding
        for person in self.staff.values():
            assert len(person.inbox) <= self.room, person
            if person.doing in (REST, WAITS) or not person.alive:
                assert person.hand == NO_JOB, person
        if not self.calls:
            self.no_lane_is_idle()
        if self.calls:
            caller, callee = self.calls[-1]
            assert callee.lane != NO_LANE, f"{caller} is in a call, and {callee} does nothing"

    def no_lane_is_idle(self) -> None:
        """Check that nobody waits for a lane while one is free."""
        free = set(range(self.lanes)) - {person.lane for person in self.staff.values()}
        switching = {lane for lane, until in self.switching.items() if until > self.at} & free
        free -= switching
        waiting = [p for p in self.staff.values() if self.wants_lane(p)]
        self.waited = {person.who for person in waiting}
        if not waiting:
            self.waited_from = None
        elif self.waited_from is None:
            self.waited_from = self.at
        if self.rules.pinned:
            assert not free & {person.home for person in waiting}, f"{waiting}, {free} are free"
        elif free:  # those whose lane is being switched to them have one
            assert len(waiting) <= len(switching), f"{waiting}, {free} are free"

    def wants_lane(self, person: Person) -> bool:
        if not person.alive:
            return person.starting and person.doing != START and self.is_its_turn(person)
        if person.woken or person.doing in (PAUSED, WAITS, DONE):
            return True
        if person.doing != REST:
            return False
        if person.who == FOREMAN:
            return bool(self.queue) and (
                self.settings["dispatch"] == "round-robin" or any(map(self.is_free, self.workers))
            )
        return bool(person.inbox)

    def is_its_turn(self, person: Person) -> bool:
        """Return whether the parent has done its part for all the processes before this one."""
        if self.rules.pinned:  # whose process it is comes out as it gets its lane
            return False
        return all(other.is_spawned for other in self.starters[: self.starters.index(person)])

    def is_free(self, worker: Person) -> bool:
        """Return whether the foreman may address a job to a worker when he looks for a free one."""
        return (
            worker.alive
            and not worker.leaving
            and worker.doing == REST
            and not worker.holds
            and worker.who not in self.promised.values()
        )

    # -- what events share -----------------------------------------------------------------

    def acts(self, who: int) -> Person:
        """Return who is about to do something, which they must be able to."""
        person = self.staff[who]
        assert person.alive, f"{person} is dead"
        self.waited.discard(who)
        if self.calls:
            assert person is self.calls[-1][1], f"{person} acts, and is not the one called last"
        return person

    def takes_up(self, person: Person, job: int) -> None:
        """Give someone a job in hand, which they have or is the first of their inbox."""
        if person.hand == NO_JOB:
            assert person.doing in (REST, WAITS), person
            assert person.inbox[0] == job, f"{person} takes {job}"
            person.hand = person.inbox.popleft()
        assert person.hand == job, f"{person} takes {job}"

    def takes_lane(self, person: Person, doing: str, lane: int) -> None:
        assert 0 <= lane < self.lanes
        for other in self.staff.values():
            assert other is person or other.lane != lane, f"{other} has lane {lane}: {person}"
        if self.rules.pinned:
            assert lane == person.home
        person.turns_to(doing, self.at, lane)

    def hops_ns(self, person: Person, to: Person) -> set[int]:
        """Return what a hop may take: where someone starts is only said once they are there."""
        name = len(self.cards[person.hand].name.encode())
        near = getattr(self.costs, self.rules.hop)
        far = self.costs.pipe_hop_ns + name * self.costs.pipe_kib_ns // 1024
        if self.rules.pinned and to.home == NO_LANE:
            return {near, far}
        return {far if self.rules.processes or person.home != to.home else near}

    def ends_hop(self, who: int, job: int, a: int) -> tuple[Person, Person]:
        person, to = self.staff[who], self.staff[a]
        assert person.hand == job
        assert person.doing == HOP
        assert person.to is to
        assert self.at - person.since in self.hops_ns(person, to)
        return person, to

    def computed(self, person: Person) -> int:
        """Add what was computed since the slice began; return the length of the slice."""
        assert person.doing == CPU, person
        slice_ns = self.at - person.since
        person.cpu_ns += slice_ns
        assert person.cpu_ns <= self.cards[person.hand].cpu_ns
        return slice_ns

    # -- the site --------------------------------------------------------------------------

    def _setting_changed(self, who: int, job: int, a: int, b: int) -> None:
        key, value = self.log.texts[a], self.log.texts[b]
        cost = key.replace("-", "_")
        is_cost = hasattr(self.costs, cost)
        if self.staff and (is_cost or key in ("model", "wiring", "cores", "inbox")):
            self.rebuilding = True
        if is_cost:
            setattr(self.costs, cost, int(value))
        if key == "cores":
            self.cores = int(value)
        self.settings[key] = value

    def _lanes_opened(self, who: int, job: int, a: int, b: int) -> None:
        assert not self.staff, "somebody is still here"
        assert not self.calls or self.rebuilding
        self.calls.clear()
        self.switching.clear()
        self.waited, self.waited_from = set(), None
        rules = self.rules
        assert a == (self.cores if rules.every_core else a if rules.pinned else 1)
        assert 1 <= a <= max(1, self.cores)
        self.lanes = a
        self.rebuilding = False

    def _hired(self, who: int, job: int, a: int, b: int) -> None:
        if who not in self.staff:
            assert who < 0 or who == len(self.workers), "a gap in the numbers"
            self.staff[who] = Person(who, self.at)
        person = self.staff[who]
        assert not person.alive
        if person.starting:
            self.comes_up(person, a)
        else:
            person.rests_from = self.at
        person.turns_to(REST, self.at)
        person.alive, person.starting, person.born = True, False, self.at
        assert (a >= 0) == self.rules.pinned
        person.home = a

    def _start_up_began(self, who: int, job: int, a: int, b: int) -> None:
        assert self.rules.processes or self.rules.pinned
        if who not in self.staff:
            assert who == len(self.workers)
            self.staff[who] = Person(who, self.at)
        person = self.staff[who]
        assert not person.alive
        assert not person.starting
        person.starting, person.since, person.rests_from = True, self.at, self.at

        assert self.start_up_ns > 0
        person.start_ns, person.is_spawned = 0, self.costs.spawn_ns == 0
        self.starters.append(person)

    @property
    def start_up_ns(self) -> int:
        return int(self.costs.spawn_ns + self.costs.start_up_ns)

    def comes_up(self, person: Person, home: int) -> None:
        self.starters.remove(person)
        if person.doing == START:
            assert person.start_ns + self.at - person.since == self.start_up_ns, person
            assert person.is_spawned
            self.up_at[person.lane] = self.at
        else:
            assert self.rules.pinned
            assert self.at == self.up_at[home], f"{person} is up without its process"

    def _start_up_got_lane(self, who: int, job: int, a: int, b: int) -> None:
        person = self.staff[who]
        assert person.starting
        assert person.doing != START
        if self.rules.pinned:
            assert person.doing == REST
            before = [other for other in self.starters if other.doing == START or other.start_ns]
            assert all(other.is_spawned for other in before), f"{person} comes too soon"
            assert all(other.home != b for other in before), "a process starts twice"
            person.home = b
        else:
            assert self.is_its_turn(person), f"{person} comes too soon"
        self.takes_lane(person, START, b)

    def _spawned(self, who: int, job: int, a: int, b: int) -> None:
        person = self.staff[who]
        assert person.doing == START
        assert not person.is_spawned
        assert person.start_ns + self.at - person.since == self.costs.spawn_ns
        person.is_spawned = True

    def _start_up_lost_lane(self, who: int, job: int, a: int, b: int) -> None:
        person = self.staff[who]
        assert person.doing == START
        assert person.lane == b
        assert self.rules.quantum
        spawns_ns = max(0, int(self.costs.spawn_ns) - person.start_ns)
        slice_ns = self.at - person.since
        person.start_ns += slice_ns
        assert person.start_ns < (self.start_up_ns if person.is_spawned else self.costs.spawn_ns)
        self.is_timely(slice_ns - spawns_ns if spawns_ns <= slice_ns else slice_ns)
        self.gives_way(person, b)

    def is_timely(self, slice_ns: int) -> None:
        """Check that a slice ends where the operating system ends it, or somebody woke up."""
        if not slice_ns or slice_ns % getattr(self.costs, self.rules.quantum):
            wants = [other for other in self.staff.values() if self.wants_lane(other)]
            assert any(other.who not in self.waited for other in wants), "nobody wakes up"

    def gives_way(self, person: Person, lane: int) -> None:
        """Let someone wait whose lane is switched to one who waits."""
        others = (other for other in self.staff.values() if other is not person)
        assert any(map(self.wants_lane, others)), f"{person} gave way to nobody"
        person.turns_to(PAUSED, self.at)
        self.waited.add(person.who)
        self.switching[lane] = self.at + self.costs.switch_ns

    def _laid_off(self, who: int, job: int, a: int, b: int) -> None:
        assert who == max(person.who for person in self.workers if not person.leaving)
        assert who > 0, "one stays"
        self.staff[who].leaving = True

    def _called_back(self, who: int, job: int, a: int, b: int) -> None:
        assert who == min(person.who for person in self.workers if person.leaving)
        self.staff[who].leaving = False

    def _left(self, who: int, job: int, a: int, b: int) -> None:
        person = self.staff[who]
        assert not person.holds, f"{person} leaves with something"
        if not self.rebuilding:
            assert person.leaving
            assert who == len(self.workers) - 1, "one in the middle leaves"
            assert not person.blocked
            assert not any(p.to is person for p in self.staff.values() if p.doing == HOP)
        self.leaves_life(person)
        self.gone.append(self.staff.pop(who))

    def leaves_life(self, person: Person) -> None:
        self.waited.discard(person.who)
        person.lifetime = person.lifetime_at(self.at)
        if person.starting:
            self.starters.remove(person)
        person.turns_to(REST, self.at)
        person.alive = person.starting = False
        if person.to is not None and person in person.to.blocked:
            person.to.blocked.remove(person)

    # -- the queue -------------------------------------------------------------------------

    def _job_arrived(self, who: int, job: int, a: int, b: int) -> None:
        assert job == self.arrived, "numbers count"
        self.arrived += 1
        self.cards[job] = self.log.jobs[job]
        self.queue.append(job)

    def _arrivals_ended(self, who: int, job: int, a: int, b: int) -> None:
        pass

    def _job_taken(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        assert who == FOREMAN
        assert person.doing in (REST, WAITS)
        assert not person.holds
        assert job == self.queue[0], "out of order"
        worker = self.staff[a]
        assert not worker.leaving, "addressed to somebody who leaves"
        if self.settings["dispatch"] == "least-busy":
            assert self.is_free(worker), f"{worker} is not free"
            free = [(other.rests_from, other.who) for other in self.workers if self.is_free(other)]
            assert (worker.rests_from, a) == min(free), f"{worker} has not rested longest"
            self.promised[job] = a
        self.queue.popleft()
        person.hand = job
        self.addressee[job] = a
        self.taken.append(job)

    def _requeued(self, who: int, job: int, a: int, b: int) -> None:
        assert who == NOBODY
        self.failed, self.failed_by = job, self.loses(job)
        self.queue.appendleft(job)

    def _unclaimed(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        self.takes_up(person, job)
        assert who == 0 or self.settings["wiring"] == "direct"
        assert self.addressee[job] != who
        person.hand = NO_JOB
        self.promised.pop(job, None)
        self.queue.appendleft(job)

    def loses(self, job: int) -> Person:
        """Take a job from whoever has it in hand or inbox, which is exactly one."""
        holders = [person for person in self.staff.values() if job in person.holds]
        assert len(holders) == 1, f"{job} is with {holders}"
        assert job in self.cards
        assert job not in self.queue
        self.promised.pop(job, None)
        if holders[0].hand == job:
            holders[0].hand = NO_JOB
        else:
            holders[0].inbox.remove(job)
        return holders[0]

    # -- sending ---------------------------------------------------------------------------

    def _hand_off_started(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        if person.doing == DONE:
            assert a == ACCEPT
            assert person.hand == job
        else:
            self.takes_up(person, job)
            addressee = self.addressee[job]
            if not self.pipeline:
                assert (who, a) == (FOREMAN, 0)
            elif who == FOREMAN:
                head = max(worker.who for worker in self.workers if not worker.leaving)
                assert a == (head if self.settings["wiring"] == "chain" else addressee)
            else:
                assert a == who - 1
            assert not self.pipeline or addressee <= a
        person.to = self.staff[a]
        self.takes_lane(person, HOP, b)

    def _handed_off(self, who: int, job: int, a: int, b: int) -> None:
        if b == WAITS_FOR_LANE:
            person, to = self.staff[who], self.staff[a]
            assert person.alive
            assert person.doing == BLOCKED
            assert to.blocked.popleft() is person, "a later comer is let in first"
            assert to.hand == NO_JOB
            to.hand = to.inbox.popleft()
            assert person.hand == job
            person.turns_to(WAITS, self.at)
        else:
            self.acts(who)
            person, to = self.ends_hop(who, job, a)
            person.turns_to(REST, self.at)
        person.hand = NO_JOB
        if b == IS_CALLING:
            assert self.rules.calls
            assert to.alive
            assert to.doing == REST
            assert to.hand == NO_JOB
            to.hand = job
            person.turns_to(CALLING, self.at)
            self.calls.append((person, to))
        else:
            assert not self.rules.calls
            assert b in (GOES_ON, WAITS_FOR_LANE)
            to.inbox.append(job)
            assert len(to.inbox) <= self.room, f"{to} is over-full"

    def _blocked(self, who: int, job: int, a: int, b: int) -> None:
        self.acts(who)
        assert not self.rules.calls
        person, to = self.ends_hop(who, job, a)
        assert len(to.inbox) == self.room, f"there is room with {to}"
        to.blocked.append(person)
        person.turns_to(BLOCKED, self.at)

    def _resumed(self, who: int, job: int, a: int, b: int) -> None:
        caller, callee = self.calls.pop()
        assert (caller.who, callee.who) == (who, a)
        assert caller.doing == CALLING
        assert callee.doing == REST
        assert callee.hand == NO_JOB
        caller.turns_to(REST, self.at)

    # -- working ---------------------------------------------------------------------------

    def _work_started(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        self.takes_up(person, job)
        assert self.addressee[job] == who
        self.promised.pop(job, None)
        person.cpu_ns = person.io_ns = 0
        self.takes_lane(person, CPU, b)

    def _preempted(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        assert person.hand == job
        assert person.lane == b
        slice_ns = self.computed(person)
        quantum_ns = getattr(self.costs, self.rules.quantum)
        if not self.rules.every_core:
            waited_from = self.at if self.waited_from is None else self.waited_from
            asked_at = {max(waited_from, person.lane_from), person.since, self.died_at}
            due = {at + quantum_ns for at in asked_at}
            assert self.at in due or (not slice_ns and self.at > min(due)), "not asked for"
        else:
            self.is_timely(slice_ns)
        assert person.cpu_ns < self.cards[job].cpu_ns
        self.gives_way(person, b)

    def _cpu_resumed(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        assert person.hand == job
        assert person.doing == PAUSED
        self.takes_lane(person, CPU, b)

    def _io_started(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        assert person.hand == job
        self.computed(person)
        assert b == (person.lane if self.rules.calls else NO_LANE)
        person.turns_to(IO, self.at, b)

    def _work_finished(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        assert person.hand == job
        if person.doing == IO:
            person.io_ns = self.at - person.since
        else:
            self.computed(person)
        card = self.cards[job]
        assert (person.cpu_ns, person.io_ns) == (card.cpu_ns, card.io_ns)
        assert b == person.lane
        person.rests_from = self.at
        person.turns_to(DONE, self.at)

    # -- verdicts --------------------------------------------------------------------------

    def judged(self, kind: Kind, who: int, job: int, worker: int, attempt: int) -> None:
        person = self.acts(who)
        if self.pipeline:
            assert who == ACCEPT
            self.takes_up(person, job)
        else:
            assert who == 0
            assert person.doing == DONE
            assert person.hand == job
            person.turns_to(REST, self.at)
        person.hand = NO_JOB
        assert worker == self.addressee[job]
        self.counted(kind, job, attempt)

    def counted(self, kind: Kind, job: int, attempt: int) -> None:
        failures = self.failures.get(job, 0)
        limit = int(self.settings["rework-limit"])
        assert attempt == failures + 1
        if kind is Kind.Rejected:
            self.failures[job] = failures + 1
            assert failures + 1 <= limit, "should have been scrapped"
            self.queue.append(job)
        else:
            assert kind is Kind.Accepted or failures + 1 > limit, "given up too soon"
            del self.cards[job]
        self.verdicts.append((kind, job))

    def _accepted(self, who: int, job: int, a: int, b: int) -> None:
        self.judged(Kind.Accepted, who, job, a, b)

    def _rejected(self, who: int, job: int, a: int, b: int) -> None:
        self.judged(Kind.Rejected, who, job, a, b)

    def _scrapped(self, who: int, job: int, a: int, b: int) -> None:
        if who != NOBODY:
            self.judged(Kind.Scrapped, who, job, a, b)
            return
        assert self.loses(job).who == a
        self.counted(Kind.Scrapped, job, b)

    # -- accidents -------------------------------------------------------------------------

    def _accident_happened(self, who: int, job: int, a: int, b: int) -> None:
        person = self.staff[who]
        assert person.alive
        assert who >= 0
        assert job == person.hand
        assert person.doing != CALLING, "an accident is thrown into a running generator"
        self.doomed.extend(self.stack_from(person))

    def stack_from(self, person: Person) -> list[Person]:
        """Return someone, their caller, the caller's caller, and so on."""
        stack = [person]
        for caller, callee in reversed(self.calls):
            if callee is stack[-1]:
                stack.append(caller)
        return stack

    def _died(self, who: int, job: int, a: int, b: int) -> None:
        person = self.staff[who]
        if not self.doomed:
            # No accident: a call to one that is dead raises StopIteration in the caller.
            assert self.rules.calls
            assert person.doing == HOP
            assert person.to is not None
            assert not person.to.alive
            self.doomed.extend(self.stack_from(person))
            self.uncalled.add(self.failed)
        assert person is self.doomed.popleft(), "the exception takes another way"
        if self.failed_by is person:
            failures = self.failures[self.failed] = self.failures.get(self.failed, 0) + 1
            assert failures <= int(self.settings["rework-limit"]), "should have been scrapped"
        self.failed_by = None
        assert person.hand == NO_JOB
        if self.calls and self.calls[-1][1] is person:
            self.calls.pop()
        self.leaves_life(person)
        self.died_at = self.at

    # -- waking ----------------------------------------------------------------------------

    def _became_ready(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        assert who == FOREMAN
        assert person.hand == NO_JOB
        if person.doing in (HOP, BLOCKED):  # the one he was sending to is gone
            assert person.to is not None
            if person in person.to.blocked:
                person.to.blocked.remove(person)
            person.turns_to(WAITS, self.at)
        else:
            assert person.doing == REST
        person.woken = True

    def _became_idle(self, who: int, job: int, a: int, b: int) -> None:
        person = self.acts(who)
        assert person.doing in (REST, WAITS)
        assert not person.holds
        person.turns_to(REST, self.at)


def follow(log: EventLog, costs: Any, cores: int = 2) -> Ledger:
    """Read a whole log, and return the ledger at its end."""
    ledger = Ledger(log, costs, cores)
    for row in log.rows():
        ledger.follow(row)
    return ledger
