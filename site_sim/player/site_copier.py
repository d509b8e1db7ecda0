"""Copies of a site what a screen declared that it needs."""

from __future__ import annotations

from msgspec.structs import replace

from site_sim.player.needs import Needs
from site_sim.player.site_copy import INBOX, JobCopy, QueueCopy, SiteCopy, TaskCopy
from site_sim.state.entities import JobState, TaskState
from site_sim.state.history.recent_past import RecentPast
from site_sim.state.lints import WATCHED, gravest
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState


class SiteCopier:
    """Copies one site again and again; what has not changed since the last time is kept."""

    def __init__(self) -> None:
        self._settings = Settings()
        """The settings that were copied last, which nobody changes."""

    def copy(self, state: SiteState, recent: RecentPast, needs: Needs) -> SiteCopy:
        """Return a copy of what is needed."""
        statistics = state.statistics
        return SiteCopy(
            state.log,
            statistics.verdict_table,
            self.settings(state),
            gravest(state, recent.counts(WATCHED).queued),
            state.seq,
            state.at,
            len(state.workers),
            state.staying,
            len(state.lanes),
            self._queue(state, needs.queue),
            statistics.arrived,
            statistics.accepted,
            statistics.rejected,
            statistics.scrapped,
            statistics.verdict_count,
            statistics.arrivals_ended,
            state.finished,
        )

    def _queue(self, state: SiteState, places: range) -> QueueCopy:
        """Return a copy of the queue at some places, from the first to the last of them."""
        numbers, jobs = state.queue[places.start : places.stop], state.jobs
        copies = [job_copy(jobs[number], state.at) for number in numbers]
        return QueueCopy(state.queue.length, places, copies)

    def settings(self, state: SiteState) -> Settings:
        """Return a copy of the settings."""
        if self._settings != state.settings:
            self._settings = replace(state.settings)
        return self._settings


def job_copy(job: JobState, at: int) -> JobCopy:
    """Return a copy of a job, as it is at a time (ns)."""
    return JobCopy(
        job.number,
        job.name,
        job.cpu_ns,
        job.io_ns,
        job.arrived,
        job.place,
        job.holder,
        job.worker,
        job.attempt,
        job.started,
        job.progress_at(at),
    )


def task_copy(task: TaskState) -> TaskCopy:
    """Return a copy of a task."""
    inbox = task.inbox
    return TaskCopy(
        task.who,
        task.state,
        task.since,
        task.job,
        task.to,
        task.dead,
        task.leaving,
        task.starting,
        tuple(inbox[:INBOX]),
        len(inbox),
    )
