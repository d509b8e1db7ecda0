"""A time or an event to go to, in words."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.go_to import parse_event
from site_sim.ui.dialogs.question import Question
from tests.ui.app_fixture import run, site
from tests.ui.dialogs.lives import SMALL, words_in


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
    "acepted": "neither a time nor an event; did you mean 'Accepted'?",
    "?": f"neither a time nor an event; known: {EVENTS_KNOWN}",
    "!": "StartUpGotLane, StartUpLostLane, Unclaimed, WorkFinished, WorkStarted",
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
            assert "a time such as 12.5, 1:23 or 2h, or an event such as Accepted" in words
            assert isinstance(app.screen, Question)
        await pilot.press("escape")
        assert app.player.session.now == before

    run(site(at=4.0, paused=True), act, size=size)


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
