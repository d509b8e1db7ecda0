"""Reads numbers as a person types them, and as the program itself prints them: 1,000 and 0,5."""

from __future__ import annotations

import re

# Patterns, compiled by `re` when a text is to be parsed: no start need wait for that.
_DIGITS = r"\d+(?:_\d+)*"
_GROUPS = r"[1-9]\d{0,2}(?:,\d{3})+"
_WHOLE = rf"(?a)([+-]?)({_GROUPS}|{_DIGITS})"
_NUMBER = rf"(?a)[+-]?(?:(?:{_GROUPS}|{_DIGITS})(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?\d+)?"
_NOT_FINITE = r"(?ai)[+-]?(?:nan|inf|infinity)"
_DECIMAL_COMMA = r"(?a)[+-]?\d+,\d+"
_MOST_DIGITS = 30
"""No bound of the program is near to losing a digit."""
_MOST = 1e300


def read_whole(text: str) -> int | None:
    """Return the whole number that a text means; None if it means none.

    One of very many digits becomes a shorter one that no bound of the program allows either.
    """
    match = re.fullmatch(_WHOLE, text.strip())
    if match is None:
        return None
    digits = re.sub("[_,]", "", match[2]).lstrip("0")
    return int(f"{match[1]}{digits[:_MOST_DIGITS] or 0}")


def _plain(text: str) -> str:
    """Return a number as Python reads it; "" if a text means none.

    A comma before three digits groups them, any other is a decimal one.
    """
    word = text.strip()
    if re.fullmatch(_NUMBER, word):
        return re.sub("[_,]", "", word)
    return word.replace(",", ".") if re.fullmatch(_DECIMAL_COMMA, word) else ""


def read_number(text: str) -> float | None:
    """Return the number that a text means, which may be infinite or nan; None if it means none."""
    number = _plain(text)
    if not number and re.fullmatch(_NOT_FINITE, text.strip()):
        return float(text)
    return float(number) if number else None


def number_in(text: str, unit: int) -> int | None:
    """Return the number that a text means times a `unit`, to the nearest whole; None if it is none.

    Nor is one of very many digits.
    """
    number = _plain(text)
    if not number or abs(float(number)) > _MOST:
        return None
    from decimal import Decimal  # noqa: PLC0415 - few texts are read, and it takes 1 ms

    return round(Decimal(number) * unit)


def plain(number: float) -> str:
    """Return a number as people write it: 1,000,000 and 0.000001."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.9f}".rstrip("0").rstrip(".")
