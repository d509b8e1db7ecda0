"""What a send costs before the item is there: a hop takes simulated time, a pickled one by size."""

from __future__ import annotations

from site_sim.kernel.lanes import Task
from site_sim.kernel.models import Costs, Model
from site_sim.log.job_table import JobTable


class Hops:
    """The costs of hops under one model, in nanoseconds."""

    def __init__(self, model: Model, costs: Costs, jobs: JobTable) -> None:
        self.near_ns = model.near_hop_ns(costs)
        """What one to a task on the same lanes costs; what all cost that do not `differ`."""
        self.far_ns = model.far_hop_ns(costs)
        """What one to a task that is pinned elsewhere costs, unless it costs by size."""
        self.are_by_size = bool(model.kib_ns(costs))
        self.differ = self.are_by_size or model.facts.is_pinned
        self._model = model
        self._costs = costs
        self._jobs = jobs

    def cost_ns(self, task: Task, target: Task) -> int:
        """Return what it costs that a task sends its job to another, in nanoseconds."""
        model = self._model
        is_far = model.facts.is_pinned and target.pool is not task.pool
        return model.hop_ns(self._costs, self._jobs.name_of(task.job), is_far)
