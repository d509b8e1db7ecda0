"""The rail: the three cells before a row that show which task hands jobs to which.

It is light where nothing happens, heavy in the colour of `blocked` along every send that waits
(so that nested calls look like the call stack they are), and heavy in the colour of a hand-off
behind a job that moves down it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from site_sim.log.cast import NOBODY
from site_sim.player.site_copy import SiteCopy, TaskCopy
from site_sim.state.history.news import MOST_HAND_OFFS
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.theme.glyphs import GLYPHS

RAIL_CELLS = 3
LIGHT, WAITS, MOVES = range(3)
"""What a stretch of the rail is like: nothing happens, a send waits, a job has just passed."""
SHORT = 4
"""A hop is too short to be seen if it takes less than this part of a cell of the strips."""
_ROLES = ("line", "state-blocked", "state-handing-off")


class Rail:
    """The pieces of one set of glyphs, by what the stretches above and below a row are like."""

    def __init__(self, name: str) -> None:
        """Take the set of that name."""
        glyphs = GLYPHS[name]
        upright, branch, end, start, passing, across = tuple(glyphs.heavy)
        light = (
            glyphs.vertical,
            glyphs.tees[0] + glyphs.horizontal,
            glyphs.corners[2] + glyphs.horizontal,
            glyphs.corners[0] + glyphs.horizontal,
        )
        heavy = (upright, branch + across, end + across, start + across)
        shapes = (light, heavy, heavy)
        self.none: StyledText = (" " * RAIL_CELLS, "")
        self.token: StyledText = (glyphs.token + "  ", "token")
        self.token_at_row: StyledText = (glyphs.token + across + " ", "token")
        self.through = tuple(_piece(shapes[kind][0], kind) for kind in range(3))
        """Between two rows."""
        self.branch = tuple(_piece(shapes[kind][1], kind) for kind in range(3))
        self.end = tuple(_piece(shapes[kind][2], kind) for kind in range(3))
        """Beside the row where the stretch comes to its end."""
        self.start = tuple(_piece(shapes[kind][3], kind) for kind in range(3))
        """Beside the row where it begins."""
        self.passing = tuple(
            _piece(text, kind)
            for kind, text in enumerate((light[1], passing + across, passing + across))
        )
        """Beside a row that it goes past."""

    def beside(self, above: int, below: int, last: bool) -> StyledText:
        """Return what stands beside a row, between the stretches above and below it."""
        if below != LIGHT:
            return self.branch[below] if above != LIGHT else self.start[below]
        if above != LIGHT:
            return self.end[above]
        return self.end[LIGHT] if last else self.branch[LIGHT]


def _piece(text: str, kind: int) -> StyledText:
    return text.ljust(RAIL_CELLS), _ROLES[kind]


@cache
def rail_of(name: str) -> Rail:
    """Return the rail of the set of glyphs with that name."""
    return Rail(name)


def phase_of(task: TaskCopy, at: int, hop_ns: int) -> float:
    """Return how much of a task's hop has passed at a time (ns), 0 to 1."""
    return min(1.0, (at - task.since) / hop_ns) if hop_ns else 0.0


class Landed(NamedTuple):
    """The jobs that were handed on just now, and are still shown where they went."""

    ways: Collection[tuple[int, int]] = ()
    """Each giver with its receiver; none where they are too many to be followed."""
    jobs: Mapping[int, int] = {}
    """The job that has come to a task, by the task."""

    @classmethod
    def of(cls, site: SiteCopy, hop_ns: int, cell_ns: int) -> Landed:
        """Return those whose hops were too short to be seen, and those that no rail leads to.

        A hop takes `hop_ns`, and a cell of the strips is `cell_ns` long.
        """
        last, is_short = site.cast.last, hop_ns * SHORT < cell_ns
        shown = [each for each in site.news.hand_offs if is_short or each.to == last != NOBODY]
        if not shown:
            return NONE_LANDED
        receivers = {each.job: each.to for each in shown}
        is_crowd = len(shown) == MOST_HAND_OFFS  # too many ways to be followed by eye
        ways = () if is_crowd else {(each.who, each.to) for each in shown}
        return cls(ways, {to: job for job, to in receivers.items()})


NONE_LANDED = Landed()
