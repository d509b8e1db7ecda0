"""How a site changes: the moves that the events have in common."""

from __future__ import annotations

from site_sim.log.events import NO_JOB, NO_LANE, NOBODY, Kind
from site_sim.state.entities import (
    CPU,
    DONE,
    HAND,
    IDLE,
    INBOX,
    IO,
    QUEUE,
    READY,
    JobState,
    State,
    TaskState,
    Verdict,
)
from site_sim.state.standing import Standing


class Changing(Standing):
    """A site of which everything can be changed that an event changes."""

    def put(self, task: TaskState, at: int, state: State, lane: int = NO_LANE) -> State:
        """Let a task be in a state from now on. The hot path of the fold, and so flat."""
        if task.lane != lane:
            self._move(task, at, lane)
        before = task.state
        if before is state:
            return state
        task.spent[before] += at - task.since
        task.since = at
        task.state = state
        if task.who < 0:
            return state
        count, balance = self.census.count, self.census.balance
        count[before] -= 1
        balance[before] += at
        count[state] += 1
        balance[state] -= at
        if at >= task.strip.edge:
            task.strip.turn(at, self.bucket_ns, before, task.spent)
        return state

    def _move(self, task: TaskState, at: int, lane: int) -> None:
        """Let a task leave the lane it is on, if any, and take another, if any."""
        if task.lane != NO_LANE:
            left = self.lanes[task.lane]
            if left.who == task.who:
                left.busy_ns += at - left.since
                left.who = NOBODY
        task.lane = lane
        if lane != NO_LANE:
            taken = self.lanes[lane]
            if taken.who != NOBODY:
                taken.busy_ns += at - taken.since
            taken.who = task.who
            taken.since = at

    def rest(self, task: TaskState, at: int) -> State:
        """Let a task that has nothing in hand turn to its inbox."""
        task.job = NO_JOB
        task.to = NOBODY
        return self.put(task, at, READY if task.inbox else IDLE)

    def take_up(self, task: TaskState, job: int) -> None:
        """Let a task have a job in hand, from its inbox if it is there."""
        if task.job != job:
            if task.inbox and task.inbox[0] == job:
                del task.inbox[0]
            task.job = job
        place = self.jobs.known.get(job)
        if place is not None:
            place.place, place.holder = HAND, task.who

    def queue_changes(self, at: int) -> None:
        """Bring the queue's integral up to date; call it before the queue changes."""
        self.queue_area += self.queue.length * (at - self.queue_since)
        self.queue_since = at

    def system_changes(self, at: int) -> None:
        """Bring the integral of all unfinished jobs up to date; call it before they change."""
        self.system_area += len(self.jobs) * (at - self.system_since)
        self.system_since = at

    def queue_changed(self, at: int) -> None:
        """Take note of the length that the queue has now."""
        length = self.queue.length
        self.queue_max = max(self.queue_max, length)
        self.queue_lengths.level(at // self.bucket_ns, length)

    def to_queue(self, at: int, job: int, front: bool) -> None:
        """Put a job (back) into the queue, out of whatever place it has."""
        self.queue_changes(at)
        card = self.jobs.known[job]
        if card.place is INBOX:
            self.task(card.holder).inbox.remove(job)
        elif card.place is HAND and self.task(card.holder).job == job:
            self.task(card.holder).job = NO_JOB
        self.stop_clock(card, at)
        card.worked_ns = 0
        card.place, card.holder, card.worker = QUEUE, NOBODY, NOBODY
        if front:
            self.queue.appendleft(job)
        else:
            self.queue.append(job)
        self.queue_changed(at)

    def working_changed(self, at: int) -> None:
        """Take note of how many are at work now."""
        count = self.census.count
        self.working.level(at // self.bucket_ns, count[CPU] + count[IO])

    def stop_clock(self, card: JobState, at: int) -> None:
        """Let work on a job pause."""
        if card.running_since >= 0:
            card.worked_ns += at - card.running_since
            card.service_ns += at - card.running_since
            card.running_since = -1

    def judge(self, at: int, kind: Kind, job: int, worker: int, attempt: int) -> None:
        """Give a verdict on a job; it is added to the table unless it stands there already."""
        card = self.jobs.known[job]
        wait_ns = (card.started if card.started >= 0 else at) - card.arrived
        sojourn_ns = at - card.arrived
        if self.verdict_count == len(self.verdict_table):
            self.verdict_table.append(
                Verdict(at, kind, job, worker, attempt, wait_ns, card.service_ns, sojourn_ns)
            )
        self.verdict_count += 1

    def end(self, at: int, job: int) -> None:
        """Let a job be done."""
        self.system_changes(at)
        card = self.jobs.pop(job)
        if card.place is INBOX:
            self.task(card.holder).inbox.remove(job)
        elif card.place is HAND and self.task(card.holder).job == job:
            self.task(card.holder).job = NO_JOB
        card.place = DONE
