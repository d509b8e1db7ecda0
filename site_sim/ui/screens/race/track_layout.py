"""How the rows of a track are divided: the same for all tracks, so that their walls compare."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from site_sim.facts.models import MODEL_FACTS
from site_sim.ui.screens.race.crew_picture import MOST_STRIPS
from site_sim.ui.screens.race.wrapping import rows_of

LEAST_COLUMN, WIDE_COLUMN = 20, 26
"""Cells of a track, borders included, from which on tracks stand side by side: where there are
many rows, and in any case."""
HIGH = 26
"""Rows that are many."""
LEAST_WALL = 5
"""Rows of an upright wall, with what stands on it."""
WALL_SHARE = 0.3
"""The share of the rows that a wall has at least."""
FIXED = 4
"""Rows that there are in any case: what is done, the ground, the queue, and the lanes."""
CREW_SHARE = 0.25
"""The share of the rows that a crew has at most."""
DIGITS, HALF_DIGITS = 5, 3
"""Rows of a figure in large, of whole blocks and of half ones."""
ONE_ROW_OF_TIMES = 44
"""Cells from which on words have room beside a row of shares."""
ROOMY = 28
"""Cells from which on labels are long."""
LABELS = {False: 7, True: 11}
"""Cells of the labels, with a blank: short ones, and long ones."""


def label_cells(width: int) -> int:
    """Return how many cells the labels of a track have."""
    return LABELS[width >= ROOMY]


Direction = Literal["columns", "lines"]
"""Whether the tracks stand side by side, or one below the other."""


class Columns(msgspec.Struct, frozen=True):
    """The rows of a track that stands beside others, from the top."""

    width: int
    model: int
    figure: int
    """Those of a figure in large; 0 where it is said in words."""
    wall: int
    """Those of the wall, with the one that stands on it."""
    times: int
    crew: int
    now: int


class Lines(msgspec.Struct, frozen=True):
    """The rows of a track that lies above others."""

    width: int
    wall: int
    """Those beside which the wall lies."""
    now: int
    model: int


def direction_for(width: int, height: int, tracks: int) -> Direction:
    """Return how so many tracks are arranged in so many cells and rows."""
    least = LEAST_COLUMN if height >= HIGH else WIDE_COLUMN
    return "columns" if width // tracks >= least else "lines"


@lru_cache(maxsize=16)
def columns_for(
    width: int, height: int, workers: int, wants_figure: bool, has_halves: bool
) -> Columns:
    """Return how the rows of a track are divided that has so many, all inside its borders.

    What is most telling has room first; the wall has what is left. With half blocks a figure takes
    fewer rows.
    """
    rows = {"model": 0, "figure": 0, "times": 0, "crew": 1, "now": 2}
    wall = height - FIXED - sum(rows.values())
    least = max(LEAST_WALL, round(height * WALL_SHARE))
    model = max(len(rows_of(facts.summary, width)) for facts in MODEL_FACTS.values())
    crew = _crew_rows(workers, width - label_cells(width), round(height * CREW_SHARE))
    digits = HALF_DIGITS if has_halves else DIGITS
    wanted = [
        ("times", 1 if width >= ONE_ROW_OF_TIMES else 2),
        ("model", model),
        ("figure", digits),
        ("crew", crew - 1),
        ("now", 1),
        ("now", int(width < ROOMY)),
        ("figure", DIGITS - digits),
    ]
    if wants_figure:
        wanted.insert(0, wanted.pop(2))
    for part, more in wanted:
        if more > 0 and wall - more >= least:
            rows[part] += more
            wall -= more
    return Columns(width=width, wall=max(0, wall), **rows)


def _crew_rows(workers: int, cells: int, most: int) -> int:
    """Return in how many rows a crew is shown: a row a worker, else as many as have cells."""
    if workers <= min(most, MOST_STRIPS):
        return workers
    return min(most, -(-workers // max(1, cells)))


@lru_cache(maxsize=16)
def lines_for(width: int, height: int) -> Lines:
    """Return how the rows of a track are divided that has so many."""
    now = int(height >= 3)
    model = int(height >= 5)
    return Lines(width=width, wall=max(0, height - now - model), now=now, model=model)
