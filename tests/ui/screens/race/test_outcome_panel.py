"""What came of a race on the screen: it takes the place of the tracks, and is scrolled."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.experiments.outcome import COLUMNS
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.race.outcome_panel import LEAST_CHART, outcome_rows
from site_sim.ui.screens.race.screen import RaceScreen
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.player.reviews import MODELS, players, whole
from tests.ui.app_fixture import run, settle, text_of
from tests.ui.races import let_pass, race_app, race_in

RACE = {"workers": 4, "rate": 2.0, "count": 12}


def screen_of(app: SiteApp) -> RaceScreen:
    assert isinstance(app.screen, RaceScreen)
    return app.screen


async def end(app: SiteApp, pilot: Pilot[int]) -> None:
    """Let time pass to the end of all, and show what came of it."""
    await settle(pilot)
    await pilot.press("space")
    await let_pass(app, 40)
    await pilot.press("o")
    await settle(pilot)
    while not race_in(app).is_at_rest:
        app.advance(0.1)
    await settle(pilot)


@pytest.mark.sampled
@pytest.mark.parametrize("key", ["o", "escape"])
def test_a_key_shows_the_outcome_in_place_of_the_tracks_and_the_tracks_again(key: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await end(app, pilot)
        screen = screen_of(app)
        assert screen.outcome.display
        assert not screen.floor.display
        shown = text_of(app)
        assert "Outcome" in shown
        assert "1st" in shown
        assert "worked out" not in shown
        assert "o shows the tracks" in shown
        for column in COLUMNS[:4]:
            assert column.name in shown
        await pilot.press(key)
        await settle(pilot)
        assert not screen.outcome.display
        assert "a brick = 1 job" in text_of(app)

    run(race_app(**RACE), act)


def test_what_has_no_room_is_scrolled_to() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await end(app, pilot)
        panel = screen_of(app).outcome
        assert COLUMNS[-1].name not in text_of(app)
        assert "^d scrolls to more" in text_of(app)
        for _ in range(4):
            await pilot.press("ctrl+d")
            await settle(pilot)
        assert panel.scroll_offset.y == panel.max_scroll_y > 0
        assert "longest" in text_of(app)
        await pilot.press("ctrl+u")
        await settle(pilot)
        assert panel.scroll_offset.y < panel.max_scroll_y

    run(race_app(**RACE), act, (80, 24))


def test_nothing_is_drawn_again_while_nothing_changes() -> None:
    made: list[int] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await end(app, pilot)
        panel = screen_of(app).outcome
        draw = panel.draw_row
        panel.draw_row = lambda row: made.append(row) or draw(row)  # type: ignore[method-assign,func-returns-value]
        app.screens.publish()
        assert made == []

    run(race_app(**RACE), act)


def test_a_key_changes_the_axis_of_the_times() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await end(app, pilot)
        before = text_of(app)
        await pilot.press("L")
        await settle(pilot)
        assert race_in(app).view.log_axis
        assert text_of(app) != before
        await pilot.press("L")
        await settle(pilot)
        assert text_of(app) == before

    run(race_app(**RACE), act)


def test_the_times_are_drawn_on_the_axis_that_is_chosen() -> None:
    review = whole(players())
    linear, log = (
        ["".join(text for text, _ in row) for row in outcome_rows(review, 120, 40, is_log, ASCII)]
        for is_log in (False, True)
    )
    assert linear != log
    assert sum(line not in log for line in linear) > 4


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=lambda glyphs: glyphs.name)
@pytest.mark.parametrize("width", [57, 77, 117, 197])
def test_all_parts_are_there_in_any_width(width: int, glyphs: Glyphs) -> None:
    review = whole(players())
    rows = [
        "".join(text for text, _ in row) for row in outcome_rows(review, width, 20, False, glyphs)
    ]
    text = "\n".join(rows)
    for each in (*MODELS, "makespan", "lane held", "p95", "100%", "1st", "3rd"):
        assert each in text
    assert sum("25%" in row or "50%" in row for row in rows) >= 2
    assert len(rows) >= LEAST_CHART
    if glyphs is ASCII:
        assert text.isascii()
