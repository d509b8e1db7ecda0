"""The line that tells how far a run is."""

from __future__ import annotations

import io

from site_sim.base.units import SECOND
from site_sim.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Moves on by a second at each look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def test_a_bar_is_painted_over_itself_and_wiped() -> None:
    screen = Terminal()
    with Progress(screen, 10 * SECOND, Clock()) as progress:
        progress(5 * SECOND)
        progress(10 * SECOND)
    half, whole, wiped, rest = screen.getvalue().split("\r")
    assert half == "[###############...............]  50%  5.0 simulated seconds"
    assert whole == "[##############################] 100%  10.0 simulated seconds"
    assert wiped == " " * len(whole)
    assert rest == ""


def test_without_an_end_only_the_time_is_told_and_a_shorter_line_covers_a_longer() -> None:
    screen = Terminal()
    with Progress(screen, None, Clock()) as progress:
        progress(12_345 * SECOND)
        progress(5 * SECOND)
    long, short, wiped, _ = screen.getvalue().split("\r")
    assert long == "12,345.0 simulated seconds"
    assert short == "5.0 simulated seconds" + " " * 5
    assert len(wiped) == len(short.rstrip())


def test_nothing_is_written_to_what_is_no_terminal_or_before_some_time_has_passed() -> None:
    plain, screen = io.StringIO(), Terminal()
    with Progress(plain, SECOND, Clock()) as one, Progress(screen, SECOND, lambda: 0.0) as two:
        one(SECOND // 2)
        two(SECOND // 2)
    assert plain.getvalue() == screen.getvalue() == ""
