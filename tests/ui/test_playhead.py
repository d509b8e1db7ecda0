"""Moving the playhead by keys and by the scrubber, and what becomes of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from site_sim.base.quantities import read_time
from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.facts.programs import FOREMAN
from site_sim.log.comparison import digest_of, has_prefix
from site_sim.log.events import Kind
from site_sim.log.position import Position
from site_sim.player.intents import GoTo, Seek, Select
from site_sim.player.player import DEFAULT_TUNING
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import Selection
from site_sim.run.session import Session
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import FRAME_S, Seconds, run, text_of
from tests.ui.travelling import between_events, line_of, press, session_of, trace


async def go_to(app: SiteApp, pilot: Pilot[int], answer: str) -> None:
    """Press the key that asks for a time or an event, and answer."""
    await pilot.press("g", *answer, "enter")
    await pilot.pause()


def frames(app: SiteApp, count: int) -> None:
    for _ in range(count):
        app.advance(FRAME_S)


def look_on(app: SiteApp) -> None:
    """Let frames pass until it is there, wherever it was on the way to."""
    snapshot = app.player.frame()
    while (
        snapshot.playhead.looking_for
        or snapshot.playhead.fork_progress is not None
        or snapshot.progress.destination is not None
    ):
        app.advance(FRAME_S)
        snapshot = app.player.frame()


# -- looking for an event ------------------------------------------------------------------------


def test_nothing_more_happens_to_a_job_that_is_done() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Select("job", 0))
        assert session_of(app).state.is_done(0)
        before = trace(app)
        await press(app, pilot, "right_parenthesis")
        assert "nothing more happens to job #0" in text_of(app)
        frames(app, 3)
        assert trace(app) == before

    run(between_events(), act)


def test_what_can_not_happen_is_looked_for_within_bounds_and_leaves_no_trace() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = trace(app)
        await go_to(app, pilot, "Died")
        frames(app, 1)
        await pilot.pause()
        assert "on the way to the next Died; space gives it up" in text_of(app)
        assert "running on" in line_of(app)
        assert session_of(app).now > before[0].at
        look_on(app)
        await pilot.pause()
        assert "no Died within 10 simulated minutes" in text_of(app)
        assert trace(app) == before
        assert app.player.view.paused

    run(between_events(budget=Seconds(0.002)), act)


def test_a_search_that_is_given_up_goes_back_to_where_it_began() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session_of(app).playhead.seek(7 * SECOND)
        before = trace(app)
        await go_to(app, pilot, "Died")
        frames(app, 3)
        assert session_of(app).now > before[0].at
        await press(app, pilot, "space")
        look_on(app)
        assert trace(app) == before
        assert session_of(app).playhead.end == 15_400_000_000
        assert app.player.view.paused
        assert "on the way" not in text_of(app)

    run(between_events(budget=Seconds(0.002)), act)


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection("job", 29), "the next event of job #29"),
        (Selection("task", 4), "the next event of worker 4"),
        (Selection("task", FOREMAN), "the next event of the foreman"),
    ],
)
def test_it_is_said_whose_next_event_is_looked_for(selection: Selection, words: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Select(*selection))
        await press(app, pilot, "right_parenthesis")
        assert f"on the way to {words}; space gives it up" in text_of(app)

    run(between_events(), act)


def test_the_next_event_of_what_is_selected_is_the_live_end() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = session_of(app)
        app.player.do(Select("task", 4))
        await press(app, pilot, "right_parenthesis")
        look_on(app)
        event = session.log[session.state.seq - 1]
        assert 4 in (event.who, event.a)
        assert event.at == session.now == session.playhead.end
        assert event.kind != Kind.JobArrived
        await press(app, pilot, "j")
        assert session.fork_progress is None
        assert not session.can_restore
        assert session.playhead.is_live

    run(between_events(), act)


# -- going to a time or an event -----------------------------------------------------------------


@pytest.mark.parametrize("answer", ["20", "15.4", "7", "1:00.5", "100", "Accepted"])
def test_it_stops_where_one_asked_to_go_also_while_it_runs(answer: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        assert not app.player.view.paused
        await go_to(app, pilot, answer)
        look_on(app)
        assert app.player.view.paused
        there = session_of(app).now
        frames(app, 10)
        assert session_of(app).now == there
        if answer != "Accepted":
            assert there == read_time(answer)
        else:
            assert session_of(app).log[session_of(app).state.seq - 1].kind == Kind.Accepted

    run(between_events(budget=Seconds(0.01)), act)


# -- while the run is re-executed ----------------------------------------------------------------


SLOWLY = PlayerTuning(fork_slice_steps=2)
"""With this a re-execution takes many frames."""


def in_the_past(tuning: PlayerTuning = DEFAULT_TUNING) -> SiteApp:
    """Return a site at 12 s of 15.4 s, which re-executes a little a frame."""
    app = between_events(budget=Seconds(0.01), tuning=tuning)
    app.player.do(Seek(12 * SECOND))
    return app


def commands(app: SiteApp) -> list[Command]:
    return [entry.command for entry in session_of(app).journal]


def test_the_playhead_stays_while_the_run_is_re_executed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = session_of(app).playhead.position
        await press(app, pilot, "j")
        moves = ("full_stop", "comma", "left", "right", "shift+left", "shift+right", "home", "end")
        for key in (*moves, "left_parenthesis", "right_parenthesis"):
            app.player.do(Select("job", 20))
            await press(app, pilot, key)
            app.advance(FRAME_S)
            assert session_of(app).playhead.position == before
            assert session_of(app).fork_progress is not None
        await pilot.pause()
        assert "the playhead stays here while the run is re-executed" in text_of(app)
        assert "the run up to here is re-executed; u gives it up" in text_of(app)
        app.screens.publish()
        assert f" re-executing {session_of(app).fork_progress:.0%}" in line_of(app)
        look_on(app)
        assert (session_of(app).playhead.position.at, commands(app)) == (
            12 * SECOND,
            [OrderJobs(1)],
        )

    run(in_the_past(SLOWLY), act)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("v v", [SetSupervision(False), SetSupervision(True)]),
        ("right_square_bracket " * 4, [SetRate(rate) for rate in (3.0, 5.0, 7.0, 10.0)]),
        ("e e E", [SetDefectRate(share) for share in (0.01, 0.02, 0.01)]),
        ("plus plus minus", [Hire(1), Hire(1), LayOff(1)]),
        ("x", [CauseAccident(1)]),
    ],
)
def test_each_press_counts_from_what_the_one_before_will_have_done(
    keys: str, expected: list[Command]
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Select("task", 1))
        await press(app, pilot, *keys.split())
        assert session_of(app).fork_progress is not None
        look_on(app)
        assert commands(app) == expected
        assert session_of(app).now == 12 * SECOND

    run(in_the_past(SLOWLY), act)


def test_what_is_said_of_a_switch_is_what_is_wanted() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "v")
        assert "supervision is off" in text_of(app)
        look_on(app)
        assert not session_of(app).state.settings.supervise

    run(in_the_past(SLOWLY), act)


def test_a_re_execution_can_be_given_up() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = trace(app)
        await press(app, pilot, "j", "plus")
        await press(app, pilot, "u")
        assert "the re-execution is given up" in text_of(app)
        assert session_of(app).fork_progress is None
        frames(app, 3)
        assert trace(app) == before
        await press(app, pilot, "u")
        assert "no future was cut off" in text_of(app)

    run(in_the_past(SLOWLY), act)


def test_a_re_execution_that_differs_is_said_and_survived() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session, player = session_of(app), app.player
        app.player.controls.apply(SetRate(7.0))
        player.do(GoTo(20 * SECOND))
        look_on(app)
        player.do(Seek(18 * SECOND))
        entry = session.journal[0]
        session.journal[0] = replace(entry, command=SetRate(3.0))
        before = trace(app)
        await press(app, pilot, "j", "plus", "v")
        look_on(app)
        await pilot.pause()
        assert "running it again gave another log" in text_of(app)
        assert trace(app) == before
        frames(app, 3)
        assert commands(app) == [SetRate(3.0)]
        session.journal[0] = entry
        await press(app, pilot, "j")
        look_on(app)
        assert commands(app) == [SetRate(7.0), OrderJobs(1)]

    run(between_events(budget=Seconds(0.01), tuning=SLOWLY), act)


# -- the keys ------------------------------------------------------------------------------------


JUMPS = [("left", 14.4), ("shift+left", 5.4), ("home", 0.0), ("left " * 3, 12.4)]
JUMPS += [("home left", 0.0), ("shift+left right", 6.4), ("shift+left shift+right", 15.4)]


@pytest.mark.parametrize(("keys", "at_s"), JUMPS)
def test_jumps_in_the_past(keys: str, at_s: float) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *keys.split())
        session, at = session_of(app), round(at_s * SECOND)
        is_live = at_s == 15.4
        assert (session.now, session.state.seq) == (at, session.log.index_at(at))
        assert (session.playhead.is_live, app.player.view.paused) == (is_live, True)
        assert session.playhead.end == 15_400_000_000
        await press(app, pilot, "end")
        assert (session.now, session.playhead.is_live) == (15_400_000_000, True)
        assert session.state.seq == len(session.log)
        assert session.journal == []

    run(between_events(), act)


@pytest.mark.parametrize(("key", "at_s"), [("right", 16.4), ("shift+right", 25.4)])
@pytest.mark.parametrize("paused", [False, True])
def test_jumps_beyond_the_live_end_simulate(key: str, at_s: float, paused: bool) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        straight = Session(app.player.scenario)
        straight.playback.advance(round(at_s * SECOND))
        await press(app, pilot, key)
        session = session_of(app)
        assert (session.now, session.playhead.is_live) == (round(at_s * SECOND), True)
        assert digest_of(session.log) == digest_of(straight.log)
        assert app.player.view.paused == paused
        assert not session.can_restore

    run(between_events(paused=paused), act)


def test_steps_on_and_back() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = session_of(app)
        start = session.playhead.position
        await press(app, pilot, "full_stop")
        assert session.playhead.position == Position(start.seq + 1, 15_500_000_000)
        assert app.player.view.paused
        await press(app, pilot, "comma")
        assert session.playhead.position == start
        await press(app, pilot, "comma")
        assert session.playhead.position == Position(start.seq, 15 * SECOND)
        assert not session.playhead.is_live
        await press(app, pilot, "full_stop", "full_stop", "comma", "comma")
        assert session.playhead.position == Position(start.seq, 15 * SECOND)
        assert session.journal == []

    run(between_events(), act)


def test_events_of_what_is_selected_and_of_nothing() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = session_of(app)
        before = session.playhead.position
        await press(app, pilot, "left_parenthesis", "right_parenthesis")
        assert session.playhead.position == before
        assert "select a worker or a job first" in text_of(app)
        app.player.do(Select("job", 30))
        await press(app, pilot, "left_parenthesis")
        assert session.playhead.position == Position(before.seq, 15 * SECOND)
        assert app.player.view.paused
        await press(app, pilot, "left_parenthesis")
        assert "nothing happened to it before" in text_of(app)
        assert session.playhead.position == Position(before.seq, 15 * SECOND)
        app.player.do(Select("job", 0))
        await press(app, pilot, "home")
        started = session.state.seq
        await press(app, pilot, "right_parenthesis")
        seqs = [seq for seq, row in enumerate(session.log.rows(), 1) if row[3] == 0]
        later = [seq for seq in seqs if seq > started]
        assert session.state.seq == later[0]
        await press(app, pilot, "right_parenthesis")
        assert session.state.seq == later[1]
        await press(app, pilot, "end", "left_parenthesis")
        assert session.state.seq == seqs[-1]

    run(between_events(), act)


def test_a_command_in_the_past_forks_the_run_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = session_of(app)
        old = session.log
        await press(app, pilot, "shift+left", "j")
        entry = session.journal[0]
        assert (entry.command, entry.at) == (OrderJobs(1), 5_400_000_000)
        assert has_prefix(session.log, old, entry.before)
        assert (session.now, session.playhead.end, session.playhead.is_live) == (
            entry.at,
            entry.at,
            True,
        )
        assert session.can_restore

    run(between_events(), act)
