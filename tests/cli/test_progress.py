"""The bar that shows how far a run is."""

from __future__ import annotations

import io

import pyte
import pytest

from site_sim.base.units import SECOND
from site_sim.cli.progress import ProgressLine

COLUMNS = 80


class Terminal(io.StringIO):
    """A terminal that can be looked at."""

    def isatty(self) -> bool:
        return True

    def shown(self) -> list[str]:
        """Return the lines that are not empty."""
        screen = pyte.Screen(COLUMNS, 10)
        pyte.Stream(screen).feed(self.getvalue().replace("\n", "\r\n"))
        return [line.rstrip() for line in screen.display if line.strip()]


class Clock:
    """Moves on by a second at each look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TTY_COMPATIBLE", "TTY_INTERACTIVE", "FORCE_COLOR", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(COLUMNS))


def test_a_bar_is_painted_over_itself_and_removed() -> None:
    screen = Terminal()
    with ProgressLine(screen, 10 * SECOND, Clock()) as progress:
        progress(5 * SECOND)
        (half,) = screen.shown()
        progress(10 * SECOND)
        (whole,) = screen.shown()
    assert half.endswith(" 50% 5.0 simulated seconds")
    assert whole.endswith("100% 10.0 simulated seconds")
    assert screen.shown() == []


def test_without_an_end_only_the_time_is_told_and_a_shorter_line_covers_a_longer() -> None:
    screen = Terminal()
    with ProgressLine(screen, None, Clock()) as progress:
        progress(12_345 * SECOND)
        assert screen.shown() == ["12,345.0 simulated seconds"]
        progress(5 * SECOND)
        assert screen.shown() == ["5.0 simulated seconds"]
    assert screen.shown() == []


def test_a_run_that_fails_leaves_nothing_on_the_terminal() -> None:
    screen = Terminal()
    progress = ProgressLine(screen, SECOND, Clock())

    def fail() -> None:
        with progress:
            progress(SECOND // 2)
            raise MemoryError

    with pytest.raises(MemoryError):
        fail()
    assert "simulated seconds" in screen.getvalue()
    assert screen.shown() == []


def test_nothing_is_written_to_what_is_no_terminal_or_before_some_time_has_passed() -> None:
    plain, screen = io.StringIO(), Terminal()
    with (
        ProgressLine(plain, SECOND, Clock()) as one,
        ProgressLine(screen, SECOND, lambda: 0.0) as two,
        ProgressLine(None, SECOND, Clock()) as three,
    ):
        for progress in (one, two, three):
            progress(SECOND // 2)
    assert plain.getvalue() == screen.getvalue() == ""


def test_a_terminal_that_cannot_remove_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    screen = Terminal()
    with ProgressLine(screen, SECOND, Clock()) as progress:
        progress(SECOND // 2)
        progress(SECOND)
    assert screen.getvalue() == ""
