"""Who takes part in a log that is read: what each task does, and where each job is."""

from __future__ import annotations

from collections import deque
from typing import Any

from site_sim.base.errors import did_you_mean
from site_sim.base.messages import SHOWN_CELLS
from site_sim.base.text import clean_line
from site_sim.export.cast_reading import PLACEHOLDER
from site_sim.export.line_types import WrongLine
from site_sim.log.cast import Cast
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, NO_LANE

REST, DONE, HOP, BLOCKED, CALLING, CPU, PAUSED, IO, GONE = range(9)
"""What a task is doing; in the first two it may turn to something new."""
DOING = (
    "at its bare yield",
    "done with its job",
    "in a hop",
    "waiting for room in an inbox",
    "in a call",
    "computing",
    "preempted",
    "waiting for I/O",
    "not on the site",
)
"""The same in words."""


class Participant:
    """A task of a log that is read: what it does, and what it has."""

    __slots__ = (
        *("doing", "hand", "inbox", "keeps_place", "leaving", "name", "number", "starting", "to"),
    )

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self.name = name
        self.doing = GONE
        self.hand = NO_JOB
        self.inbox: deque[int] = deque()
        self.to: Participant | None = None
        """The task that it hands its job to, or calls."""
        self.leaving = False
        self.keeps_place = False
        """It died, or is starting."""
        self.starting = False


class EventFollower:
    """Keeps who is on the site and where each job is, while the lines of a log are followed."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.lanes = 0
        self.queue: deque[int] = deque()
        self.holders: dict[int, Participant] = {}
        """Who has each job that is neither in the queue nor done, in hand or inbox."""
        self.workers: list[Participant] = []
        """By number, as long as they have a place."""
        self.most_workers = 0
        self.living = 0
        self._numbers = TaskNames(log.cast)
        self._staff = [Participant(each.number, each.name) for each in log.cast.staff]
        self.here = {each.name: each for each in self._staff}
        """Those who have a place, by name."""
        self.events = 0
        """How many lines were followed, those of no known kind included."""
        self.at = 0

    # -- who it is -------------------------------------------------------------------------

    def task(self, name: str, key: str = "who") -> Participant:
        """Return the task of that name, which has a place. Raises `WrongLine`."""
        task = self.here.get(name)
        if task is None:
            self._numbers.number_of(name, key)
            raise WrongLine(f"{clean_line(name, SHOWN_CELLS)} is not on the site", key)
        return task

    def actor(self, name: str) -> Participant:
        """Return the task of that name, which is alive. Raises `WrongLine`."""
        task = self.task(name)
        if task.doing == GONE:
            raise WrongLine(f"{task.name} is not on the site", "who")
        return task

    def newcomer(self, name: str) -> Participant:
        """Return the task of that name, which gets a place. Raises `WrongLine`."""
        task = self.here.get(name)
        if task is None:
            number, workers = self._numbers.number_of(name, "who"), self.workers
            following = max(len(workers), self.log.cast.named_workers - 1)
            if number > following:
                what = f"{name} cannot come: the next is {self.log.cast.name_of(following)}"
                raise WrongLine(what, "who")
            while number >= len(workers):
                workers.append(Participant(len(workers), self.log.cast.name_of(len(workers))))
            self.most_workers = max(self.most_workers, len(workers))
            task = workers[number]
            self.here[name] = task
        if task.doing != GONE:
            raise WrongLine(f"{name} is on the site already", "who")
        return task

    def worker(self, line: Any) -> int:
        """Return the worker that a line names by number: one who is or was there."""
        number = line.worker
        if number is None:
            raise WrongLine("must be the number of a worker, not null", "worker")
        if number >= self.most_workers:
            raise WrongLine(f"there is no worker of number {number:,}", "worker")
        return int(number)

    # -- where a job is --------------------------------------------------------------------

    def take_up(self, task: Participant, job: int) -> None:
        """Put a job in the hand of a task that has it in hand, or first in its inbox."""
        if task.hand == job:
            return
        if task.hand != NO_JOB or not task.inbox or task.inbox[0] != job:
            raise self.misplaced(task, job)
        del task.inbox[0]
        task.hand = job

    def misplaced(self, task: Participant, job: int) -> WrongLine:
        """Return what is wrong where a job is not in the hand of a task."""
        holder = self.holders.get(job)
        if job >= len(self.log.jobs):
            return WrongLine(f"there is no job #{job}", "job")
        if holder is None:
            place = "in the queue" if job in self.queue else "done"
        else:
            place = f"in the {'hand' if holder.hand == job else 'inbox'} of {holder.name}"
            if holder is task and task.hand != NO_JOB:
                place += f", which has #{task.hand} in hand"
            elif holder is task:
                place += f", behind #{task.inbox[0]}"
        return WrongLine(f"#{job} is {place}, and not in the hand of {task.name}", "job")

    def lose(self, job: int) -> Participant:
        """Take a job from whoever has it. Raises `WrongLine`."""
        holder = self.holders.get(job)
        if holder is None:
            if job >= len(self.log.jobs):
                raise WrongLine(f"there is no job #{job}", "job")
            place = "in the queue" if job in self.queue else "done"
            raise WrongLine(f"#{job} is {place} already", "job")
        del self.holders[job]
        if holder.hand == job:
            holder.hand = NO_JOB
            if holder.doing != GONE:
                holder.doing, holder.to = REST, None
        else:
            holder.inbox.remove(job)
        return holder

    def lane(self, line: Any) -> int:
        """Return the number of the lane that a line names; NO_LANE where it names none."""
        lane = line.lane
        if lane is None:
            return NO_LANE
        if lane >= self.lanes:
            what = f"lane {lane} is not open: there {'is' if self.lanes == 1 else 'are'} "
            raise WrongLine(f"{what}{self.lanes} of them", "lane")
        return int(lane)


class TaskNames:
    """The names of everybody who may ever take part, and their numbers."""

    def __init__(self, cast: Cast) -> None:
        self._named = {member.name: member.number for member in cast.members.values()}
        self._first = cast.named_workers
        before, _, after = cast.crew.name.partition(PLACEHOLDER) if cast.crew else ("", "", "")
        self._has_crew = cast.crew is not None
        self._before, self._after = before, after

    def number_of(self, name: str, key: str) -> int:
        """Return the number of the task of that name. Raises `WrongLine`."""
        number = self._named.get(name)
        if number is not None:
            return number
        digits = name.removeprefix(self._before).removesuffix(self._after)
        is_number = digits.isascii() and digits.isdigit() and str(int(digits[:9])) == digits
        if (
            self._has_crew
            and is_number
            and name == f"{self._before}{digits}{self._after}"
            and int(digits) >= self._first
        ):
            return int(digits)
        word = clean_line(name, SHOWN_CELLS)
        known = [*self._named] + ([f"{self._before}0{self._after}"] if self._has_crew else [])
        raise WrongLine(f"there is no task {word!r}", key, did_you_mean(word, known[:1000]))
