"""Writes what jobs hold, shares and counts in few cells."""

from __future__ import annotations

from site_sim.base.quantities import clock, duration, places_for


def stretch(since: int, until: int) -> str:
    """Return the start, the end and the length of a span: `00:12.300 to 00:12.550 (250ms)`."""
    length = until - since
    places = places_for(max(1, length // 10))
    return f"{clock(since, places)} to {clock(until, places)} ({duration(length)})"


def work_text(cpu_ns: int, io_ns: int) -> str:
    """Return what a job holds: `io 1.2s`, `cpu 0.8s`, `mix 2.0s`."""
    kind = "mix" if cpu_ns and io_ns else "cpu" if cpu_ns else "io"
    return f"{kind} {duration(cpu_ns + io_ns)}"


def share(value: float) -> str:
    """Return a share as a percentage."""
    return f"{value:.0%}"


def count(value: int) -> str:
    """Return a count in few cells: `999`, `12,345`, `1.2M`."""
    return f"{value:,}" if value < 1_000_000 else f"{value / 1_000_000:.1f}M"


def ordinal(number: int) -> str:
    """Return a place in a few cells: `1st`, `2nd`, `3rd`, `4th`."""
    is_teen = number % 100 in (11, 12, 13)
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
