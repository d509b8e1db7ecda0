"""Where the bytes of a log come from: a file, one that is still being written, a pipe."""

from __future__ import annotations

import os
import select
import stat
from contextlib import suppress

from site_sim.base.errors import SiteError
from site_sim.base.files import file_name, reason_of
from site_sim.export.reading import LogReader

PIECE_BYTES = 1 << 18
"""The most bytes that are read at once."""
FIRST_BYTES = 1 << 22
"""The bytes of a file that are read before the screen is opened."""
FIRST_EVENTS = 1 << 16
"""The events that are read at a time before the screen is opened."""
BYTES_AN_EVENT = 80
"""What an event takes in a file, roughly."""


class LogSource:
    """Feeds a reader with the bytes that are there, and never waits for more unless asked to.

    A pipe ends when its last writer is gone. A file ends with the log's end mark: one without
    may still be written. What is neither (a device) ends when nothing comes.
    """

    def __init__(self, descriptor: int, where: str) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self.reader = LogReader(where)
        status = os.fstat(descriptor)
        self._is_file = stat.S_ISREG(status.st_mode)
        self._bytes_read = 0
        self.is_over = False
        """Whether no more will come."""
        self.is_idle = False
        """Whether all that was there is read, and more may come."""

    @classmethod
    def open(cls, path: str) -> LogSource:
        """Open a file or a FIFO, which is waited for until somebody writes to it.

        Raises `SiteError` if that can't be done.
        """
        return cls(_opened(path), file_name(path))

    @classmethod
    def open_file(cls, path: str) -> LogSource:
        """Open a file, and nothing that has to be waited for; raises `SiteError`, as for a pipe."""
        descriptor = _opened(path, os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise SiteError("is no regular file", file_name(path))
        return cls(descriptor, file_name(path))

    @property
    def progress(self) -> float | None:
        """The share of a file that is read, 0 to 1; None for a pipe, or where all is read."""
        if not self._is_file or self.is_over or self.is_idle:
            return None
        size = os.fstat(self._descriptor).st_size
        return min(1.0, self._bytes_read / size) if size else None

    def pull(self, events: int) -> bool:
        """Read about so many events, if they are there at once; False when no more will come.

        Raises `SiteError` for a fault in what is read, or if it can't be read.
        """
        if self.is_over:
            return False
        wanted = min(events * BYTES_AN_EVENT, PIECE_BYTES)
        try:
            data = os.read(self._descriptor, max(1, wanted))
        except BlockingIOError:
            self.is_idle = True
            return True
        except OSError as error:
            raise SiteError(reason_of(self.reader.where, error), self.reader.where) from None
        self.is_idle = not data
        if data:
            self._bytes_read += len(data)
            self.reader.feed(data)
        if self.reader.end is not None or not (data or self._is_file):
            self.close()
        return not self.is_over

    @property
    def is_open_ended(self) -> bool:
        """Whether a file that began with a header ends without the end mark, for the time being."""
        return self._is_file and self.is_idle and self.reader.header is not None

    @property
    def pipe(self) -> int | None:
        """The descriptor that can be read when more comes; None for a file, which never tells."""
        return None if self._is_file else self._descriptor

    @property
    def has_grown(self) -> bool:
        """Whether a file is longer than what was read of it; what is no file may always be."""
        return not self._is_file or os.fstat(self._descriptor).st_size > self._bytes_read

    def wait(self) -> None:
        """Wait until something is there to be read, or nothing more will come."""
        if self._is_file:
            return
        select.select([self._descriptor], [], [])

    def read_first(self) -> None:
        """Read the first line, and of a file as much as is read within a moment.

        Faults that are there are found before a screen is opened; `SiteError` for them.
        """
        while self.reader.log is None or (self._is_file and self._bytes_read < FIRST_BYTES):
            if not self.pull(FIRST_EVENTS):
                return
            if self.is_idle and self.reader.log is None and self._is_file:
                self.close()
                return
            if self.is_idle and self.reader.log is not None:
                return
            if self.is_idle:
                self.wait()

    def close(self) -> None:
        """Take what was read as all there is; raises `SiteError` if that is no log."""
        if not self.is_over:
            self.release()
            self.reader.close()

    def release(self) -> None:
        """Read no more, so that whoever writes into a pipe is not kept waiting."""
        if not self.is_over:
            self.is_over, self.is_idle = True, False
            with suppress(OSError):
                os.close(self._descriptor)


def _opened(path: str, flags: int = 0) -> int:
    """Return the descriptor of what is at a path, to be read. Raises `SiteError`."""
    where = file_name(path)
    try:
        if stat.S_ISDIR(os.stat(path).st_mode):
            raise IsADirectoryError
        return os.open(path, os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC | flags)
    except FileNotFoundError:
        raise SiteError("no such file", where) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL or a surrogate in the path
        raise SiteError(reason_of(path, error), where) from None
