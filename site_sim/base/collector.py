"""Decides when Python's garbage collector runs.

With Python's own thresholds it visits all imported objects again and again, which takes a fifth of
the start, and later all jobs and workers several times a second.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SCREEN_THRESHOLDS = (50_000, 20, 100)
"""For `gc.set_threshold` while the screen is open; it costs at most some megabytes more."""


def pause_collector() -> None:
    """Stop the collector until `resume_collector` or `settle_collector` is called."""
    gc.disable()


def resume_collector() -> None:
    """Start the collector again after `pause_collector`."""
    gc.enable()


def exempt_everything() -> None:
    """Exempt all present objects from now on: at its end the process would walk through them."""
    gc.freeze()


@contextmanager
def paused_collector() -> Iterator[None]:
    """Stop the collector for a while, in which thousands of objects are made that all stay."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()


def settle_collector() -> None:
    """Collect once, exempt all present objects from now on, and resume with fewer runs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SCREEN_THRESHOLDS)
    gc.enable()
