"""Reads numbers as a person types them, and as the program itself prints them: 1,000."""

from __future__ import annotations

import math
import re

from site_sim.base.units import MS, SECOND, US

# Patterns, compiled by `re` when a text is to be parsed: no start need wait for that.
_DIGITS = r"\d+(?:_\d+)*"
_GROUPS = r"[1-9]\d{0,2}(?:,\d{3})+"
_WHOLE = rf"(?a)([+-]?)({_GROUPS}|{_DIGITS})"
_NUMBER = rf"(?a)[+-]?(?:(?:{_GROUPS}|{_DIGITS})(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?\d+)?"
_NOT_FINITE = r"(?ai)[+-]?(?:nan|inf|infinity)"
_DECIMAL_COMMA = r"(?a)\s*([+-]?\d+),(\d+)\s*"
_DURATION = r"(?a)(.*\d\.?)\s*(ns|us|µs|ms|s)"
_UNITS_NS = {"ns": 1, "us": US, "µs": US, "ms": MS, "s": SECOND}
_MOST_DIGITS = 30
"""No bound of the program is near to losing a digit."""


def read_whole(text: str) -> int | None:
    """Return the whole number that a text means; None if it means none.

    One of very many digits becomes a shorter one that no bound of the program allows either.
    """
    match = re.fullmatch(_WHOLE, text.strip())
    if match is None:
        return None
    digits = re.sub("[_,]", "", match[2]).lstrip("0")
    return int(f"{match[1]}{digits[:_MOST_DIGITS] or 0}")


def read_number(text: str) -> float | None:
    """Return the number that a text means, which may be infinite or nan; None if it means none."""
    word = text.strip()
    if re.fullmatch(_NUMBER, word) or re.fullmatch(_NOT_FINITE, word):
        return float(word.replace(",", ""))
    return None


def read_duration(text: str) -> int | None:
    """Return the nanoseconds that a text such as 50us means; None if it means none.

    Only 0 needs no unit.
    """
    match = re.fullmatch(_DURATION, text.strip())
    number = read_number(match[1] if match else text)
    if number is None or (match is None and number):
        return None
    ns = number * (_UNITS_NS[match[2]] if match else 1)
    return round(ns) if math.isfinite(ns) else None


def comma_hint(text: str) -> str:
    """Return how to write a number with a decimal comma; "" if the text is none."""
    match = re.fullmatch(_DECIMAL_COMMA, text)
    return f"a point, not a comma: {match[1]}.{match[2]}" if match else ""
