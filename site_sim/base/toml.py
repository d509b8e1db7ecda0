"""Parses TOML that a person wrote, into a table or one clear fault."""

from __future__ import annotations

import tomllib
from typing import Any

from site_sim.base.errors import SiteError
from site_sim.base.text import clean_line


def parse_toml(
    text: str, where: str, line_cap: int | None = None, dot_cap: int | None = None
) -> dict[str, Any]:
    """Parse a TOML text into a table; `where` names the file in messages.

    `line_cap` is the most characters in a line, and `dot_cap` the most dots: the time to parse a
    key grows with the square of its dots. Raises `SiteError`.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line_cap is not None and len(line) > line_cap:
            raise SiteError(f"line {number}: is longer than {line_cap:,} characters", where)
        if dot_cap is not None and line.count(".") > dot_cap:
            raise SiteError(f"line {number}: has more than {dot_cap} dots", where)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SiteError("is nested too deeply", where) from None
    except ValueError as error:  # a TOMLDecodeError, or a number of thousands of digits
        raise SiteError(f"is not valid TOML: {clean_line(str(error))}", where) from None
