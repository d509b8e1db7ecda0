"""Measure everything that has a target, and print a table: `python -m tests.benchmarks [WORD...]`.

With words, only the groups whose names hold one of them. Each ratio is measured side by side, in
turns, in this one process. The exit status is 1 when a target is missed, and 2 when no name holds a
word. Nothing here is collected by pytest. "hop" counts sends that are completed; see `chains.py`.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator

from tests.benchmarks import (
    comparing,
    kernel,
    navigation,
    paused,
    racing,
    reading,
    screen,
    start,
    timeline,
)
from tests.benchmarks.measure import Figure, table

GROUPS: dict[str, Callable[[], Iterator[Figure]]] = {
    "hops": kernel.hops,
    "oracle": kernel.oracle,
    "memory": kernel.memory,
    "workers": kernel.workers,
    "fold": kernel.folding,
    "headless": kernel.headless,
    "scale": kernel.scale,
    "reading": reading.reading,
    "screen-frames": screen.frames,
    "screen-running": screen.running,
    "screen-start": screen.first_paint,
    "race-frames": racing.frames,
    "race-start": racing.opening,
    "screen-memory": screen.memory,
    "screen-slices": screen.slices,
    "paused": paused.paused,
    "help": start.help_imports,
    "compare": comparing.comparing,
    "timeline": timeline.frames,
    "navigation": navigation.navigation,
    "navigation-crowds": navigation.crowds,
}


def main(words: list[str]) -> int:
    """Run the groups and print their table; return the exit status."""
    for word in words:
        if not any(word in name for name in GROUPS):
            print(f"no benchmark has “{word}” in its name: {', '.join(GROUPS)}", file=sys.stderr)
            return 2
    chosen = [name for name in GROUPS if not words or any(word in name for word in words)]
    figures: list[Figure] = []
    try:
        for name in chosen:
            for figure in GROUPS[name]():
                figures.append(figure)
                _report(f"{len(figures)} measured: {figure.name}")
    finally:  # also of a run that was broken off
        _report("")
        print(f"{platform.python_implementation()} {platform.python_version()}, ", end="")
        print(f"{platform.machine()}\n\n{table(figures)}")
    return int(any(figure.met is False for figure in figures))


def _report(progress: str) -> None:
    """Show on a terminal how far it has got, on one line."""
    if sys.stderr.isatty():
        print(f"\r{progress:<79.79}\r", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
