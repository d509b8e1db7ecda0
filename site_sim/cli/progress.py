"""A bar on a terminal that shows how far a run is, or the reading of a job file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from site_sim.base.quantities import clock

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE_S = 0.5
"""Real seconds that a run may take before anything is shown."""
INTERVAL_S = 0.2
"""Real seconds between two paints."""
BAR_CELLS = 30


def simulated_time(now_ns: int) -> str:
    """Return how far a run is, for people."""
    return f"{clock(now_ns)} of simulated time"


def jobs_read(count: int) -> str:
    """Return how far the reading of a job file is, for people."""
    return f"{count:,} jobs read"


class ProgressLine:
    """Paints one line over and over, and removes it at the end.

    Where there is no terminal, or nothing takes long, it writes nothing at all. `end` is the
    simulated time the run goes to, in nanoseconds; None when nobody can tell. `say` has the words.
    """

    def __init__(
        self,
        stream: TextIO | None,
        end: int | None,
        clock: Callable[[], float] = monotonic,
        say: Callable[[int], str] = simulated_time,
    ) -> None:
        self._stream = stream if stream is not None and stream.isatty() else None
        self._end = end
        self._say = say
        self._clock = clock
        self._next_paint = clock() + PATIENCE_S
        self._bar: Progress | None = None

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *error: object) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, reached: int) -> None:
        """Show how far the run is: the simulated time in nanoseconds, or what `say` is for.

        A terminal that takes no more, as one that is gone, is written to no more.
        """
        if self._stream is None or self._clock() < self._next_paint:
            return
        self._next_paint = self._clock() + INTERVAL_S
        try:
            self._paint(reached)
        except (OSError, ValueError):  # ValueError: it is closed
            self._stream = None

    def _paint(self, reached: int) -> None:
        assert self._stream is not None
        if self._bar is None:
            self._bar = _bar_on(self._stream, self._end)
            if self._bar is None:
                self._stream = None
                return
        for task in self._bar.task_ids:
            self._bar.update(task, completed=reached, description=self._say(reached))
        self._bar.refresh()


def _bar_on(stream: TextIO, end: int | None) -> Progress | None:
    """Start a bar on a terminal; without an end it only shows the time.

    Return None where the terminal cannot remove it again.
    """
    from rich.console import Console  # noqa: PLC0415 - few runs take so long that it is needed
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    console = Console(file=stream)
    if not console.is_terminal or console.is_dumb_terminal:
        return None
    columns = (BarColumn(BAR_CELLS), TaskProgressColumn()) if end else ()
    bar = Progress(
        *columns,
        TextColumn("{task.description}"),
        console=console,
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=end)
    bar.start()
    return bar
