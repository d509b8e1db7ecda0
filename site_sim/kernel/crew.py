"""The crew: who is on the site, how they are linked, and whom the next job is addressed to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Protocol

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.dispatch import Dispatch
from site_sim.kernel.lanes import Pool, Task, Todo
from site_sim.kernel.models import Model
from site_sim.log.event_log import EventLog
from site_sim.log.events import ACCEPT, FOREMAN, NO_JOB, NO_LANE, Kind
from site_sim.program import pipeline, producer_consumer
from site_sim.program.traps import Coroutine, Job, Link


class Site(Protocol):
    """What a crew needs of the site it works on."""

    config: SimulationConfig
    model: Model
    log: EventLog
    now: int

    @property
    def supervised(self) -> bool:
        """Whether those who die are replaced."""

    def make_ready(self, task: Task, todo: Todo) -> None:
        """Let a task run when there is a lane."""

    def withdraw(self, task: Task) -> None:
        """Take a task out of whatever it is in."""

    def go_on(self, sender: Task) -> None:
        """Let a blocked sender run on."""

    def start(self, task: Task) -> None:
        """Bring a task to life when its start-up is over."""

    def strike(self, task: Task) -> None:
        """Throw an accident into a task's coroutine."""

    def requeue(self, job: int) -> None:
        """Put a job back to the front of the queue."""

    def wake_foreman(self) -> None:
        """Let an idle foreman take a job."""

    def inspector(self, task: Task) -> partial[None]:
        """Return the `inspect` for a coroutine's results."""


