"""Rows without anything odd, of which many are read at once, column by column."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from site_sim.scenario.job_file.cells import is_missing, plain_nanoseconds, work_nanoseconds


class PlainRows(NamedTuple):
    """Rows that follow one another, a line each, in which only an arrival may be wrong."""

    line: int
    """The line of the first."""
    arrivals: list[str]
    cpu_ns: array[int]
    io_ns: array[int]
    names: list[str]

    def first(self, count: int) -> PlainRows:
        """Return the first rows, at most so many."""
        _, arrivals, cpu_ns, io_ns, names = self
        return PlainRows(self.line, arrivals[:count], cpu_ns[:count], io_ns[:count], names[:count])


def work_columns(cpu: list[str], io: list[str]) -> tuple[array[int], array[int]] | None:
    """Return the nanoseconds of work; None if anything is wrong with them."""
    cpu_ns, io_ns = plain_nanoseconds(cpu), plain_nanoseconds(io)
    if cpu_ns is None and io_ns is None and any(map(_has_no_work, cpu, io)):
        return None
    try:
        return (
            array("q", map(work_nanoseconds, cpu)) if cpu_ns is None else cpu_ns,
            array("q", map(work_nanoseconds, io)) if io_ns is None else io_ns,
        )
    except ValueError:
        return None


def _has_no_work(cpu: str, io: str) -> bool:
    return is_missing(cpu) and is_missing(io)
