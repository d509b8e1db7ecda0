"""The staff: who is on the site, as they are hired, laid off and replaced."""

from __future__ import annotations

from site_sim.base.collector import paused_collector
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.dispatch import Dispatcher
from site_sim.kernel.jobs import UnfinishedJobs
from site_sim.kernel.lanes import Task, Todo
from site_sim.kernel.layout import Layout
from site_sim.kernel.scheduler import Scheduler
from site_sim.kernel.start_ups import StartUps
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK
from site_sim.log.events import NO_JOB, NO_LANE, Kind
from site_sim.program import pipeline
from site_sim.program.traps import Link


class Staff:
    """The foreman, the workers and accept, in the places of a layout."""

    layout: Layout
    dispatcher: Dispatcher
    start_ups: StartUps

    def __init__(
        self, config: SimulationConfig, scheduler: Scheduler, jobs: UnfinishedJobs
    ) -> None:
        self.supervised = config.supervise
        """Whether workers that die are replaced."""
        self._scheduler = scheduler
        self._machine = scheduler.machine
        self._log = scheduler.log
        self._jobs = jobs

    def everyone(self) -> list[Task]:
        """Return the foreman, accept and the workers; a worker that is gone keeps its place."""
        return self.layout.everyone()

    def _note(self, kind: Kind, who: int, a: int = 0) -> None:
        self._log.append(self._machine.now, kind, who, NO_JOB, a)

    # -- building --------------------------------------------------------------------------

    def begin(self, layout: Layout, size: int, dispatch: str) -> None:
        """Begin to build the staff from its end: with accept. `size` workers are to come."""
        self.layout = layout
        self.dispatcher = Dispatcher(layout, dispatch, self._jobs, self._machine, self._log)
        self.start_ups = StartUps(layout.model, layout.costs, self._machine, self._log)
        self._size = size
        self._note(Kind.LanesOpened, NOBODY, layout.lane_count)
        if layout.facts.has_accept:
            self._bring_to_life(layout.accept)

    def build(self, workers: int) -> bool:
        """Bring at most so many of the workers to life, from the tail up to the head.

        After the last one the foreman comes too, and True is returned.
        """
        layout, size, crew = self.layout, self._size, self.layout.workers

        def hire(*_: int | Link | None) -> Link:
            self._start(layout.add_worker(layout.pool_at(len(crew), size)))
            return layout.links[-1]

        stop = min(len(crew) + workers, size)
        with paused_collector():
            while len(crew) < stop:
                pipeline.create_pipeline(min(CHUNK, stop - len(crew)), hire, layout.accepting)
                self._log.seal()
        if stop < size:
            return False
        self._bring_to_life(layout.foreman)
        return True

    def _start(self, task: Task) -> None:
        """Bring a worker to life: at once, or when its process is up.

        Where a process has many workers, it starts once, for the first of them.
        """
        start_ups = self.start_ups
        task.rests_since = self._machine.now
        if task.who >= 0 and start_ups.is_needed and not start_ups.has_process(task):
            self._note(Kind.StartUpBegan, task.who)
            start_ups.begin(task)
        else:
            self._bring_to_life(task)

    def on_started(self, task: Task) -> None:
        """Go on with a start-up; bring the workers to life whose process is up with it."""
        if up := self.start_ups.computed(task):
            if not task.inbox:
                self._machine.release(task)
            for each in up:
                self._bring_to_life(each)
            self.dispatcher.wake_foreman()

    def _bring_to_life(self, task: Task) -> None:
        """Prime a task's coroutine; it is at its bare yield, and takes what is in its inbox."""
        layout = self.layout
        self._note(Kind.Hired, task.who, layout.lane_of(task))
        task.starting = False
        task.run(layout.coroutine(task, self.dispatcher))
        is_foreman = task is layout.foreman
        task.needs_idle_hook = is_foreman or task.leaving or self.dispatcher.least_busy
        task.idle = True
        if task.lane != NO_LANE:  # it goes on where it started
            task.idle, task.todo = False, Todo.RECEIVE
            self._machine.running.append(task)
        elif task.inbox:
            self._machine.make_ready(task, Todo.RECEIVE)
        elif task.who >= 0:
            self.note_idle(task)

    # -- hiring and laying off -------------------------------------------------------------

    def hire(self) -> None:
        """Hire a new head, or call the one back that was laid off last and is still here."""
        layout = self.layout
        if not layout.facts.can_grow:
            return
        if layout.size < len(layout.workers):
            task = layout.workers[layout.size]
            task.leaving = False
            layout.size += 1
            self._note(Kind.CalledBack, task.who)
            if task.idle:
                self.note_idle(task)
        else:
            self._start(layout.add_worker(layout.emptiest_pool()))

    def lay_off(self) -> None:
        """Send the head away once it has finished and passed on what it holds."""
        layout = self.layout
        if not layout.facts.can_grow:
            return
        layout.size -= 1
        task = layout.workers[layout.size]
        task.leaving = task.needs_idle_hook = True
        self._note(Kind.LaidOff, task.who)
        self._dismiss()

    def note_idle(self, task: Task) -> None:
        """Handle a task that became idle: it leaves if it was laid off, or may get a job."""
        task.idle = True
        if task.leaving:
            self._dismiss()
        elif self.dispatcher.least_busy and task.who >= 0:
            self.dispatcher.note_idle(task)
            self.dispatcher.wake_foreman()

    def _dismiss(self) -> None:
        """Dismiss the workers who were laid off and hold nothing, from the head down."""
        workers, foreman = self.layout.workers, self.layout.foreman
        jobs_returned = False
        while (head := workers[-1]).leaving:
            if head.gone:
                self._return_jobs(head)
                jobs_returned = True
            elif not head.idle or foreman.target is head:
                break
            self._note(Kind.Left, head.who)
            if head.starting:
                self.start_ups.cancel(head)
            elif not head.gone:
                head.generator.close()
            head.gone = True
            head.idle = False
            head.timer = -1
            self.layout.remove_head()
        if jobs_returned:
            self.dispatcher.wake_foreman()

    def _return_jobs(self, head: Task) -> None:
        """Return the jobs of a head that is dead, or has not started, to the queue."""
        foreman = self.layout.foreman
        if foreman.target is head:
            self.dispatcher.requeue(foreman.job)
            foreman.job = NO_JOB
            self._machine.withdraw(foreman)
            self._note(Kind.BecameReady, foreman.who)
            self._scheduler.inboxes.unblock(foreman)
        while head.inbox:
            self.dispatcher.requeue(head.inbox[-1][1])
            head.inbox.pop()

    # -- deaths ----------------------------------------------------------------------------

    def note_death(self, task: Task) -> None:
        """Replace a task that died, if the site is supervised.

        One that was leaving is replaced only if others above it still pass things on through it.
        """
        if task.leaving and task is self.layout.workers[-1]:
            self._dismiss()
        elif self.supervised and self._is_here(task):
            self._start(task)

    def _is_here(self, task: Task) -> bool:
        here = self.layout.workers[task.who : task.who + 1]
        return task is self.layout.foreman or task in here

    def replace_the_dead(self) -> None:
        """Replace everyone who is dead now."""
        for task in [self.layout.foreman, *self.layout.workers]:
            if task.gone and not task.starting:
                self._start(task)
        self.dispatcher.wake_foreman()

    def take_down(self) -> None:
        """Close every coroutine, and let everyone leave."""
        for task in self.everyone():
            self._note(Kind.Left, task.who)
            task.timer = -1
        self.layout.close()
