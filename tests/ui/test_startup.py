"""What must be there for the screen to open, and what it is opened with."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NamedTuple

import platformdirs
import pytest

from site_sim.base.messages import FAULT_CAP
from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.scenario.scenario import Scenario
from site_sim.ui import startup
from site_sim.ui.app import SiteApp
from site_sim.ui.recovery import Recovery
from site_sim.ui.theme.registry import load_themes


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())


def test_it_opens_where_all_three_streams_are_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    sit_at_a_terminal(monkeypatch)
    assert startup.has_terminal()


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("kind", ["none", "a file", "closed"])
def test_it_does_not_where_one_is_something_else(
    name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)
    stream = {"none": None, "a file": io.StringIO(), "closed": Terminal()}[kind]
    if kind == "closed" and stream is not None:
        stream.close()
    monkeypatch.setattr(sys, name, stream)
    assert not startup.has_terminal()


def test_without_a_name_it_opens_on_the_first_that_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Scenario] = []

    def open_screen(scenario: Scenario, theme: str | None, glyphs: str | None) -> int:
        assert (theme, glyphs) == (None, None)
        opened.append(scenario)
        return 7

    monkeypatch.setattr(startup, "open_screen", open_screen)
    assert startup.open_first() == 7
    assert [scenario.title for scenario in opened] == ["The classic site"]


class Opened(NamedTuple):
    """A screen that was opened, and whether it takes the mouse."""

    app: SiteApp
    mouse: bool


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Opened]:
    """Take the screens that are opened, in order; settings and themes are those in `tmp_path`."""
    taken: list[Opened] = []
    monkeypatch.setenv("TEXTUAL_FPS", "1000")  # the module would set it for good
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr(SiteApp, "run", lambda app, mouse: taken.append(Opened(app, mouse)))
    return taken


@pytest.mark.parametrize("mouse", [True, False])
@pytest.mark.parametrize("settings", ["", "mouse = true\n", "mouse = false\n"])
def test_the_terminal_keeps_the_mouse_where_it_is_asked_to(
    mouse: bool, settings: str, tmp_path: Path, opened: list[Opened]
) -> None:
    (tmp_path / "config.toml").write_text(settings)
    startup.open_screen(Scenario(), theme=None, glyphs=None, mouse=mouse)
    assert [each.mouse for each in opened] == [mouse and "false" not in settings]


def test_it_opens_so_that_it_survives_faults(opened: list[Opened]) -> None:
    startup.open_screen(Scenario(), theme=None, glyphs=None)
    assert isinstance(opened[0].app.fault_handler, Recovery)


@pytest.mark.parametrize(
    ("config", "option", "started"),
    [
        ("", None, "projector"),
        ("", "blueprint", "blueprint"),
        ('theme = "high-contrast"\n', None, "high-contrast"),
        ('theme = "site-dark"\n', None, "projector"),
    ],
)
def test_the_theme_that_was_chosen_on_the_screen_is_there_the_next_time(
    config: str,
    option: str | None,
    started: str,
    tmp_path: Path,
    opened: list[Opened],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    startup.open_screen(Scenario(), theme="mono", glyphs=None)
    assert opened[0].app.themes.keep("projector") == ""
    (tmp_path / "config.toml").write_text(config)
    startup.open_screen(Scenario(), theme=option, glyphs=None)
    assert opened[1].app.themes.current.name == started


LATE = (JobOrder(2 * 86_400 * SECOND, JobCard("late", 0, 1)),)


def test_a_late_first_job_is_remarked(
    opened: list[Opened], capsys: pytest.CaptureFixture[str]
) -> None:
    startup.open_screen(Scenario(jobs="late.csv", orders=LATE), theme=None, glyphs=None)
    assert "late.csv: the first job arrives 2 days after the start" in capsys.readouterr().err
    assert len(opened) == 1


def test_what_is_wrong_with_settings_and_themes_together_is_told_in_few_lines(
    tmp_path: Path, opened: list[Opened], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text("".join(f"key{n} = 1\n" for n in range(FAULT_CAP + 9)))
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "broken.toml").write_text('name = "broken"\nink = "no colour"\n')
    startup.open_screen(Scenario(jobs="late.csv", orders=LATE), theme=None, glyphs=None)
    first, *others, last = capsys.readouterr().err.splitlines()
    assert len(opened) == 1
    assert "the first job arrives 2 days after the start" in first, "it is not among the others"
    assert len(others) == FAULT_CAP - 1
    _, faults = load_themes(tmp_path / "themes")
    assert last == f"site-sim: and {10 + len(faults)} more faults"
