"""Marks a method as an override of a base class's, for readers and for mypy (PEP 698).

It is `typing.override` (Python 3.12 and later). To take it from `typing_extensions` at run time
would make each start and each `--help` some milliseconds longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override as override  # noqa: PLC0414 - says that it is exported
else:
    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        """Return the method unchanged."""
        return method
