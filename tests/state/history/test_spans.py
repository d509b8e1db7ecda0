"""A span is the whole stretch of time for which a row is in one state."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import State
from site_sim.state.history.keyframes import lane_row
from site_sim.state.history.tiles import (
    UNKNOWN,
    first_state,
)
from tests.run.driving import run_to_end
from tests.state.history.runs import STEPS, begun, histories, live, rows_of, times_in


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_a_span_is_the_stretch_around_it(seed: int, data: st.DataObject) -> None:
    session = begun(seed, defect_rate=0.0)
    for number in range(2):
        live(session, seed + number, most=data.draw(st.sampled_from((20, 300, 4_000))))
    timeline, history = session.timeline, histories(session.log)
    rows = rows_of(timeline)
    step = data.draw(st.sampled_from(STEPS))
    row = data.draw(st.sampled_from(rows))
    number = data.draw(st.integers(0, session.playhead.end // step))
    timeline.aim([row], step, number, 1)
    timeline.work()
    shown = timeline.cells(row, step, number, 1)[0]
    span = timeline.span(row, step, number)
    if shown == UNKNOWN:
        assert span is None
        return
    timeline.work()
    span = timeline.span(row, step, number)
    assert span is not None
    assert span.state == first_state(shown)
    start, stop = number * step, min((number + 1) * step, session.playhead.end)
    until = session.playhead.end if span.until is None else span.until
    assert span.since < min(stop, until)
    assert until > start
    assert times_in(history[row], span.since, until)[span.state] == until - span.since
    before = times_in(history[row], start, max(start, span.since))
    assert not before[span.state], "an earlier span was passed over"


def test_a_span_says_with_which_job_and_for_whom() -> None:
    session = Session(Scenario(workers=2, rate=0.5, count=1, service_time=1.0))
    run_to_end(session)
    events = list(session.log.rows())

    def at_of(kind: Kind, who: int) -> int:
        return next(row[0] for row in events if row[1] == kind and row[2] == who)

    def said(row: int, at: int) -> tuple[int, int, int, int, int | None]:
        step, timeline = 1_000_000, session.timeline
        timeline.aim([row], step, at // step, 1)
        timeline.work()
        timeline.span(row, step, at // step)
        timeline.work()
        span = timeline.span(row, step, at // step)
        assert span is not None
        return span.state, span.job, span.other, span.since, span.until

    hop, passed = at_of(Kind.HandOffStarted, 1), at_of(Kind.HandedOff, 1)
    work, done = at_of(Kind.WorkStarted, 0), at_of(Kind.WorkFinished, 0)
    back = at_of(Kind.Resumed, 1)
    assert said(1, hop) == (State.HANDING_OFF, 0, 0, hop, passed)
    assert said(1, work) == (State.BLOCKED, 0, 0, passed, back)
    assert said(0, work) == (State.IO, 0, NOBODY, work, done)
    assert said(lane_row(0), work)[:3] == (State.CPU, -1, 0)
    session.playback.advance(SECOND)
    assert said(1, back) == (State.IDLE, -1, NOBODY, back, None)
