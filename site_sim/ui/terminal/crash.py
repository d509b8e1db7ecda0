"""Writes what an error was and where, without the values of variables."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from traceback import FrameSummary, TracebackException

from site_sim.base.text import clean

LINE_CELLS = 200
DEEPEST = 30
"""The most stack frames in a report; only the innermost are named."""
OPENING = "site-sim has crashed, and that is a fault of the program. What it was doing:"
HIDDEN = "(a file)"
"""Stands for the name of a file in the message of an error."""


def crash_report(error: BaseException) -> str:
    """Return an error's traceback and message under a line that says what it is."""
    return f"{OPENING}\n\n{trace_of(error)}"


def trace_of(error: BaseException) -> str:
    """Return an error's traceback and message as lines that are safe for a terminal.

    Values of variables are left out, since they may be private, and so are the names of folders
    and of files that are none of the program's; the message is cleaned.
    """
    trace = TracebackException.from_exception(error, capture_locals=False, limit=-DEEPEST)
    for frame in _frames(trace):
        _shorten(frame)
    text = "".join(trace.format())
    for name in sorted(_files_named_by(error), key=len, reverse=True):
        text = text.replace(repr(name), HIDDEN).replace(name, HIDDEN)
    home = os.path.expanduser("~")
    return clean(text.replace(home, "~") if len(home) > 1 else text, LINE_CELLS).rstrip() + "\n"


def _frames(trace: TracebackException) -> Iterator[FrameSummary]:
    """Yield the stack frames of an error, and of those that it came from."""
    yield from trace.stack
    for other in (trace.__cause__, trace.__context__):
        if other is not None:
            yield from _frames(other)


def _shorten(frame: FrameSummary) -> None:
    """Name a file as it is imported: the folders before that are the person's."""
    _ = frame.line  # it is read from the file once, and by its whole name
    places = (place for place in sys.path if frame.filename.startswith(place + os.sep))
    found = max(places, key=len, default="")
    shorter = frame.filename[len(found) + 1 :] if found else os.path.basename(frame.filename)
    frame.filename = shorter


def _files_named_by(error: BaseException | None) -> Iterator[str]:
    """Yield the names of files that an error and those that it came from tell of."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError):
            for name in (error.filename, error.filename2):
                if name:
                    yield os.fsdecode(name) if isinstance(name, str | bytes) else str(name)
        error = error.__cause__ or error.__context__
