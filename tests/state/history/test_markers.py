"""The marks on the scrubber are where the log has what they stand for."""

from __future__ import annotations

from typing import get_args

from site_sim.base.units import SECOND
from site_sim.commands import (
    OrderJobs,
)
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.markers import Marker
from tests.run.driving import give


def test_marks_are_where_the_log_has_them() -> None:
    session = Session(Scenario(rate=2.0, accident_rate=0.4, defect_rate=0.4, workers=3, seed=4))
    session.playback.advance(30 * SECOND)
    give(session, OrderJobs(1))
    rows = list(session.log.rows())
    times = {
        "accident": [row[0] for row in rows if row[1] == Kind.AccidentHappened],
        "rework": [row[0] for row in rows if row[1] in (Kind.Rejected, Kind.Scrapped)],
        "rebuild": [row[0] for row in rows if row[1] == Kind.LanesOpened],
        "command": [session.now],
    }
    assert all(times.values())
    end = session.playhead.end
    for count in (1, 7, 52, 1000):
        for mark in get_args(Marker):
            cells = {min(count - 1, at * count // end) for at in times[mark]}
            assert list(session.markers.so_far().cells(mark, end, count)) == sorted(cells)
            step, first = end // count, count // 3
            columns = {at // step - first for at in times[mark] if 0 <= at // step - first < 50}
            seen = session.markers.so_far().columns(mark, step, first, 50)
            assert list(seen) == sorted(columns)


def test_the_marks_so_far_stay_as_they_are() -> None:
    session = Session(Scenario(rate=2.0, accident_rate=0.4, workers=3, seed=4))
    session.playback.advance(10 * SECOND)
    give(session, OrderJobs(1))
    marks, end = session.markers.so_far(), session.playhead.end

    def cells() -> dict[Marker, list[int]]:
        return {mark: list(marks.cells(mark, end, 52)) for mark in get_args(Marker)}

    before = cells()
    give(session, OrderJobs(2))  # in the same moment
    session.playback.advance(20 * SECOND)
    assert list(session.markers.so_far().cells("accident", session.playhead.end, 52))
    assert cells() == before
