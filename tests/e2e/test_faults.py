"""A fault in drawing, in a real terminal: it is told, and neither run nor terminal suffer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import terminal
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
