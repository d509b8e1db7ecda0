"""The layout of the site: its lanes, the tasks on them, and the links from one to the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter

from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.lanes import Pool, Task
from site_sim.kernel.models import Model
from site_sim.log.events import NO_JOB, NO_LANE
from site_sim.program import pipeline, producer_consumer
from site_sim.program.traps import Coroutine, Link, Result

Inspect = Callable[[Task, Result], None]
"""Inspects a result that a task has in hand."""


class Layout:
    """The places of one build of the site; its workers come with `add_worker`.

    `size` counts the workers who stay; `workers` holds those, by number, and above them the ones
    that were laid off but are not yet gone. Worker 0 is the tail of the chain.
    """

    def __init__(
        self, config: SimulationConfig, model: Model, wiring: str, workers: int, inspect: Inspect
    ) -> None:
        self.model = model
        self.costs = config.costs
        self.facts = PROGRAM_FACTS[config.program]
        self.lane_count = model.lane_count(config.cores, workers)
        self.pools = self._open_lanes(config)
        """The lanes: all together, or each by itself where tasks are pinned."""
        self.foreman = Task(FOREMAN, self.pools[0])
        self.foreman.inbox = deque()  # what he fetches goes there, whatever the model
        self.foreman.needs_idle_hook = True
        self.accept = Task(ACCEPT, self.pools[-1])
        self.workers: list[Task] = []
        self.size = 0
        self.accepting = Link(self.accept)
        """The link to accept."""
        self.links: list[Link] = []
        self.is_chain = wiring == "chain"
        self._inspect = inspect

    def _open_lanes(self, config: SimulationConfig) -> list[Pool]:
        model, lanes = self.model, range(self.lane_count)
        if model.facts.is_pinned:
            return [Pool([lane]) for lane in lanes]
        quantum_ns, switch_ns = model.quantum_ns(config.costs), model.switch_ns(config.costs)
        return [Pool(list(lanes), model.quantum, quantum_ns, switch_ns, model.io_keeps_lane)]

    def everyone(self) -> list[Task]:
        """Return the foreman, accept and the workers; a worker that is gone keeps its place."""
        accept = [self.accept] if self.facts.has_accept else []
        return [self.foreman, *accept, *self.workers]

    def jobs_in_place(self) -> Iterator[int]:
        """Yield the numbers of the jobs that are in somebody's hand or inbox."""
        for task in self.everyone():
            if task.job != NO_JOB:
                yield task.job
            yield from (job for _, job in task.inbox)

    def close(self) -> None:
        """Close every coroutine."""
        for task in self.everyone():
            if not task.gone:
                task.gone = True
                task.generator.close()

    # -- lanes -----------------------------------------------------------------------------

    def pool_at(self, number: int, size: int) -> Pool:
        """Return the lanes for a worker of a chain of `size`: neighbours share them."""
        return self.pools[(size - 1 - number) * len(self.pools) // size]

    def emptiest_pool(self) -> Pool:
        """Return the lanes that the fewest workers share."""
        return min(self.pools, key=attrgetter("members"))

    def lane_of(self, task: Task) -> int:
        """Return the lane that a task is pinned to; NO_LANE for any."""
        return task.pool.lane if self.model.facts.is_pinned else NO_LANE

    # -- workers and links -----------------------------------------------------------------

    def add_worker(self, pool: Pool) -> Task:
        """Make a place for a worker upstream of all others, and return its task."""
        task = Task(len(self.workers), pool)
        pool.members += 1
        self.size += 1
        self.workers.append(task)
        self.links.append(Link(task))
        return task

    def remove_head(self) -> None:
        """Take away the place of the worker that is upstream of all others."""
        self.workers.pop().pool.members -= 1
        self.links.pop()

    # -- coroutines ------------------------------------------------------------------------

    def coroutine(self, task: Task, crew: pipeline.Crew) -> Coroutine:
        """Return a primed coroutine for a task; `crew` is what a foreman asks."""
        if not self.facts.has_accept:
            if task is self.foreman:
                return producer_consumer.producer(self.links[0])
            return producer_consumer.consumer(partial(self._inspect, task))
        if task is self.foreman:
            return pipeline.foreman(crew)
        if task is self.accept:
            return pipeline.accept(partial(self._inspect, task))
        downstream = self.links[task.who - 1] if self.is_chain and task.who else None
        return pipeline.worker(task.who, downstream, self.accepting)
