"""The dialog with every setting: found, stepped, typed, given back, and written to a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Label, OptionList

from site_sim.base.units import SECOND
from site_sim.commands import ChangeSettings, ChooseModel, Command, SetRate
from site_sim.player.intents import Seek
from site_sim.scenario.loading import load_scenario
from site_sim.scenario.settings import REBUILT, SETTINGS
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.picker import Picker
from site_sim.ui.dialogs.question import Question
from site_sim.ui.dialogs.settings import HINT, SettingsDialog
from tests.ui.app_fixture import run, site, text_of
from tests.ui.dialogs.lives import SIZES, words_in


def commands(app: SiteApp) -> list[Command]:
    return [entry.command for entry in app.player.session.journal]


async def open_at(pilot: Pilot[int], name: str) -> SettingsDialog:
    """Open the dialog, and search for a setting."""
    await pilot.press("C", *("minus" if sign == "-" else sign for sign in name))
    await pilot.pause()
    assert isinstance(pilot.app.screen, SettingsDialog)
    return pilot.app.screen


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_every_setting_can_be_seen_with_what_it_does_and_its_range(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C")
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        assert options.option_count == len(SETTINGS)
        for number, setting in enumerate(SETTINGS.values()):
            assert options.highlighted == number
            words = words_in(app)
            assert f" {setting.name} " in f" {words}"
            assert setting.sentence in words
            assert f"{setting.range[0].upper()}{setting.range[1:]}." in words
            assert (REBUILT in words) is setting.rebuilds
            assert HINT in words
            await pilot.press("down")
            await pilot.pause()

    run(site(paused=True), act, size=size)


def test_each_row_says_what_its_setting_does_where_there_are_80_columns() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C")
        await pilot.pause()
        listed = text_of(app)
        for name in SETTINGS:
            if f" {name} " not in listed:
                await pilot.press("pagedown")
                await pilot.pause()
                listed = text_of(app)
            assert re.search(rf" {name} .* {re.escape(SETTINGS[name].sentence)} ", listed), name

    run(site(paused=True), act, size=(80, 24))


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_a_step_is_a_command_and_shows_that_it_differs(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(pilot, "cores")
        await pilot.press("right", "right")
        await pilot.pause()
        assert commands(app) == [ChangeSettings({"cores": 3}), ChangeSettings({"cores": 4})]
        assert "* cores 4 scenario: 2" in words_in(app)
        await pilot.press("left")
        await pilot.press("delete")
        await pilot.pause()
        assert len(commands(app)) == 4
        assert "* cores" not in words_in(app)
        await pilot.press("delete", "escape")
        await pilot.pause()
        assert len(commands(app)) == 4
        assert app.screen is app.screens.site, "the focus is back where it was"

    run(site(paused=True), act, size=size)


def test_a_number_is_typed_as_people_write_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(pilot, "rate")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Question)
        assert app.screen.query_one(Input).value == "1/s"
        await pilot.press(*"0,5", "enter")
        await pilot.pause()
        assert isinstance(app.screen, SettingsDialog)
        assert commands(app) == [SetRate(0.5)]
        assert "* rate 30/min scenario: 1/s" in words_in(app)

    run(site(paused=True), act)


def test_what_is_typed_wrong_is_said_in_a_line_and_changes_nothing() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(pilot, "loop-hop")
        await pilot.press("enter")
        await pilot.pause()
        assert REBUILT in words_in(app), "before"
        await pilot.press(*"50", "enter")
        await pilot.pause()
        assert "must be a time with its unit, such as 50us, not '50'" in words_in(app)
        await pilot.press(*"us", "enter")
        await pilot.pause()
        assert commands(app) == [ChangeSettings({"loop-hop-ns": 50_000})]

    run(site(paused=True), act)


def test_a_value_that_has_a_name_is_chosen_from_a_list() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(pilot, "model")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        await pilot.press("t", "enter")
        await pilot.pause()
        assert commands(app) == [ChooseModel("threads")]
        assert "* model threads scenario: serial" in words_in(app)
        assert "threads: threads that share one GIL" in words_in(app)

    run(site(paused=True), act)


def test_costs_that_would_be_measured_first_are_not_offered() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(pilot, "costs")
        await pilot.press("enter")
        await pilot.pause()
        assert "fixed times, close to a real machine's" in words_in(app)
        assert "measured on this machine" not in words_in(app)

    run(site(paused=True), act)


def test_what_no_setting_is_called_is_said_with_the_nearest_that_is() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        dialog = await open_at(pilot, "seet")
        hint = dialog.query_one("#hint", Label)
        assert "no setting has 'seet' in it; did you mean 'seed'?" in words_in(app)
        assert hint.has_class("-fault")
        await pilot.press("backspace")
        await pilot.pause()
        assert "searched for: see" in words_in(app)
        await pilot.press("backspace", "backspace", "backspace")
        await pilot.pause()
        assert HINT in words_in(app)
        assert not hint.has_class("-fault")

    run(site(paused=True), act)


def test_a_click_on_a_setting_asks_for_its_value() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C")
        await pilot.pause()
        await pilot.click(OptionList, offset=(4, 2))
        await pilot.pause()
        assert isinstance(app.screen, Question)
        assert "from 1 to 1,024" in words_in(app)

    run(site(paused=True), act)


def test_in_the_past_the_new_value_is_shown_when_the_run_is_re_executed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Seek(2 * SECOND))
        await open_at(pilot, "inbox")
        await pilot.press("right")
        for _ in range(200):
            app.advance(1 / 60)
        await pilot.pause()
        assert "* inbox 2 scenario: 1" in words_in(app)
        assert app.player.session.now < 8 * SECOND

    run(site(at=8.0, paused=True), act)


def test_the_changed_scenario_is_written_to_a_file_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(pilot, "inbox")
        await pilot.press("right", "ctrl+s")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "scenario-changed.toml"
        await pilot.press("enter")
        await pilot.pause()
        assert "written: site-sim scenario-changed.toml" in words_in(app)
        await pilot.press("ctrl+s", "enter")
        await pilot.pause()
        assert "scenario-changed.toml is there already: another name, please" in words_in(app)
        await pilot.press(*"mine", "enter")
        await pilot.pause()
        assert "a file whose name ends in .toml, please" in words_in(app)
        await pilot.press("home", *"none/", "end", *".toml", "enter")
        await pilot.pause()
        assert "none/mine.toml: No such file or directory" in words_in(app)

    run(site(paused=True, seed=7), act)
    found = load_scenario("scenario-changed.toml")
    assert (found.inbox, found.seed) == (2, 7)
    assert [path.name for path in tmp_path.iterdir()] == ["scenario-changed.toml"]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("my site.toml", "written: site-sim 'my site.toml'"),
        ("-s.toml", "written: site-sim ./-s.toml"),
        ("~nobody-of-that-name/s.toml", "~nobody-of-that-name: there is no such person"),
    ],
)
def test_the_command_that_opens_it_is_told_as_a_shell_takes_it(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C", "ctrl+s")
        await pilot.pause()
        app.screen.query_one(Input).value = name
        await pilot.press("enter")
        await pilot.pause()
        assert said in words_in(app)

    run(site(paused=True), act)


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("jobs", "keys", "said"),
    [
        ("-", ["ctrl+s"], "a file can't name jobs of standard input: open a job file"),
        ("a\udcff.csv", ["ctrl+s", "enter"], "the name of the job file is not UTF-8"),
    ],
)
def test_what_no_file_can_hold_is_told_and_not_written(
    jobs: str, keys: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C", *keys)
        await pilot.pause()
        assert said in words_in(app)

    run(site(paused=True, jobs=jobs), act)
    assert [*tmp_path.iterdir()] == []


def test_a_window_of_another_size_shows_what_one_opened_in_it_does() -> None:
    seen: list[str] = []
    sizes = ((80, 24), (60, 18))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C")
        for size in (app.size, *sizes):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        seen.append(text_of(app))

    for size in (*sizes, (120, 36)):
        run(site(paused=True), act, size=size)
    assert seen == [seen[0]] * 3
    assert "How many workers." not in seen[0]
