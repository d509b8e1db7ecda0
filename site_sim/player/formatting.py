"""Writes times, rates, shares and counts in few cells."""

from __future__ import annotations

from site_sim.base.units import MS, SECOND, US


def seconds(ns: int) -> str:
    """Return a span of time with its unit, in at most 6 cells: `1.2s`, `350ms`, `12m05`."""
    if ns >= 6000 * SECOND:
        return f"{ns / (3600 * SECOND):.1f}h"
    if ns >= 100 * SECOND:
        return f"{ns // (60 * SECOND)}m{ns // SECOND % 60:02d}"
    if ns >= 9_950 * MS:  # what is rounded to 10 s, and below to 1 s and 1 ms
        return f"{ns / SECOND:.0f}s"
    if ns >= 999_500 * US or ns == 0:
        return f"{ns / SECOND:.1f}s"
    if ns >= 999_500:
        return f"{ns / MS:.0f}ms"
    return f"{ns / US:.0f}µs" if ns >= US else f"{ns}ns"


def clock(ns: int) -> str:
    """Return a time as minutes and seconds (and hours): `00:12.4`."""
    tenths = ns * 10 // SECOND
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    text = f"{minutes:02d}:{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{text}" if hours else text


def stamp(ns: int, resolution: int) -> str:
    """Return a time to within a resolution (ns): `12s`, `12.300s`, `2:05`, `1:02:05.300000`."""
    places = next((p for p in (0, 3, 6) if resolution >= 10 ** (9 - p)), 9)
    whole, rest = divmod(ns, SECOND)
    fraction = f".{rest:09d}"[: places + 1] if places else ""
    minutes, second = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{second:02d}{fraction}"
    return f"{minutes}:{second:02d}{fraction}" if minutes else f"{second}{fraction}s"


def stretch(since: int, until: int) -> str:
    """Return the start, the end and the length of a span: `12.300s to 12.550s (250ms)`."""
    length = until - since
    resolution = max(1, length // 10)
    return f"{stamp(since, resolution)} to {stamp(until, resolution)} ({seconds(length)})"


def work_text(cpu_ns: int, io_ns: int) -> str:
    """Return what a job holds: `io 1.2s`, `cpu 0.8s`, `mix 2.0s`."""
    kind = "mix" if cpu_ns and io_ns else "cpu" if cpu_ns else "io"
    return f"{kind} {seconds(cpu_ns + io_ns)}"


def rate(per_s: float) -> str:
    """Return a rate in at most 7 cells: `0.5/s`, `120/s`, `1,000/s`."""
    return f"{per_s:,.0f}/s" if per_s >= 100 else f"{per_s:.3g}/s"


def share(value: float) -> str:
    """Return a share as a percentage."""
    return f"{value:.0%}"


def count(value: int) -> str:
    """Return a count in at most 6 cells: `999`, `12,345`, `1.2M`."""
    return f"{value:,}" if value < 1_000_000 else f"{value / 1_000_000:.1f}M"
