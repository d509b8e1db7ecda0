"""Copies of a site what a screen declared that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB
from site_sim.player.needs import LaneNeeds, Needs, TaskNeeds
from site_sim.player.site_copy import (
    INBOX,
    Copies,
    FiguresCopy,
    JobCopy,
    LaneCopy,
    LanesCopy,
    QueueCopy,
    SiteCopy,
    TaskCopy,
)
from site_sim.player.view_state import Selection
from site_sim.state.entities import BLOCKED, GONE, HANDING_OFF, JobState, TaskState
from site_sim.state.history.news import NO_NEWS, REBUILT
from site_sim.state.history.recent_past import RecentPast, Throughput
from site_sim.state.history.series import SeriesCells
from site_sim.state.lints import WATCHED, gravest
from site_sim.state.measures import Measures
from site_sim.state.metrics import Recent, recent_times
from site_sim.state.now import what_matters
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState
from site_sim.state.verdicts import VerdictTable

RATE_CELLS = 48
"""Cells that the present throughput is averaged over."""
LEAST_CELLS = max(RATE_CELLS, WATCHED)
"""Cells of the recent past that are read in any case."""


class SiteCopier:
    """Copies one site again and again; what costs much is kept while it is the same."""

    def __init__(self) -> None:
        self._settings = Settings()
        """The settings that were copied last, which nobody changes."""
        self._times: tuple[VerdictTable | None, tuple[int, bool], Recent | None]
        self._times = None, (0, False), None
        """The recent times, and what they are of: the table, the number of its verdicts, and
        whether the run was at its end."""

    def copy(
        self, state: SiteState, recent: RecentPast, needs: Needs, selected: Selection
    ) -> SiteCopy:
        """Return a copy of what is needed; `selected` is the task or job that may be described."""
        statistics, counts = state.statistics, state.census.counts
        news = recent.news if needs.has_news else NO_NEWS
        series = recent.counts(max(LEAST_CELLS, needs.figures or 0))
        lanes = None if needs.lanes is None else _lanes(state, needs.lanes)
        staff = [task_copy(task) for task in state.staff]
        tasks: dict[int, TaskCopy | None] = {NOBODY: None, **{task.who: task for task in staff}}
        wanted = [lane.who for lane in lanes.shown] if lanes is not None else []
        if needs.tasks is not None:
            wanted += needs.tasks.whos
        has_life = needs.has_details and selected.kind == "task"
        if has_life:
            wanted.append(selected.number)
        for who in wanted:
            if who not in tasks:
                task = _task(state, who, news.departed)
                tasks[who] = None if task is None else task_copy(task)
        return SiteCopy(
            state.log,
            statistics.verdict_table,
            self.settings(state),
            gravest(state, series.waiting[-WATCHED:]),
            news,
            what_matters(state),
            state.seq,
            state.at,
            len(state.workers),
            state.staying,
            tuple(counts),
            sum(task.starting for task in state.workers) if counts[GONE] else 0,
            len(state.lanes),
            _queue(state, needs.queue),
            staff,
            Copies("task", tasks),
            {} if needs.tasks is None else _strips(state, recent, needs.tasks),
            Copies("job", _jobs(state, tasks.values(), needs, selected)),
            _map(state) if needs.has_map else None,
            _senders(state) if needs.lanes is not None else (),
            _life(state, selected.number) if has_life else (),
            tuple(state.census.spent_at(_end(state))) if needs.has_crew_times else (),
            lanes,
            None if needs.figures is None else self._figures(state, recent, series),
            statistics.arrived,
            statistics.waiting,
            statistics.done,
            statistics.rejected,
            statistics.scrapped,
            statistics.verdict_count,
            statistics.arrivals_ended,
            state.finished,
        )

    def settings(self, state: SiteState) -> Settings:
        """Return a copy of the settings."""
        if self._settings != state.settings:
            self._settings = replace(state.settings)
        return self._settings

    def _figures(self, state: SiteState, recent: RecentPast, series: SeriesCells) -> FiguresCopy:
        """Return the figures, with the recent past in cells."""
        table, verdicts = state.verdict_table, state.verdict_count
        known_of = verdicts, state.finished
        if self._times[0] is not table or self._times[1] != known_of:
            self._times = table, known_of, recent_times(state)
        if state.finished:  # of the whole run, which ended with its last event
            whole = Measures(state.statistics, state.log.time_of(state.seq - 1))
            span = max(0, state.at - state.statistics.warm_up)
            throughput = Throughput(whole.throughput, span)
            utilisation = whole.utilisation(state.census.crew_times_at)
        else:
            throughput = recent.throughput(series.done[-RATE_CELLS:])
            utilisation = state.utilisation
        return FiguresCopy(series, throughput, self._times[2], utilisation)


def _strips(state: SiteState, recent: RecentPast, needs: TaskNeeds) -> Mapping[int, bytes]:
    """Return the recent past of the tasks in view, a byte a cell."""
    if not needs.strip_cells:
        return {}
    news, count = recent.news, needs.strip_cells
    rows = state.log.cast.inner_rows(len(state.workers) + news.departed)
    strips = recent.states_of(rows[needs.places.start : needs.places.stop], count)
    if news.rebuilds:
        first = state.at // recent.step - count + 1
        marked = [at // recent.step - first for at in news.rebuilds]
        strips = {who: _marked(strips[who], marked) for who in strips}
    return strips


def _task(state: SiteState, who: int, departed: int) -> TaskState | None:
    """Return a task, also one of those who have left and are still listed; None if it is none."""
    task = state.find(who)
    if task is None and who - len(state.workers) in range(departed):
        return TaskState(who)
    return task


def _marked(past: bytes, cells: Sequence[int]) -> bytes:
    """Return a recent past with a mark in some of its cells, as far as it has them."""
    marked = bytearray(past)
    for cell in cells:
        if cell >= 0:
            marked[cell] = REBUILT
    return bytes(marked)


def _map(state: SiteState) -> bytes:
    """Return the state of everyone in the list of tasks."""
    rows = state.log.cast.inner_rows(len(state.workers))
    if isinstance(rows, range):
        return bytes(state.census.states[::-1])
    return bytes([state.task(who).state for who in rows])


def _lanes(state: SiteState, needs: LaneNeeds) -> LanesCopy:
    """Return all lanes, or of too many the first of those that are taken."""
    lanes, end = state.lanes, _end(state)
    age = end - state.built_at
    taken = [number for number, lane in enumerate(lanes) if lane.who != NOBODY]
    shown = range(len(lanes)) if len(lanes) <= needs.all_up_to else taken[: needs.taken]
    copies = [
        LaneCopy(number, lanes[number].who, lanes[number].busy_at(end) / age if age else 0.0)
        for number in shown
    ]
    return LanesCopy(len(lanes), len(taken), copies)


def _end(state: SiteState) -> int:
    """Return up to when a run is measured (ns): a run that is over ended with its last event."""
    return state.log.time_of(state.seq - 1) if state.finished else state.at


def _queue(state: SiteState, places: range) -> QueueCopy:
    """Return a copy of the queue at some places, from the first to the last of them."""
    numbers, jobs = state.queue[places.start : places.stop], state.jobs
    copies = [job_copy(jobs[number], state.at) for number in numbers]
    return QueueCopy(state.queue.length, places, copies)


def _jobs(
    state: SiteState, tasks: Iterable[TaskCopy | None], needs: Needs, selected: Selection
) -> Mapping[int, JobCopy | None]:
    """Return the jobs that some tasks have in hand, and the selected one if it is described."""
    jobs: dict[int, JobCopy | None] = {NO_JOB: None}
    numbers = {task.job for task in tasks if task is not None}
    if needs.has_details and selected.kind == "job":
        numbers.add(selected.number)
    for number in numbers:
        job = state.jobs.get(number)
        jobs[number] = None if job is None else job_copy(job, state.at)
    return jobs


def _senders(state: SiteState) -> Sequence[TaskCopy]:
    """Return everyone who hands a job on or waits in a send; () if the list of tasks shows that."""
    if state.log.cast.shape(state.settings.wiring) != "web":
        return ()
    sends = (HANDING_OFF, BLOCKED)
    return [task_copy(task) for task in state.everyone if task.state in sends]


def _life(state: SiteState, who: int) -> Sequence[int]:
    """Return the nanoseconds that a task has spent in each state; () if there is no such task."""
    task = state.find(who)
    return () if task is None else tuple(task.spent_at(state.at))


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
        tuple(inbox[:INBOX]) if inbox else (),
        len(inbox),
    )
