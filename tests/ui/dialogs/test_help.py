"""The help tells keys and signs."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.facts.states import MEANINGS, WORDS
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.help import WITH_MEANINGS
from site_sim.ui.dialogs.help import legend as legend_of_states
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.ui.app_fixture import (
    run,
    site,
    text_of,
)
from tests.ui.dialogs.lives import words_in


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_help_says_what_is_marked_on_the_scrubber(glyphs: Glyphs) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        shown = legend_of_states(app.themes.state_cells(), glyphs).plain
        for sign, word in (
            (glyphs.token, "where you are"),
            (glyphs.vertical, "a command"),
            (glyphs.rework, "a rejected result"),
            (glyphs.hazard, "an accident"),
        ):
            assert f"{sign}      {word}" in shown
        await pilot.press("question_mark", "end")
        for _ in range(3):
            await pilot.pause()
        assert "a rejected result" in text_of(app)

    run(site(glyphs=glyphs.name), act)


def test_the_help_says_what_each_state_means() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark", "end")
        for _ in range(3):
            await pilot.pause()
        shown = words_in(app)
        for name, word in WORDS.items():
            assert word in shown
            assert (f"{word} {MEANINGS[name]}" in shown) is (app.size.width >= WITH_MEANINGS)

    for size in ((60, 18), (80, 24), (120, 36)):
        run(site(), act, size)


def test_help_closes_by_its_own_key_and_by_that_of_quit() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for key in ("f9", "f10"):
            app.action_do("help")
            await pilot.pause()
            await pilot.press(key)
            assert app.screen is app.screens.site
        assert app.return_code is None

    run(site(keymap={"help": ("f9",), "quit": ("f10",)}), act)


def test_the_help_says_how_text_is_copied_with_the_mouse() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark", "end")
        for _ in range(3):
            await pilot.pause()
        shown = words_in(app)
        assert "Hold shift (on a Mac option) and drag to mark text" in shown
        assert "--no-mouse, or mouse = false in config.toml, gives the mouse back" in shown

    for size in ((80, 24), (120, 36)):
        run(site(), act, size)
