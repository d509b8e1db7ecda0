"""Every action of the registry: by key, by mouse, from the palette, and never behind a dialog."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import get_args

import pytest
from msgspec.structs import asdict, replace
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import OptionList

from site_sim.commands import OrderJobs
from site_sim.log.events import NOBODY, Kind
from site_sim.player.controls import BURST, RATES
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, ScreenName, Selection
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.key_repeats import KeyRepeats
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.actions.view_actions import show_help
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.screens.shared.controls import BUTTONS, KeyBar
from tests.ui.app_fixture import FRAME_S, WIDE, Seconds, pass_time, run, site, text_of

SCREENS: tuple[ScreenName, ...] = get_args(ScreenName)
LEAVING = ("quit", "suspend", *SCREENS)


class Recorder:
    """The registry with handlers that only note which action was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.actions = [replace(action, handler=self._noting(action.id)) for action in ACTIONS]

    def _noting(self, action: str) -> Callable[[Host], None]:
        return lambda _: self.asked.append(action)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


# -- three ways to ask ---------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_every_key_asks_for_its_action(screen: ScreenName, recorder: Recorder) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.screens.show(screen)
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


def test_every_button_asks_for_its_action(recorder: Recorder) -> None:
    seen: set[str] = set()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.session.playhead.seek(0)
        app.player.controls.order(1)  # so that there is an old future
        app.screens.publish()
        await pilot.pause()
        for bar in app.screen.query(Bar):
            x = 0
            for text, _, action in bar.items:
                if action and action not in seen:
                    recorder.asked.clear()
                    await pilot.click(bar, offset=(x, 0))
                    assert recorder.asked == [action]
                    seen.add(action)
                x += len(text)

    run(site(actions=recorder.actions, at=5.0), act, WIDE)
    footer = {action.id for action in ACTIONS if action.short and action.is_for("site")}
    controls = {"hire", "lay-off", "set-workers", "rate-up", "rate-down", "set-rate", "faster"}
    controls |= {"slower", "max-speed", "model", "workload", "dispatch", "wiring", "supervision"}
    controls |= {"defects-up", "defects-down", "scenario", "theme", "zoom", "burst", "new-seed"}
    assert footer | controls <= seen


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
def test_views_palette_and_help_can_be_clicked_at_any_size(
    size: tuple[int, int], recorder: Recorder
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for screen in SCREENS:
            app.screens.show(screen)
            await pilot.pause()
            app.advance(0)
            await pilot.pause()
            keys = app.screen.query_one("#keys", Bar)
            for wanted in ("pause", *SCREENS, "palette", "help", "quit"):
                recorder.asked.clear()
                await pilot.click(keys, offset=(find(keys, wanted), 0))
                assert recorder.asked == [wanted]

    run(site(actions=recorder.actions), act, size)


def test_the_help_does_what_is_clicked_in_it_also_in_the_least_window(
    recorder: Recorder,
) -> None:
    clicked = (*ACTIONS[::6], ACTIONS[-1])  # each is looked for; a click opens it all anew

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for action in ACTIONS:
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


def test_a_burst_is_ordered_from_the_palette() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"burst")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert [entry.command for entry in app.player.session.journal] == [OrderJobs(BURST)]

    run(site(rate=0.0), act)


# -- what they do --------------------------------------------------------------------------------


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
        app.screens.show(screen)
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


def test_the_keys_of_the_controls_do_what_they_say() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        player, view = app.player, app.player.view
        settings = lambda: player.session.state.settings  # noqa: E731
        await pilot.press("space")
        assert view.paused
        await pilot.press("space")
        assert not view.paused
        before = len(player.session.log)
        await pilot.press("full_stop")
        assert view.paused
        assert player.session.state.seq == before or player.session.state.seq == before + 1
        await pilot.press("greater_than_sign", "greater_than_sign", "less_than_sign")
        assert view.speed == 2
        await pilot.press("asterisk")
        assert view.speed == AS_FAST_AS_IT_CAN
        await pilot.press("plus", "equals_sign", "minus")
        assert player.controls.workers == 5
        await pilot.press("right_square_bracket")
        assert player.controls.rate == RATES[RATES.index(1.0) + 1]
        await pilot.press("left_square_bracket")
        assert player.controls.rate == 1.0
        await pilot.press("e", "e", "E")
        assert player.controls.defect_rate == 0.01
        await pilot.press("v")
        assert not settings().supervise
        arrived = player.session.state.arrived
        await pilot.press("j", "J")
        assert player.session.state.arrived == arrived + 1 + BURST
        await pilot.press("up")
        assert player.selected_worker == 0
        await pilot.press("x")
        assert player.session.state.workers[0].dead
        await pilot.press("escape")
        assert player.selected_worker == NOBODY
        await pilot.press("r")
        assert (settings().seed, player.session.now) == (42, 0)
        await pilot.press("R")
        assert settings().seed == 43
        await pilot.press("z")
        assert app.screen.has_class("-zoom")
        await pilot.press("escape")
        assert not app.screen.has_class("-zoom")
        await pilot.press("q")

    app = site()
    run(app, act)
    assert app.return_code == 0


