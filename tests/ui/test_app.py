"""The app around the panels: its dialogs, its clock, what it says, and how it ends."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets._toast import Toast

from site_sim.base.errors import Fault
from site_sim.base.text import SIGN, clean
from site_sim.base.units import SECOND
from site_sim.commands import ChooseModel, Hire, SetRate
from site_sim.player.player import Player
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, ScreenName, Selection
from site_sim.scenario.loading import load_scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.theme.registry import load_themes
from tests.ui.app_fixture import (
    FRAME_S,
    WIDE,
    Seconds,
    crash_of,
    driver_of,
    no_screen_left,
    notices_of,
    pass_time,
    run,
    site,
    text_of,
)

# -- dialogs -------------------------------------------------------------------------------------


def test_a_picker_applies_what_is_picked_once_however_often_enter_is_pressed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("m")
        options = app.screen.query_one(OptionList)
        assert options.highlighted == 0
        options.post_message(OptionList.OptionSelected(options, options.get_option_at_index(1), 1))
        options.post_message(OptionList.OptionSelected(options, options.get_option_at_index(1), 1))
        await pilot.pause()
        assert [entry.command for entry in app.player.session.journal] == [
            ChooseModel("coroutines")
        ]
        assert app.screen is app.screens.site

    run(site(), act)


def test_escape_pressed_twice_closes_one_dialog_and_no_more() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for opener in ("help", "theme", "set-rate", "palette", "find"):
            app.action_do(opener)
            await pilot.pause()
            dialog = app.screen
            assert isinstance(dialog, ModalScreen)
            dialog.dismiss(None)
            dialog.dismiss(None)
            await pilot.pause()
            assert app.screen is app.screens.site

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


def test_numbers_are_taken_within_their_bounds_only() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("set-workers")
        await pilot.pause()
        field = app.screen.query_one(Input)
        for wrong in ("", "0", "10001", "1.5", "nan", "inf", "-3", "x", "1e400"):
            field.value = wrong
            await pilot.press("enter")
            assert "a whole number from 1 to 10,000, please" in text_of(app)
        field.value = "12"
        await pilot.press("enter")
        app.action_do("set-rate")
        await pilot.pause()
        app.screen.query_one(Input).value = "2.5"
        await pilot.press("enter")
        commands = [entry.command for entry in app.player.session.journal]
        assert commands == [Hire(8), SetRate(2.5)]

    run(site(), act)


def test_a_theme_is_tried_on_and_taken_off_again() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("theme")
        await pilot.pause()
        await pilot.press("down")
        assert app.theme != "site-dark"
        await pilot.press("escape")
        assert app.theme == "site-dark"
        app.action_do("theme")
        await pilot.pause()
        await pilot.press("down", "enter")
        assert app.theme != "site-dark"

    run(site(), act)


def test_a_megabyte_pasted_into_a_field_is_cut() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        from textual.events import Paste

        app.action_do("set-workers")
        await pilot.pause()
        field = app.screen.query_one(Input)
        field.post_message(Paste("7" * 1_000_000))
        await pilot.pause()
        assert len(field.value) <= 12

    run(site(), act)


def test_dialogs_open_while_it_runs_as_fast_as_it_can() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.set_speed(AS_FAST_AS_IT_CAN)
        for opener in ("model", "help", "palette", "story"):  # of the job selected below
            pass_time(app, 0.1)
            app.action_do(opener)
            pass_time(app, 0.1)
            await pilot.pause()
            assert isinstance(app.screen, ModalScreen)
            await pilot.press("escape")
        assert app.player.session.now > SECOND

    app = site(workers=50, rate=50.0, budget=Seconds(0.001))
    app.player.session.playback.advance(30 * SECOND)
    app.player.select(Selection("job", 0))
    run(app, act)


# -- the clock and speed -------------------------------------------------------------------------


def test_simulated_time_follows_the_speed_and_stops_when_paused() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 1)
        assert app.player.session.now == pytest.approx(1 * SECOND, rel=1e-6)
        app.player.set_speed(64)
        pass_time(app, 1)
        assert app.player.session.now == pytest.approx(65 * SECOND, rel=1e-6)
        app.action_do("pause")
        pass_time(app, 1)
        assert app.player.session.now == pytest.approx(65 * SECOND, rel=1e-6)

    run(site(), act)


def test_when_it_is_behind_it_says_how_fast_it_really_goes() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 1)
        view = app.player.view
        assert view.behind
        assert 0 < view.real_speed < 1024
        assert f"(really {view.real_speed:.0f}×)" in text_of(app).splitlines()[0]
        await pilot.press("space")
        assert "really" not in text_of(app).splitlines()[0]

    run(site(workers=500, rate=1000.0, speed=1024.0, budget=Seconds(0.001)), act)


def test_a_tick_keeps_its_budget_however_fast_it_is_to_go() -> None:
    looks = Seconds(0.001)
    app = site(workers=500, rate=1000.0, speed=1024.0, budget=looks)
    before = looks.now
    app.player.tick(FRAME_S)
    assert looks.now - before < 0.01


def test_a_terminal_that_is_slower_gets_fewer_frames() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 1)
        shown = app.screens.site.queue.snapshot
        driver_of(app).is_behind = True
        app.player.controls.order(50)
        app.screens.publish()
        await pilot.pause()
        assert "50" not in str(app.screens.site.queue.border_title)
        driver_of(app).is_behind = False
        app.screens.publish()
        await pilot.pause()
        assert "50" in str(app.screens.site.queue.border_title)
        assert app.screens.site.queue.snapshot is not shown

    run(site(rate=0.0), act)


def test_the_time_in_which_it_was_stopped_is_not_the_sites() -> None:
    now = Seconds()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.clock.restart()
        now.now += 3_600
        app.on_resume()
        now.now += 0.01
        app.clock.tick()
        assert app.player.session.now == SECOND // 100

    run(site(now=now), act)


# -- a time ahead --------------------------------------------------------------------------------


def test_a_moment_soon_is_there_when_the_screen_opens() -> None:
    app = site(at=30.0)
    assert app.player.session.now == 30 * SECOND
    assert app.player.view.destination is None


def test_a_moment_far_ahead_is_reached_behind_the_screen() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.screens.publish()
        await pilot.pause()
        assert "on the way to 16:40.0; space stops here" in text_of(app)
        reached = app.player.session.now
        app.advance(FRAME_S)
        assert reached < app.player.session.now < 1000 * SECOND
        for _ in range(10_000):
            if app.player.view.destination is None:
                break
            app.advance(FRAME_S)
        assert app.player.session.now == 1000 * SECOND
        assert "on the way" not in text_of(app)

    run(site(at=1000.0, rate=5.0, workers=20, budget=Seconds(0.02)), act)


def test_the_way_to_a_moment_can_be_cut_short() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.advance(FRAME_S)
        await pilot.press("space")
        assert app.player.view.destination is None
        assert app.player.view.paused
        reached = app.player.session.now
        app.advance(FRAME_S)
        assert app.player.session.now == reached < 1000 * SECOND
        app.action_do("leap-on")
        assert app.player.session.now == reached + 10 * SECOND

    run(site(at=1000.0, rate=5.0, workers=20, budget=Seconds(0.02)), act)


def test_a_site_that_has_ended_goes_nowhere() -> None:
    app = site(at=1000.0, count=3)
    assert app.player.view.destination is None
    assert app.player.session.playback.ended


# -- what is said --------------------------------------------------------------------------------


def test_faults_of_the_configuration_are_said_as_they_stand() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.pause()
        assert "config.toml: keys.[red]: unknown" in text_of(app)
        assert "[/] [@click=app.quit]x[/]" in text_of(app)

    faults = [Fault("unknown", "config.toml: keys.[red]"), Fault("[/] [@click=app.quit]x[/]")]
    run(site(faults=faults), act)


HOSTILE = [
    "\x1b]0;pwned\x07\x1b[2J\x1b[31m",
    "\x9b31m\x9d0;x\x9c",
    "\u202egnp.exe\u2066",
    "[/] [@click=app.quit]x[/] [bold]",
    "漢字" * 40,
    "e" + "\u0301" * 500,
    "x" * 10_000,
    "\ud800\udfff",
    "a\tb\nc\rd\x00e",
    "👩‍👩‍👧‍👦🏳️‍🌈",
]


def hostile_scenario(tmp_path: Path) -> Path:
    import json

    jobs = [{"io_s": 0.3, "name": name, "arrival_s": n / 4} for n, name in enumerate(HOSTILE)]
    (tmp_path / "jobs.jsonl").write_text("\n".join(map(json.dumps, jobs)))
    title = json.dumps("".join(HOSTILE[:6]).encode("utf-8", "replace").decode()[:150])
    (tmp_path / "site.toml").write_text(f'title = {title}\njobs = "jobs.jsonl"\nrate = 0\n')
    return tmp_path / "site.toml"


def test_nothing_of_hostile_texts_is_interpreted_and_rows_keep_their_width(
    tmp_path: Path,
) -> None:
    app = site(load_scenario(str(hostile_scenario(tmp_path))))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for position in range(12):
            pass_time(app, 0.5)
            app.player.select(Selection("job", position))
            app.screens.publish()
            await pilot.pause()
            for panel in app.screen.query(RowsPanel):
                for y in range(panel.size.height):
                    strip = panel.render_line(y)
                    assert clean(strip.text) == strip.text
                    assert "\t" not in strip.text
                    assert sum(map(cell_len, strip.text)) == strip.cell_length == panel.size.width
        app.action_do("story")
        await pilot.pause()
        assert "job #11 has not arrived yet" in text_of(app)
        app.player.select(Selection("job", 0))
        app.action_do("story")
        await pilot.pause()
        assert isinstance(app.screen, ModalScreen)
        assert clean(text_of(app)) == text_of(app)
        assert app.is_running

    run(app, act, WIDE)


THEME = """
name = "hostile"
title = "\\u001b]0;owned\\u0007 [/] [@click=app.quit]x[/] \\u202e"
monochrome = true
"""


def test_the_title_of_a_theme_is_only_text(tmp_path: Path) -> None:
    (tmp_path / "hostile.toml").write_text(THEME)
    themes, faults = load_themes(tmp_path)
    assert faults == []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("theme")
        await pilot.pause()
        assert f"{SIGN}]0;owned{SIGN} [/] [@click=app.quit]x[/] {SIGN}" in text_of(app)
        await pilot.press("end")
        assert app.theme == "hostile"
        assert clean(text_of(app)) == text_of(app)

    run(site(themes=themes), act)


# -- what is said --------------------------------------------------------------------------------


def test_what_is_said_takes_the_place_of_what_was_said_before() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(9):
            await pilot.press("right_parenthesis", "f", "v")
        await pilot.pause()
        assert len(notices_of(app)) == 1
        assert "supervision is off" in text_of(app)

    run(site(), act)


def test_of_many_faults_the_first_are_told_in_one_place() -> None:
    faults = [Fault(f"is number {number}", "config.toml") for number in range(12)]

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        (notice,) = notices_of(app)
        assert notice.message.splitlines() == [
            "config.toml: is number 0",
            "config.toml: is number 1",
            "and 10 more, told when the screen closes",
        ]

    run(site(faults=faults), act, (80, 24))


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize("screen", ["1", "2", "3"])
def test_what_is_said_covers_no_button_and_no_figure(size: tuple[int, int], screen: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(screen, "up", "up", "x")
        await pilot.pause()
        toast = app.screen.query_one(Toast).region
        assert toast in app.screen.region
        for bar in (*app.screen.query(Bar), *app.screen.query("#plots, #scrubber")):
            assert not toast.overlaps(bar.region), bar

    run(site(), act, size)


@pytest.mark.parametrize("opener", ["m", "n", "slash"])
def test_what_is_said_is_seen_once_behind_a_dialog(opener: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("up", "x", opener)
        await pilot.pause()
        assert isinstance(app.screen, ModalScreen)
        assert text_of(app).count("an accident happens") == 1

    run(site(), act)


def test_an_accident_is_said_and_to_whom() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("up", "up", "x")
        await pilot.pause()
        assert "an accident happens to worker 1" in text_of(app)

    run(site(), act)


def test_a_program_without_a_crew_says_so() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for key in ("plus", "minus"):
            await pilot.press(key)
            await pilot.pause()
            assert "a producer and a consumer are all" in text_of(app)
            app.clear_notifications()

    run(site(program="producer-consumer"), act)


def test_the_palette_has_no_sign_of_two_cells() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert all(cell_len(sign) <= 1 for sign in text_of(app))

    run(site(glyphs="ascii"), act)


# -- sizes ---------------------------------------------------------------------------------------


def test_any_size_is_served_or_said_to_be_too_small() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for width, height in ((1, 1), (20, 6), (59, 18), (60, 17), (400, 3), (3, 120)):
            await pilot.resize_terminal(width, height)
            app.screens.publish()
            await pilot.pause()
            assert app.screen.has_class("-too-small"), (width, height)
            assert (width, height) != (59, 18) or "(f9 quits)" in text_of(app)
        for width, height in ((60, 18), (80, 24), (300, 90), (120, 36)):
            await pilot.resize_terminal(width, height)
            pass_time(app, 0.1)
            await pilot.pause()
            assert not app.screen.has_class("-too-small"), (width, height)
            assert "FOREMAN" in text_of(app)

    run(site(keymap={"quit": ("f9",)}), act)


def test_a_change_of_size_that_nobody_told_is_found_out() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        driver_of(app).terminal_size = (90, 30)
        app.advance(FRAME_S)
        await pilot.pause()
        assert app.screen.size == (120, 36)
        app.advance(0.5)
        await pilot.pause()
        assert app.size == app.screen.size == (90, 30)

    run(site(), act)


# -- endings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(20, 6), (120, 36)])
def test_a_frame_while_the_screen_is_taken_apart_harms_nothing(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for name in ("site", "timeline", "code"):
            app.action_do(name)
            await pilot.pause()
            app.advance(FRAME_S)
            await app.screen.remove_children()
            app.advance(FRAME_S)
            assert app.is_running
            assert app.return_code is None

    run(site(), act, size)


def test_no_frame_is_drawn_once_it_ends() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.start_clock()
        ticking = app.ticking
        assert ticking is not None
        app.end(0)
        await asyncio.wait([ticking], timeout=10)
        assert ticking.cancelled()

    run(site(), act)


def test_the_clock_does_not_start_once_it_ends() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.end(0)
        app.start_clock()
        assert app.ticking is None

    run(site(), act)


def test_a_frame_when_no_screen_is_left_harms_nothing() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with no_screen_left(app):
            app.screens.site.painter.paint(app.screens.site.lines)
        assert app.is_running

    run(site(), act)


def test_a_crash_in_a_frame_ends_the_app_with_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Player, real_s: float) -> None:
        secret = "hunter2"
        raise LookupError(f"lost in {len(secret)}")

    monkeypatch.setattr(Player, "tick", fail)
    app = site(clock_runs=True)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await asyncio.wait_for(crash_of(app), 10)

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with pytest.raises(LookupError):
        run(app, act)
    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert app.return_code == 1
    assert "LookupError: lost in 7" in app.report
    assert "hunter2" not in app.report


def test_the_first_ending_counts() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.end(143)
        app.end(0)
        app.on_hangup()

    app = site()
    run(app, act)
    assert app.return_code == 143


def test_a_hang_up_ends_as_its_signal_does() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.on_hangup()

    app = site()
    run(app, act)
    assert app.return_code == 129


# -- keys of one's own, and the painter ------------------------------------------------------------


@pytest.mark.parametrize("screen", ["site", "timeline", "code"])
def test_every_screen_names_the_keys_that_the_person_chose(screen: ScreenName) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.screens.show(screen)
        await pilot.pause()
        app.player.view.destination = 60 * SECOND
        app.screens.publish()
        await pilot.pause()
        text = text_of(app)
        assert "f5 stops here" in text
        assert "f5 pause" in text
        assert "space" not in text

    run(site(keymap={"pause": ("f5",)}), act)


@pytest.mark.parametrize("screen", ["site", "timeline", "code"])
def test_without_our_painter_the_screens_look_the_same(screen: ScreenName) -> None:
    seen: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.screens.show(screen)
        await pilot.pause()
        pass_time(app, 2)
        await pilot.pause()
        seen.append(text_of(app))

    for is_painted in (True, False):
        run(site(is_painted=is_painted), act)
    assert seen[0] == seen[1]
