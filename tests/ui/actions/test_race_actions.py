"""The keys of a race, and the ways between the site, a race and its runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.base.units import SECOND
from site_sim.commands import Hire
from site_sim.log.comparison import digest_of
from site_sim.player.intents import GoTo, Seek
from site_sim.player.player import Player
from site_sim.ui.actions.race_actions import NO_WAY_BACK, TOO_LATE
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from tests.player.racing import recording_and_run
from tests.ui.actions.asking import Recorder
from tests.ui.app_fixture import pass_time, run, settle, site, text_of
from tests.ui.races import MODELS, let_pass, places, race_app, race_in


def notices(app: SiteApp) -> list[str]:
    return [notice.message for notice in app._notifications]  # noqa: SLF001 - there is no list


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


# -- between the site and a race ---------------------------------------------------------------


def test_a_race_of_the_present_scenario_leaves_the_run_of_the_site_as_it_is() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 3)
        await press(pilot, "plus", "2")
        session = app.player.session
        before = session.playhead.position, digest_of(session.log)
        await press(pilot, "4")
        race = race_in(app)
        assert [player.session.state.settings.model for player in race.players] == [*MODELS]
        assert {len(player.session.state.workers) for player in race.players} == {7}
        await press(pilot, "space")
        await let_pass(app, 5)
        assert race.playhead.now == 5 * SECOND
        await press(pilot, "escape")
        assert app.player.session is session
        assert app.screen is app.screens.timeline
        assert before == (session.playhead.position, digest_of(session.log))
        pass_time(app, 1)
        assert session.now > before[0].at

    run(site(workers=6), act)


def test_the_same_race_is_there_again_until_the_site_is_another() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "4", "space")
        await let_pass(app, 2)
        race = race_in(app)
        await press(pilot, "escape", "4")
        assert race_in(app) is race
        assert race.playhead.now == 2 * SECOND
        await press(pilot, "escape", "plus", "4")
        assert race_in(app) is not race
        assert len(app.runs.all) == 2

    run(site(), act)


def test_a_race_that_the_app_began_with_is_not_left() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "escape", "4")
        assert notices(app) == [NO_WAY_BACK]
        assert app.screen_stack == [app.screens.shown]

    run(race_app(), act)


# -- into a run and back -----------------------------------------------------------------------


@pytest.mark.sampled
@pytest.mark.parametrize("back", ["4", "escape"])
@pytest.mark.parametrize(("key", "screen"), [("enter", "site"), ("2", "timeline"), ("3", "code")])
def test_a_track_is_opened_at_that_moment_and_left_as_it_was(
    back: str, key: str, screen: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "space")
        await let_pass(app, 6)
        await press(pilot, "space")
        race, seen = race_in(app), text_of(app)
        await press(pilot, "down", "down")
        view = race.view
        was = places(race), [digest_of(each.session.log) for each in race.players]
        await press(pilot, key)
        assert isinstance(app.player, Player)
        assert (app.player.view.screen, app.player.session.now) == (screen, 6 * SECOND)
        assert app.player.session.state.settings.model == "threads"
        await press(pilot, "comma", "comma", "plus", "j")
        app.host.wish(Seek(SECOND), Hire(1))
        await press(pilot, "space")
        await let_pass(app, 2)
        assert places(race) != was[0] or app.player.session.branch is not race.session.branch
        await press(pilot, back)
        await settle(pilot, 30)
        assert race_in(app) is race
        assert race.view is view
        assert len(app.runs.all) == 1
        assert was == (places(race), [digest_of(each.session.log) for each in race.players])
        await press(pilot, "up", "up")
        assert text_of(app) == seen

    app = race_app()
    run(app, act)


@pytest.mark.parametrize("back", ["4", "escape"])
def test_a_recording_among_the_tracks_is_left_by_the_same_keys(back: str, tmp_path: Path) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        race = race_in(app)
        while race.long_work.is_under_way:
            app.advance(0.1)
        assert "turn" not in {action for _, _, action in app.screen.query_one("#keys", Bar).items}
        await press(pilot, "enter")
        assert app.player is not race
        assert "race" in {action.id for action in app.host.offered()}
        assert "race" in {action for _, _, action in app.screen.query_one("#keys", Bar).items}
        await press(pilot, back)
        assert app.player is race
        assert notices(app) == []

    run(site(race=recording_and_run(tmp_path)), act)


def test_escape_in_a_run_leaves_its_zoom_and_selection_first() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "space")
        await let_pass(app, 3)
        await press(pilot, "space", "enter", "down", "z")
        for is_left in (False, False, True):
            await press(pilot, "escape")
            assert isinstance(app.player, Player) is not is_left

    run(race_app(), act)


def test_a_dialog_stays_where_it_is_and_the_run_comes_to_the_front_after_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "space")
        race = race_in(app)
        await pilot.press("question_mark")
        app.host.do("open-track")
        app.advance(0)
        await pilot.pause()
        assert race.visit is not None
        assert app.player is race
        await press(pilot, "escape")
        app.advance(0)
        await settle(pilot)
        assert app.player is race.visit.player

    run(race_app(), act)


# -- the keys of a race ------------------------------------------------------------------------


def test_every_key_asks_for_its_action_in_a_race(recorder: Recorder) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        own = {key: each.id for each in ACTIONS if "race" in each.screens for key in each.keys}
        free = {
            key: each.id
            for each in ACTIONS
            if not each.screens and each.needs not in app.player.refusals
            for key in each.keys
        }
        for key, action in (free | own).items():
            recorder.asked.clear()
            await pilot.press(key)
            assert recorder.asked == [action], key

    run(race_app(actions=recorder.actions), act)


def test_what_is_for_one_run_is_neither_offered_nor_done() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        offered = {action.id for action in app.host.offered("race")}
        assert {"pause", "hire", "turn", "open-track", "theme", "settings"} <= offered
        assert offered.isdisjoint({"find", "story", "model", "zoom", "report", "scenario"})
        await press(pilot, "slash")
        assert "for one run" in notices(app)[-1]

    run(race_app(), act)


def test_the_order_is_predicted_in_a_dialog_and_its_faults_are_told_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "p", "9", "enter")
        assert "there is no track 9" in text_of(app)
        await press(pilot, "backspace", "2", "1", "enter")
        assert race_in(app).view.race.predicted == (1, 0)
        assert "predicted 1st" in text_of(app)
        await press(pilot, "p", "enter")
        assert race_in(app).view.race.predicted == (1, 0)

    run(race_app("serial", "threads"), act)


def test_nothing_is_predicted_once_a_track_has_ended() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        race = race_in(app)
        race.do(GoTo(1_000 * SECOND))
        while race.long_work.is_under_way:
            app.advance(0.1)
        await press(pilot, "p")
        assert notices(app)[-1] == TOO_LATE
        assert app.screen is app.screens.shown

    run(race_app("serial", "threads"), act)


def test_nothing_is_predicted_of_what_was_seen_already() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        race = race_in(app)
        assert "predicts the order" in text_of(app)
        race.do(GoTo(9 * SECOND))
        while race.long_work.is_under_way:
            app.advance(0.1)
        race.do(Seek(0))
        await press(pilot, "p")
        assert race.playhead.now == 0
        assert "predicts the order" not in text_of(app)
        assert notices(app)[-1].startswith("what comes is known: r starts again")
        assert app.screen is app.screens.shown
        await press(pilot, "r", "space", "p")
        assert app.screen is not app.screens.shown

    run(race_app("serial", "threads"), act)


def test_commands_go_to_all_or_to_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        race = race_in(app)
        await press(pilot, "j", "down", "a", "plus", "a", "J")
        assert [len(player.session.journal) for player in race.players] == [2, 3]
        assert "+1 worker" in text_of(app)

    run(race_app("serial", "threads"), act)


def test_time_is_turned_skipped_and_gone_back_in_for_all() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        race = race_in(app)
        await press(pilot, "f")
        assert "nobody has ended yet" in notices(app)[-1]
        await press(pilot, "space", "asterisk")
        while not race.players[1].session.state.finished:
            app.advance(0.05)
        await press(pilot, "f")
        assert race.playhead.ended or race.long_work.is_under_way
        await settle(pilot, 60)
        assert race.playhead.ended
        await press(pilot, "left", "comma")
        assert not race.playhead.is_live
        await press(pilot, "end", "w")
        assert {player.session.state.settings.workload for player in race.players} == {"cpu"}
        assert race.playhead.now < SECOND

    run(race_app("serial", "coroutines"), act)


async def write_tracks(app: SiteApp, pilot: Pilot[int], text: str) -> None:
    """Ask for tracks, and write them."""
    await press(pilot, "m")
    app.screen.query_one(Input).value = text
    await press(pilot, "enter")


def test_other_tracks_are_written_and_raced_from_their_start() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "space")
        await let_pass(app, 3)
        first = race_in(app)
        await write_tracks(app, pilot, "hybrid cores=1; serial; coroutines")
        race = race_in(app)
        assert race is not first
        assert race.playhead.now == 0
        assert [*race.tracks.names] == ["hybrid cores=1", "serial", "coroutines"]
        await press(pilot, "enter")
        assert app.player.session.state.settings.cores == 1
        await press(pilot, "4", "escape")
        assert race_in(app) is first
        await press(pilot, "enter")
        assert app.player.session.now == 3 * SECOND
        await press(pilot, "escape")
        await write_tracks(app, pilot, "serial")
        assert "2 to 6 tracks, please" in text_of(app)

    run(race_app("serial", "threads"), act)


def test_the_tracks_that_were_chosen_are_there_again_until_the_site_is_another() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(pilot, "4")
        await write_tracks(app, pilot, "serial; threads")
        race = race_in(app)
        await press(pilot, "w", "escape", "4")
        assert race_in(app) is race
        await press(pilot, "escape", "plus", "4")
        assert [*race_in(app).tracks.names] == [*MODELS]

    run(site(), act)
