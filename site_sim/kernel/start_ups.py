"""Start-up: processes come up one after the other, and that is work on the lanes.

Of each process the parent does its part first (it forks, and passes on what the child is to know);
then the child does its own (it starts Python, and imports). The parent goes on to the next process
meanwhile, so that the children share the cores with it and with whoever is up already.
"""

from __future__ import annotations

from collections import deque

from site_sim.kernel.lanes import Pool, Task
from site_sim.kernel.machine import Machine
from site_sim.kernel.models import Costs, Model
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind


class StartUps:
    """Starts the processes of one build of the site."""

    def __init__(self, model: Model, costs: Costs, machine: Machine, log: EventLog) -> None:
        self.is_needed = model.has_start_up and costs.spawn_ns + costs.start_up_ns > 0
        """Whether a worker has to wait for its process."""
        self._shares_process = model.facts.is_pinned
        self._spawn_ns, self._own_ns = costs.spawn_ns, costs.start_up_ns
        self._machine = machine
        self._log = log
        self._waiting: deque[Task] = deque()
        """Whose process the parent is still to start, in order."""
        self.spawned: Task | None = None
        """Whose process the parent is at."""
        self._company: dict[Pool, list[Task]] = {}
        """Who comes up with a process that is on its way, where lanes have one each."""
        self._up: set[Pool] = set()
        """The lanes whose process is up, where they have one each."""

    def has_process(self, task: Task) -> bool:
        """Return whether a task can live in a process that is up, and needs none of its own."""
        return task.pool in self._up

    def begin(self, task: Task) -> None:
        """Start the process of a task, or let it wait for the one of its lanes."""
        task.starting = True
        if self._shares_process:
            company = self._company.setdefault(task.pool, [])
            company.append(task)
            if task is not company[0]:
                return
        self._waiting.append(task)
        self._spawn()

    def _spawn(self) -> None:
        """Start the next processes, while the parent is at none."""
        while self._waiting and self.spawned is None:
            task = self._waiting.popleft()
            if self._spawn_ns:
                self.spawned = task
            task.cpu_left_ns = self._spawn_ns or self._own_ns
            self._machine.make_compute(task)

    def computed(self, task: Task) -> list[Task]:
        """Go on with the start-up of a task that has computed its part; return who is up."""
        if task is self.spawned:
            self.spawned = None
            self._log.append(self._machine.now, Kind.Spawned, task.who)
            if self._own_ns:
                task.cpu_left_ns = self._own_ns
                task.pool.computing.append(task)
                self._machine.start_slice(task, self._machine.now)
            self._spawn()
            if self._own_ns:
                return []
        if self._shares_process:
            self._up.add(task.pool)
        return self._company.pop(task.pool, [task])

    def cancel(self, task: Task) -> None:
        """Give up the start-up of a task that leaves."""
        task.starting = False
        company = self._company.get(task.pool, [])
        if len(company) > 1:  # the newest leave first: the process is still needed
            company.remove(task)
            return
        self._company.pop(task.pool, None)
        self._machine.withdraw(task)
        if task in self._waiting:
            self._waiting.remove(task)
        elif task is self.spawned:
            self.spawned = None
            self._spawn()
