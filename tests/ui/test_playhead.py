"""Moving the playhead by keys and by the scrubber, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.events import FOREMAN, Kind
from site_sim.session import Session
from site_sim.session import search as search_module
from site_sim.ui.app import SiteApp
from site_sim.ui.view import Selection
from tests.ui.piloting import FRAME_S, Seconds, run, site, text_of

NS = 1_000_000_000


def session_of(app: SiteApp) -> Session:
    return app.controller.session


def between_events(**fields: Any) -> SiteApp:
    """Return a site at 15.4 s, where job #30 arrived at 15.0 s; the next event is at 15.5 s."""
    return site(at=15.4, workers=5, rate=2.0, **fields)


async def press(app: SiteApp, pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    app.publish()
    await pilot.pause()


async def go_to(app: SiteApp, pilot: Pilot[int], answer: str) -> None:
    """Press the key that asks for a time or an event, and answer."""
    await pilot.press("g", *answer, "enter")
    await pilot.pause()


def frames(app: SiteApp, count: int) -> None:
    for _ in range(count):
        app.advance(FRAME_S)


def look_on(app: SiteApp) -> None:
    """Let frames pass until nothing is looked for any more."""
    while app.controller.scene.playhead.sought or session_of(app).fork_progress is not None:
        app.advance(FRAME_S)


def trace(app: SiteApp) -> tuple[Any, ...]:
    """Return where one is and all that a run is."""
    session = session_of(app)
    return (session.moment, session.is_live, session.log.digest(), session.journal[:])


# -- looking for an event ------------------------------------------------------------------------


def test_nothing_more_happens_to_a_job_that_is_done() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.controller.select(Selection("job", 0))
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
        assert "running on" in text_of(app)
        assert session_of(app).now > before[0].at
        look_on(app)
        await pilot.pause()
        assert "no Died within 10 simulated minutes" in text_of(app)
        assert trace(app) == before
        assert app.controller.view.paused

    run(between_events(budget=Seconds(0.002)), act)


def test_a_search_looks_at_so_many_events_at_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MOST_EVENTS", 1_000)
    monkeypatch.setattr("site_sim.ui.words.MOST_EVENTS", 1_000)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = trace(app)
        await go_to(app, pilot, "Died")
        look_on(app)
        await pilot.pause()
        assert "no Died within 1,000 events" in text_of(app)
        assert trace(app) == before

    run(between_events(), act)


def test_what_comes_no_more_is_said() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = trace(app)
        await go_to(app, pilot, "Died")
        look_on(app)
        await pilot.pause()
        assert "no Died comes" in text_of(app)
        assert trace(app) == before

    run(site(count=3, at=1.5), act)


def test_a_search_that_is_given_up_goes_back_to_where_it_began() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session_of(app).seek(7 * NS)
        before = trace(app)
        await go_to(app, pilot, "Died")
        frames(app, 3)
        assert session_of(app).now > before[0].at
        await press(app, pilot, "space")
        look_on(app)
        assert trace(app) == before
        assert session_of(app).end == 15_400_000_000
        assert app.controller.view.paused
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
        app.controller.select(selection)
        await press(app, pilot, "right_parenthesis")
        assert f"on the way to {words}; space gives it up" in text_of(app)

    run(between_events(), act)


def test_the_next_event_of_what_is_selected_is_the_live_end() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = session_of(app)
        app.controller.select(Selection("task", 4))
        await press(app, pilot, "right_parenthesis")
        look_on(app)
        event = session.log[session.state.seq - 1]
        assert 4 in (event.who, event.a)
        assert event.at == session.now == session.end
        assert event.kind != Kind.JobArrived
        await press(app, pilot, "j")
        assert session.fork_progress is None
        assert not session.can_restore
        assert session.is_live

    run(between_events(), act)
