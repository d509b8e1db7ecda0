"""Where one goes by a name, and what stands on the line of the whole run for it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.player.intents import PutBookmark, Seek, ShowScreen
from site_sim.ui.app import SiteApp
from site_sim.ui.theme.glyphs import GLYPHS
from tests.ui.app_fixture import run, site, text_of
from tests.ui.races import MODELS, let_pass, race_app, race_in
from tests.ui.travelling import line_of


@pytest.mark.parametrize("glyphs", GLYPHS)
def test_a_bookmark_stands_on_the_line_of_the_whole_run(glyphs: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        mark = GLYPHS[glyphs].tees[2]
        assert mark not in line_of(app)
        app.host.wish(Seek(2 * SECOND), PutBookmark("here"), Seek(0))
        await pilot.pause()
        assert line_of(app).count(mark) == 1
        place = line_of(app).index(mark)
        app.host.wish(Seek(2 * SECOND))
        await pilot.pause()
        assert line_of(app)[place] == GLYPHS[glyphs].token

    run(site(at=4.0, paused=True, glyphs=glyphs), act)


def test_a_bookmark_stands_on_the_ruler_of_the_timeline() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.host.wish(Seek(2 * SECOND), PutBookmark("here"), Seek(0), ShowScreen("timeline"))
        await pilot.pause()
        mark = app.themes.glyphs.tees[2]
        assert sum(line.count(mark) for line in text_of(app).splitlines()[:8]) >= 1

    run(site(at=4.0, paused=True), act)


def test_the_name_that_is_offered_is_free() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(3):
            await pilot.press("M", "enter")
            await pilot.pause()
        names = [place.name for place in app.player.session.bookmarks.places]
        assert names == ["mark 1", "mark 2", "mark 3"]

    run(site(at=4.0, paused=True), act)


def test_in_a_race_one_goes_to_a_condition_of_a_track_and_back() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        race = race_in(app)
        for key, done in (("g", 3), ("g", 5), ("G", 3)):
            await pilot.press(key, *f"{MODELS[-1]}: done >= {done}", "enter")
            await pilot.pause()
            await let_pass(app, 2)
            assert race.players[-1].session.state.statistics.done == done
            assert not race.long_work.is_under_way

    run(race_app(), act)


def test_in_a_race_one_goes_to_an_event_of_a_track() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = race_in(app).players[-1].session
        await pilot.press("g", *f"{MODELS[-1]}: accepted", "enter")
        await pilot.pause()
        await let_pass(app, 2)
        assert session.log[session.state.seq - 1].kind is Kind.Accepted
        assert session.state.statistics.done == 1

    run(race_app(), act)


def test_in_a_race_a_moment_has_a_name_stands_on_the_line_and_is_gone_to() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        race, mark = race_in(app), app.themes.glyphs.tees[2]
        await pilot.press("space")
        await let_pass(app, 4)
        app.host.wish(Seek(2 * SECOND))
        await pilot.pause()
        assert mark not in line_of(app)
        await pilot.press("M", "enter")
        await pilot.press("M")
        app.screen.query_one(Input).value = "serial: accepted"
        await pilot.press("enter")
        await pilot.pause()
        assert "is somewhere to go already" in text_of(app)
        await pilot.press("escape")
        app.host.wish(Seek(0))
        await pilot.pause()
        assert line_of(app).count(mark) == 1
        for keys in (("apostrophe", "enter"), ("g", *"mark 1", "enter"), ("g", "down", "enter")):
            app.host.wish(Seek(0))
            await pilot.press(*keys)
            await pilot.pause()
            assert race.playhead.now == 2 * SECOND

    run(race_app(), act)
