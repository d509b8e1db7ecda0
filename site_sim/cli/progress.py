"""A line on a terminal that tells how far a run is."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import TextIO

from site_sim.base.units import SECOND

INTERVAL_S = 0.1
"""Real seconds between two paints."""
BAR_CELLS = 30


class Progress:
    """Paints one line over and over, and wipes it at the end.

    Where there is no terminal, or nothing takes long, it writes nothing at all. `until_ns` is the
    simulated time the run goes to; None when nobody can tell.
    """

    def __init__(
        self, stream: TextIO | None, until_ns: int | None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._stream = stream if stream is not None and stream.isatty() else None
        self._until_ns = until_ns
        self._clock = clock
        self._next_paint = clock() + INTERVAL_S
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is not None and self._width:
            _paint(self._stream, " " * self._width)

    def __call__(self, now_ns: int) -> None:
        """Tell that the run is at that simulated time."""
        if self._stream is None or self._clock() < self._next_paint:
            return
        self._next_paint = self._clock() + INTERVAL_S
        line = f"{now_ns / SECOND:,.1f} simulated seconds"
        if self._until_ns:
            share = min(1.0, now_ns / self._until_ns)
            done = int(share * BAR_CELLS)
            line = f"[{'#' * done}{'.' * (BAR_CELLS - done)}] {share:4.0%}  {line}"
        pad = " " * (self._width - len(line))
        self._width = len(line)
        _paint(self._stream, line + pad)


def _paint(stream: TextIO, line: str) -> None:
    stream.write(line + "\r")
    stream.flush()
