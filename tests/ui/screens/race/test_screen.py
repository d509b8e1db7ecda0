"""The screen of a race, in terminals of all sizes."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.race.screen import RaceScreen
from tests.ui.app_fixture import resize_at_once, run, settle, text_of
from tests.ui.races import let_pass, race_app, race_in

SIZES = ((60, 18), (80, 24), (120, 36), (200, 50))


def screen_of(app: SiteApp) -> RaceScreen:
    assert isinstance(app.screen, RaceScreen)
    return app.screen


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("tracks", [2, 3, 6])
def test_all_tracks_are_there_with_the_same_room(size: tuple[int, int], tracks: int) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("space")
        await let_pass(app, 9)
        await settle(pilot)
        panels = screen_of(app).floor.tracks
        assert len({panel.outer_size for panel in panels}) == 1
        for player in race_in(app).players:
            model = player.session.state.settings.model
            assert model[:9] in text_of(app)
        shown = text_of(app).splitlines()
        assert "race" in shown[0]
        assert "00:09.0" in shown[0]
        assert "live" in shown[-2]
        assert "pause" in shown[-1]

    models = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")[:tracks]
    run(race_app(*models), act, size)


def test_it_is_divided_anew_in_another_terminal() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        whole = text_of(app)
        for size in ((70, 20), (200, 50), (40, 10), (120, 36)):
            resize_at_once(app, size)
            await settle(pilot)
        assert text_of(app) == whole

    run(race_app(), act)


def test_a_click_points_at_a_track_and_one_on_the_line_of_the_run_seeks() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("space")
        await let_pass(app, 9)
        await pilot.press("space")
        await settle(pilot)
        await pilot.click("#track-3", offset=(3, 3))
        await settle(pilot)
        assert race_in(app).view.race.chosen == 3
        assert screen_of(app).floor.tracks[3].has_class("-chosen")
        await pilot.click("#scrubber", offset=(20, 0))
        await settle(pilot)
        race = race_in(app)
        assert 0 < race.playhead.now < 9 * SECOND
        assert {player.session.now for player in race.players} == {race.playhead.now}

    run(race_app(), act)


def test_the_picture_is_the_same_whichever_way_one_came() -> None:
    seen: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("space")
        if len(seen):
            await let_pass(app, 12)
            await pilot.press("space")
            for _ in range(4):
                await pilot.press("left")
        else:
            await let_pass(app, 8)
            await pilot.press("space")
        await settle(pilot)
        lines = text_of(app).splitlines()
        seen.append("\n".join([*lines[:-2], lines[-1]]))

    for _ in range(2):
        run(race_app(), act)
    assert seen[0] == seen[1]
