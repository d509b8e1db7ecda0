"""What came of a race in rows: who came in which place and why, and the table of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from site_sim.base.quantities import duration
from site_sim.experiments.outcome import COLUMNS
from site_sim.facts.figures import SPEED_UP
from site_sim.facts.sentences import say
from site_sim.player.formatting import count, ordinal
from site_sim.player.race_review import RaceReview, ReviewedTrack
from site_sim.ui.drawing.segments import StyledRow, StyledText, fit, width_of
from site_sim.ui.screens.race.wrapping import rows_of
from site_sim.ui.theme.glyphs import Glyphs

PLACE = 5
"""Cells of a place, with a blank."""
LEAST_NAME = 12
"""Cells of a track's name beside its place, at least."""
LABEL = max(len(column.name) for column in COLUMNS) + 1
"""Cells of the names of the figures, with a blank."""
LEAST_COLUMN, MOST_COLUMN = 9, 16
"""Cells of a track in the table of figures."""
TIME = 9
"""Cells of a time, or of how many times as fast it was, with a blank."""


def ranking(review: RaceReview, width: int, glyphs: Glyphs) -> Iterator[StyledRow]:
    """Yield the tracks by their places, each with the reason below it."""
    outcomes = [track.outcome for track in review.tracks]
    first = review.tracks[0]
    speed_ups = next(each for each in COLUMNS if each.figure is SPEED_UP).cells(outcomes)
    names = [width_of(track.facts.standing.name) for track in review.tracks]
    name = max(LEAST_NAME, min(max(names), width - PLACE - 2 * TIME))
    pairs = sorted(zip(review.tracks, speed_ups, strict=True), key=lambda pair: pair[0].facts.place)
    for track, speed_up in pairs:
        row = [*_first_row(track, name, glyphs)]
        if track is not first:
            row.append((f"{_in(speed_up, glyphs):>{TIME}} {first.facts.standing.name}", "muted"))
        yield (*row, *_predicted(track))
        for text, role in _told(track, review):
            for line in rows_of(text, width - PLACE):
                yield ((" " * PLACE, ""), (line, role))


def _first_row(track: ReviewedTrack, name_cells: int, glyphs: Glyphs) -> Iterator[StyledText]:
    """Yield the place of a track, its name, and when it ended, or how much is done."""
    facts, ended = track.facts, track.facts.standing.ended_at
    place = ordinal(facts.place) if facts.place else ""
    yield f"{place:<{PLACE - 1}}", "plate" if facts.place == 1 else "strong"
    yield f" {fit(facts.standing.name, name_cells, glyphs.ellipsis)}", "strong"
    done = say("track.some-done", jobs=count(facts.standing.done))
    yield f"{duration(ended, 3) if ended is not None else done:>{TIME}}", "strong"


def _predicted(track: ReviewedTrack) -> Iterator[StyledText]:
    """Yield the place that was predicted for a track, if one was."""
    facts = track.facts
    predicted = facts.standing.predicted
    if facts.is_as_predicted:
        yield f"  {say('track.as-predicted')}", "accepted-text"
    elif predicted:
        yield f"  {say('track.predicted', place=ordinal(predicted))}", "muted"


def _told(track: ReviewedTrack, review: RaceReview) -> Iterator[StyledText]:
    """Yield why a track did not come to its end, and why it took so long."""
    standing = track.facts.standing
    if standing.fate:
        is_stuck = track.outcome.ending.condition == "stuck"
        yield standing.fate, "hazard-text" if is_stuck else "muted"
    if standing.handicap:
        yield standing.handicap, "hazard-text"
    if track.why:
        yield track.why, ""
    else:
        yield say("track.why-at-rest" if review.is_complete else "track.why-later"), "muted"


def figures_table(review: RaceReview, width: int, glyphs: Glyphs) -> Iterator[StyledRow]:
    """Yield the table of figures, a column a track; where that is too wide, in several parts."""
    outcomes = [track.outcome for track in review.tracks]
    names = [track.facts.standing.name for track in review.tracks]
    lines = [(column.name, column.cells(outcomes)) for column in COLUMNS]
    room = max(1, (width - LABEL) // LEAST_COLUMN)
    parts = ceil(len(names) / room)
    each = ceil(len(names) / parts)
    cells = min(MOST_COLUMN, max(LEAST_COLUMN, (width - LABEL) // each))
    for start in range(0, len(names), each):
        if start:
            yield ()
        shown = slice(start, start + each)
        heads = [fit(name, cells - 1, glyphs.ellipsis).rstrip() for name in names[shown]]
        yield ((" " * LABEL, ""), ("".join(_right(head, cells) for head in heads), "strong"))
        for label, values in lines:
            text = "".join(_right(_in(value, glyphs), cells) for value in values[shown])
            yield ((f"{label:<{LABEL}}", "muted"), (text, ""))


def _right(text: str, cells: int) -> str:
    return " " * (cells - width_of(text)) + text


def _in(value: str, glyphs: Glyphs) -> str:
    """Return a figure in a set of glyphs."""
    return value.replace("×", glyphs.times).replace("—", glyphs.horizontal)


def side_by_side(
    left: Sequence[StyledRow], right: Sequence[StyledRow], cells: int
) -> Iterator[StyledRow]:
    """Yield two blocks of rows beside each other, of which the left one has so many cells."""
    for number in range(max(len(left), len(right))):
        row = left[number] if number < len(left) else ()
        gap = cells - sum(width_of(text) for text, _ in row)
        yield (*row, (" " * gap, ""), *(right[number] if number < len(right) else ()))
