"""The state of the site: a fold over the event log, O(1) work an event."""

from __future__ import annotations

from site_sim.facts.names import name_of
from site_sim.log.event_log import CHUNK
from site_sim.state.changing import Changing
from site_sim.state.fold import HANDLERS


class SiteState(Changing):
    """The site as it is after `seq` events of a log, at the time `at` (simulated nanoseconds)."""

    def catch_up(self, stop: int | None = None) -> None:
        """Fold the events of the log up to number `stop` (exclusive), or to its end."""
        log, handlers = self.log, HANDLERS
        end = len(log) if stop is None else min(stop, len(log))
        while self.seq < end:
            start = self.seq
            upto = min(end, start - start % CHUNK + CHUNK)
            made = [
                handlers[kind](self, at, who, job, a, b)
                for at, kind, who, job, a, b in log.rows(start, upto)
            ]
            self.seq, self.at = upto, max(self.at, log[upto - 1].at)
            if self.track is not None:
                self.track.note(self, start, made)

    def advance_to(self, at: int) -> None:
        """Let time pass in which nothing happens."""
        self.at = max(self.at, at)

    def set_bucket_ns(self, bucket_ns: int, forget: bool = False) -> None:
        """Let a cell of strips and series stand for so many simulated nanoseconds.

        What the cells of before tell is told by the new ones, unless they are to forget it.
        """
        before, now, at = self.bucket_ns, self.bucket, self.at
        if bucket_ns == before:
            return
        for task in self.workers:
            if forget:
                task.strip.forget(at, bucket_ns, task.spent_at(at))
            else:
                task.past(at, before, 1)
                task.strip.rescale(at, (before, bucket_ns), task.state, task.spent_at(at))
        for series in (self.throughput, self.queue_lengths, self.working):
            if forget:
                series.forget(now, before, bucket_ns)
            else:
                series.rescale(now, before, bucket_ns)
        self.bucket_ns = bucket_ns
        self.cells_since = at if self.seq else -1

    def name_of(self, who: int) -> str:
        """Return what a person calls a task: `worker 3`, `foreman`, `accept`, or ""."""
        return name_of(who, self.settings.program)
