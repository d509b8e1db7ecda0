"""Reads a log from JSON Lines, piece by piece as they come, and names every fault by its line.

What is read in pieces is decoded into types in C and followed in one flat loop; only a piece with
something unusual in it (a fault, a blank line, the end mark) is read line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from site_sim.base.errors import Fault, SiteError
from site_sim.base.files import MEBIBYTE
from site_sim.base.messages import SHOWN_CELLS, shown
from site_sim.base.text import clean_line
from site_sim.export.cast_reading import HeaderReader, shipped_cast
from site_sim.export.following import follow
from site_sim.export.header import END, HEADER, RunHeader
from site_sim.export.line_types import (
    DURATION,
    FIELD_TYPES,
    LINE,
    LINE_TYPES,
    FieldType,
    JsonObject,
    WrongLine,
    check_fields,
    check_type,
    kind_of,
    record_of,
    unknown_key,
    unknown_kind,
)
from site_sim.export.participants import EventFollower
from site_sim.facts.programs import PIPELINE
from site_sim.log.event_log import EventLog

PIECE = MEBIBYTE
"""The most bytes in a line (the header may have more), and in what is decoded at a time."""
HEADER_CAP = 256 * MEBIBYTE
"""The most bytes in a header: it names everybody who is there at the start."""
UNKNOWN_CAP = 50
"""The most kinds, fields and keys that are named as unknown."""
SHOWN_UNKNOWN = 3
"""Those of them that are named in a sentence."""

_HEADER_BEGINS = b'{"' + HEADER.encode() + b'"'
_END_KEYS = {
    "at": DURATION,
    "complete": FieldType(bool, "true or false"),
    "events": FieldType(int, "a whole number"),
}


class EndMark(msgspec.Struct, frozen=True):
    """The last line of a log: the run came to the time `at` (simulated nanoseconds)."""

    at: int
    complete: bool
    """Whether nothing more would happen; otherwise the run was stopped there."""
    events: int


class LineBuffer:
    """Cuts bytes, as they come, into pieces of whole lines; the first line is a piece by itself."""

    def __init__(self) -> None:
        self._is_first = True
        self._rest: list[bytes] = []
        """The beginning of a line whose end is not there yet."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Yield the whole lines, `PIECE` bytes at most a piece; keep the rest for later.

        Raises `WrongLine` on a line that is too long to be one.
        """
        if b"\n" in data:
            data = b"".join((*self._rest, data))
            self._rest.clear()
            start = 0
            if self._is_first:
                self._is_first = False
                start = data.index(b"\n") + 1
                yield data[:start]
            while stop := data.rfind(b"\n", start, start + PIECE) + 1:
                yield data[start:stop]
                start = stop
            data = data[start:]
        if data:
            self._rest.append(data)
            self._bound()

    def _bound(self) -> None:
        is_header = self._is_first and b"".join(self._rest[:2]).startswith(_HEADER_BEGINS)
        cap = HEADER_CAP if is_header else PIECE
        if sum(map(len, self._rest)) > cap:
            raise WrongLine(f"is longer than the {cap // MEBIBYTE} MiB that a line may have")

    def take_rest(self) -> bytes:
        """Return what stands after the last newline, and forget it."""
        rest = b"".join(self._rest)
        self._rest.clear()
        return rest


class LogReader:
    """Reads a log from the bytes that it is fed. Every fault is a `SiteError` that names its line.

    `where` is what messages call the file. A log of a newer schema is read as far as it is known:
    `unknown` names what is not, and `left_out` counts the events that were passed over.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.log: EventLog | None = None
        """What was read so far; None until the first line is there."""
        self.header: RunHeader | None = None
        self.end: EndMark | None = None
        self.cut = ""
        """Where a log ends that is cut off, once it is closed."""
        self.unknown: dict[str, None] = {}
        self.left_out = 0
        self._is_newer = False
        self._lines = 0
        self._buffer = LineBuffer()

    def feed(self, data: bytes) -> None:
        """Read the whole lines in what was fed so far. Raises `SiteError`."""
        try:
            for piece in self._buffer.pieces(data):
                if self.log is None:
                    self._read_first(piece)
                else:
                    self._read_piece(piece)
        except WrongLine as wrong:
            raise self._fault(self._lines + 1, wrong) from None

    def close(self) -> None:
        """Read the last line, even if nothing ends it; say in `cut` whether the log goes on.

        Raises `SiteError`.
        """
        rest = self._buffer.take_rest().strip()
        if self.log is None:
            if not rest:
                raise SiteError("is empty", self.where)
            self._read_first(rest)
        elif rest:
            self._read_last(rest)
        assert self.log is not None
        if not self.cut and self.header is not None and self.end is None:
            self.cut = "before its end mark"
        if not len(self.log) and (self.left_out or self.unknown):
            what = "nothing in it can be shown: it is of a newer schema"
            raise SiteError(what, self.where, ", ".join(self.unknown))

    @property
    def passed_over(self) -> str:
        """What of a log of a newer schema is passed over, in words; "" for nothing."""
        if not (self.unknown or self.left_out):
            return ""
        names = list(self.unknown)
        more = f" and {len(names) - SHOWN_UNKNOWN} more" if len(names) > SHOWN_UNKNOWN else ""
        words = f"{', '.join(names[:SHOWN_UNKNOWN])}{more} can't be shown" if names else ""
        if self.left_out:
            events = f"{self.left_out:,} event{'s' * (self.left_out != 1)} left out"
            words = f"{words} ({events})" if names else events
        return f"of a newer site-sim: {words}"

    def _read_last(self, line: bytes) -> None:
        """Read what stands after the last newline: a line, or the beginning of one."""
        try:
            record_of(line)
        except WrongLine as wrong:
            if not line.startswith(b"{"):
                raise self._fault(self._lines + 1, wrong) from None
            self.cut = f"in the middle of line {self._lines + 1:,}"
        else:
            self._read_line_by_line([line])

    # -- lines -----------------------------------------------------------------------------

    def _read_first(self, line: bytes) -> None:
        """Read the header, or an event of a log that has none."""
        try:
            record = record_of(line)
            if HEADER in record and "event" not in record:
                reader = HeaderReader()
                self.header = reader.read(record)
                self._is_newer = reader.is_newer
                for key in reader.unknown:
                    self._note_unknown(f"key {key}")
                self.log = self._opened(EventLog(self.header.cast))
                self._lines = 1
                return
            of_program = record.get("key") == "program" and isinstance(record.get("value"), str)
            cast = shipped_cast(record["value"] if of_program else PIPELINE, "value")
        except WrongLine as wrong:
            raise self._fault(1, wrong) from None
        self.log = self._opened(EventLog(cast))
        self._read_line_by_line([line])

    def _opened(self, log: EventLog) -> EventLog:
        self._follower = EventFollower(log)
        return log

    def _read_piece(self, piece: bytes) -> None:
        """Read whole lines; those in which there is nothing unusual all at once."""
        events = None
        if not self._is_newer and self.end is None:
            try:
                events = LINE.decode_lines(piece)
            except (msgspec.MsgspecError, RecursionError):
                events = None
        if events is None or len(events) != piece.count(b"\n"):
            self._read_line_by_line(piece.split(b"\n")[:-1])
            return
        before = self._follower.events
        try:
            follow(self._follower, events)
            self._follower.log.seal()
        except WrongLine as wrong:
            raise self._fault(self._lines + 1 + self._follower.events - before, wrong) from None
        self._lines += len(events)

    def _read_line_by_line(self, lines: list[bytes]) -> None:
        for line in lines:
            try:
                if line and not line.isspace():
                    self._read_line(line)
            except WrongLine as wrong:
                raise self._fault(self._lines + 1, wrong) from None
            self._lines += 1
        self._follower.log.seal()

    def _read_line(self, line: bytes) -> None:
        if self.end is not None:
            raise WrongLine("comes after the end mark")
        record = record_of(line)
        if "event" not in record and END in record:
            self._read_end(record)
            return
        if "event" not in record and HEADER in record:
            raise WrongLine("a header can only be the first line")
        kind = kind_of(record)
        if not self._is_newer:
            if kind is None:
                raise unknown_kind(record)
            check_fields(kind, record)
            follow(self._follower, [msgspec.convert(record, LINE_TYPES[kind])])
            return
        try:
            self._read_newer(record)
        except WrongLine:
            self.left_out += 1
            self._follower.events = max(self._follower.events, _whole(record.get("seq")) + 1)

    def _read_newer(self, record: JsonObject) -> None:
        """Read what is known of an event of a newer schema. Raises `WrongLine`."""
        kind = kind_of(record)
        if kind is None:
            self._note_unknown(f"event {clean_line(record['event'], SHOWN_CELLS)}")
            raise unknown_kind(record)
        fields = FIELD_TYPES[kind]
        for key in [key for key in record if key not in fields and key != "event"]:
            self._note_unknown(f"field {kind.name}.{clean_line(key, SHOWN_CELLS)}")
            del record[key]
        check_fields(kind, record)
        follow(self._follower, [msgspec.convert(record, LINE_TYPES[kind])])

    def _read_end(self, record: JsonObject) -> None:
        words = record[END]
        check_type(words, FieldType(dict, "an object"), END)
        for name, field in _END_KEYS.items():
            if name not in words:
                raise WrongLine("is missing", f"{END}.{name}")
            check_type(words[name], field, f"{END}.{name}")
        for inside, keys, known in (("", record, [END]), (f"{END}.", words, [*_END_KEYS])):
            for key in keys:
                if key not in known and not self._is_newer:
                    raise unknown_key(key, known, inside)
                if key not in known:
                    self._note_unknown(f"key {inside}{clean_line(key, SHOWN_CELLS)}")
        end = EndMark(words["at"], words["complete"], words["events"])
        if end.at < self._follower.at:
            what = f"must not be earlier than the last event, at {self._follower.at}"
            raise WrongLine(f"{what}, as {end.at} is", f"{END}.at")
        if end.events != self._follower.events:
            what = f"must be {self._follower.events}, as many as there are, not {shown(end.events)}"
            raise WrongLine(what, f"{END}.events")
        self.end = end

    def _note_unknown(self, what: str) -> None:
        if len(self.unknown) < UNKNOWN_CAP:
            self.unknown[what] = None

    def _fault(self, line: int, wrong: WrongLine) -> SiteError:
        place = f"{self.where}: line {line:,}" + (f": {wrong.key}" if wrong.key else "")
        return SiteError([Fault(wrong.what, place, wrong.hint)])


def _whole(value: object) -> int:
    return value if type(value) is int and 0 <= value < 2**53 else -1


def read_jsonl(stream: BinaryIO, where: str) -> LogReader:
    """Read a whole log from a stream of bytes. Raises `SiteError`."""
    reader = LogReader(where)
    for data in _pieces(stream):
        reader.feed(data)
    reader.close()
    return reader


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while data := stream.read(PIECE):
        yield data