class Crew:
    """The foreman, the workers and accept, as they are linked.

    `size` counts the workers who stay; `workers` holds those, by number, and above them the ones
    that were laid off but are not yet gone.
    """

    def __init__(self, site: Site, size: int, dispatch: str, wiring: str) -> None:
        """Open the lanes for `size` workers, who come with `build`."""
        self._site = site
        self.size = 0
        self.workers: list[Task] = []
        self._links: list[Link] = []
        self._chained = wiring == "chain"
        self.dispatch = Dispatch(self.workers, dispatch)
        self._pools = self._open_lanes(size)
        self.foreman = Task(FOREMAN, self._pools[0], has_inbox=True)
        self.foreman.watched = True
        self._have_inboxes = not site.model.sends_are_calls
        self.accept = Task(ACCEPT, self._pools[-1], self._have_inboxes)
        self._accepting = Link(self.accept)

    # -- building --------------------------------------------------------------------------

    @property
    def pools(self) -> Sequence[Pool]:
        """The lanes: all together, or each by itself where tasks are pinned."""
        return self._pools

    @property
    def _is_pipeline(self) -> bool:
        return self._site.config.program == "pipeline"

    def _open_lanes(self, workers: int) -> list[Pool]:
        model, config = self._site.model, self._site.config
        lanes = model.lane_count(config.cores, workers)
        self._site.log.append(self._site.now, Kind.LanesOpened, a=lanes)
        if model.pinned:
            return [Pool([lane]) for lane in range(lanes)]
        quantum_ns, switch_ns = model.quantum_ns(config.costs), model.switch_ns(config.costs)
        return [Pool(list(range(lanes)), quantum_ns, switch_ns)]

    def build(self, size: int) -> None:
        """Build the crew from its end: accept, worker 0 (the tail) up to the head, the foreman."""
        size = size if self._is_pipeline else 1
        if self._is_pipeline:
            self.bring_to_life(self.accept)

        def hire(number: int, *_: Link | None) -> Link:
            pool = self._pools[(size - 1 - number) * len(self._pools) // size]
            return self._add(number, pool, start_up=True)

        pipeline.create_pipeline(size, hire, self._accepting)
        self.bring_to_life(self.foreman)

    def _add(self, number: int, pool: Pool, start_up: bool) -> Link:
        task = Task(number, pool, self._have_inboxes)
        pool.crowd += 1
        self.workers.append(task)
        self._links.append(Link(task))
        self.size += 1
        self._start(task, start_up)
        return self._links[-1]

    def _start(self, task: Task, start_up: bool) -> None:
        """Bring a worker to life: at once, or when its process has started."""
        model, costs = self._site.model, self._site.config.costs
        if task.who >= 0 and (model.own_process or start_up) and model.start_up_ns(costs):
            self._site.log.append(self._site.now, Kind.StartUpBegan, task.who)
            self._site.start(task)
        else:
            self.bring_to_life(task)

    def bring_to_life(self, task: Task) -> None:
        """Prime a task's coroutine; it is at its bare yield, and takes what is in its inbox."""
        lane = task.pool.lane if self._site.model.pinned else NO_LANE
        self._site.log.append(self._site.now, Kind.Hired, task.who, NO_JOB, lane)
        task.run(self._coroutine(task))
        task.watched = task is self.foreman or task.leaving or self.dispatch.least_busy
        task.idle = True
        if task.inbox:
            self._site.make_ready(task, Todo.RECEIVE)
        elif task.who >= 0:
            self.came_to_rest(task)

    def _coroutine(self, task: Task) -> Coroutine:
        inspect = self._site.inspector(task)
        if not self._is_pipeline:
            if task is self.foreman:
                return producer_consumer.producer(self.link_to(0))
            return producer_consumer.consumer(inspect)
        if task is self.foreman:
            return pipeline.foreman(self)
        if task is self.accept:
            return pipeline.accept(inspect)
        downstream = self._links[task.who - 1] if self._chained and task.who else None
        return pipeline.worker(task.who, downstream, self._accepting)

    # -- what the foreman asks -------------------------------------------------------------

    def address(self, job: Job) -> int:  # noqa: ARG002 - the crew knows it, others may not
        """Return the number of the worker who is to do the job that was just taken."""
        return self.dispatch.addressee

    def link_to(self, worker: int) -> Link:
        """Return the link that leads to a worker."""
        return self._links[self.size - 1 if self._chained else worker]

    # -- dispatch --------------------------------------------------------------------------

    def choose_addressee(self, job: Job) -> int:
        """Choose who is to do a job, and return the worker's number."""
        return self.dispatch.address(job, self.size)

    def came_to_rest(self, task: Task) -> bool:
        """A worker is at its bare yield with nothing to do; it never has an item after all."""
        task.idle = True
        if task.leaving:
            self._let_go()
        elif self.dispatch.least_busy and task.who >= 0:
            self.dispatch.note_rest(task)
            self._site.wake_foreman()
        return False

    # -- hiring and laying off -------------------------------------------------------------

    def hire(self) -> None:
        """Hire a new head, or call the one back that was laid off last and is still here."""
        if not self._is_pipeline:
            return
        if self.size < len(self.workers):
            task = self.workers[self.size]
            task.leaving = False
            self.size += 1
            self._site.log.append(self._site.now, Kind.CalledBack, task.who)
            if task.idle:
                self.came_to_rest(task)
            return
        pool = min(self._pools, key=attrgetter("crowd"))
        self._add(self.size, pool, start_up=False)

    def lay_off(self) -> None:
        """Take the head away once it has finished and passed on what it holds."""
        if not self._is_pipeline:
            return
        self.size -= 1
        task = self.workers[self.size]
        task.leaving = task.watched = True
        self._site.log.append(self._site.now, Kind.LaidOff, task.who)
        self._let_go()

    def _let_go(self) -> None:
        """Let those leave who were laid off and hold nothing, from the head down."""
        jobs_returned = False
        while (head := self.workers[-1]).leaving:
            if head.gone:
                self._give_up(head)
                jobs_returned = True
            elif not head.idle or self.foreman.target is head:
                break
            self._site.log.append(self._site.now, Kind.Left, head.who)
            if not head.gone:
                head.generator.close()
            head.gone = True
            head.idle = False
            head.timer = -1
            self.workers.pop().pool.crowd -= 1
            self._links.pop()
        if jobs_returned:
            self._site.wake_foreman()

    def _give_up(self, head: Task) -> None:
        """Return the jobs of one who is dead, or has not started, to the queue."""
        foreman = self.foreman
        if foreman.target is head:
            job, foreman.job = foreman.job, NO_JOB
            self._site.withdraw(foreman)
            self._site.requeue(job)
            self._site.log.append(self._site.now, Kind.BecameReady, foreman.who)
            self._site.go_on(foreman)
        while head.inbox:
            self._site.requeue(head.inbox.pop()[1])

    # -- accidents -------------------------------------------------------------------------

    def accident(self, worker: int) -> None:
        """Let an accident happen to a worker: now, or when the call that it is in is over."""
        if worker >= len(self.workers) or self.workers[worker].gone:
            return
        task = self.workers[worker]
        in_call = self._site.model.sends_are_calls and not task.idle and task.lane == NO_LANE
        if in_call:
            task.struck = True
        else:
            self._site.strike(task)

    def died(self, task: Task) -> None:
        """Replace one who died, if the site is supervised.

        Who was leaving is replaced only if others above still have things to pass on through it.
        """
        if task.leaving and task is self.workers[-1]:
            self._let_go()
        elif self._site.supervised and self._is_here(task):
            self._start(task, start_up=False)

    def _is_here(self, task: Task) -> bool:
        return task is self.foreman or task in self.workers[task.who : task.who + 1]

    def replace_the_dead(self) -> None:
        """Replace everyone who is dead now."""
        everyone = [self.foreman, *self.workers]
        for task in everyone:
            if task.gone and task.timer < 0:
                self._start(task, start_up=False)
        self._site.wake_foreman()

    # -- taking down -----------------------------------------------------------------------

    def everyone(self) -> list[Task]:
        """Return the foreman, accept and the workers; those who are gone keep their place."""
        accept = [self.accept] if self._is_pipeline else []
        return [self.foreman, *accept, *self.workers]

    def jobs_in_place(self) -> Iterator[int]:
        """Yield the numbers of the jobs that are in somebody's hand or inbox."""
        for task in self.everyone():
            if task.job != NO_JOB:
                yield task.job
            yield from (job for _, job in task.inbox)

    def take_down(self) -> None:
        """Close every coroutine, and let everyone leave."""
        for task in self.everyone():
            self._site.log.append(self._site.now, Kind.Left, task.who)
            task.timer = -1
            if not task.gone:
                task.gone = True
                task.generator.close()
