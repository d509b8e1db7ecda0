"""What came of a track: the figures by which tracks are compared, one table for all who show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from site_sim.base.quantities import clock, duration, rate
from site_sim.base.units import NEVER, SECOND
from site_sim.experiments.lane_holds import LaneHolds
from site_sim.facts.figures import (
    HAND_OFFS,
    LANE_HELD,
    MAKESPAN,
    SPEED_UP,
    SWITCHES,
    THROUGHPUT,
    UTILISATION,
    WAIT,
    WOKEN_IN_VAIN,
    FigureFacts,
)
from site_sim.facts.sentences import say
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.distribution import RankedTimes
from site_sim.state.figures import Figures
from site_sim.state.job_times import JobTimesReader
from site_sim.state.lints import death_line
from site_sim.state.settings import Settings
from site_sim.state.summary import Summary, summary_of_figures

DIGITS = 3
"""The fewest digits of a duration."""
NOTHING = "—"
"""Stands for a figure that there is none of."""


class Ending(NamedTuple):
    """How a run ended: its jobs are done, it was stopped before, or nothing more happens in it."""

    condition: Literal["done", "cut", "endless", "stuck"] = "done"
    line: str = ""
    """Why not all jobs were done; "" if they were."""


class TrackOutcome(Struct, frozen=True):
    """The figures of one track, up to the time `at` (simulated nanoseconds)."""

    at: int
    ending: Ending
    summary: Summary
    response_times: RankedTimes
    """The sojourns of the jobs that left."""
    hand_offs: int
    switches: int
    woken_in_vain: int
    longest_hold_ns: int
    ended_at: int | None
    """When the last of its jobs was done or given up (ns), if all were, and there was one."""

    @property
    def is_done(self) -> bool:
        """Whether all jobs were done."""
        return self.ending.condition == "done"

    def speed_up(self, first: TrackOutcome) -> float | None:
        """Return how many times as fast as the first track this one was; None if none can tell."""
        own, its = self.summary, first.summary
        if not (self.is_done and first.is_done):
            return own.throughput_per_s / its.throughput_per_s if its.throughput_per_s else None
        has_time = own.makespan_s and its.done  # it has none where all were given up
        return its.makespan_s / own.makespan_s if has_time else None


class OutcomeReader:
    """Reads what came of a run from its log, in slices, and perhaps while the log grows."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._figures = Figures(log)
        self._holds = LaneHolds(log)
        self._times = JobTimesReader()
        self._switches = 0
        self._hand_offs = 0
        self._in_vain = 0

    @property
    def settings(self) -> Settings:
        """The settings in force after what was read."""
        return self._figures.settings

    def work(self, events: int = NEVER) -> bool:
        """Read at most so many further events; return True when all that are there are read."""
        before = self._figures.seq
        self._figures.catch_up(events)
        self._holds.catch_up(events)
        kinds = self._log.kinds(before, self._figures.seq)
        self._hand_offs += kinds.count(Kind.HandedOff)
        self._switches += kinds.count(Kind.Preempted) + kinds.count(Kind.StartUpLostLane)
        self._in_vain += kinds.count(Kind.BecameIdle)
        return self._figures.seq == len(self._log)

    def outcome(self, at: int, is_complete: bool, never_ends: bool = False) -> TrackOutcome:
        """Return what came of the run up to the time `at`, of which every event was read.

        It `is_complete` when nothing more would happen, and `never_ends` if it is known that ever
        more jobs come.
        """
        ending = self._ending(at, is_complete, never_ends)
        times = self._times.times(self._figures.statistics)
        return TrackOutcome(
            at=at,
            ending=ending,
            summary=summary_of_figures(self._figures, at, times),
            response_times=times.sojourn,
            hand_offs=self._hand_offs,
            switches=self._switches,
            woken_in_vain=self._in_vain,
            longest_hold_ns=self._holds.longest_at(at),
            ended_at=self._last_left_at() if ending.condition == "done" else None,
        )

    def _last_left_at(self) -> int | None:
        """Return when a job was done or given up last; None if none was (simulated ns)."""
        statistics = self._figures.statistics
        last = statistics.verdict_count - 1
        return statistics.verdict_table[last].at if last >= 0 else None

    def _ending(self, at: int, is_complete: bool, never_ends: bool) -> Ending:
        """Return how the run ended, and the reason if that was not because all jobs were done."""
        figures = self._figures
        left = figures.statistics.unfinished
        arrivals_ended = is_complete or figures.statistics.arrivals_ended
        if arrivals_ended and not left:
            return Ending()
        dead = [] if figures.settings.supervise else figures.dead
        why = death_line(self._log.cast, figures.settings.model, dead) if dead else ""
        jobs = f"{left:,} {'was' if left == 1 else 'were'}"
        if is_complete:
            ending = Ending("stuck", say("ending.stuck", jobs=jobs))
        elif arrivals_ended:
            ending = Ending("cut", say("ending.cut", time=clock(at), jobs=jobs))
        elif never_ends:
            ending = Ending("endless", say("ending.endless", jobs=jobs))
        else:
            ending = Ending("cut", say("ending.early", time=clock(at), jobs=jobs))
        return ending._replace(line=f"{ending.line}: {why}") if why else ending


