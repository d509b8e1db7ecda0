"""Names for moments: what may be one, and the list in which they are picked and removed."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from site_sim.base.units import SECOND
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.player.intents import PutBookmark, Seek
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.bookmarks import BookmarkList, read_name
from site_sim.ui.dialogs.go_to import Goal, read_goal
from tests.ui.app_fixture import run, site, text_of
from tests.ui.dialogs.lives import SIZES

CAST = PROGRAM_FACTS["pipeline"].cast


def read(text: str) -> Goal:
    return read_goal(text, CAST)


@pytest.mark.parametrize("name", ["the jam", "mark 1", "Größe", "here!"])
def test_a_name_is_taken_as_it_is(name: str) -> None:
    assert read_name(f"  {name} ", read) == PutBookmark(name)


@pytest.mark.parametrize("name", ["12.5", "Died", "reject", "queue >= 5", "worker 2 idle"])
def test_a_name_is_nothing_that_leads_elsewhere(name: str) -> None:
    with pytest.raises(ValueError, match="is somewhere to go already"):
        read_name(name, read)


@pytest.mark.parametrize("name", ["", "   ", "x" * 25])
def test_a_name_can_be_read(name: str) -> None:
    with pytest.raises(ValueError, match="a bookmark's name has 1 to 24 characters"):
        read_name(name, read)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_bookmarks_are_put_listed_picked_removed_and_had_back(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        await pilot.press("M", "enter")
        app.host.wish(Seek(SECOND))
        await pilot.press("M")
        app.screen.query_one(Input).value = "the jam"
        await pilot.press("enter")
        await pilot.press("apostrophe")
        assert isinstance(app.screen, BookmarkList)
        await pilot.pause()
        assert "the jam  00:01.0" in text_of(app)
        assert "mark 1  00:04.0" in text_of(app)
        await pilot.press("down", "delete")
        assert [place.name for place in session.bookmarks.places] == ["the jam"]
        await pilot.press("delete", "delete")
        assert not session.bookmarks.places
        await pilot.press("u", "u", "down", "enter")
        await pilot.pause()
        assert session.now == 4 * SECOND
        await pilot.press("g", "down", "enter")
        await pilot.pause()
        assert session.now == SECOND
        await pilot.press("g", *"MARK 1", "enter")
        await pilot.pause()
        assert session.now == 4 * SECOND

    run(site(at=4.0, paused=True), act, size=size)


def test_where_there_is_none_it_is_said_how_to_make_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("apostrophe")
        await pilot.pause()
        assert not isinstance(app.screen, BookmarkList)
        assert "there is no bookmark yet: M makes one" in text_of(app)

    run(site(at=4.0, paused=True), act)


def test_a_lost_bookmark_says_so_in_the_list_and_when_it_is_chosen() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.host.wish(PutBookmark("later"), Seek(2 * SECOND))
        await pilot.press("j")
        await pilot.pause()
        assert "lost with the future that is replaced: 'later'" in text_of(app)
        await pilot.press("apostrophe")
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == 1
        assert "later  00:04.0  lost: a change replaced that future" in text_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.player.session.now == 2 * SECOND
        assert "the moment of 'later' was in the" in text_of(app)
        await pilot.press("u", "apostrophe", "enter")
        await pilot.pause()
        assert app.player.session.now == 4 * SECOND

    run(site(at=4.0, paused=True), act)
