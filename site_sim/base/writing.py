"""Writing: a file whole or not at all, and the standard streams with their failures named."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from site_sim.base.errors import RunError

STDOUT = "-"
"""The name of standard output where a file to write is expected."""


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file for text that appears, with all that was written, only when the block ends well.

    It is written beside its place and then moved there, so that what was there before stays until
    that moment. What is no regular file (a pipe, a device) is written to directly. A link is
    followed. Raises `OSError`.
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
    """Whether there is something that is no regular file; opening a folder says so itself."""
    return path.exists() and not path.is_file()


@contextmanager
def standard_stream(stream: TextIO | None, data: bool = False) -> Iterator[TextIO]:
    """Give stdout or stderr to write to, flushed at the end.

    `data` has the same bytes everywhere; other text is fitted to what the terminal can show.
    Raises `RunError` when it is closed or full; a `BrokenPipeError` is left as it is, as whoever
    read has had enough.
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


def cannot_be_written(error: OSError) -> str:
    """Return the words for a failure to write."""
    return f"cannot be written: {error.strerror or error}"
