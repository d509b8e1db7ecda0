"""Figures, and how they are come by: side by side, in turns, in one process.

A machine that others use is fast one second and slow the next. A ratio of two times that were
taken one right after the other is not bothered by that; the median of many such ratios less still.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns
from typing import Literal

Run = Callable[[], Callable[[], int]]
"""Makes one run ready; calling what it returns is timed, and gives how many units it did."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: a cost of ours, and what it is held against.

    With a reference the ratio is what counts, without one the cost itself.
    """

    name: str
    ours: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    """The median ratio, the one way or the other."""
    limit: float | None = None
    """The target, of the ratio or else of the cost; None where there is none."""
    wanted: Literal["at least", "at most"] = "at most"

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.limit is None:
            return None
        counts = self.ours if self.ratio is None else self.ratio
        return counts >= self.limit if self.wanted == "at least" else counts <= self.limit


def ns_per_unit(run: Run) -> float:
    """Return what one unit of a run costs, in nanoseconds."""
    work = run()
    gc.collect()
    began = perf_counter_ns()
    units = work()
    return (perf_counter_ns() - began) / units


def side_by_side(ours: Run, reference: Run, repeats: int) -> tuple[float, float, list[float]]:
    """Return the medians of both costs in nanoseconds a unit, and ours / reference pair by pair."""
    pairs = [(ns_per_unit(ours), ns_per_unit(reference)) for _ in range(repeats + 1)][1:]
    ratios = [mine / other for mine, other in pairs]
    return median(mine for mine, _ in pairs), median(other for _, other in pairs), ratios


def times_as_fast(
    name: str, ours: Run, reference: Run, limit: float | None, repeats: int
) -> Figure:
    """Return how many times as fast as the reference a unit of ours is."""
    mine, other, ratios = side_by_side(ours, reference, repeats)
    return Figure(name, mine, "ns", other, 1 / median(ratios), limit, "at least")


def times_the_cost(
    name: str, ours: Run, reference: Run, limit: float | None, repeats: int
) -> Figure:
    """Return how many times the cost of a unit of the reference one of ours has."""
    mine, other, ratios = side_by_side(ours, reference, repeats)
    return Figure(name, mine, "ns", other, median(ratios), limit)


def table(figures: list[Figure]) -> str:
    """Return the figures as lines of text, one a figure."""
    head = ("", "ours", "reference", "ratio", "target", "")
    rows = [head, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    ours = _quantity(figure.ours, figure.unit)
    reference = "" if figure.reference is None else _quantity(figure.reference, figure.unit)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}×"
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    return figure.name, ours, reference, ratio, _target(figure), verdict


def _target(figure: Figure) -> str:
    if figure.limit is None:
        return ""
    sign = {"at least": "≥", "at most": "≤"}[figure.wanted]
    return f"{sign} {figure.limit:g}{'×' if figure.ratio is not None else ' ' + figure.unit}"


def _quantity(value: float, unit: str) -> str:
    if unit == "ns" and value >= 1_000_000:
        value, unit = value / 1_000_000, "ms"
    number = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
    return f"{number} {unit}"
