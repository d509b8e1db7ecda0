"""All of the past can be had from a log alone, folded at whatever pace."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.log.event_log import EventLog
from site_sim.log.position import Position
from site_sim.run.recorded import Recorded
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.tuning import PastTuning
from tests.run.driving import give
from tests.run.recordings import SEEDS, append, assert_same, lived, opened, recording_of, told


@given(seed=SEEDS)
@settings(max_examples=6)
def test_the_timeline_is_that_of_the_live_session(seed: int) -> None:
    live = lived(seed)
    again = recording_of(live)
    step = live.playhead.end // 100
    seen = []
    for timeline in (live.timeline, again.timeline):
        rows = list(range(timeline.workers))
        timeline.aim(rows, step, 0, 101)
        assert timeline.work()
        seen.append([timeline.cells(row, step, 0, 101) for row in rows])
    assert seen[0] == seen[1]
    marks = [
        [
            list(one.markers.so_far().cells(mark, one.playhead.end, 50))
            for mark in ("accident", "rework")
        ]
        for one in (live, again)
    ]
    assert marks[0] == marks[1]


def test_it_is_opened_in_slices_while_the_playhead_stays_where_it_is() -> None:
    live = lived(2)
    log = EventLog(live.log.cast)
    for event in told(live.log):
        append(log, event)
    again = opened(Recorded(log, live.playhead.end))
    start = again.playhead.position
    assert start == Position(live.playhead.first, 0)
    shares = [again.recording.folded]
    while not again.recording.fold_on(100):
        shares.append(again.recording.folded)
    assert again.playhead.position == start
    assert len(shares) > len(log) // 100 - 2
    assert shares == sorted(shares)
    assert again.recording.folded == 1
    again.playhead.seek(again.playhead.end)
    assert_same(again, live)


def test_a_log_without_any_event_shows_nothing() -> None:
    again = opened(Recorded(EventLog()))
    assert again.recording.fold_on()
    assert again.playhead.position == Position(0, 0)
    assert again.playback.ended
    assert not again.playback.step()
    assert not again.playback.step_back()
    again.playhead.seek(SECOND)
    assert again.now == 0


def test_a_fork_keeps_how_closely_the_past_is_kept() -> None:
    tuning = RunTuning(past=PastTuning(spacing=64, bytes_an_event=100))
    session = Session(Scenario(rate=8.0, model="coroutines"), tuning)
    session.playback.advance(9 * SECOND)
    session.playhead.seek(2 * SECOND)
    give(session, OrderJobs(3))
    session.playback.advance(7 * SECOND)
    taken = [each.seq for each in session.recording.checkpoints.taken]
    assert max(after - before for before, after in pairwise([0, *taken, len(session.log)])) < 200
