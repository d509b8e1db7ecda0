"""When Python's garbage collector runs: the one place that decides it.

With Python's own thresholds it walks all that is imported again and again, which takes a fifth of
the start, and on screen all jobs and workers several times a second.
"""

from __future__ import annotations

import gc

SCREEN_THRESHOLDS = (50_000, 20, 100)
"""For `gc.set_threshold` while the screen is open: it holds at most some megabytes more."""


def pause_collector() -> None:
    """Collect no garbage until `resume_collector` or `settle_collector` is called."""
    gc.disable()


def resume_collector() -> None:
    """Collect garbage again."""
    gc.enable()


def settle_collector() -> None:
    """Collect once, leave out from now on all that is there, and resume with fewer runs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SCREEN_THRESHOLDS)
    gc.enable()
