"""A strip shows what took most of each cell, and where a worker died."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, OrderJobs
from site_sim.log.event_log import CHUNK
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import State
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.recent_past import RecentPast
from site_sim.state.history.strips import Strips
from site_sim.state.history.transitions import TransitionIndex
from site_sim.state.site import SiteState
from tests.run.driving import give
from tests.state.history.recents import (
    LOOKS,
    SCALES,
    CountingLog,
    read_anew,
    recent_past,
    strip_of,
)
from tests.state.history.runs import begun, cut, deaths_in, histories, live, long_run


def strip(recent: RecentPast, who: int, count: int) -> bytes:
    """Return the strip of one worker."""
    return recent.states_of([who], count)[who]


def assert_strips_true(session: Session, step: int) -> None:
    """Compare the strips of all workers with what is known of them at the playhead."""
    state, recent = session.state, recent_past(session, step)
    known = cut(session.log, state.seq)
    history, deaths = histories(known), deaths_in(known)
    for task in state.workers:
        expected = strip_of(history, deaths, task.who, step, state.at)
        for count in (64, 17, 1):
            assert strip(recent, task.who, count) == expected[-count:], task.who


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), looks=LOOKS)
def test_a_strip_is_what_took_most_of_each_cell_whichever_way_one_came(
    seed: int, looks: list[tuple[int, float]]
) -> None:
    session = begun(seed)
    for number in range(2):
        live(session, seed + number, most=300)
        assert_strips_true(session, SCALES[number])
    for step, share in looks:
        session.playhead.seek(round(session.playhead.end * share))
        assert_strips_true(session, step)


def test_it_goes_on_with_the_live_end() -> None:
    session = begun(11, accident_rate=0.1, rate=20.0, workers=5)
    for _ in range(40):
        session.playback.advance(SECOND // 3)
        recent = recent_past(session, SCALES[1])
        before = [strip(recent, task.who, 64) for task in session.state.workers]
        anew = read_anew(session, SCALES[1])
        assert before == [strip(anew, task.who, 64) for task in session.state.workers]
    assert_strips_true(session, SCALES[1])


def test_in_a_long_run_cells_of_many_events_are_true() -> None:
    session = long_run(accident_rate=0.05, supervise=True)
    assert Kind.Died in session.log.kinds(0, len(session.log))
    for step in (4 * SECOND, SCALES[1], SCALES[0]):
        assert_strips_true(session, step)


def test_a_death_stays_visible_where_the_dead_is_replaced_at_once() -> None:
    session = Session(Scenario(workers=3, costs="zero", rate=2.0, accident_rate=0.0))
    session.playback.advance(16 * SECOND)  # where a stretch of cells begins
    give(session, CauseAccident(1))
    session.playback.advance(SECOND)
    (died,) = deaths_in(session.log)[1]
    recent = recent_past(session, SCALES[1])
    cells = strip(recent, 1, 64)
    assert cells[63 - (session.now // SCALES[1] - died // SCALES[1])] == State.GONE
    assert cells.count(State.GONE) == 1
    assert State.GONE not in strip(recent, 0, 64)


def test_a_death_between_two_cells_is_in_the_later_one_also_beside_a_keyframe() -> None:
    session = long_run(costs="zero", supervise=True, accident_rate=0.0, rate=1_000.0)
    now = session.now
    give(session, CauseAccident(1))
    give(session, OrderJobs(2 * CHUNK))
    frames = [frame for frame in session.recording.changes.frames if frame.at == now]
    assert frames
    (died,) = deaths_in(session.log)[1]
    assert died == now
    session.playback.advance(10 * SECOND)
    for step in (now // 64, now // 2):  # it is where a stretch of cells begins, and in the midst
        assert_strips_true(session, step)


def test_what_is_between_two_keyframes_in_a_cell_is_not_read() -> None:
    log = CountingLog(long_run(accident_rate=0.05, supervise=True).log)
    assert Kind.Died in log.kinds(0, len(log))
    changes, state = ChangeLog(log), SiteState(log)
    changes.follow(state)
    strips = Strips(changes, TransitionIndex(changes))
    state.advance_to(40 * SECOND)
    log.row_count = 0
    strips.strips([0], state, 20 * SECOND, 64)
    assert log.row_count < 3 * CHUNK


def test_rows_together_are_read_once_and_no_further_than_they_are_shown() -> None:
    log = CountingLog(long_run().log)
    changes, state = ChangeLog(log), SiteState(log)
    changes.follow(state, len(log) // 2)
    changes.follow(SiteState(log))
    strips = Strips(changes, TransitionIndex(changes))
    strips.strips([0], state, SECOND, 64)
    log.row_count = 0
    for who in range(1, 5):
        strips.strips([who], state, SECOND, 64)
    assert not log.row_count


def test_of_a_long_past_it_guesses_until_there_was_time_to_read_it() -> None:
    session = long_run()
    changes, state, step = session.recording.changes, session.state, SCALES[1]
    task = state.workers[0]
    strips = Strips(changes, TransitionIndex(changes), pieces=2)
    found = []
    while not found or not strips.is_complete:
        strips.begin_frame()
        found.append(strips.strips([task.who], state, step, 64)[task.who])
    assert len(found) > 2
    assert found[0] != found[-1] == strip(recent_past(session, step), task.who, 64)


def crowd() -> Session:
    """Return a site of so many workers that those in view have few of the events."""
    return Session(
        Scenario(workers=600, model="coroutines", rate=2_000.0, service_time=0.2, costs="zero",
                 wiring="direct", dispatch="least-busy", accident_rate=1.0)
    )  # fmt: skip


def test_of_a_large_crew_rows_are_true_wherever_one_jumps() -> None:
    session = crowd()
    for first in (577, 250, 255, 3, 20, 250):
        session.playback.advance(SECOND // 4)
        rows = range(first + 22, first - 1, -1)
        strips = recent_past(session, SCALES[1]).states_of(rows, 40)
        anew = read_anew(session, SCALES[1])
        assert strips == {who: strip(anew, who, 40) for who in reversed(rows)}


def test_rows_that_one_jumps_to_are_read_once() -> None:
    session = crowd()
    session.playback.advance(SECOND)
    log = CountingLog(session.log)
    changes, state = ChangeLog(log), SiteState(log)
    changes.follow(state)
    strips = Strips(changes, TransitionIndex(changes))
    read = []
    for rows in ([20, 19], range(270, 250, -1)):
        strips.begin_frame()
        log.row_count = 0
        strips.strips(rows, state, SECOND // 4, 64)
        read.append(log.row_count)
    assert read[0] == read[1] > 0
