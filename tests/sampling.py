"""Which cases and how many examples of a long test run by default: a sample, the rest by hand.

A test marked `sampled` proves the same of many cases (sizes, models, themes, seeds), and together
they take long. A fixed share of them runs by default and in CI; the others are marked `by_hand`, so
that `pytest -m by_hand` runs exactly these. The choice depends on the cases' names alone: it is the
same in every process and on every machine, whatever part of the tests is selected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from zlib import crc32

import pytest
from hypothesis import settings

SHARE = 0.25
"""Of the cases of a test that is marked and says no share."""


def examples(number: int) -> int:
    """Return how many examples Hypothesis takes of a long property: where it explores, its number.

    That the same are taken at every run is the profile's by default; another takes new ones, as
    many as it says.
    """
    return number if settings.default.derandomize else settings.default.max_examples


def sample_of(names: Iterable[str], share: float) -> set[str]:
    """Return a share of the names of cases, at least one, in which each part is met alike often.

    The parts are what pytest joins with dashes, a value for each parameter. Each name that is taken
    is one whose parts were met least; among equals a checksum decides, so that no order of the
    cases and no stride does.
    """
    left = {name: list(enumerate(name.split("-"))) for name in names}
    met = Counter[tuple[int, str]]()
    taken = set[str]()
    for _ in range(ceil(len(left) * share)):
        name = min(left, key=lambda each: (sum(met[part] for part in left[each]), sum_of(each)))
        met.update(left.pop(name))
        taken.add(name)
    return taken


def sum_of(name: str) -> tuple[int, str]:
    """Return what names are ordered by where nothing else decides."""
    return crc32(name.encode()), name


def leave_to_hand(items: Sequence[object]) -> None:
    """Mark those cases of one test `by_hand` that are not in its sample, if it is marked so."""
    cases = [
        item
        for item in items
        if isinstance(item, pytest.Function) and item.get_closest_marker("by_hand") is None
    ]
    marker = cases[0].get_closest_marker("sampled") if cases else None
    if marker is None:
        return
    stays = sample_of((case.name for case in cases), *(marker.args or (SHARE,)))
    for case in cases:
        if case.name not in stays:
            case.add_marker("by_hand")
