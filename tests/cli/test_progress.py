"""The bar that shows how far a run is."""

from __future__ import annotations

import errno
import io

import pyte
import pytest

from site_sim.base.overriding import override
from site_sim.base.units import SECOND
from site_sim.cli.progress import ProgressLine, jobs_read

COLUMNS = 80


class Terminal(io.StringIO):
    """A terminal that can be looked at."""

    def isatty(self) -> bool:
        return True

    def shown(self, columns: int = COLUMNS) -> list[str]:
        """Return the lines that are not empty."""
        screen = pyte.Screen(columns, 10)
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
    assert half.endswith(" 50% 00:05.0 of simulated time")
    assert whole.endswith("100% 00:10.0 of simulated time")
    assert screen.shown() == []


def test_without_an_end_only_the_time_is_told_and_a_shorter_line_covers_a_longer() -> None:
    screen = Terminal()
    with ProgressLine(screen, None, Clock()) as progress:
        progress(12_345 * SECOND)
        assert screen.shown() == ["3:25:45.0 of simulated time"]
        progress(5 * SECOND)
        assert screen.shown() == ["00:05.0 of simulated time"]
    assert screen.shown() == []


@pytest.mark.parametrize("columns", [1, 20, 40, 60])
def test_it_stays_one_line_on_a_narrow_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    screen = Terminal()
    with ProgressLine(screen, 10**9 * SECOND, Clock()) as progress:
        for now_s in (123_456_789, 234_567_890):
            progress(now_s * SECOND)
            assert len(screen.shown(columns)) <= 1
    assert screen.shown(columns) == []


def test_a_terminal_that_is_gone_is_written_to_no_more() -> None:
    tried = list[str]()

    class Gone(Terminal):
        @override
        def write(self, text: str, /) -> int:
            tried.append(text)
            raise OSError(errno.EIO, "Input/output error")

    with ProgressLine(Gone(), 10 * SECOND, Clock()) as progress:
        progress(SECOND)
        assert len(tried) == 1
        progress(2 * SECOND)
        progress(3 * SECOND)
    assert len(tried) == 1


def test_a_terminal_that_is_closed_is_not_looked_at_again() -> None:
    said = list[int]()

    def say(reached: int) -> str:
        said.append(reached)
        return jobs_read(reached)

    screen = Terminal()
    with ProgressLine(screen, None, Clock(), say) as progress:
        progress(1)
        assert screen.shown() == ["1 jobs read"]
        screen.close()
        for reached in range(2, 5):
            progress(reached)
    assert said == [1, 2], "what was said to nobody is the last"


def test_a_run_that_fails_leaves_nothing_on_the_terminal() -> None:
    screen = Terminal()
    progress = ProgressLine(screen, SECOND, Clock())

    def fail() -> None:
        with progress:
            progress(SECOND // 2)
            raise MemoryError

    with pytest.raises(MemoryError):
        fail()
    assert "simulated time" in screen.getvalue()
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


def test_the_reading_of_a_job_file_is_told_in_jobs() -> None:
    screen = Terminal()
    with ProgressLine(screen, None, Clock(), say=jobs_read) as progress:
        progress(8192)
        assert screen.shown() == ["8,192 jobs read"]
    assert screen.shown() == []
