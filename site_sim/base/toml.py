"""Parses TOML that a person wrote: whatever it holds, the outcome is a table or one clear fault."""

from __future__ import annotations

import tomllib
from typing import Any

from site_sim.base.errors import SiteError
from site_sim.base.text import clean_line


def parse_toml(
    text: str, where: str, line_cap: int | None = None, dot_cap: int | None = None
) -> dict[str, Any]:
    """Return the table that a TOML text holds; `where` names the file in messages.

    `line_cap` is the most characters a line may have, and `dot_cap` the most dots: a key with very
    many of them takes the parser a time that grows with their square. Raises `SiteError`.
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
