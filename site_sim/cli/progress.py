"""A bar on a terminal that shows how far a run is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from site_sim.base.units import SECOND

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE_S = 0.5
"""Real seconds that a run may take before anything is shown."""
INTERVAL_S = 0.2
"""Real seconds between two paints."""
BAR_CELLS = 30


class ProgressLine:
    """Paints one line over and over, and removes it at the end.

    Where there is no terminal, or nothing takes long, it writes nothing at all. `until_ns` is the
    simulated time the run goes to; None when nobody can tell.
    """

    def __init__(
        self, stream: TextIO | None, until_ns: int | None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._stream = stream if stream is not None and stream.isatty() else None
        self._until_ns = until_ns
        self._clock = clock
        self._next_paint = clock() + PATIENCE_S
        self._bar: Progress | None = None

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, now_ns: int) -> None:
        """Show that the run is at that simulated time.

        A terminal that takes no more, as one that is gone, is written to no more.
        """
        if self._stream is None or self._clock() < self._next_paint:
            return
        self._next_paint = self._clock() + INTERVAL_S
        try:
            self._paint(now_ns)
        except (OSError, ValueError):  # ValueError: it is closed
            self._stream = None

    def _paint(self, now_ns: int) -> None:
        assert self._stream is not None
        if self._bar is None:
            self._bar = _bar_on(self._stream, self._until_ns)
            if self._bar is None:
                self._stream = None
                return
        words = f"{now_ns / SECOND:,.1f} simulated seconds"
        for task in self._bar.task_ids:
            self._bar.update(task, completed=now_ns, description=words)
        self._bar.refresh()


def _bar_on(stream: TextIO, until_ns: int | None) -> Progress | None:
    """Start a bar on a terminal; without an end it only shows the time.

    Return None where the terminal cannot remove it again.
    """
    from rich.console import Console  # noqa: PLC0415 - few runs take so long that it is needed
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    console = Console(file=stream)
    if not console.is_terminal or console.is_dumb_terminal:
        return None
    columns = (BarColumn(BAR_CELLS), TaskProgressColumn()) if until_ns else ()
    bar = Progress(
        *columns,
        TextColumn("{task.description}"),
        console=console,
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=until_ns)
    bar.start()
    return bar
