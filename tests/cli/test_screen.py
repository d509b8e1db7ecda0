"""The command line that opens the screen."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from site_sim.cli.main import main
from site_sim.scenario.scenario import Scenario
from tests.cli.commands import sh


def test_a_screen_without_a_terminal_names_the_command_that_needs_none() -> None:
    done = sh("classic", stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"site-sim: the screen needs a terminal ('site-sim run' does without)\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


rates: list[int | None] = []
"""The frames a second of the screens that were opened."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Scenario, object, str | None, bool]]:
    """A screen that only notes what it is opened with."""
    calls: list[tuple[Scenario, object, str | None, bool]] = []
    rates.clear()

    def open_screen(
        scenario: Scenario, theme: object, glyphs: str | None, mouse: bool, fps: int | None
    ) -> int:
        calls.append((scenario, theme, glyphs, mouse))
        rates.append(fps)
        return 7

    monkeypatch.setenv("TEXTUAL_FPS", "1000")  # the module would set it for good
    monkeypatch.setattr("site_sim.ui.startup.open_screen", open_screen)
    return calls


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())


def test_the_screen_is_what_is_meant_when_no_command_is_named(
    opened: list[tuple[Scenario, object, str | None, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)
    assert main([]) == 7
    assert main(["gil", "--at", "3", "--paused", "--theme", "projector", "--glyphs", "ascii"]) == 7
    assert main(["--no-mouse"]) == 7
    assert main(["--speed", "1/4", "--workers", "9"]) == 7
    (first, *rest), (second, *more), (_, *bare), (third, *_) = opened
    assert (first.title, first.paused, rest) == ("The classic site", False, [None, None, True])
    assert (second.model, second.at, second.paused) == ("threads", 3, True)
    assert more == ["projector", "ascii", True]
    assert bare == [None, None, False]
    assert (third.speed, third.workers) == (0.25, 9)


def test_frames_a_second_are_a_whole_number_up_to_sixty(
    opened: list[tuple[Scenario, object, str | None, bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sit_at_a_terminal(monkeypatch)
    assert main(["--fps", "10"]) == main([]) == 7
    assert rates == [10, None]
    for wrong in ("0", "61", "2.5", "many", ""):
        assert main(["--fps", wrong]) == 2
    assert len(opened) == 2
    assert isinstance(sys.stderr, Terminal)
    said = sys.stderr.getvalue()
    assert "--fps: must be a whole number from 1 to 60, not 'many'" in said


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["none", "no terminal"])
def test_each_standard_stream_must_be_a_terminal(
    name: str,
    stream: io.StringIO | None,
    opened: list[tuple[Scenario, object, str | None, bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sit_at_a_terminal(monkeypatch)
    monkeypatch.setattr(sys, name, stream)
    assert main([]) == 2
    assert opened == []
