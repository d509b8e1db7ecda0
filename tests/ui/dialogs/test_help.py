"""The help explains the screen with its real signs, then the keys, and finds what is typed."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from site_sim.facts.states import MEANINGS, WORDS
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.help import Help
from site_sim.ui.theme.glyphs import GLYPHS
from tests.ui.app_fixture import run, settle, site
from tests.ui.dialogs.lives import words_in

WIDTHS = (60, 80, 120)
TALL = 400
"""Rows in which all of the help has room."""


@pytest.mark.sampled
@pytest.mark.parametrize("glyphs", GLYPHS)
@pytest.mark.parametrize("width", WIDTHS)
def test_each_state_has_its_sign_its_word_and_its_meaning(glyphs: str, width: int) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        await settle(pilot)
        shown = words_in(app)
        known = GLYPHS[glyphs]
        for name, word in WORDS.items():
            start = f"{known.states[name]} {known.cells[name] * 3} {word} "
            assert start in shown
            assert start + " ".join(MEANINGS[name].split()[:3]) in shown

    run(site(glyphs=glyphs, model="threads"), act, (width, TALL))


@pytest.mark.sampled
@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_is_cut_and_further_lines_begin_below_the_first(width: int) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        await settle(pilot)
        shown = words_in(app)
        assert "a job that waits in the inbox of this worker; [3]: three of them do" in shown
        assert "To mark text for copying, hold shift (on a Mac option) and drag." in shown
        assert "--no-mouse, or mouse = false in config.toml" in shown

    run(site(), act, (width, TALL))


def test_the_keys_come_after_the_picture_and_do_what_they_say() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        await settle(pilot)
        shown = words_in(app)
        assert shown.index("Queued") < shown.index("States") < shown.index("Keys: Time")
        await pilot.press(*"double", "enter")
        await settle(pilot)
        assert app.screen is app.screens.site
        assert app.player.view.speed == 2.0

    run(site(), act, (80, TALL))


def test_what_is_typed_is_searched_for() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        await settle(pilot)
        options, box = app.screen.query_one(OptionList), app.screen.query_one("#box")
        for typed, found in (("sojourn", "1.5s sojourn"), ("hop", "hop"), ("lay off", "- Lay off")):
            await pilot.press(*("space" if each == " " else each for each in typed))
            await settle(pilot)
            assert box.border_subtitle == f"searched for: {typed}"
            height = options.size.height
            lines = [options.render_line(y).text for y in range(height)]
            assert any(" ".join(line.split()).startswith(found) for line in lines)
            await pilot.press(*["backspace"] * len(typed))
        await pilot.press(*"xyzzy", "q")
        assert isinstance(app.screen, Help), "a letter of a search closes nothing"
        assert "nothing about 'xyzzyq'" in str(box.border_subtitle)

    run(site(), act)


def test_help_closes_by_its_own_key_and_by_that_of_quit() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for key in ("f9", "f10"):
            app.action_do("help")
            await pilot.pause()
            await pilot.press(key)
            assert app.screen is app.screens.site
        assert app.return_code is None

    run(site(keymap={"help": ("f9",), "quit": ("f10",)}), act)
