"""The crew of a track in few cells: a strip a worker, else a cell a worker, else shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import Literal

from site_sim.facts.sentences import say
from site_sim.facts.states import IN_SEND, STATES, WORDS
from site_sim.player.formatting import share
from site_sim.player.needs import TaskNeeds
from site_sim.player.outline import Outline
from site_sim.player.site_copy import SiteCopy
from site_sim.state.entities import BLOCKED, CPU, GONE, HANDING_OFF, IDLE, IO, READY, State
from site_sim.ui.drawing.masonry.pieces import Cells
from site_sim.ui.drawing.segments import (
    PLAIN_STATES,
    TEXT_STATES,
    StyledText,
    fit,
    width_of,
)
from site_sim.ui.screens.site.task_rows import cells_of_strip, looks_of, strip
from site_sim.ui.theme.glyphs import Glyphs

Detail = Literal["strips", "cells", "shares"]
"""How much is shown of a crew: a row with its recent past a worker, a cell a worker, or how many
are in each state."""

NAME = 8
"""Cells of a worker's name, at most."""
MOST_STRIPS = 12
"""The largest crew of which each has a row: more is no picture any more, and takes long."""
ORDER = (CPU, IO, HANDING_OFF, READY, BLOCKED, IDLE, GONE)
"""The states as shares stand beside each other: what brings a job on comes first."""


def detail_for(workers: int, width: int, rows: int) -> Detail:
    """Return how much of a crew there is room for."""
    if workers <= min(rows, MOST_STRIPS):
        return "strips"
    return compact_detail(workers, width, rows)


def compact_detail(workers: int, width: int, rows: int) -> Detail:
    """Return the same where no worker has a row of its own."""
    return "cells" if workers <= rows * width else "shares"


def strip_needs(outline: Outline, cells: int) -> TaskNeeds:
    """Return what is needed of the tasks of a crew that has a row each, in so many cells."""
    whos = outline.cast.inner_rows(outline.workers)
    strip_cells = cells_of_strip(cells - _name_cells(outline) - 2)
    return TaskNeeds(range(len(whos)), whos, strip_cells)


def _name_cells(listed: Outline | SiteCopy) -> int:
    """Return the cells that the names of a crew take, with a blank."""
    cast, workers = listed.cast, listed.workers
    ends = {*cast.inner_rows(workers)[:1], *cast.members}
    longest = max((width_of(cast.short_name(who)) for who in ends if who >= 0), default=0)
    return min(NAME, longest) + 1


def crew_rows(
    detail: Detail, site: SiteCopy, width: int, rows: int, glyphs: Glyphs
) -> Sequence[Cells]:
    """Return the crew in so many rows, some of which may be blank."""
    if detail == "strips":
        drawn = [*islice(_strips(site, width, glyphs), rows)]
    elif detail == "cells":
        drawn = [*islice(_cells(site, width, glyphs), rows)]
    else:
        drawn = [*shares(tuple(site.states), width, rows, glyphs)]
    return [*drawn, *[()] * (rows - len(drawn))]


def _strips(site: SiteCopy, width: int, glyphs: Glyphs) -> Iterator[Cells]:
    """Yield a row a worker: its name, the sign of its state, and its recent past."""
    cast, name_cells, looks = site.cast, _name_cells(site), _looks(glyphs)
    cells = width - name_cells - 2
    for who in cast.inner_rows(site.workers):
        task = site.tasks.get(who)
        if task is None:
            continue
        name = fit(cast.short_name(who), name_cells - 1, glyphs.ellipsis) + " "
        sign = f"{glyphs.states[STATES[task.state]]} "
        role = "banner" if task.dead else PLAIN_STATES[task.state]
        past = strip(site.strips.get(who, b""), cells, looks)
        yield ((name, "muted"), (sign, role), *past)


def _cells(site: SiteCopy, width: int, glyphs: Glyphs) -> Iterator[Cells]:
    """Yield rows in which each worker has a cell, in the order in which they are listed."""
    states = site.map or b""
    for start in range(0, len(states), width):
        yield _runs(states[start : start + width], glyphs)


@lru_cache(maxsize=256)
def _runs(states: bytes, glyphs: Glyphs) -> Cells:
    """Return states as a piece of text a run of equal ones."""
    looks = _looks(glyphs)
    return tuple(
        (looks[state] * len(list(run)), PLAIN_STATES[state]) for state, run in groupby(states)
    )


@lru_cache(maxsize=2)
def _looks(glyphs: Glyphs) -> tuple[str, ...]:
    return looks_of(glyphs.cells, glyphs.vertical)


@lru_cache(maxsize=64)
def shares(amounts: tuple[int, ...], width: int, rows: int, glyphs: Glyphs) -> Sequence[Cells]:
    """Return amounts, one a `State`, as so many cells each of some rows.

    Whatever is there at all has a cell, if there are enough.
    """
    cells = bytes(
        state
        for state, count in zip(ORDER, _divided(amounts, width * rows), strict=True)
        for _ in range(count)
    )
    return [_runs(cells[row * width : (row + 1) * width], glyphs) for row in range(rows)]


def _divided(amounts: Sequence[int], cells: int) -> Sequence[int]:
    """Return how many of some cells each amount has, in `ORDER`: the sum is all, if any is there.

    The fractions that are left over go to the largest (Hamilton's method).
    """
    ordered = [amounts[state] if state < len(amounts) else 0 for state in ORDER]
    total = sum(ordered)
    if not total:
        return [0] * len(ordered)
    given = [amount * cells // total for amount in ordered]
    rests = sorted(range(len(ordered)), key=lambda at: ordered[at] * cells % total, reverse=True)
    for at in rests[: cells - sum(given)]:
        given[at] += 1
    for at, amount in enumerate(ordered):
        largest = max(range(len(given)), key=given.__getitem__)
        if amount and not given[at] and given[largest] > 1:
            given[at], given[largest] = 1, given[largest] - 1
    return given


def time_row(site: SiteCopy, width: int, glyphs: Glyphs) -> Cells:
    """Return how the crew has spent its time so far, as shares of a row."""
    spent = site.crew_times[:GONE]
    total = sum(spent)
    if not total:
        return ()
    cells = [round(1000 * each / total) for each in spent]
    return shares(tuple(cells), width, 1, glyphs)[0]


def time_words(site: SiteCopy, width: int, sends_are_calls: bool) -> StyledText:
    """Return in words what the crew has spent most of its time with, as there is room.

    That it had nothing to do is told where that was so for most of it.
    """
    spent = site.crew_times[:GONE]
    total = sum(spent)
    if not total:
        return "", ""
    busy = [*spent]
    if 2 * spent[IDLE] <= total:
        busy[IDLE] = 0
    most = State(busy.index(max(busy)))
    return _time_words(most, share(spent[most] / total), width, sends_are_calls)


@lru_cache(maxsize=64)
def _time_words(most: State, much: str, width: int, sends_are_calls: bool) -> StyledText:
    """Return how much of its time a crew has spent in a state, as there is room."""
    word = IN_SEND if most is BLOCKED and sends_are_calls else WORDS[STATES[most]]
    texts = (say("track.time", share=much, word=word), f"{much} {word}", much)
    return next((text for text in texts if width_of(text) <= width), ""), TEXT_STATES[most]
