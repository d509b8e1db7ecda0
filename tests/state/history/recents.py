"""The recent past by a plain fold of the whole log, event by event."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from site_sim.base.overriding import override
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.history.news import NewsIndex
from site_sim.state.history.recent_past import RecentPast
from site_sim.state.history.series import SeriesCells, SeriesReader
from site_sim.state.history.strips import Strips
from site_sim.state.history.tiles import UNKNOWN
from site_sim.state.history.transitions import TransitionIndex
from site_sim.state.site import SiteState
from tests.state.history.runs import NOT_THERE, Deaths, History, times_in

SCALES = (15_625_000, 250_000_000, 1_000_000_000, 16_000_000_000)
"""How long a cell is at some speeds (ns)."""
LOOKS = st.lists(st.tuples(st.sampled_from(SCALES), st.floats(0, 1)), min_size=1, max_size=4)
"""Where in a run one looks, as a share of it, and with which cells."""


class CountingLog(EventLog):
    """A copy of a log that counts the events that are read from it, whole ones and kinds."""

    def __init__(self, log: EventLog) -> None:
        super().__init__(log.cast)
        for row in log.rows():
            self.record(row)
        self.texts, self.jobs = log.texts, log.jobs
        self.seal()
        self.row_count = self.kind_count = 0

    @override
    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, ...]]:
        self.row_count += (len(self) if stop is None else stop) - start
        return super().rows(start, stop)

    @override
    def packed(self, field: str, start: int, stop: int) -> bytes:
        self.row_count += stop - start
        return super().packed(field, start, stop)

    @override
    def kinds(self, start: int, stop: int) -> bytes:
        self.kind_count += stop - start
        return super().kinds(start, stop)


def recent_past(session: Session, step: int) -> RecentPast:
    """Return the past up to the playhead."""
    return session.recording.recent_past(step)


def read_anew(session: Session, step: int) -> RecentPast:
    """Return the same, read by someone who has read nothing before."""
    changes = session.recording.changes
    strips = Strips(changes, TransitionIndex(changes))
    strips.begin_frame()
    return RecentPast(strips, SeriesReader(changes), NewsIndex(session.log), session.state, step)


def strip_of(history: History, deaths: Deaths, who: int, step: int, at: int) -> bytes:
    """Return the 64 cells of a worker up to a time, by its whole history up to then."""
    past = history.get(who, [(0, NOT_THERE)])
    cells = bytearray()
    for number in range(at // step - 63, at // step):
        start, stop = number * step, (number + 1) * step
        if number < 0:
            cells.append(UNKNOWN)
        elif any(start <= died < stop for died in deaths.get(who, ())):
            cells.append(State.GONE)
        else:
            times = times_in(past, start, stop)[:NOT_THERE]
            most = max(times)
            longest = [state for state, ns in enumerate(times) if ns == most]
            cells.append(longest[-1] if most else UNKNOWN)
    present = past[-1][1]
    return bytes(cells) + bytes([UNKNOWN if present == NOT_THERE else present])


def series_of(log: EventLog, at: int, step: int, count: int) -> SeriesCells:
    """Return the series over the last cells up to a time, noted event by event."""
    first = at // step - count + 1
    done, waiting, working = [0] * count, [0] * count, [0] * count
    for when, until, levels in _levels(log, at):
        for number in range(max(first, when // step), until // step + 1):
            if max(when, number * step) < min(until, (number + 1) * step) or until == at == when:
                place = number - first
                for cells, level in zip((waiting, working), levels, strict=True):
                    cells[place] = max(cells[place], level)
    for when, kind, *_ in log.rows():
        if kind == Kind.Accepted and when // step >= first:
            done[when // step - first] += 1
    return SeriesCells(done, waiting, working)


def _levels(log: EventLog, at: int) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield from when until when so many jobs waited, and so many workers were at work.

    The last is what they are now, for no time at all.
    """
    state = SiteState(log)
    since = 0
    levels = (0, 0)
    for when, *_ in log.rows():
        if when > since:
            yield since, when, levels
            since = when
        fold(state, state.seq + 1)
        at_work = sum(job.running_since >= 0 for job in state.jobs.taken.values())
        working = sum(task.state in (State.CPU, State.IO) for task in state.workers)
        levels = (len(state.jobs) - at_work, working)
    if at > since:
        yield since, at, levels
    yield at, at, levels
