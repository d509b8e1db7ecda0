"""Values on the screen: a click on one asks, whichever it is, and changes nothing by itself."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from site_sim.player.intents import SetSpeed
from site_sim.player.view_state import AS_FAST_AS_IT_CAN
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from tests.ui.actions.asking import find
from tests.ui.app_fixture import run, site, text_of
from tests.ui.replays import replay_of

WIDE = (200, 50)
STEPS = ("[−]", "[+]", "[on]", "[off]")


def values(bar: Bar) -> list[tuple[int, str, str]]:
    """Return where the values and their names stand, with their words and what they do."""
    found, x = [], 0
    for text, role, action in bar.items:
        if action and role in ("muted", "strong") and text.strip() and bar.id != "keys":
            found.append((x + 1, text.strip(), action))
        x += len(text)
    return found


def test_a_click_on_any_value_opens_a_dialog_and_changes_nothing_by_itself() -> None:
    clicked = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        journal, view = app.player.session.journal, app.player.view
        bars = [bar for bar in app.screen.query(Bar) if any("[+]" in item[0] for item in bar.items)]
        for bar in bars:
            for x, text, action in values(bar):
                if action == "supervision":  # two values: its button switches
                    continue
                await pilot.click(bar, offset=(x, 0))
                await pilot.pause()
                assert isinstance(app.screen, ModalScreen), f"{text} ({action}) opens nothing"
                await pilot.press("escape")
                await pilot.pause()
                assert not [*journal], f"{text} changes something"
                assert app.player.view == view, f"{text} changes the view"
                clicked.append(text)

    run(site(at=2.0, paused=True), act, WIDE)
    names = ("Workers", "Job rate", "Speed", "Model", "Workload", "Dispatch", "Wiring", "Defects")
    assert {*names} <= {*clicked}
    assert {"4", "1/s", "1×", "serial", "io", "round-robin", "chain", "0%"} <= {*clicked}


def test_a_speed_is_chosen_from_a_list_by_a_click_on_the_present_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        (bar,) = (bar for bar in app.screen.query(Bar) if "Speed" in str(bar.items))
        await pilot.click(bar, offset=(find(bar, "set-speed") + 1, 0))
        await pilot.pause()
        text = text_of(app)
        assert "1/16×" in text
        assert "1024×" in text
        assert "as fast as it can" in text
        await pilot.press("down", "down", "enter")
        assert app.player.view.speed == 4.0

    run(site(paused=True), act, WIDE)


def test_as_fast_as_it_can_is_taken_back_by_the_same_key() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        player = app.player
        await pilot.press("greater_than_sign", "asterisk")
        assert player.view.speed == AS_FAST_AS_IT_CAN
        await pilot.press("asterisk")
        assert player.view.speed == 2.0
        await pilot.press("asterisk", "backspace")
        assert player.view.speed == 1.0

    run(site(paused=True), act)


def test_a_restart_and_its_key_give_the_scenarios_own_speed_back() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        player = app.player
        assert player.view.speed == 8.0
        for key in ("backspace", "r", "R"):
            player.do(SetSpeed("max"))
            await pilot.press(key)
            assert player.view.speed == 8.0

    run(site(paused=True, speed=8.0), act)


def test_a_share_of_defects_is_chosen_from_a_list() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("D")
        await pilot.pause()
        assert "0.5%" in text_of(app), "the present one is there too"
        await pilot.press("down", "enter")
        assert app.player.controls.defect_rate == 0.01

    run(site(paused=True, defect_rate=0.005), act)


def test_the_number_of_workers_that_there_are_is_taken_by_the_dialog() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        while app.player.session.hiring:
            app.advance(0.02)
        await pilot.press("n")
        await pilot.pause()
        assert "12,000" in app.screen.query_one(Input).value
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, ModalScreen)
        assert app.player.controls.workers == 12_000

    run(site(paused=True, workers=12_000), act)


def test_no_speed_of_a_recording_is_that_of_a_scenario() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("S")
        await pilot.pause()
        assert "as on the clock on the wall" in text_of(app)
        assert "the scenario's own" not in text_of(app)

    run(replay_of("masons"), act)
