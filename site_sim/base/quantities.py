"""Writes durations, clocks, rates and shares as people do, and reads what people write.

A duration is rounded to the nearest, half up. A clock is cut, as every clock is: it shows no moment
that has not come, and what tells a moment in more digits begins with what tells it in fewer.
Simulated time is in nanoseconds, a rate in jobs a second.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import floor, log10

from site_sim.base.numbers import number_in, plain, read_number
from site_sim.base.units import DAY, HOUR, MINUTE, MS, SECOND, US

# Patterns, compiled by `re` when a text is to be parsed: no start need wait for that.
_PART = r"([0-9.,_]+(?:[eE][+-]?[0-9]+)?)\s*(ns|[uµμ]s|ms|s|min|m|h|d)\s*"
_PARTS = rf"([+-]?)((?:{_PART})+?)([0-9]{{1,2}})?"
_CLOCK = r"(?:(?:([0-9]+):)?([0-9]+):)?([0-9]+[.,]?[0-9]*|[.,][0-9]+)"
_UNITS_NS = {
    **{"d": DAY, "h": HOUR, "min": MINUTE, "m": MINUTE, "s": SECOND, "ms": MS},
    **{"us": US, "µs": US, "μs": US, "ns": 1},
}
_LOWER = {"d": "h", "h": "m", "m": "s", "min": "s"}
"""The unit of a number without one that follows another unit."""
_FRACTIONS = (("µs", US, 3, MS), ("ms", MS, 3, SECOND), ("s", SECOND, 2, 100 * SECOND))
"""The units with digits after the point: each with its length, the digits before it at most, and
how long is too long for them."""
_PAIRS = (("m", SECOND, 60, 60), ("h", MINUTE, 60, 100), ("d", HOUR, 24, 100))
"""The units with two digits of the next smaller one: its length, how many of it there are in one,
and how many of the unit are too many."""
_RATES = (("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400))
"""The units of rates, and the seconds of each."""
_RATE_DIGITS = 3
_FLOAT_DIGITS = 17
"""As many digits tell any two floating-point numbers apart."""
_KEPT = 256
"""How many of the latest durations, clocks and rates are kept as written: most are told again in
the next frame."""


# -- durations ---------------------------------------------------------------------------------


@lru_cache(maxsize=_KEPT)
def duration(ns: int, digits: int = 2) -> str:
    """Return a span of time with its unit: `1.3s`, `350ms`, `13m46`, `27h16`, `4d03`.

    It has at least so many digits, or all there are, and with up to 3 takes at most 6 cells.
    """
    if ns < US:
        return f"{ns}ns" if ns else "0s"
    for unit, size, most, too_long in _FRACTIONS:
        if ns >= too_long:
            continue
        if ns >= size * 10 ** (digits - 1) and _nearest(ns, size) < 10**most:
            return f"{_nearest(ns, size)}{unit}"  # there are digits enough before the point
        scale = 10 ** (digits - most) if digits > most else 1
        if _nearest(ns * scale, size) < 10**most * scale:
            places = max(0, digits - len(str(ns // size)))
            number = _nearest(ns * 10**places, size)
            if places and number >= 10**digits:  # it was rounded up to one digit more
                places, number = places - 1, number // 10
            return f"{_with_point(number, places)}{unit}"
    for unit, size, lower, limit in _PAIRS:
        whole, rest = divmod(_nearest(ns, size), lower)
        if whole < limit:
            return f"{whole}{unit}{rest:02d}"
    return f"{_nearest(ns, DAY)}d"


def _nearest(number: int, size: int) -> int:
    """Return how many times a size goes into a number, to the nearest, half up."""
    return (2 * number + size) // (2 * size)


def _with_point(number: int, places: int) -> str:
    """Return a whole number with so many of its digits after a point."""
    if not places:
        return str(number)
    whole, fraction = divmod(number, 10**places)
    return f"{whole}.{fraction:0{places}d}"


def exact_duration(ns: int) -> str:
    """Return a span of time with its unit to the nanosecond, in few digits: `1.5ms`, `1h30`."""
    short = duration(ns)
    if "." not in short and read_duration(short) == ns:
        return short
    unit, size = next((unit, size) for unit, size, *_ in reversed(_FRACTIONS) if ns >= size)
    return f"{_with_point(ns, len(str(size)) - 1).rstrip('0').rstrip('.')}{unit}"


def read_duration(text: str) -> int | None:
    """Return the nanoseconds of a text such as `50us`, `1.5 s` or `1h30`; None if it means none.

    Only 0 needs no unit.
    """
    word = text.strip()
    match = re.fullmatch(_PARTS, word)
    if match is None:
        return 0 if read_number(word) == 0 else None
    parts = re.findall(_PART, match[2])
    if match[5]:
        parts.append((match[5], _LOWER.get(parts[-1][1], "")))
    units = [_UNITS_NS.get(unit, 0) for _, unit in parts]
    if not all(units) or sorted({*units}, reverse=True) != units:
        return None
    times = [number_in(number, unit) for (number, _), unit in zip(parts, units, strict=True)]
    if None in times:
        return None
    total = sum(time for time in times if time is not None)
    return -total if match[1] == "-" else total


# -- times on the clock ------------------------------------------------------------------------


def clock(ns: int, places: int = 1) -> str:
    """Return a moment in minutes and seconds, and hours if it comes to that: `00:12.4`.

    `places` are the digits after the point.
    """
    seconds, rest = divmod(ns, SECOND)
    text = _whole_seconds(seconds)
    return f"{text}.{rest:09d}"[: len(text) + 1 + places] if places else text


@lru_cache(maxsize=_KEPT)
def _whole_seconds(seconds: int) -> str:
    """Return a moment in minutes and seconds: most that are told in a frame are of few seconds."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def places_for(resolution: int) -> int:
    """Return the digits after the point that tell moments apart that are so far apart (ns)."""
    return next((places for places in (0, 3, 6) if resolution >= 10 ** (9 - places)), 9)


