"""Writes files whole or not at all, and standard streams with clear errors."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from site_sim.base.errors import RunError

STDOUT = "-"
"""The name that means standard output in place of a file."""


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a text file that replaces `path` only if the block ends without an exception.

    The text goes to a temporary file beside `path`, which is then moved there; until then the old
    file stays. A pipe, device or other special file is written to directly. Links are followed.
    Raises `OSError`.
    """
    target = Path(os.path.realpath(path))
    if _is_special(target):
        with open(target, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    beside = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        if target.exists():
            os.chmod(beside, stat.S_IMODE(target.stat().st_mode))
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Return whether the path is there and no regular file; a folder fails when it is opened."""
    return path.exists() and not path.is_file()


@contextmanager
def standard_stream(stream: TextIO | None, data: bool = False) -> Iterator[TextIO]:
    """Prepare stdout or stderr for writing, and flush it at the end.

    With `data` the bytes are the same on every system; else characters that the terminal can't
    show are replaced. Raises `RunError` if the stream is closed or full, and lets a
    `BrokenPipeError` pass: the reader has read enough.
    """
    where = "standard output"
    if stream is None:
        raise RunError("is closed", where)
    if isinstance(stream, io.TextIOWrapper):
        if data:
            stream.reconfigure(encoding="utf-8", newline="\n")
        else:
            stream.reconfigure(errors="replace")
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RunError(cannot_be_written(error), where) from None


def discard_stdout() -> None:
    """Drop what stdout still holds, and all that is written there from now on: nobody reads it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def cannot_be_written(error: OSError) -> str:
    """Return a message about a failure to write."""
    return f"cannot be written: {error.strerror or error}"
