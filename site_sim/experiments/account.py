"""An account of a run: how long it took, by what way it came to its end, and its bounds."""

from __future__ import annotations

from site_sim.experiments.bounds import Bounds
from site_sim.experiments.least_time import TIMELESS, Removed
from site_sim.experiments.run_fold import RunFold
from site_sim.experiments.way_totals import WayTotals
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB


class Account:
    """Reads the first `stop` events of a log, bit by bit; times are simulated nanoseconds."""

    def __init__(self, log: EventLog, stop: int, switch_ns: int | None) -> None:
        self.log = log
        self.stop = stop
        self.bounds = Bounds()
        self._fold: RunFold | None = RunFold(log, stop, switch_ns, [self.bounds])
        self.facts = self._fold.facts
        self.on_the_way = WayTotals(None, NO_JOB)
        """What there is on the way to the end."""

    def read(self, events: int) -> bool:
        """Read at most so many events more, or count so many stretches; True when all is done."""
        if self._fold is None:
            return self.on_the_way.count_on(events)
        if self._fold.read(events):
            facts = self.facts
            self.on_the_way = WayTotals(facts.end_way, facts.last_job)
            self._fold = facts.end_way = (
                None  # no way need be kept, and this one is freed bit by bit
            )
        return False

    def most_gained_without(self, removed: Removed) -> int:
        """Return by how much at the most as many jobs could be done earlier without something.

        No job is done sooner than it takes by itself, and no more is gained than it took.
        """
        if removed == "chain" and not self.facts.passed_on:
            return 0
        job_ns = self.bounds.last_job_ns(with_hops=removed not in ("chain", "hops"))
        gain = max(0, self.facts.end_ns - job_ns)
        if removed in TIMELESS:
            return min(gain, self.on_the_way.ns(*TIMELESS[removed]))
        return min(gain, self.on_the_way.io_of_others_ns) if removed == "io" else gain
