"""Tells whether what a scenario says of itself is true of it with other values."""

from __future__ import annotations

from collections.abc import Mapping

DESCRIBED = ("model", "workload", "jobs")
"""What a scenario tells of where it says what there is to see."""
UNTOLD: Mapping[str, str] = {"about": "", "next": ""}
"""The fields of a scenario that says nothing of itself."""


def stays_as_described(before: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Return whether what is said of some values of keys is true with other values over them."""
    return all(values[key] == before.get(key) for key in DESCRIBED if key in values)