def read_clock(text: str) -> int | None:
    """Return the moment (ns) of a text such as `12.5` or `1:02:03.5`; None if it means none."""
    match = re.fullmatch(_CLOCK, text.strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups(default="")
    rest = number_in(seconds.replace(",", "."), SECOND)
    if rest is None or (minutes and rest >= MINUTE) or (hours and int(minutes) >= 60):
        return None
    whole = number_in(hours or "0", HOUR), number_in(minutes or "0", MINUTE)
    return None if None in whole else sum(filter(None, whole)) + rest


def read_time(text: str) -> int | None:
    """Return the nanoseconds of plain seconds, of a clock, or of a duration with its unit.

    None if a text means none of them. Seconds are a number first, as everywhere: 1,000 of them.
    """
    ns = number_in(text, SECOND)
    for read in (read_clock, read_duration):
        ns = read(text) if ns is None else ns
    return ns


def read_seconds(text: str) -> float | None:
    """Return the seconds that a text means, as `read_time` takes it; None if it means none.

    They may be infinite or nan.
    """
    seconds = read_number(text)
    if seconds is not None:
        return seconds
    ns = read_time(text)
    return None if ns is None else ns / SECOND


# -- rates -------------------------------------------------------------------------------------


@lru_cache(maxsize=_KEPT)
def rate(per_s: float, beside: float = 0.0, digits: int = _RATE_DIGITS) -> str:
    """Return a rate in the unit in which it is 1 or more: `2.5/s`, `30/min`, `54/h`.

    `beside` is another one (a second) that it is compared with: it is given in the same unit then.
    Of a rate that is not known so well fewer digits are told; with all, those before the point are.
    """
    unit, seconds = unit_of_rate(beside or per_s)
    number = per_s * seconds
    if digits < _RATE_DIGITS:
        number = float(f"{number:.{digits}g}")
    return f"{number:,.0f}/{unit}" if number >= 100 else f"{number:.{_RATE_DIGITS}g}/{unit}"


def measured_rate(per_s: float, span_ns: int, beside: float = 0.0) -> str:
    """Return a rate that was counted over a span, in no finer digits than an event more is.

    `beside` is another one (a second) that it is compared with: it is given in the same unit then.
    """
    if not per_s or not span_ns:
        return f"0/{unit_of_rate(beside)[0]}"
    unit, seconds = unit_of_rate(beside or per_s)
    number, one_event = per_s * seconds, seconds * SECOND / span_ns
    places = max(-9, min(9, round(-log10(one_event))))
    places += not round(number, places)
    places = min(places, max(0, _RATE_DIGITS - 1 - floor(log10(number))))
    return f"{round(number, places):,.{max(0, places)}f}/{unit}"


def unit_of_rate(per_s: float) -> tuple[str, int]:
    """Return the unit in which a rate (a second) is 1 or more, and the seconds of it."""
    if not per_s or per_s >= 1:
        return _RATES[0]
    units = (each for each in _RATES if float(f"{per_s * each[1]:.{_RATE_DIGITS}g}") >= 1)
    return next(units, _RATES[-1])


def exact_rate(per_s: float) -> str:
    """Return a rate with as many digits as it takes for `read_rate` to give it back."""
    unit, seconds = unit_of_rate(per_s)
    numbers = (float(f"{per_s * seconds:.{digits}g}") for digits in range(1, _FLOAT_DIGITS + 1))
    texts = (f"{plain(number)}/{unit}" for number in numbers)
    return next((text for text in texts if read_rate(text) == per_s), f"{per_s!r}/s")


def read_rate(text: str) -> float | None:
    """Return the rate (a second) of a text such as `54/h` or `0.5`; None if it means none.

    It may be infinite or nan.
    """
    number_text, slash, unit = text.rpartition("/")
    number = read_number(number_text if slash else unit)
    if number is None or not slash:
        return number
    seconds = dict(_RATES).get(unit.strip())
    if seconds is None:
        return None
    return _divided(number, seconds)


# -- shares ------------------------------------------------------------------------------------


def exact_share(share: float) -> str:
    """Return a share in percent with as many digits as it takes for `read_share` to read it."""
    numbers = (float(f"{share * 100:.{digits}g}") for digits in range(1, _FLOAT_DIGITS + 1))
    texts = (f"{plain(number)}%" for number in numbers)
    return next((text for text in texts if read_share(text) == share), repr(share))


def read_share(text: str) -> float | None:
    """Return the share of a text such as `10%` or `0.1`; None if it means none.

    It may be infinite or nan.
    """
    word = text.strip()
    number = read_number(word.removesuffix("%"))
    return _divided(number, 100) if number is not None and word.endswith("%") else number


def _divided(number: float, by: int) -> float:
    """Return a number that was read, divided as if its digits stood for themselves: 1.1 by 100."""
    from decimal import Decimal  # noqa: PLC0415 - few texts are read, and it takes 1 ms

    return float(Decimal(repr(number)) / by)
