"""The text of a job file, read from its bytes piece by piece, so that it is never held whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from site_sim.base.errors import SiteError
from site_sim.base.files import MEBIBYTE, SAVE_AS_UTF8, not_utf8
from site_sim.scenario.job_file.faults import JobFileFaults

LINE_CAP = MEBIBYTE
"""The most characters in a line, in a record of CSV that goes over many, in a job of an array."""
LINES_CAP = 2_000_000
"""The most lines in a file, blank ones and comments too."""
BLOCK = 65_536
"""Characters that are read ahead, and those up to the end of their last line."""

_ESCAPED = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8, as the error handler `surrogateescape` decodes it."""
_START = 80
_SPACE = re.compile(rb"(?:\xef\xbb\xbf)?\s*")


class JobFileText:
    """Gives the lines of a file, or blocks of any length; every fault of the text ends it."""

    def __init__(self, data: bytes, faults: JobFileFaults) -> None:
        start = _SPACE.match(data)
        self.start = b"" if start is None else data[start.end() : start.end() + _START]
        """The first bytes from one on that is no space."""
        if not self.start:
            raise SiteError("is empty", faults.file)
        if b"\0" in data:
            line = data.count(b"\n", 0, data.index(b"\0")) + 1
            faults.stop(line, "has a NUL byte: it is not a text", SAVE_AS_UTF8)
        self._faults = faults
        self._stream = io.TextIOWrapper(
            io.BytesIO(data), "utf-8-sig", errors="surrogateescape", newline=""
        )
        self._ahead = io.StringIO()
        """Whole lines that were read ahead, at the next one."""
        self._ahead_length = 0
        self._has_odd_bytes = False
        """Whether those lines have bytes that are no UTF-8."""
        self.line = 0
        """The number of the line that was read last, counted from 1."""
        self.record_length = 0
        """Characters since whoever reads the lines has set it to 0."""

    def lines(self) -> Iterator[str]:
        """Yield each line with its end; records of CSV begin where `record_length` is set to 0."""
        while words := self._ahead.readline() or self._read_ahead().readline():
            self.line += 1
            self.record_length += len(words)
            if self.record_length > LINE_CAP:
                self._refuse_length(len(words))
            if self.line > LINES_CAP:
                self._faults.stop(self.line, f"is beyond the {LINES_CAP:,} lines that are read")
            if self._has_odd_bytes:
                self._refuse_other_encodings(words, self.line)
            yield words

    @property
    def is_block_over(self) -> bool:
        """Whether all lines that were read ahead have been given."""
        return self._ahead.tell() == self._ahead_length

    def peek(self) -> str:
        """Return the lines that come next, some thousands, without passing them; "" at the end."""
        if self.is_block_over:
            self._read_ahead()
        start = self._ahead.tell()
        words = self._ahead.read()
        self._ahead.seek(start)
        return words

    def may_pass(self, lines: int) -> bool:
        """Return whether so many lines, read ahead, need no look at each because of their place."""
        last = self.line + lines
        return not self._has_odd_bytes and last <= min(LINES_CAP, self._faults.last_line)

    def pass_block(self, lines: int) -> None:
        """Go past the lines that were read ahead, of which there are so many."""
        self._ahead.seek(self._ahead_length)
        self.line += lines

    def _read_ahead(self) -> io.StringIO:
        words = self._stream.read(BLOCK) + self._stream.readline(LINE_CAP + 1)
        self._ahead = io.StringIO(words, newline="")
        self._ahead_length = len(words)
        self._has_odd_bytes = not words.isascii() and _ESCAPED.search(words) is not None
        return self._ahead

    def block(self, length: int) -> str:
        """Return the next characters, at most so many; none at the end."""
        words = self._stream.read(length)
        if not words.isascii():
            self._refuse_other_encodings(words, self.line + 1)
        self.line += words.count("\n")
        return words

    def _refuse_length(self, last: int) -> None:
        what = f"is longer than the {LINE_CAP // MEBIBYTE} MiB that are read of a line"
        hint = "is a quote not closed?" if self.record_length > last else ""
        self._faults.stop(self.line, what, hint)

    def _refuse_other_encodings(self, words: str, line: int) -> None:
        found = _ESCAPED.search(words)
        if found:
            line += words.count("\n", 0, found.start())
            self._faults.stop(line, not_utf8(ord(found[0]) & 0xFF), SAVE_AS_UTF8)
