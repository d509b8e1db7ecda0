"""Who types other letters is told once why nothing happens."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.config import choose_keys
from site_sim.ui.keymap.foreign_keys import ForeignKeys
from tests.ui.app_fixture import notices_of, run, site, text_of

SHORT_I = "й"


def test_only_letters_that_no_action_has_are_told_of_and_only_once() -> None:
    said: list[str] = []
    keys = ForeignKeys(KeyBindings(ACTIONS, {"quit": ("q", "е")}), said.append)
    for key, character in (("y", "y"), ("f9", None), ("section_sign", "§")):
        keys.meet(key, character)
    keys.meet("е", "е")
    assert said == []
    keys.meet(SHORT_I, "й")
    keys.meet("ω", "ω")
    (words,) = said
    assert "no action has the key й" in words
    assert 'quit = ["q", "й"] under [keys]' in words


def test_the_key_can_be_given_as_it_is_said() -> None:
    keymap, faults = choose_keys({"quit": ["q", "й"]}, ACTIONS, str)
    assert faults == []
    assert KeyBindings(ACTIONS, keymap).is_bound(SHORT_I)


def test_it_is_said_on_the_screen_and_not_in_a_dialog() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("find")
        await pilot.press("й")
        assert app.screen.query_one(Input).value == "й"
        await pilot.press("escape")
        assert notices_of(app) == []
        for _ in range(5):
            await pilot.press("й")
        await pilot.pause()
        assert len(notices_of(app)) == 1
        assert "no action has the key й" in " ".join(text_of(app).split())

    run(site(), act)


def test_a_key_of_another_layout_that_was_given_to_an_action_does_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = app.player.view.paused
        await pilot.press("й")
        assert app.player.view.paused is not before
        assert notices_of(app) == []

    run(site(keymap={"pause": (SHORT_I,)}), act)
