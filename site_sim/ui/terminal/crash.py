"""Writes the report of a crash, without the values of variables."""

from __future__ import annotations

from traceback import TracebackException

from site_sim.base.text import clean

LINE_CELLS = 200
DEEPEST = 30
"""The most stack frames in a report; only the innermost are named."""
OPENING = "site-sim has crashed, and that is a fault of the program. What it was doing:"


def crash_report(error: BaseException) -> str:
    """Return an error's traceback and message as lines that are safe for a terminal.

    Values of variables are left out, since they may be private; the message is cleaned.
    """
    trace = TracebackException.from_exception(error, capture_locals=False, limit=-DEEPEST)
    return clean(f"{OPENING}\n\n{''.join(trace.format())}", LINE_CELLS).rstrip() + "\n"
