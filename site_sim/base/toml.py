"""Parses TOML that a person wrote, into a table or one clear fault.

What Python's parser says is passed on, but where it names neither key nor line.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from site_sim.base.errors import SiteError
from site_sim.base.messages import SHOWN_CELLS
from site_sim.base.text import clean_line

DOTS_A_KEY = 100
"""Dots that a key may have: the time to parse one grows with their square."""

# A text or comment that is not closed goes on to the end: the parser says so when it is there.
_APART = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|\#[^\n]*",
    re.DOTALL,
)
"""Texts and comments, in which a sign means nothing."""
_BETWEEN_KEYS = re.compile(r"[^\w.\-]+")
_NEWLINE = "\v"
"""Stands for one within a text."""


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Parse a TOML text into a table; `where` names the file in messages. Raises `SiteError`."""
    if text.count(".") > DOTS_A_KEY:
        _check_dots(text, where)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SiteError("is nested too deeply", where) from None
    except tomllib.TOMLDecodeError as error:
        said = str(error)
    except ValueError:  # Python takes no number of so many digits
        raise SiteError(_digits_fault(text), where) from None
    raise SiteError(_clash_fault(text, said) or f"is not valid TOML: {clean_line(said)}", where)


def _check_dots(text: str, where: str) -> None:
    for number, line in _lines(text):
        keys = _BETWEEN_KEYS.split(re.sub(r"[ \t]*\.[ \t]*", ".", line))
        if max(key.count(".") for key in keys) > DOTS_A_KEY:
            raise SiteError(f"line {number}: has a key of more than {DOTS_A_KEY} dots", where)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers and lengths, but with blanks for all that is no sign in them.

    A text of several lines stays one, with the number of its first.
    """
    number = 1
    for line in _APART.sub(_blank, text).split("\n"):
        yield number, line
        number += 1 + line.count(_NEWLINE)


def _blank(match: re.Match[str]) -> str:
    if match[0].startswith("#"):
        return " " * len(match[0])
    return re.sub("[^\n]", "_", match[0]).replace("\n", _NEWLINE)


def _digits_fault(text: str) -> str:
    """Return the fault of a number that has more digits than Python reads, with key and line."""
    lines = text.split("\n")
    digits = re.compile(rf"(?:\d_?){{{sys.get_int_max_str_digits()}}}\d")
    for number in (n for n, line in enumerate(lines, start=1) if digits.search(line)):
        try:
            tomllib.loads("\n".join(lines[:number]))
        except tomllib.TOMLDecodeError:
            continue  # that was a text or a comment, and a value that goes on
        except ValueError:
            key, equals, _ = lines[number - 1].partition("=")
            named = f"{clean_line(key.strip(), SHOWN_CELLS)}: " if equals else ""
            return f"line {number}: {named}a number of too many digits"
    return "a number of too many digits"


# -- what is there twice -----------------------------------------------------------------------


class _Statement(NamedTuple):
    """A line that begins a table, or gives a key its value."""

    line: int
    path: tuple[str, ...]
    """The names of the table, and those of the key in it."""
    table: tuple[str, ...]

    def clashes_with(self, other: _Statement) -> bool:
        """Return whether an earlier statement can be why this one is wrong."""
        shorter = min(len(self.path), len(other.path))
        return self.path[:shorter] == other.path[:shorter] and other.path != self.table


def _clash_fault(text: str, said: str) -> str:
    """Return the fault of a key or table that does not go with an earlier one; "" for others."""
    if not said.startswith("Cannot "):
        return ""
    at = re.search(r"\(at line (\d+)", said)  # or it is at the end of the text
    line = int(at[1]) if at else len(text)
    try:
        *earlier, last = _statements(text, line)
    except ValueError:  # what stands after the name that clashes is wrong too
        return ""
    name = clean_line(".".join(last.path), SHOWN_CELLS)
    for other in reversed(earlier):
        if other.path == last.path:
            return f"line {last.line}: {name}: is there already, in line {other.line}"
    for other in filter(last.clashes_with, reversed(earlier)):
        return f"line {last.line}: {name}: does not go with line {other.line}"
    return ""


def _statements(text: str, until: int) -> Iterator[_Statement]:
    """Yield the statements of a text up to a line; what comes after it need not be valid."""
    text = text.replace("\r\n", "\n")
    table: tuple[str, ...] = ()
    start = depth = 0
    for number, line in takewhile(lambda numbered: numbered[0] <= until, _lines(text)):
        source = text[start : start + len(line)]
        if depth == 0 and line.lstrip().startswith("["):
            table = _names(source[: line.rindex("]")].strip(" \t[]"))
            yield _Statement(number, table, table)
        elif depth == 0 and line.strip():
            yield _Statement(number, (*table, *_names(source[: line.find("=")])), table)
        depth += sum(map(line.count, "[{")) - sum(map(line.count, "]}"))
        start += len(line) + 1


def _names(key: str) -> tuple[str, ...]:
    """Return the names that a key consists of."""
    if re.fullmatch(r"[\w.-]+", key.strip()):
        return tuple(key.strip().split("."))
    names = []
    value: Any = tomllib.loads(f"{key} = 0")
    while isinstance(value, dict):
        ((name, value),) = value.items()
        names.append(name)
    return tuple(names)
