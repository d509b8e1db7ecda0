"""Which cases and how many examples of a long test run by default: a sample, the rest by hand.

A test marked `sampled` proves the same of many cases (sizes, models, themes, seeds), and together
they take long. A fixed share of them runs by default and in CI, and of a test that combines
several parameters as many as it needs to meet each value. The others are marked `by_hand`, so that
`pytest -m by_hand` runs exactly these. The choice depends on the cases' names and values alone: it
is the same in every process and on every machine, whatever part of the tests is selected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import prod
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


def sample_of(cases: Mapping[str, Sequence[object]], share: float = SHARE) -> set[str]:
    """Return the names of a share of the cases, at least one, in which values are met alike often.

    A case has a value of each parameter of its test. Where several parameters are combined, each
    value with each, more cases than the share are taken until each value was met; of a mere list
    of cases that could be all of them, and the share it is. Each case that is taken is one with the
    most values that are still to be met, and then one whose values were met least; among equals a
    checksum decides, so that no order of the cases and no stride does.
    """
    left = {name: set(enumerate(values)) for name, values in cases.items()}
    each = set[tuple[int, object]]().union(*left.values())
    numbers = Counter(place for place, _ in each).values()
    is_combined = prod(numbers) == len(cases) > max(numbers, default=0)
    unmet = each if is_combined else set()
    met = Counter[tuple[int, object]]()
    while len(cases) - len(left) < len(cases) * share or unmet:
        name = min(
            left,
            key=lambda name: (
                -len(left[name] & unmet),
                sum(met[value] for value in left[name]),
                sum_of(name),
            ),
        )
        unmet = unmet - left[name]
        met.update(left.pop(name))
    return cases.keys() - left.keys()


def sum_of(name: str) -> tuple[int, str]:
    """Return what names are ordered by where nothing else decides."""
    return crc32(name.encode()), name


def values_of(cases: Sequence[pytest.Function]) -> dict[str, Sequence[int]]:
    """Return which value each case has of each parameter, as the place of the first that is equal.

    A place is the same in every process, which the text of an object need not be, and a value that
    has a dash in its text is one value.
    """
    given = [case.callspec.params if hasattr(case, "callspec") else {} for case in cases]
    columns = []
    for parameter in given[0]:
        column = [(type(params[parameter]), params[parameter]) for params in given]
        columns.append([column.index(value) for value in column])
    return {case.name: [column[at] for column in columns] for at, case in enumerate(cases)}


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
    stays = sample_of(values_of(cases), *marker.args, **marker.kwargs)
    for case in cases:
        if case.name not in stays:
            case.add_marker("by_hand")
