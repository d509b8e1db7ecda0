"""Every action of the registry: by key, by mouse, from the palette, and never behind a dialog."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import OptionList

from site_sim.commands import OrderJobs
from site_sim.player.view_state import ScreenName
from site_sim.ui.actions.key_repeats import KeyRepeats
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.actions.view_actions import show_help
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.screens.shared.controls import BUTTONS
from site_sim.ui.screens.shared.key_bar import KeyBar
from tests.ui.actions.asking import SCREENS, Recorder
from tests.ui.app_fixture import FRAME_S, WIDE, Seconds, pass_time, run, show, site, text_of

LEAVING = ("quit", "suspend", *SCREENS)


# -- three ways to ask ---------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_every_key_asks_for_its_action(screen: ScreenName, recorder: Recorder) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        of_all = {key: action.id for action in ACTIONS if not action.screens for key in action.keys}
        own = {
            key: action.id for action in ACTIONS if screen in action.screens for key in action.keys
        }
        wanted = of_all | own if screen == "site" else {"space": "pause", "q": "quit"} | own
        for key, action in wanted.items():
            recorder.asked.clear()
            await pilot.press(key)
            assert recorder.asked == [action], key

    run(site(actions=recorder.actions), act)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_panel_with_the_focus_swallows_a_key(screen: ScreenName, recorder: Recorder) -> None:
    keys = ("home", "end", "up", "down", "left", "right", "ctrl+u", "ctrl+d", "enter", "space")
    focused = set()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        meant = {key: app.screens.shown.active_bindings.get(key) for key in keys}
        for panel in app.screen.focus_chain:
            app.screen.set_focus(panel)
            focused.add(panel.id)
            for key in keys:
                binding = app.screens.shown.active_bindings.get(key)
                assert (binding and binding.binding.action) == (
                    meant[key] and meant[key].binding.action
                ), f"{key} in {panel.id}"
            recorder.asked.clear()
            await pilot.press("home", "up", "ctrl+d")
            assert len(recorder.asked) == 3, panel.id

    run(site(actions=recorder.actions), act)
    assert focused or screen == "timeline"


def test_every_button_asks_for_its_action(recorder: Recorder) -> None:
    seen: set[str] = set()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.session.playhead.seek(0)
        app.player.do(OrderJobs(1))  # so that there is an old future
        app.screens.publish()
        await pilot.pause()
        for bar in app.screen.query(Bar):
            x = 0
            for text, _, action in bar.items:
                if action and action not in seen:
                    recorder.asked.clear()
                    await pilot.click(bar, offset=(x, 0))
                    assert recorder.asked == [action.partition(":")[0]]
                    seen.add(action)
                x += len(text)

    run(site(actions=recorder.actions, at=5.0), act, WIDE)
    footer = {action.id for action in ACTIONS if action.short and action.is_for("site")}
    controls = {"hire", "lay-off", "set-workers", "rate-up", "rate-down", "set-rate", "faster"}
    controls |= {"slower", "set-speed", "model", "workload", "dispatch", "wiring", "supervision"}
    controls |= {
        "defects-up",
        "defects-down",
        "set-defects",
        "scenario",
        "theme",
        "zoom",
        "burst",
        "new-seed",
    }
    assert footer | controls <= seen


def test_the_help_does_what_is_clicked_in_it_also_in_the_least_window(
    recorder: Recorder,
) -> None:
    looked_for = (*ACTIONS[::3], ACTIONS[-1])
    clicked = (*ACTIONS[::12], ACTIONS[-1])  # a click opens it all anew

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for action in looked_for:
            if not isinstance(app.screen, ModalScreen):
                show_help(app.host)
                await pilot.pause()
            options = app.screen.query_one(OptionList)
            options.highlighted = options.get_option_index(action.id)
            for _ in range(2):  # it is scrolled to when the highlight was drawn
                await pilot.pause()
            lines = text_of(app).splitlines()
            label = action.label[:30]  # a long one goes on in the next row
            (row,) = (y for y, line in enumerate(lines) if label in line)
            if action in clicked:
                recorder.asked.clear()
                await pilot.click(offset=(lines[row].index(label), row))
                await pilot.pause()
                assert recorder.asked == [action.id]
                assert not isinstance(app.screen, ModalScreen)

    run(site(actions=recorder.actions), act, (60, 18))


def test_the_palette_asks_for_every_action(recorder: Recorder) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        commands = list(app.get_system_commands(app.screen))
        for command in commands:
            command.callback()
        wanted = [action.id for action in ACTIONS if action.is_for("site")]
        assert recorder.asked == [action for action in wanted if action != "palette"]
        titles = [command.title for command in commands]
        assert len(titles) == len(set(titles))
        assert "Site   J" in [command.help for command in commands]

    run(site(actions=recorder.actions), act)


# -- what they do --------------------------------------------------------------------------------


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("screen", "program"),
    [("site", "producer-consumer"), *((screen, "pipeline") for screen in SCREENS)],
)
def test_every_action_is_carried_out_and_every_dialog_closes(
    screen: ScreenName, program: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 2)
        await pilot.press("up")
        show(app, screen)
        await pilot.pause()
        for action in ACTIONS:
            if action.id not in LEAVING and action.is_for(screen):
                app.action_do(action.id)
                if isinstance(app.screen, ModalScreen):
                    await pilot.pause()
                    await pilot.press("escape")
                assert not isinstance(app.screen, ModalScreen), action.id
                app.advance(FRAME_S)
        assert app.is_running
        assert app.return_code is None

    crew = 1 if program != "pipeline" else 4
    run(site(program=program, workers=crew, defect_rate=0.5, budget=Seconds(0.001)), act)


def test_each_id_that_the_bars_name_is_one_of_an_action() -> None:
    named = {*BUTTONS, *KeyBar.LEFT, *KeyBar.LAST, *KeyBar.TOGETHER, *KeyBar.VALUES}
    named.update(*KeyBar.FIRST.values())
    assert named.union(*KeyBar.TOGETHER.values()) <= {action.id for action in ACTIONS}


@pytest.mark.parametrize("action", ["hire", "lay-off"])
def test_a_key_is_held_that_is_the_key_of_its_action(action: str) -> None:
    class Repeats(KeyRepeats):
        def stride(self, action: str, value: int) -> int:
            asked.append(action)
            return 1

    asked: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.host.key_repeats = Repeats(lambda: 0.0)
        app.host.do(action)

    run(site(), act)
    assert asked == [action]


def test_each_action_has_an_id_of_its_own_and_a_sentence() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(set(ids)) == len(ids)
    assert all(action.label for action in ACTIONS)
