"""The legend of the timeline: what each kind of cell means, in as many words as have room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from site_sim.facts.states import SHORT_WORDS, STATES, WORDS
from site_sim.state.entities import State
from site_sim.ui.drawing.segments import PLAIN_STATES, StyledText, width_of
from site_sim.ui.screens.timeline.cell_styles import TAKEN
from site_sim.ui.theme.glyphs import Glyphs

LEGEND = (
    State.CPU,
    State.IO,
    State.READY,
    State.HANDING_OFF,
    State.BLOCKED,
    State.IDLE,
    State.GONE,
)
"""The states in the order in which they are explained."""
REJECTED, LANE_TAKEN = "rejected", "taken"
"""The words for what is no state: a result that was rejected, and a lane that a task has."""
SHORTEST_WORDS: Mapping[str, str] = {
    **SHORT_WORDS,
    "working": "work",
    "handing-off": "hand",
    "blocked": "block",
    REJECTED: "reject",
}
"""The words where there is hardly room."""


def legend(glyphs: Glyphs, sharing: str, width: int) -> list[StyledText]:
    """Return what the cells mean, in `width` cells.

    `sharing` says how a cell looks that a second state shares.
    """
    shared: StyledText = (f"{sharing}: two states in a cell", "muted")
    ways = (
        [*_explained(glyphs, WORDS, 2, " ", "  "), shared],
        [*_explained(glyphs, WORDS, 1, " ", "  "), shared],
        [*_explained(glyphs, SHORT_WORDS, 1, " ", "  "), shared],
        _explained(glyphs, SHORT_WORDS, 1, " ", "  "),
        _explained(glyphs, SHORT_WORDS, 1, " ", " "),
        _explained(glyphs, SHORTEST_WORDS, 1, "", " "),
    )
    return next((way for way in ways if _cells_of(way) <= width), ways[-1])


def _explained(
    glyphs: Glyphs, words: Mapping[str, str], cells: int, gap: str, after: str
) -> list[StyledText]:
    """Return `cells` cells of each kind with its word, and what stands before and after that."""
    kinds: list[tuple[str, str, str]] = [
        *((glyphs.cells[STATES[state]], PLAIN_STATES[state], STATES[state]) for state in LEGEND),
        (glyphs.rework, "rejected", REJECTED),
        (glyphs.taken, TAKEN, LANE_TAKEN),
    ]
    pieces: list[StyledText] = [(" ", "")]
    for glyph, role, name in kinds:
        pieces += [(glyph * cells, role), (f"{gap}{words.get(name, name)}{after}", "muted")]
    return pieces


def _cells_of(pieces: Iterable[StyledText]) -> int:
    """Return how many cells a row takes, without blanks at its end."""
    return width_of("".join(text for text, _ in pieces).rstrip())
