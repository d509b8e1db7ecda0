"""The cells of a job file: seconds as exact nanoseconds, and names."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from site_sim.base.messages import SHOWN_CELLS
from site_sim.base.text import clean_line
from site_sim.base.units import SECOND
from site_sim.scenario.schema import HORIZON_S

HORIZON_NS = HORIZON_S * SECOND
"""The latest time of a run, and the most work of a job."""
NAME_CELLS = 40
"""The most terminal cells of a job's name."""
NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:[eE]([+-]?)0*(\d+))?", re.ASCII)
"""How a number is written: its digits, and the sign and digits of its exponent."""

_PLAIN = re.compile(r"(?:[0-9]{1,9}(?:\.[0-9]{0,9})?\n)*+")
"""Plain numbers, a line each: no more of them than the nanoseconds of a run have."""
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE)
_FRACTION_DIGITS = 9
_REMEMBERED = 4096
_SHORT = 20
"""Characters of a number that needs no decimal arithmetic."""
_EXPONENT_DIGITS = 15
"""Digits of an exponent that outweighs any number of digits that a line has room for."""


class Literal(str):
    """The text of a number (or NaN) in JSON, kept to be converted exactly."""

    __slots__ = ()


def nanoseconds(value: object, most_ns: int = HORIZON_NS) -> int:
    """Return seconds as nanoseconds, rounded half to even; a missing value is 0.

    Raises ValueError on any other value and above `most_ns`, with the reason.
    """
    if value is None or value == "":
        return 0
    if not isinstance(value, str):
        raise ValueError(f"must be a number, not {shown(value)}")
    whole, _, fraction = value.partition(".")
    if whole and len(value) <= _SHORT and len(fraction) <= _FRACTION_DIGITS:
        digits = whole + fraction.ljust(_FRACTION_DIGITS, "0")
        if digits.isdecimal() and digits.isascii():
            exact = int(digits)
            if exact <= most_ns:
                return exact
    return _any_nanoseconds(value, most_ns)


def plain_nanoseconds(cells: Sequence[str]) -> array[int] | None:
    """Return a column of seconds as nanoseconds; None unless all are plain numbers."""
    lines = "\n".join(cells) + "\n"
    if not _PLAIN.fullmatch(lines) or lines.count("\n") != len(cells):
        return None
    parts = [cell.partition(".") for cell in cells]
    return array("q", [int(whole + decimals.ljust(9, "0")) for whole, _, decimals in parts])


@lru_cache(_REMEMBERED)
def work_nanoseconds(text: str) -> int:
    """Return the nanoseconds of a piece of work, of which many in a file are alike."""
    return nanoseconds(text)


def _any_nanoseconds(value: str, most_ns: int) -> int:
    """Return the nanoseconds of a number in any notation, or raise ValueError with the reason."""
    words = value.strip()
    number = NUMBER.fullmatch(words)
    if not words:
        return 0
    if not number:
        kind = "a finite number" if _NOT_FINITE.fullmatch(words) else "a number"
        raise ValueError(f"must be {kind}, not {shown(value)}")
    mantissa, sign, exponent = number.groups(default="")
    if len(exponent) > _EXPONENT_DIGITS:
        exponent = "9" * _EXPONENT_DIGITS
    exact = Decimal(f"{mantissa}e{int(f'{sign}{exponent or 0}') + _FRACTION_DIGITS}")
    if exact < 0:
        raise ValueError(f"must not be negative, as {shown(value)} is")
    if exact > most_ns:
        raise ValueError(f"must be at most {most_ns // SECOND:,} seconds, not {shown(value)}")
    return int(exact.to_integral_value(ROUND_HALF_EVEN))


def job_name(value: object, number: int) -> str:
    """Return the name of a job, cleaned and cut; by default it is the row's `number`.

    Raises ValueError on what is neither a text nor a number, with the reason.
    """
    if value is None:
        return f"job {number}"
    if not isinstance(value, str):
        raise ValueError(f"must be a text, not {shown(value)}")
    return clean_line(value.strip(), NAME_CELLS) or f"job {number}"


def job_names(cells: Sequence[str], first: int) -> list[str]:
    """Return the names of jobs whose rows are numbered from `first` on."""
    names = [cell.strip() for cell in cells]
    if all(names) and max(map(len, names), default=0) <= NAME_CELLS:
        together = "".join(names)
        if together.isascii() and together.isprintable():  # then each is clean
            return names
    return [job_name(cell, number) for number, cell in enumerate(cells, first)]


def is_missing(value: object) -> bool:
    """Return whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: object) -> str:
    """Return a cell as a message shows it."""
    if isinstance(value, str):
        words = clean_line(value, SHOWN_CELLS)
        return words if isinstance(value, Literal) else f"'{words}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return "a list" if isinstance(value, list) else "an object"
