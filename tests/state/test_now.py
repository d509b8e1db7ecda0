"""The sentence of now is true: what it says is counted anew from the tasks, lanes and jobs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pytest

from site_sim.base.quantities import read_duration, read_rate
from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.cast import NOBODY
from site_sim.state.entities import State, TaskState
from site_sim.state.now import what_matters
from site_sim.state.site import SiteState
from tests.kernel.runs import made
from tests.player.playing import Played
from tests.state.sites import shown

STEP_NS = SECOND // 7
"""Not a part of the times at which things happen."""


class Seen:
    """A site, counted task by task."""

    def __init__(self, state: SiteState) -> None:
        self.state = state
        self.model = state.settings.model
        self.is_serial = self.model == "serial"
        self.crew = [task for task in state.workers if task.state is not State.GONE]
        self.queue = len([*state.queue])

    def are(self, *states: State) -> int:
        """Return how many of the crew are in any of some states."""
        return sum(task.state in states for task in self.crew)

    def is_only(self, name: str, state: State) -> bool:
        """Return whether somebody is the only one of the crew in a state."""
        named = [self.named(task) for task in self.crew if task.state is state]
        return named == [name]

    def named(self, task: TaskState) -> str:
        """Return what a task is called."""
        name = self.state.name_of(task.who)
        return name if name[-1].isdigit() else f"the {name}"

    @property
    def free(self) -> int:
        """How many lanes nobody runs on."""
        return sum(lane.who == NOBODY for lane in self.state.lanes)

    @property
    def keeper(self) -> str:
        """Who has the only lane; "" for nobody."""
        (lane,) = self.state.lanes
        return "" if lane.who == NOBODY else self.named(self.state.task(lane.who))


def number(text: str) -> int:
    """Return a number that is written with commas."""
    return int(text.replace(",", ""))


def counts(text: str, some: int, all: int) -> bool:
    """Return whether `2 of 4`, or `all 4`, is a number out of all."""
    if text.startswith("all "):
        return number(text[4:]) == some == all
    return [number(part) for part in text.split(" of ")] == [some, all] and (some < all or all == 1)


Check = Callable[..., bool]
OF = r"((?:all )?[\d,]+(?: of [\d,]+)?)"
WHO = r"(worker \d+|the \w+)"
READY_LOOPS = r"(\d+) (?:is|are) ready and waits? for (?:its|their) loops?"
HEADS: Mapping[str, Check] = {
    rf"{WHO} waits for its I/O and keeps the call stack": lambda seen, who: (
        seen.is_serial and seen.is_only(who, State.IO) and seen.keeper == who
    ),
    rf"{WHO} computes and keeps the call stack": lambda seen, who: (
        seen.is_serial and seen.is_only(who, State.CPU) and seen.keeper == who
    ),
    rf"{WHO} waits for its I/O": lambda seen, who: seen.is_only(who, State.IO),
    rf"{WHO} waits for its I/O and leaves (.*) to others": lambda seen, who, lane: (
        seen.is_only(who, State.IO) and leaves(seen, lane, "its ")
    ),
    rf"{WHO} computes": lambda seen, who: seen.is_only(who, State.CPU),
    rf"{OF} workers wait for their I/O at the same time": lambda seen, io: counts(
        io, seen.are(State.IO), len(seen.crew)
    ),
    rf"{OF} workers wait for their I/O at the same time and leave (.*) to others": (
        lambda seen, io, lane: (
            counts(io, seen.are(State.IO), len(seen.crew)) and leaves(seen, lane, "their ")
        )
    ),
    r"([\d,]+) wait for I/O at the same time": lambda seen, io: number(io) == seen.are(State.IO),
    rf"{OF} workers compute at the same time": lambda seen, cpu: counts(
        cpu, seen.are(State.CPU), len(seen.crew)
    ),
    r"([\d,]+) compute at the same time": lambda seen, cpu: number(cpu) == seen.are(State.CPU),
    rf"{OF} workers computes? while ([\d,]+) waits? for I/O": lambda seen, cpu, io: (
        counts(cpu, seen.are(State.CPU), len(seen.crew)) and number(io) == seen.are(State.IO)
    ),
    rf"{OF} workers want to go on, (?:but )?(.*) (?:lets one run at a time|runs one)": (
        lambda seen, count, lane: wants(seen, count, 1) and lane == MODEL_FACTS[seen.model].awaited
    ),
    rf"{OF} workers want to go on, but there are (\d+) cores": lambda seen, count, cores: wants(
        seen, count, int(cores)
    ),
    READY_LOOPS: lambda seen, ready: int(ready) == seen.are(State.READY),
    rf"{READY_LOOPS}, while {OF} loops (?:is|are) free": (
        lambda seen, ready, free: (
            int(ready) == seen.are(State.READY) and counts(free, seen.free, len(seen.state.lanes))
        )
    ),
    rf"{OF} workers starts? up": lambda seen, count: counts(
        count, sum(task.starting for task in seen.state.workers), len(seen.state.workers)
    ),
    rf"{WHO} starts up": lambda seen, who: seen.named(seen.state.workers[0]) == who,
    r"a hand-off (?:is under way|keeps the call stack)": lambda seen: any(
        task.state is State.HANDING_OFF for task in seen.state.everyone
    ),
    r"nothing to do until a job comes": lambda seen: (
        not seen.queue and not seen.are(State.CPU, State.IO, State.HANDING_OFF)
    ),
    r"nobody is at work": lambda seen: not seen.are(State.CPU, State.IO),
    r"nobody is there to work": lambda seen: not seen.state.workers,
    r"nobody is left to work": lambda seen: all(task.dead for task in seen.state.workers),
}
JOBS = r"([\d,]+) jobs? waits?"
TAILS: Mapping[str, Check] = {
    JOBS: lambda seen, jobs: number(jobs) == seen.queue,
    f"{JOBS} in the queue": lambda seen, jobs: number(jobs) == seen.queue,
    f"{JOBS} in the queue, as {WHO} has no room": lambda seen, jobs, who: (
        number(jobs) == seen.queue
        and seen.state.staff[0].state is State.BLOCKED
        and seen.named(seen.state.task(seen.state.staff[0].to)) == who
        and not seen.state.task(seen.state.staff[0].to).dead
    ),
    f"{JOBS} in the queue, as {WHO} is dead": lambda seen, jobs, who: (
        number(jobs) == seen.queue
        and seen.named(seen.state.task(seen.state.staff[0].to)) == who
        and seen.state.task(seen.state.staff[0].to).dead
    ),
    f"{JOBS} behind it": lambda seen, jobs: (
        number(jobs) == seen.queue and seen.is_serial and bool(seen.keeper)
    ),
    f"{JOBS}, and nobody hands them out": lambda seen, jobs: (
        number(jobs) == seen.queue and seen.state.staff[0].dead
    ),
    "nobody else can work meanwhile": lambda seen: seen.is_serial and bool(seen.keeper),
}


def leaves(seen: Seen, lane: str, whose: str) -> bool:
    """Return whether that is what those who wait for I/O leave free."""
    facts = MODEL_FACTS[seen.model]
    io = {task.who for task in seen.crew if task.state is State.IO}
    is_named = lane in (facts.awaited, f"{whose}{facts.lane}", f"{whose}{facts.lane}s")
    return is_named and not io & {each.who for each in seen.state.lanes}


def wants(seen: Seen, count: str, lanes: int) -> bool:
    """Return whether so many are ready or run, and more than there are lanes."""
    wanting = seen.are(State.READY, State.CPU, State.HANDING_OFF)
    return counts(count, wanting, len(seen.crew)) and wanting > lanes == len(seen.state.lanes)


def found(forms: Mapping[str, Check], text: str, seen: Seen) -> str:
    """Return the form that a text has, which holds of a site."""
    (form,) = (form for form in forms if re.fullmatch(form, text))
    match = re.fullmatch(form, text)
    assert match is not None
    assert forms[form](seen, *match.groups()), f"{text!r} at {seen.state.at}"
    return form


def forms_of(state: SiteState) -> set[str]:
    """Check all that is said of a site, and return the forms of it."""
    seen, told = Seen(state), what_matters(state)
    assert list(told) == sorted(told, key=len, reverse=True)
    forms = set()
    for sentence in told:
        head, _, tail = sentence.partition(": ")
        forms.add(found(HEADS, head, seen))
        if tail:
            forms.add(found(TAILS, tail, seen))
    return forms


def walked(seconds: int = 24, **fields: Any) -> set[str]:
    """Check all that is said in the first seconds of a run, and return the forms of it."""
    session = Played(**{"at": 0.0, "workers": 4, "rate": 1.0} | fields).player.session
    forms: set[str] = set()
    for _ in range(seconds * SECOND // STEP_NS):
        session.playback.advance(STEP_NS)
        if session.state.finished:
            break
        forms |= forms_of(session.state)
    return forms


@pytest.mark.sampled
@pytest.mark.parametrize("wiring", ["chain", "direct"])
@pytest.mark.parametrize("workload", ["io", "cpu", "mixed"])
@pytest.mark.parametrize("model", MODEL_FACTS)
def test_what_is_said_is_so(model: str, workload: str, wiring: str) -> None:
    forms = walked(model=model, workload=workload, wiring=wiring, rate=2.0, cores=2)
    assert len(forms) > 1


def test_each_form_is_said_somewhere() -> None:
    forms = set[str]()
    for model in MODEL_FACTS:
        for workload in ("io", "cpu", "mixed"):
            crew = {"model": model, "workload": workload, "accident_rate": 0.1}
            forms |= walked(**crew, rate=3.0, supervise=False, seed=2)
    for model in ("serial", "coroutines", "processes"):
        forms |= walked(program="producer-consumer", workers=1, model=model)
    dead = Played(at=3.0, model="coroutines", workers=1, supervise=False).player.session
    dead.begin(CauseAccident(0))
    forms |= forms_of(dead.state)
    dead.playback.advance(9 * SECOND)
    forms |= forms_of(dead.state)
    forms |= walked(rate=0.3)
    forms |= forms_of(SiteState(made().log))  # before anybody is hired
    assert {*HEADS, *TAILS} - forms == set()


def test_a_run_that_is_over_is_summed_up() -> None:
    state = shown(made([(0, 0, SECOND)] * 3, model="serial", workers=2), 9 * SECOND)
    assert state.finished
    told = what_matters(state)
    match = re.fullmatch(
        r"the run took (\S+): (\S+) done, the crew at work (\d+)% of its time", told[0]
    )
    assert match is not None
    took, rate, busy = match.groups()
    end = state.log.time_of(state.seq - 1)
    assert read_duration(took) == end == 3 * SECOND
    assert read_rate(rate) == pytest.approx(3 * SECOND / end)
    spent = sum(
        sum(task.spent_at(end)[state] for state in (State.IO, State.CPU)) for task in state.workers
    )
    assert int(busy) == round(100 * spent / (end * len(state.workers)))
    assert told[1] == f"the run took {took}"


def test_a_rate_that_is_told_is_rounded_once() -> None:
    """Five jobs in 6.9 s are 43.48 a minute; 0.72 a second would be 43.2."""
    state = shown(made([(0, 0, 1_380_000_000)] * 5, model="serial"), 9 * SECOND)
    assert what_matters(state)[0].startswith("the run took 6.9s: 43/min done")


def test_what_is_sent_to_the_dead_has_no_taker() -> None:
    session = Played(at=1.5, model="threads", workers=1, supervise=False).player.session
    session.begin(CauseAccident(0))
    session.playback.advance(9 * SECOND)
    assert what_matters(session.state)[0] == (
        "nobody is left to work: 19 jobs wait in the queue, as worker 0 is dead"
    )


def test_who_has_left_is_not_called_dead() -> None:
    """As a strange log may have it: the kernel lets nobody go to whom a job is sent."""
    session = Played(at=1.5, model="threads", workers=1, supervise=False).player.session
    session.begin(CauseAccident(0))
    session.playback.advance(9 * SECOND)
    session.state.workers.pop()
    session.state.census.leave(session.now)
    assert what_matters(session.state)[0].endswith("in the queue, as worker 0 has left")


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_it_stands_still_long_enough_to_be_read(model: str) -> None:
    """Its first part changes less than three times a second, however much is handed on."""
    player = Played(at=0.0, workers=4, rate=1.0, model=model, workload="io").player
    heads = []
    for _ in range(30 * SECOND // STEP_NS):
        player.session.playback.advance(STEP_NS)
        heads.append(what_matters(player.session.state)[-1])
    assert sum(before != after for before, after in pairwise(heads)) < 3 * 30


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_it_is_of_the_moment_alone(model: str) -> None:
    session = Played(at=0.0, workers=3, rate=2.0, model=model).player.session
    told = {}
    for _ in range(40):
        session.playback.advance(SECOND // 4)
        told[session.now] = what_matters(session.state)
    for at in reversed(told):
        session.playhead.seek(at)
        assert what_matters(session.state) == told[at]