def test_an_accident_without_anyone_left_is_said() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("x", "x")
        await pilot.pause()
        assert "there is nobody left" in text_of(app)

    run(site(workers=1, supervise=False), act)


def accidents(app: SiteApp) -> int:
    """Return how many accidents have happened."""
    log = app.player.session.log
    return log.kinds(0, len(log)).count(Kind.AccidentHappened)


@pytest.mark.parametrize(
    ("program", "name", "words"),
    [
        ("pipeline", "foreman", "only workers have accidents: foreman is selected"),
        ("pipeline", "accept", "only workers have accidents: accept is selected"),
        ("producer-consumer", "producer", "only the consumer has accidents: producer is selected"),
    ],
)
def test_an_accident_to_one_who_has_none_hits_nobody_else(
    program: str, name: str, words: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash", *name, "enter")
        await pilot.press("x")
        await pilot.pause()
        assert accidents(app) == 0
        assert words in text_of(app)

    run(site(program=program, at=3.0), act)


def test_an_accident_to_a_worker_who_is_gone_hits_nobody_else() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.view.selected = Selection("task", 1)
        await pilot.press("x")
        assert accidents(app) == 1
        await pilot.press("x")
        await pilot.pause()
        assert accidents(app) == 1
        assert "worker 1 is not there" in text_of(app)

    run(site(workers=3, supervise=False, model="coroutines"), act)


def test_each_id_that_the_bars_name_is_one_of_an_action() -> None:
    named = {*BUTTONS, *KeyBar.FIRST, *KeyBar.LAST, *KeyBar.TOGETHER}
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


# -- held keys -----------------------------------------------------------------------------------


def test_a_held_key_goes_faster_and_faster_up_to_the_bound() -> None:
    times = iter(n * 0.03 for n in range(1_000))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        crew = [app.player.controls.workers]
        for _ in range(140):
            app.host.do("hire")
            crew.append(app.player.controls.workers)
        assert crew[-1] == 10_000
        steps = [after - before for before, after in pairwise(crew) if after < 10_000]
        assert steps[:8] == [1] * 8
        assert steps == sorted(steps)
        assert steps[-1] > 500
        for _ in range(150):
            app.host.do("lay-off")
        assert app.player.controls.workers == 1

    run(site(rate=0.0, now=lambda: next(times)), act)


def test_keys_pressed_one_by_one_take_one_step_each() -> None:
    times = iter(n * 0.4 for n in range(1_000))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(30):
            await pilot.press("plus")
        assert app.player.controls.workers == 34

    run(site(now=lambda: next(times)), act)


# -- behind dialogs ------------------------------------------------------------------------------


def test_the_process_can_be_stopped_from_within_a_dialog(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stops: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        monkeypatch.setattr(app, "action_suspend_process", lambda: stops.append("stop"))
        for number, opener in enumerate(("help", "model", "find", "palette"), 1):
            app.action_do(opener)
            await pilot.pause()
            await pilot.press("ctrl+z")
            assert len(stops) == number
            await pilot.press("escape")

    run(site(), act)


def test_no_key_acts_on_the_site_behind_a_dialog() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = asdict(app.player.view)
        for opener in ("help", "model", "set-workers", "palette", "theme", "run-to", "find"):
            app.action_do(opener)
            await pilot.pause()
            dialog = app.screen
            assert dialog.is_modal
            await pilot.press("space", "plus", "j", "x", "R")
            assert app.screen is dialog
            await pilot.press("escape")
            assert app.screen is app.screens.site
        assert asdict(app.player.view) == before
        assert app.player.session.journal == []
        assert app.player.scenario.seed == 42

    run(site(), act)


def test_control_c_ends_it_also_from_within_a_dialog() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("n", "ctrl+c")

    app = site()
    run(app, act)
    assert app.return_code == 130


# -- keys of one's own ---------------------------------------------------------------------------

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
        assert str(controls.tooltip) == "Let fewer jobs come ([)"
        helps = [command.help for command in app.get_system_commands(app.screen)]
        assert helps[0] == "Time   f7   ^"
        app.action_do("help")
        await pilot.pause()
        assert "  f7 ^ " in text_of(app)

    run(site(keymap=OWN), act, WIDE)


def find(bar: Bar, wanted: str) -> int:
    """Return where the button of an action begins."""
    x = 0
    for text, _, action in bar.items:
        if action == wanted:
            return x
        x += len(text)
    raise AssertionError(wanted)
