"""Reads texts as job files, and returns what is said of them."""

from __future__ import annotations

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.text import clean_line
from site_sim.kernel.config import JobOrder
from site_sim.scenario.job_file.reading import read_jobs


def jobs(text: str | bytes, suffix: str = "") -> tuple[JobOrder, ...]:
    """Return the jobs of a file's text."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return read_jobs(data, "f", suffix)


def times(text: str, suffix: str = "") -> list[tuple[int, int, int]]:
    """Return arrival, CPU and I/O of each job in nanoseconds."""
    return [(order.arrival_ns, order.card.cpu_ns, order.card.io_ns) for order in jobs(text, suffix)]


def faults(text: str | bytes, suffix: str = ".csv") -> list[str]:
    """Return what is said of a file that is refused."""
    with pytest.raises(SiteError) as caught:
        jobs(text, suffix)
    lines = [str(fault) for fault in caught.value.faults]
    assert all(clean_line(line) == line for line in lines)
    return lines
