"""Whole states as plain values that can be compared, and a state compared with the ledger."""

from __future__ import annotations

from typing import Any

import msgspec

from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB
from site_sim.state.entities import Place, State, TaskState
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.summary import summary_of
from tests.oracles import ledger as rules
from tests.oracles.ledger import Ledger, Person

COUNTERS = (
    *("seq", "at", "arrived", "scrapped", "finished", "built_at"),
    *("utilisation", "lane_utilisation"),
)


def picture(state: SiteState) -> dict[str, Any]:
    """Return everything that a person could see of a state."""
    seen: dict[str, Any] = {name: getattr(state, name) for name in COUNTERS}
    seen["settings"] = msgspec.structs.asdict(state.settings)
    seen["queue"] = list(state.queue)
    seen["jobs"] = {job.number: _slots(job) for job in state.jobs.values()}
    seen["tasks"] = [_task(task, state) for task in tasks(state)]
    seen["lanes"] = [_slots(lane) for lane in state.lanes]
    seen["figures"] = summary_of(state)
    seen["verdicts"] = list(state.verdicts)
    seen["census"] = (state.census.counts, state.census.spent_at(state.at))
    return seen


def tasks(state: SiteState) -> list[TaskState]:
    """Return everyone's state, from the foreman on."""
    return [*state.staff, *state.workers]


def _slots(thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in type(thing).__slots__}


def _task(task: TaskState, state: SiteState) -> dict[str, Any]:
    seen = _slots(task)
    seen["inbox"] = list(task.inbox)
    seen["spent"] = task.spent_at(state.at)
    return seen


STATES = {
    rules.HOP: State.HANDING_OFF,
    rules.BLOCKED: State.BLOCKED,
    rules.CALLING: State.BLOCKED,
    rules.CPU: State.CPU,
    rules.IO: State.IO,
    rules.PAUSED: State.READY,
    rules.DONE: State.READY,
    rules.WAITS: State.READY,
}
"""What a person sees of what someone is doing; at rest it depends."""


class Auditor:
    """Follows a log with the ledger and a state side by side, and compares them at every event."""

    def __init__(self, ledger: Ledger, state: SiteState) -> None:
        self.ledger = ledger
        self.state = state
        self.pictures: dict[int, dict[str, Any]] = {}
        """What the state looked like after some numbers of events."""
        self._workers: dict[int, TaskState] = {}
        """Every worker's state there ever was, so that each stays alive and has its own id."""

    def follow(self) -> None:
        """Read on to the end of the log."""
        ledger, state, log = self.ledger, self.state, self.ledger.log
        for row in log.rows(state.seq):
            if row[0] > state.at:
                self.compare_at_rest()
            ledger.follow(row)
            fold(state, state.seq + 1)
            self._workers |= {id(worker): worker for worker in state.workers}
            self.compare()
            if state.seq % 97 == 0:
                self.pictures[state.seq] = picture(state)

    def compare(self) -> None:
        """Compare what holds at every event: every job is in exactly one place, and both agree."""
        ledger, state = self.ledger, self.state
        assert list(state.queue) == list(ledger.queue)
        assert set(state.jobs) == set(ledger.cards)
        places = dict.fromkeys(state.queue, (Place.QUEUE, NOBODY))
        count = len(state.queue)
        for task in tasks(state):
            holds = [(task.job, Place.HAND)] * (task.job != NO_JOB)
            holds += [(job, Place.INBOX) for job in task.inbox]
            person = ledger.staff.get(task.who)
            assert [job for job, _ in holds] == (person.holds if person else []), task.who
            assert (task.state is not State.GONE) == bool(person and person.alive), task.who
            places |= {job: (place, task.who) for job, place in holds}
            count += len(holds)
        assert count == len(places) == len(state.jobs)
        for job in state.jobs.values():
            assert places[job.number] == (job.place, job.holder)
            if not ledger.doomed and job.number not in ledger.uncalled:
                assert job.attempt == ledger.failures.get(job.number, 0) + 1
        if not ledger.rebuilding:
            assert [worker.who for worker in state.workers] == [p.who for p in ledger.workers]
        statistics = state.statistics
        assert state.arrived == statistics.done + state.scrapped + len(state.jobs)
        working = [job for job in state.jobs.values() if job.running_since >= 0]
        assert statistics.waiting + len(working) == len(state.jobs)

    def compare_at_rest(self) -> None:
        """Compare what holds once nothing more happens at an instant."""
        ledger, state, at = self.ledger, self.state, self.state.at
        for person in ledger.staff.values():
            task = state.task(person.who)
            assert task.state is self._expected(person), person
            assert task.lane == person.lane, person
            assert (task.leaving, task.starting) == (person.leaving, person.starting)
            if person.who >= 0:
                self._compare_times(person, task, at)
        holders = {person.lane: person.who for person in ledger.staff.values()}
        for number, lane in enumerate(state.lanes):
            assert lane.who == holders.get(number, NOBODY)
        everyone = list(self._workers.values())
        for kind in list(State)[: State.GONE]:
            spent = sum(worker.spent_at(at)[kind] for worker in everyone)
            assert state.census.spent_at(at)[kind] == spent, kind.name
        for kind in State:
            count = sum(worker.state is kind for worker in state.workers)
            assert state.census.count(kind) == count, kind.name

    def _expected(self, person: Person) -> State:
        if not person.alive:
            return State.GONE
        if person.doing == rules.REST:
            return State.READY if person.inbox or person.woken else State.IDLE
        return STATES[person.doing]

    def _compare_times(self, person: Person, task: TaskState, at: int) -> None:
        spent = task.spent_at(at)
        assert (
            sum(spent[: State.GONE])
            == person.lifetime_at(at)
            == sum(task.spent_at(at)[: State.GONE])
        )
        blocked = person.spent_at(rules.BLOCKED, at) + person.spent_at(rules.CALLING, at)
        assert spent[State.CPU] == person.spent_at(rules.CPU, at)
        assert spent[State.IO] == person.spent_at(rules.IO, at)
        assert spent[State.HANDING_OFF] == person.spent_at(rules.HOP, at)
        assert spent[State.BLOCKED] == blocked
