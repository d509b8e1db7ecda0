"""Writes files whole or not at all, and standard streams with clear errors."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from site_sim.base.errors import RunError
from site_sim.base.overriding import override

STDOUT = "-"
"""The name that means standard output in place of a file."""
LONGEST_NAME = 200
"""Bytes that are taken of a file's name for that of the half-written one."""
_OPEN_FILES = Path("/dev/fd")
"""Where a system that has one lists what the process has open."""
_NEAREST = "site-sim-nearest"
"""Names what is done with characters that a stream has no bytes for."""
_COUNTERPARTS = {"µ": "u", "·": "-", "…": "...", "×": "x", "—": "-"}

# -- files -------------------------------------------------------------------------------------


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a text file that replaces `path` only if the block ends without an exception.

    The text goes to the `half_written` file beside it, which is then moved there; until then the
    old file stays. A pipe, a device and what the process has open already, such as /dev/stdout, are
    written to directly; what comes when the reader of a pipe has left is dropped. Links are
    followed. Raises `OSError`.
    """
    beside = half_written(path)
    if beside is None:
        descriptor = open_descriptor(path)
        opened = path if descriptor is None else os.dup(descriptor)
        buffer = io.BufferedWriter(_PipeEnd(opened, "w"))
        with io.TextIOWrapper(buffer, "utf-8", newline="\n") as stream:
            yield stream
        return
    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        if target.exists():
            os.chmod(beside, stat.S_IMODE(target.stat().st_mode))
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


class _PipeEnd(io.FileIO):
    """A file that is written to directly: of a pipe that nobody reads any more, nothing is told."""

    @override
    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(memoryview(data).cast("B"))


def half_written(path: Path) -> Path | None:
    """Return the file that `whole_file` writes to first; None where it writes directly."""
    try:
        if open_descriptor(path) is not None or (path.exists() and not path.is_file()):
            return None  # a folder is no file either, and fails when it is opened
    except OSError:  # as then this name does
        return None
    target = Path(os.path.realpath(path))
    name = os.fsencode(target.name)[:LONGEST_NAME].decode("utf-8", "ignore")
    return target.with_name(f".{name}.{os.getpid()}.part")


def open_descriptor(path: Path) -> int | None:
    """Return the file descriptor that a name such as /dev/stdout or /dev/fd/63 stands for."""
    listed = os.path.realpath(_OPEN_FILES)
    for _ in range(40):  # as many links as a system follows
        if path.name.isdecimal() and os.path.realpath(path.parent) == listed:
            return int(path.name)
        if not path.is_symlink():
            return None
        path = path.parent / os.readlink(path)
    return None


# -- standard streams --------------------------------------------------------------------------


@contextmanager
def standard_stream(stream: TextIO | None, data: bool = False) -> Iterator[TextIO]:
    """Prepare stdout or stderr for writing, and flush it at the end.

    With `data` the bytes are the same on every system; else characters that the terminal can't
    show are replaced by what is nearest to them. Raises `RunError` if the stream is closed or full,
    and lets a `BrokenPipeError` pass: the reader has read enough.
    """
    where = "standard output"
    if stream is None:
        raise RunError("is closed", where)
    try:
        if isinstance(stream, io.TextIOWrapper):  # which writes what it still holds
            if data:
                stream.reconfigure(encoding="utf-8", newline="\n")
            else:
                codecs.register_error(_NEAREST, _nearest)
                stream.reconfigure(errors=_NEAREST)
        yield stream
        stream.flush()
    except BrokenPipeError:
        discard(stream)
        raise
    except OSError as error:
        discard(stream)
        raise RunError(cannot_be_written(error), where) from None


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that can't be written, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_COUNTERPARTS.get(character, "?") for character in wrong), error.end


def buffer_streams() -> None:
    """Give stdout and stderr buffers where PYTHONUNBUFFERED took them away.

    Without one, Python loses the rest of what a device that is nearly full took only in part.
    """
    sys.stdout = _buffered(sys.stdout)
    sys.stderr = _buffered(sys.stderr, line_buffering=True)


def _buffered(stream: TextIO, line_buffering: bool = False) -> TextIO:
    """Return a stream that writes all it is given; it may be None, where there is none."""
    raw = stream.buffer if isinstance(stream, io.TextIOWrapper) else None
    if not (isinstance(stream, io.TextIOWrapper) and isinstance(raw, io.RawIOBase)):
        return stream
    buffer = io.BufferedWriter(raw)
    return io.TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=line_buffering)


def tell(*lines: str) -> None:
    """Print lines on stderr; that nobody can read them there is no failure."""
    with contextlib.suppress(RunError, BrokenPipeError), standard_stream(sys.stderr) as stream:
        stream.writelines(f"{line}\n" for line in lines)


def discard(stream: TextIO | None) -> None:
    """Drop what a standard stream still holds, and all that is written there from now on.

    Python would try again at its end, and have an exit code of its own for the failure.
    """
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):  # it may be no file at all
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def cannot_be_written(error: OSError) -> str:
    """Return a message about a failure to write."""
    return f"cannot be written: {error.strerror or error}"
