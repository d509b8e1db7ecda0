"""A time or an event to go to, in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.base.units import SECOND
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.log.events import Kind
from site_sim.player.intents import GoTo, GoToBookmark, GoToCondition, GoToEvent
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.go_to import (
    HINT,
    Goal,
    RacedTracks,
    parse_event,
    read_goal,
    read_race_goal,
)
from site_sim.ui.dialogs.question import Question
from tests.ui.app_fixture import pass_time, run, site, text_of
from tests.ui.dialogs.lives import SMALL, words_in

CAST = PROGRAM_FACTS["pipeline"].cast


@pytest.mark.parametrize("kind", Kind)
def test_an_event_is_understood(kind: Kind) -> None:
    assert parse_event(kind.name) is kind
    assert parse_event(f" {kind.name.lower()} ") is kind
    assert parse_event(f"x{kind.name}") is None


def test_an_event_may_be_spelt_in_words() -> None:
    assert parse_event("hand off started") is Kind.HandOffStarted
    assert parse_event("") is None


def test_a_part_of_a_name_is_enough_where_no_other_has_it() -> None:
    assert parse_event("accident") is Kind.AccidentHappened
    assert parse_event("reject") is Kind.Rejected
    assert parse_event("died") is Kind.Died
    assert parse_event("started") is None, "a hand-off, work or a wait for I/O"
    assert parse_event("ac") is None


EVENTS_KNOWN = "Accepted, AccidentHappened, ArrivalsEnded, BecameIdle, BecameReady, Blocked"
FAULTS = {
    "99999999999": "too late: one can go to 1,000,000,000 s, some 31 years on",
    "-5": "the run starts at 0: there is nothing before",
    "1:75": "the minutes and seconds after a colon go up to 59",
    "acepted": "neither a time, an event nor a condition; did you mean 'Accepted'?",
    "quee": "neither a time, an event nor a condition; did you mean 'queue'?",
    "?": f"neither a time, an event nor a condition; known: {EVENTS_KNOWN}",
    "!": "StartUpGotLane, StartUpLostLane, Unclaimed, WorkFinished, WorkStarted",
    "queue": "say how much: queue >= 5",
    "worker 2 blokced": "nothing is known of worker 2 as 'blokced'; did you mean 'blocked'?",
}


@pytest.mark.parametrize("size", SMALL)
def test_go_to_says_whole_what_is_wrong(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = app.player.session.now
        await pilot.press("g")
        for text, said in FAULTS.items():
            app.screen.query_one(Input).value = text
            await pilot.press("enter")
            await pilot.pause()
            words = words_in(app)
            assert said in words
            assert HINT in words
            assert isinstance(app.screen, Question)
        await pilot.press("escape")
        assert app.player.session.now == before

    run(site(at=4.0, paused=True), act, size=size)


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("2.5", GoTo(2_500_000_000)),
        ("accepted", GoToEvent(("Accepted",), back=True)),
        ("accident", GoToEvent(("AccidentHappened",), back=True)),
        ("QUEUE>=5", GoToCondition("queue >= 5", back=True)),
        ("accepted >= 5", GoToCondition("done >= 5", back=True)),
        ("finished", GoToCondition("finished", back=True)),
        ("died and queue > 2", GoToCondition("Died and queue > 2", back=True)),
    ],
)
def test_what_is_typed_is_an_intent(text: str, goal: Goal) -> None:
    assert read_goal(text, CAST, back=True) == goal
    is_timeless = isinstance(goal, GoTo)
    assert read_goal(text, CAST) == (goal if is_timeless else replace(goal, back=False))


TRACKS = RacedTracks({"threads": CAST, "pair": PROGRAM_FACTS["producer-consumer"].cast}, 0)


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("12.5", GoTo(12_500_000_000)),
        ("1:30", GoTo(90 * SECOND)),
        ("queue >= 5", GoToCondition("queue >= 5", back=True)),
        ("Pair: queue >= 5", GoToCondition("queue >= 5", back=True, track=1)),
        ("thr: died", GoToCondition("Died", back=True)),
        ("pair: consumer blocked", GoToCondition("consumer blocked", back=True, track=1)),
    ],
)
def test_in_a_race_a_track_stands_before_it(text: str, goal: Goal) -> None:
    assert read_race_goal(text, TRACKS, back=True) == goal


def test_in_a_race_a_bookmark_comes_first() -> None:
    assert read_race_goal("The JAM", TRACKS, bookmarks=["the jam"]) == GoToBookmark("the jam")


def test_in_a_race_the_cast_is_that_of_the_track() -> None:
    with pytest.raises(ValueError, match="nothing called 'worker'"):
        read_race_goal("pair: worker 2 idle", TRACKS)
    with pytest.raises(ValueError, match="no track is called 'pear'; did you mean 'pair'"):
        read_race_goal("pear: queue > 2", TRACKS)


def test_go_to_goes_to_a_condition_and_back() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session, waiting = app.player.session, []
        for key in "gGgG":
            await pilot.press(key, *"done >= 3", "enter")
            await pilot.pause()
            pass_time(app, 1.0)
            waiting.append((session.state.statistics.done, app.player.view.paused))
        assert waiting == [(3, True)] * 4
        assert session.log[session.state.seq - 1].kind == Kind.Accepted
        await pilot.press("G", *"done > 700", "enter")
        await pilot.pause()
        assert "done > 700: that did not come true before this" in text_of(app)

    run(site(at=1.0, paused=True), act)


def test_go_to_goes_back_and_on_and_to_an_event() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        for text, at in (("2.5", 2_500_000_000), ("0:06", 6 * SECOND), ("0", 0)):
            await pilot.press("g", *text, "enter")
            await pilot.pause()
            assert session.now == at
        await pilot.press("g", *"work finished", "enter")
        await pilot.pause()
        assert session.log[session.state.seq - 1].kind == Kind.WorkFinished

    run(site(at=4.0, paused=True), act)
