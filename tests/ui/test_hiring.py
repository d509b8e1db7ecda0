"""A large first crew is hired while the screen is open, and keys are answered meanwhile."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.player.tuning import PlayerTuning
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import FRAME_S, Seconds, run, site, text_of

SMALL_CREWS = PlayerTuning(hired_at_once=10, hired_slice=4)
HIRING = "hiring 3,000 workers"


def hiring_site() -> SiteApp:
    return site(workers=3_000, budget=Seconds(0.06), tuning=SMALL_CREWS)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
def test_it_is_said_from_the_first_paint_until_all_are_there(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        assert HIRING in text_of(app)
        for _ in range(3):
            app.advance(FRAME_S)
        await pilot.pause()
        assert HIRING in text_of(app)
        assert app.player.session.hiring
        app.player.session.hire_on(3_000)
        app.advance(FRAME_S)
        await pilot.pause()
        assert HIRING not in text_of(app)
        assert len(app.player.session.state.workers) == 3_000

    run(hiring_site(), act, size)


@pytest.mark.sampled
@pytest.mark.parametrize("key", ["1", "2", "3", "p", "up", "f", "z", "question_mark", "slash", "t"])
def test_keys_for_looks_act_meanwhile(key: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = app.player.view, app.screen
        for _ in range(2):
            app.advance(FRAME_S)
        await pilot.press(key)
        for _ in range(2):
            app.advance(FRAME_S)
        await pilot.pause()
        assert (app.player.view, app.screen) != before or key == "1"
        assert app.player.session.hiring

    run(hiring_site(), act)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("plus", "a command can be given when 3,000 workers are hired"),
        ("j", "a command can be given when 3,000 workers are hired"),
        ("full_stop", "the playhead stays here while the crew is being hired"),
        ("right", "the playhead stays here while the crew is being hired"),
    ],
)
def test_others_are_answered_with_a_word(key: str, words: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.advance(FRAME_S)
        await pilot.press(key)
        await pilot.pause()
        assert words in " ".join(text_of(app).split())

    run(hiring_site(), act, (200, 50))


def test_it_can_be_left_meanwhile() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.advance(FRAME_S)
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0

    run(hiring_site(), act)
