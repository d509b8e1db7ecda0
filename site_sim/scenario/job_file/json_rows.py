"""The rows of a job file in JSON: an object a line, or an array of objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError

from site_sim.base.files import MEBIBYTE
from site_sim.scenario.job_file.cells import shown
from site_sim.scenario.job_file.columns import COLUMNS, JobRow, check_columns
from site_sim.scenario.job_file.faults import JobFileFaults
from site_sim.scenario.job_file.json_columns import plain_objects
from site_sim.scenario.job_file.json_window import DECODER, JsonWindow, TooLongError
from site_sim.scenario.job_file.plain_rows import PlainRows
from site_sim.scenario.job_file.text import LINE_CAP, JobFileText

_KNOWN = frozenset(COLUMNS)
_OVER_LINES = re.compile(rb"\[|\{\s*\n")
"""How a file begins whose objects stand in an array, or go over many lines each."""
_TOO_DEEP = "is nested too deeply"
_PLAIN = {
    "Invalid control character at": "has a raw tab or another control character in a text",
    "Unterminated string starting at": "has a text that is never closed",
}
"""What some messages of the json module mean."""


def json_rows(text: JobFileText, faults: JobFileFaults) -> Iterator[tuple[int, JobRow] | PlainRows]:
    """Yield the rows: many at once where objects a line are alike, else each with its line."""
    if _OVER_LINES.match(text.start):
        yield from _rows_of(_stream_values(text, faults), faults)
        return
    while block := text.peek():
        plain = plain_objects(block, text)
        if plain is None:
            yield from _rows_of(_line_values(text, faults), faults)
        else:
            text.pass_block(len(plain.names))
            yield plain


def _rows_of(
    values: Iterator[tuple[int, object]], faults: JobFileFaults
) -> Iterator[tuple[int, JobRow]]:
    """Yield the line number and cells of each object."""
    for line, value in values:
        if not isinstance(value, tuple):
            faults.add(line, f"must be an object, not {shown(value)}")
            continue
        members = dict(value)
        if len(members) != len(value) or not (members.keys() <= _KNOWN and _has_work(members)):
            check_columns([name for name, _ in value], line, faults)
            continue
        get = members.get
        yield line, (get("arrival_s"), get("cpu_s"), get("io_s"), get("name"))


def _has_work(members: dict[str, object]) -> bool:
    return "cpu_s" in members or "io_s" in members


def _line_values(text: JobFileText, faults: JobFileFaults) -> Iterator[tuple[int, object]]:
    """Yield the value of each line that is not blank, of those that were read ahead."""
    lines = text.lines()
    while not text.is_block_over:
        words = next(lines).strip()
        text.record_length = 0
        if not words:
            if text.line > faults.last_line:
                faults.raise_if_any()
            continue
        try:
            value, end = DECODER.raw_decode(words)
            if end < len(words):
                raise JSONDecodeError("Extra data", words, end)
        except JSONDecodeError as error:
            hint = "JSON Lines are one object a line"
            faults.add(text.line, _plain(error.msg, error.colno), hint=hint)
        except RecursionError:
            faults.add(text.line, _TOO_DEEP)
        else:
            yield text.line, value


def _stream_values(text: JobFileText, faults: JobFileFaults) -> Iterator[tuple[int, object]]:
    """Yield each value of an array, or each of those that follow one another."""
    window = JsonWindow(text)
    in_array = window.next_sign() == "["
    if in_array:
        window.take_sign()
    is_first = True
    while (sign := window.next_sign()) and not (in_array and sign == "]"):
        if in_array and not is_first:
            if sign != ",":
                faults.stop(window.line, _plain("Expecting ',' delimiter", window.column()))
            window.take_sign()
            window.next_sign()
        is_first = False
        line = window.line
        try:
            value = window.take_value()
        except JSONDecodeError as error:
            faults.stop(window.line_of(error.pos), _plain(error.msg, window.column(error.pos)))
        except RecursionError:
            faults.stop(line, _TOO_DEEP)
        except TooLongError:
            what = f"is longer than the {LINE_CAP // MEBIBYTE} MiB that are read of a job"
            faults.stop(line, what, "is a quote or a bracket not closed?")
        yield line, value
    if in_array:
        if not sign:
            faults.stop(window.line, "has an array that is never closed")
        window.take_sign()
        if window.next_sign():
            faults.stop(window.line, "has more after the array")


def _plain(message: str, column: int) -> str:
    """Return what the json module says in plain words."""
    words = _PLAIN.get(message)
    if words:
        return f"{words}, at column {column:,}"
    return f"is not valid JSON: {message.removesuffix(': ')} at column {column:,}"
