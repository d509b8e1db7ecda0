"""A comparison as a person reads it: the table, the response times as a picture, the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from site_sim.base.text import cell_width, clean_line
from site_sim.cli.time_picture import LEAST_BESIDE, TimePicture
from site_sim.experiments.outcome import COLUMNS
from site_sim.experiments.running import TrackResult
from site_sim.experiments.tracks import Track
from site_sim.player.run_settings import run_settings

LEAST_COLUMNS = 60
MOST_NAME_CELLS = 28
"""The most cells of a track's name in a table; a longer one is cut."""
INDENT = 2
GAP = 2
"""Cells between two columns of a table."""
_FILL = "\0"
"""Stands for the second cell of a wide character while lines are cut; no clean text has it."""


def comparison_text(
    tracks: Sequence[Track],
    results: Sequence[TrackResult],
    command: str,
    picture: TimePicture,
    columns: int,
) -> str:
    """Return a comparison in lines of `columns` cells, which are `LEAST_COLUMNS` at the least.

    The command, which is to be copied, stands in one line.
    """
    columns = max(columns, LEAST_COLUMNS)
    room = columns - INDENT - LEAST_BESIDE
    names = _names_in_cells([track.name for track in tracks], min(MOST_NAME_CELLS, room))
    times = [each.outcome.response_times for each in results]
    blocks = [
        _settings(tracks, results, columns),
        *_table(names, results, columns),
        _grouped(tracks, [each.outcome.ending.line for each in results], columns),
        picture.lines(names, times, columns),
        _grouped(tracks, [each.why for each in results], columns),
        [f"again: {command}"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _names_in_cells(names: Sequence[str], most: int) -> list[str]:
    """Return names indented, and cut or filled up to the same width."""
    cut = [" " * INDENT + clean_line(name, most) for name in names]
    width = max(map(cell_width, cut))
    return [name + " " * (width - cell_width(name)) for name in cut]


def _settings(tracks: Sequence[Track], results: Sequence[TrackResult], columns: int) -> list[str]:
    """Return what all tracks have in common, and in what they differ but for their names."""
    told = [
        dict(run_settings(each.settings, each.outcome.summary.workers, each.header))
        for each in results
    ]
    names = dict.fromkeys(name for rows in told for name in rows)
    values = {name: [rows.get(name, "not told") for rows in told] for name in names}
    same = [f"{name} {each[0]}" for name, each in values.items() if len({*each}) == 1]
    values.pop("model" if values["model"] == [track.name for track in tracks] else "", None)
    others = [f"{name} {' | '.join(each)}" for name, each in values.items() if len({*each}) > 1]
    return [
        *_paragraph("in common: ", "; ".join(same), columns),
        *_paragraph("different: ", "; ".join(others), columns),
    ]


def _grouped(tracks: Sequence[Track], words: Sequence[str], columns: int) -> list[str]:
    """Return what is to be said of each track, of those with the same words together."""
    names: dict[str, list[str]] = {}
    for track, said in zip(tracks, words, strict=True):
        names.setdefault(said, []).append(track.name)
    return [
        line
        for said, those in names.items()
        for line in _paragraph(f"{', '.join(those)}: ", said, columns)
    ]


def _table(
    names: Sequence[str], results: Sequence[TrackResult], columns: int
) -> Iterator[list[str]]:
    """Yield the table of figures, in as many parts as make it no wider than that."""
    outcomes = [each.outcome for each in results]
    first = lines = [" " * cell_width(names[0]), *names]
    for column in COLUMNS:
        cells = [column.name, *column.cells(outcomes)]
        width = max(map(len, cells)) + GAP
        if cell_width(lines[0]) + width > columns and lines is not first:
            yield lines
            lines = first
        lines = [line + cell.rjust(width) for line, cell in zip(lines, cells, strict=True)]
    yield lines


def _paragraph(name: str, words: str, columns: int) -> list[str]:
    """Return words after a name in lines, none at all if there are no words."""
    indent = " " * INDENT
    filled = "".join(each + _FILL * (cell_width(each) - 1) for each in name + words)
    room = columns - (_FILL in filled)  # a line may end between the two cells of a character
    lines = wrap(filled, room, subsequent_indent=indent, break_on_hyphens=False)
    return [line.replace(_FILL, "") for line in lines] if words else []
