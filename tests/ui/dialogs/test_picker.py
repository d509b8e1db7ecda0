"""One of a list is picked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.table import Table
from textual.pilot import Pilot
from textual.widgets import OptionList

from site_sim.commands import ChooseModel
from site_sim.facts.models import MODEL_FACTS
from site_sim.player.intents import OpenScenario
from site_sim.scenario.loading import load_scenario, shipped_names, shipped_scenarios
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.picker import Choice, find_choice
from tests.ui.app_fixture import run, site, text_of
from tests.ui.dialogs.lives import SMALL, words_in


@pytest.mark.sampled
@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("key", ["m", "w", "d", "i", "o", "t"])
def test_a_picker_keeps_its_hint_and_scrolls_to_its_last_choice(
    key: str, size: tuple[int, int]
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(key)
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        for where in ("home", "end"):
            await pilot.press(where)
            await pilot.pause()
            assert "enter chooses, escape leaves it as it is" in words_in(app)
            number = 0 if where == "home" else options.option_count - 1
            assert options.highlighted == number
            place = f"{number + 1} of {options.option_count}"
            assert app.screen.query_one("#box").border_subtitle == place
            prompt = options.get_option_at_index(number).prompt
            assert isinstance(prompt, Table)
            (value,) = prompt.columns[0].cells
            assert words_in(app).count(str(value))

    run(site(), act, size=size)


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


MODELS = [
    Choice("serial", "one call stack"),
    Choice("threads", "threads that share one GIL"),
    Choice("free-threads", "threads without a GIL"),
]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("t", 1),
        ("F", 2),
        ("2", 1),
        ("-th", 2),
        ("gil", 1),
        ("without", 2),
        ("9", None),
        (" ", None),
    ],
)
def test_what_is_typed_is_found(typed: str, place: int | None) -> None:
    assert find_choice(MODELS, typed) == place


def test_a_list_goes_to_what_is_typed_and_takes_letters_back() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("m")
        options = app.screen.query_one(OptionList)
        for key, number in (("f", 3), ("r", 3), ("3", 2), ("backspace", 2), ("p", 4), ("q", 4)):
            await pilot.press(key)
            assert options.highlighted == number, key
        assert "searched for: p" in words_in(app)
        await pilot.press("enter")
        assert app.player.session.state.settings.model == "processes"

    run(site(), act)


def test_the_present_scenario_is_highlighted_and_a_file_of_ones_own_stays_in_the_list(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "The bridge"\nworkers = 2\n')

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(OpenScenario(str(path)))
        app.player.do(OpenScenario("gil"))
        await pilot.press("o")
        await pilot.pause()
        assert "The bridge" in words_in(app)
        names = [name for name in re.findall(r"\w+", words_in(app)) if name in shipped_names()]
        assert list(dict.fromkeys(names))[:4] == ["classic", "overlap", "gil", "convoy"]
        await pilot.press("enter")
        assert app.player.scenario is not None
        assert app.player.scenario.source == "gil"
        await pilot.press("o", "1", "enter")
        assert app.player.scenario.title == "The bridge"

    run(site(), act)


def test_a_job_file_alone_stays_in_the_list_and_starts_again_as_it_was(tmp_path: Path) -> None:
    jobs = tmp_path / "builds.csv"
    jobs.write_text("name,cpu_s\na,1\nb,2\n")
    scenario = load_scenario(overrides={"jobs": str(jobs), "workers": 7})

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("plus", "o", "down", "enter")
        assert app.player.scenario is not None
        assert app.player.scenario.source == "classic"
        await pilot.press("o")
        await pilot.pause()
        assert "builds.csv" in words_in(app)
        await pilot.press(*"builds", "enter")
        assert app.player.scenario == scenario
        assert app.player.controls.workers == 7

    run(site(scenario), act)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
def test_the_highlighted_scenario_says_its_title_and_what_to_press_next(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "The [red] bridge"\nabout = "It is red."\nnext = "m s enter: stop"\n')

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(OpenScenario(str(path)))
        await pilot.press("o")
        await pilot.pause()
        assert "The [red] bridge; then m s enter: stop" in words_in(app)
        for words in shipped_scenarios().values():
            await pilot.press("down")
            await pilot.pause()
            said = " ".join(re.sub("[│▁▔▅▆▇█]", " ", words_in(app)).split())
            assert f"{words.title}; then {words.next}" in said

    run(site(), act, size)


def test_a_line_that_is_wrapped_stays_in_its_column() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("m")
        await pilot.pause()
        rows = text_of(app).splitlines()
        names = [row for row in rows if re.search("│ (serial|hybrid) ", row)]
        column = names[0].index("serial") + len("free-threads  ")
        listed = rows[rows.index(names[0]) : rows.index(names[-1])]
        wrapped = [row for row in listed if not re.search(f"│ ({'|'.join(MODEL_FACTS)}) ", row)]
        assert wrapped, "some line is longer than there is room for"
        assert all(not row[:column].strip(" │╭╰─▔") for row in wrapped)

    run(site(), act, size=(60, 24))


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


def test_a_files_name_is_drawn_without_what_would_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mb.toml"
    path.write_text('title = "The bridge"\n')

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(OpenScenario(str(path)))
        app.player.do(OpenScenario("gil"))
        await pilot.press("o")
        await pilot.pause()
        assert "b.toml" in text_of(app)
        assert "\x1b" not in text_of(app)
        await pilot.press("1", "enter")
        assert app.player.scenario is not None
        assert app.player.scenario.source == str(path)

    run(site(), act)
