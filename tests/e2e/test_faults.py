"""A fault in drawing, in a real terminal: it is told, and neither run nor terminal suffer."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, terminal
from tests.e2e.test_screen import UP, assert_opens_and_closes, assert_quits

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals")

PYTHON = Path(sys.executable)
BREAK = """
import sys
from importlib import import_module
from site_sim.__main__ import main
from site_sim.ui import startup  # before anything of Textual's

module, name, times = sys.argv.pop(1), sys.argv.pop(1), int(sys.argv.pop(1))
part = getattr(import_module(f"site_sim.ui.screens.{module}"), name)
draw = part.show_lines

def fail(self, frame):
    global times
    times -= 1
    if times >= 0:
        raise LookupError("broken for a test")
    draw(self, frame)

part.show_lines = fail
sys.exit(main())
"""
"""Starts the program with a screen that can't be drawn the first few times."""


def test_a_screen_that_fails_once_is_drawn_anew(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path)}
    with terminal(PYTHON, "-c", BREAK, "timeline.screen", "TimelineScreen", "1", env=state) as it:
        it.wait_for(UP)
        it.press("2")
        it.wait_for("a part of the screen failed")
        it.wait_for("worker 0")
        assert_opens_and_closes(it)
        it.press("1")
        it.wait_for(UP)
        assert_quits(it)
    (path,) = (tmp_path / "site-sim" / "reports").iterdir()
    assert "LookupError: broken for a test" in path.read_text("utf-8")


def test_one_that_fails_again_and_again_ends_with_the_path_of_a_report(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path)}
    with terminal(PYTHON, "-c", BREAK, "site.screen", "SiteScreen", "99", env=state) as it:
        assert it.wait_for_end() == 1
        assert it.is_restored, it.modes.unusual
        last = it.after_screen.splitlines()[-1]
    reports = {path.name for path in (tmp_path / "site-sim" / "reports").iterdir()}
    assert last.startswith("report: ")
    assert last.rpartition("/")[2] in reports
    assert len(reports) == 3


BREAK_WHEN_CONTINUED = """
import sys
from site_sim.__main__ import main
from site_sim.ui import startup  # before anything of Textual's
from site_sim.ui.screens.site.screen import SiteScreen
from site_sim.ui.terminal.app_base import TerminalApp

place, times = sys.argv.pop(1), int(sys.argv.pop(1))
draw, go_on, is_due = SiteScreen.show_lines, TerminalApp.on_resume, False

def break_at(here):
    global times
    if is_due and here == place and times:
        times -= 1
        raise LookupError("broken for a test")

def fail_to_draw(self, frame):
    break_at("drawing")
    draw(self, frame)

def fail_to_go_on(self):
    global is_due
    is_due = True
    break_at("going on")
    go_on(self)

SiteScreen.show_lines, TerminalApp.on_resume = fail_to_draw, fail_to_go_on
sys.exit(main())
"""
"""Starts the program with something that fails so many times once it was continued."""
PLACES = ("drawing", "going on")


def stop_and_continue(it: Terminal) -> None:
    it.press("\x1a")
    it.wait_until_stopped()
    assert it.is_restored, it.modes.unusual
    it.picture.reset()
    it.signal(signal.SIGCONT)


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_once_it_was_continued_is_survived(place: str, tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path)}
    with terminal(PYTHON, "-c", BREAK_WHEN_CONTINUED, place, "1", env=state) as it:
        it.wait_for(UP)
        stop_and_continue(it)
        it.wait_for("a part of the screen failed")
        it.wait_for(UP)
        stop_and_continue(it)
        it.wait_for(UP)
        assert_opens_and_closes(it)
        assert_quits(it)


def test_faults_once_it_was_continued_end_it_well(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path)}
    with terminal(PYTHON, "-c", BREAK_WHEN_CONTINUED, "drawing", "99", env=state) as it:
        it.wait_for(UP)
        stop_and_continue(it)
        assert it.wait_for_end() == 1
        assert it.is_restored, it.modes.unusual
        assert it.after_screen.splitlines()[-1].startswith("report: ")


def test_a_fault_that_ends_it_counts_more_than_what_stops_and_continues_it(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path)}
    with terminal(PYTHON, "-c", BREAK_WHEN_CONTINUED, "drawing", "99", env=state) as it:
        it.wait_for(UP)
        for _ in range(20):
            if it.process.poll() is None:
                it.signal(signal.SIGCONT)
                it.signal(signal.SIGTSTP)
                it.read_for(0.02)
                it.signal(signal.SIGCONT)
        assert it.wait_for_end() == 1
        assert it.is_restored, it.modes.unusual
        assert it.after_screen.splitlines()[-1].startswith("report: ")