# -- the table -----------------------------------------------------------------------------------


class Column(NamedTuple):
    """A column of the table of outcomes: a figure, or a part of one."""

    figure: FigureFacts
    value: Callable[[TrackOutcome, TrackOutcome], float | None]
    """Returns the figure of a track beside the first one, in the figure's unit."""
    part: str = ""
    """Which of a distribution: `mean`, `p95` or `max`."""
    title: str = ""
    """What it is called, if not by the name of its figure and that of its part."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.title or self.figure.name

    @property
    def key(self) -> str:
        """Where it stands in a line of CSV."""
        return f"{self.figure.key}.{self.part}" if self.part else self.figure.key

    def values(self, outcomes: Sequence[TrackOutcome]) -> list[float | None]:
        """Return the figures of some tracks, whose first is what the others are compared with."""
        return [self.value(outcome, outcomes[0]) for outcome in outcomes]

    def cells(self, outcomes: Sequence[TrackOutcome]) -> list[str]:
        """Return the same as people read them, each with its unit."""
        values = self.values(outcomes)
        most = max((value for value in values if value is not None), default=0.0)
        return [NOTHING if value is None else self._cell(value, most) for value in values]

    def _cell(self, value: float, most: float) -> str:
        """Return a figure with its unit; rates are in that of the highest one."""
        if self.figure.unit == MAKESPAN.unit:
            return duration(round(value * SECOND), DIGITS)
        if self.figure is THROUGHPUT:
            return rate(value, most)
        if self.figure is UTILISATION:
            return f"{value:.1%}"
        return f"{value:.2f}×" if self.figure is SPEED_UP else f"{value:,}"


def _makespan(outcome: TrackOutcome, _: TrackOutcome) -> float | None:
    """Return when all jobs were done; what was done last in a run that goes on tells nothing."""
    return outcome.summary.makespan_s if outcome.is_done and outcome.summary.done else None


def _wait(part: str) -> Callable[[TrackOutcome, TrackOutcome], float | None]:
    def value(outcome: TrackOutcome, _: TrackOutcome) -> float | None:
        summary = outcome.summary
        return float(getattr(summary.wait_s, part)) if summary.left else None

    return value


COLUMNS = (
    Column(MAKESPAN, _makespan),
    Column(SPEED_UP, TrackOutcome.speed_up),
    Column(THROUGHPUT, lambda outcome, _: outcome.summary.throughput_per_s),
    Column(UTILISATION, lambda outcome, _: outcome.summary.utilisation),
    Column(WAIT, _wait("mean"), "mean", "mean wait"),
    Column(WAIT, _wait("p95"), "p95", "wait p95"),
    Column(WAIT, _wait("max"), "max", "worst wait"),
    Column(HAND_OFFS, lambda outcome, _: outcome.hand_offs),
    Column(SWITCHES, lambda outcome, _: outcome.switches),
    Column(WOKEN_IN_VAIN, lambda outcome, _: outcome.woken_in_vain),
    Column(LANE_HELD, lambda outcome, _: outcome.longest_hold_ns / SECOND),
)
"""All columns of the table, in their order."""
