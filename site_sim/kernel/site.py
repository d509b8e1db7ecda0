"""The construction site: its staff, its jobs, and what becomes of both while nobody interferes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from site_sim.base.overriding import override
from site_sim.base.units import NEVER
from site_sim.facts.programs import FOREMAN, PROGRAM_FACTS
from site_sim.kernel.accidents import Accidents
from site_sim.kernel.arrivals import ArrivalProcess
from site_sim.kernel.attempts import Attempts
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.hooks import Hooks
from site_sim.kernel.jobs import UnfinishedJobs
from site_sim.kernel.lanes import Task
from site_sim.kernel.layout import Layout
from site_sim.kernel.machine import TimerHandler
from site_sim.kernel.scheduler import Scheduler
from site_sim.kernel.staff import Staff
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, JobCard, Kind
from site_sim.program.traps import Job

if TYPE_CHECKING:
    from site_sim.kernel.scheduled import ScheduledEvent

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
JOB_ARRIVED = Kind.JobArrived


class Site(Hooks):
    """Holds the parts of the site, and tells them what the scheduler found.

    A job is in exactly one place at every event: in the queue, in somebody's hand, on its way
    from hand to hand, in an inbox, or done (accepted or scrapped).
    """

    def __init__(self, config: SimulationConfig) -> None:
        self.config = config
        self.scheduler = Scheduler(config, self)
        self._log = self.scheduler.log
        self._machine = self.scheduler.machine
        self.jobs = UnfinishedJobs()
        self.staff = Staff(config, self.scheduler, self.jobs)
        self.attempts = Attempts(config, self.scheduler, self.jobs, self.staff)
        self.accidents = Accidents(config, self.scheduler, self.staff, self.attempts)
        self.arrivals = ArrivalProcess(config, self.scheduler, self._arrive)
        self._dispatch: str = config.dispatch
        self._wiring: str = config.wiring

    # -- building --------------------------------------------------------------------------

    def open(self) -> None:
        """Begin to build the site for the first time."""
        self._begin(self.config.workers)

    def build(self, workers: int) -> bool:
        """Hire at most so many of the workers who are to come.

        After the last one, wait for the first jobs, and return True.
        """
        if not self.staff.build(workers):
            return False
        self.staff.dispatcher.wake_foreman()
        self.arrivals.start()
        return True

    def rebuild(self, model: str = "", wiring: str = "") -> None:
        """Take the site down and build it anew, perhaps under another model or with another wiring.

        Every unfinished job goes back to the queue; those that were under way stand at its front,
        in the order of their numbers.
        """
        staff = self.staff
        for job in sorted(staff.layout.jobs_in_place(), reverse=True):
            staff.dispatcher.requeue(job)
        staff.take_down()
        self._machine.running.clear()
        self._wiring = wiring or self._wiring
        if model:
            self.scheduler.model = self.config.models[model]
            self.scheduler.use(self.config)
        self._begin(staff.layout.size)
        staff.build(NEVER)
        staff.dispatcher.wake_foreman()

    def _begin(self, workers: int) -> None:
        config, size = self.config, workers
        if not PROGRAM_FACTS[config.program].can_grow:
            size = 1
        model, inspect = self.scheduler.model, self.attempts.inspect
        layout = Layout(config, model, self._wiring, size, inspect)
        self.staff.begin(layout, size, self._dispatch)

    def take_apart(self) -> None:
        """Free everything at once: nothing of the site can be used any more."""
        staff = self.staff
        staff.layout.close()
        parts = (self.arrivals, self.accidents, self.attempts, staff.dispatcher, staff)
        for part in (*parts, self._machine, self.scheduler.working, self.scheduler, self):
            vars(part).clear()

    def use(self, config: SimulationConfig) -> None:
        """Go on with other costs, inboxes, streams and the like; cores need a rebuild."""
        self.config = config
        for part in (self.scheduler, self.attempts, self.accidents, self.arrivals):
            part.use(config)

    def choose_dispatch(self, dispatch: str) -> None:
        """Address jobs in another way from now on."""
        self._dispatch = dispatch
        self.staff.dispatcher.set_policy(dispatch)
        self.staff.dispatcher.wake_foreman()

    def supervise(self, on: bool) -> None:
        """Replace workers that die, now and from now on, or leave the gap."""
        self.staff.supervised = on
        if on:
            self.staff.replace_the_dead()

    # -- looking ahead ---------------------------------------------------------------------

    def scheduled(self) -> Iterator[ScheduledEvent]:
        """Yield what is due, in no order: who runs at this moment, and every valid timer."""
        from site_sim.kernel.scheduled import Reason, scheduled_events  # noqa: PLC0415 - saves 1 ms

        machine = self._machine
        reasons: dict[TimerHandler | None, Reason] = {
            None: Reason.HOP,
            machine.slice_over: Reason.SLICE,
            machine.switched: Reason.SWITCH,
            self.scheduler.working.io_done: Reason.IO,
            self.arrivals.arrive: Reason.ARRIVAL,
        }
        return scheduled_events(machine, reasons, self.staff.start_ups.spawned)

    # -- what happens ----------------------------------------------------------------------

    def _arrive(self, card: JobCard) -> None:
        """Put a job that arrives into the queue."""
        log, now = self._log, self._machine.now
        number = log.jobs.add(card, now)
        log.record((now, JOB_ARRIVED, NOBODY, number, 0, 0))
        self.jobs.by_number[number] = Job(number, card.name, card.cpu_ns, card.io_ns)
        self.jobs.waiting.append(number)
        self.staff.dispatcher.wake_foreman()

    @override
    def fetch(self) -> bool:
        return self.staff.dispatcher.fetch()

    @override
    def on_idle(self, task: Task) -> bool:
        """Fetch a job for the foreman; note that others are free, or leave."""
        if task.who == FOREMAN:
            return self.staff.dispatcher.fetch()
        self.staff.note_idle(task)
        return False

    @override
    def on_unclaimed(self, task: Task) -> None:
        """Put a job back that reached the end of the chain without meeting its addressee."""
        job = task.job
        self._log.append(self._machine.now, Kind.Unclaimed, task.who, job, task.who)
        task.job = NO_JOB
        self.staff.dispatcher.put_back(job)
        self.staff.dispatcher.wake_foreman()

    @override
    def on_work_start(self, task: Task, job: Job) -> None:
        self.staff.dispatcher.forget(job.number)
        if self.accidents.rate:
            self.accidents.draw(task, job)

    @override
    def on_started(self, task: Task) -> None:
        self.staff.on_started(task)

    @override
    def on_accident(self, task: Task) -> None:
        self.accidents.happen(task)

    @override
    def on_call_failed(self, task: Task, target: Task) -> None:
        self.accidents.fail_call(task, target)
