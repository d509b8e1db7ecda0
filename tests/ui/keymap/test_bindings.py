"""Keys of one's own act, and are shown wherever keys are."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from tests.ui.actions.asking import find
from tests.ui.app_fixture import WIDE, run, site, text_of

OWN = {
    "pause": ("f7", "circumflex_accent"),
    "hire": ("ctrl+up",),
    "rate-down": ("left_square_bracket",),
    "help": (),
}


def test_keys_of_ones_own_act_and_the_old_ones_do_not() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("space", "plus")
        assert not app.player.view.paused
        assert app.player.controls.workers == 4
        await pilot.press("f7")
        assert app.player.view.paused
        await pilot.press("circumflex_accent")
        assert not app.player.view.paused
        await pilot.press("ctrl+up")
        assert app.player.controls.workers == 5
        assert app.has_key("f7")
        assert not app.has_key("space")

    run(site(keymap=OWN), act)


def test_footer_help_tooltips_and_palette_show_the_keys_of_ones_own() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        footer = text_of(app).splitlines()[-1]
        assert " f7 pause " in footer
        assert "^up" in footer
        assert " help" not in footer
        controls = app.screen.query_one("#controls", Bar)
        await pilot.hover(controls, offset=(find(controls, "hire"), 0))
        assert str(controls.tooltip) == "Hire a worker (^up)"
        await pilot.hover(controls, offset=(find(controls, "rate-down"), 0))
        assert str(controls.tooltip) == "Lower the job rate ([)"
        helps = [command.help for command in app.get_system_commands(app.screen)]
        assert helps[0] == "Time   f7   ^"
        app.action_do("help")
        await pilot.pause()
        await pilot.press(*"f7")
        await pilot.pause()
        assert "  f7 ^ " in text_of(app)

    run(site(keymap=OWN), act, WIDE)
