"""What is said of a crash: one readable report, without the values of variables."""

from __future__ import annotations

from traceback import TracebackException

from site_sim.base.text import clean

LINE_CELLS = 200
DEEPEST = 30
"""Frames that are named; of a deeper recursion the middle is left out."""
OPENING = "site-sim has crashed, and that is a fault of the program. What it was doing:"


def crash_report(error: BaseException) -> str:
    """Return where an error came from and what it says, in lines safe for a terminal.

    Variables may hold anyone's data, so their values are left out; the error's own words are
    cleaned.
    """
    trace = TracebackException.from_exception(error, capture_locals=False, limit=-DEEPEST)
    return clean(f"{OPENING}\n\n{''.join(trace.format())}", LINE_CELLS).rstrip() + "\n"
