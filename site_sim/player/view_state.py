"""What the person is looking at, and how: everything on screen that is not the site itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

import msgspec

from site_sim.log.cast import NOBODY

SLOWEST, FASTEST = 1 / 16, 1024.0
AS_FAST_AS_IT_CAN = float("inf")
BASE_CELL_NS = 250_000_000
"""How long a cell of the strips is at speed 1, in simulated nanoseconds."""


ScreenName = Literal["site", "timeline", "code"]
"""A screen that shows one run."""
PlaceName = Literal["site", "timeline", "code", "race"]
"""Any screen that shows runs: a race has one, too."""
FigureName = Literal["", "done", "waiting", "rate"]
"""A count of jobs that can be shown in large, or how many are done a second; "" for none."""
FIGURES: tuple[FigureName, ...] = get_args(FigureName)


class Selection(NamedTuple):
    """What is selected: a worker (or foreman, accept) by who it is, or a job by its number."""

    kind: Literal["task", "job"]
    number: int


NOTHING = Selection("task", NOBODY)
"""What is selected where nothing is."""


class TimelineView(msgspec.Struct, frozen=True):
    """Which times the timeline shows, and the place that its cursor is at; times are ns."""

    step: int = 0
    """How long a cell is; 0 is as long as suits the run."""
    first: int = 0
    """The number of the first cell in view, but for what the playhead or the run's end ask for."""
    follows: bool = True
    """It keeps the playhead in view."""
    fits: bool = False
    """It keeps the whole run in view."""
    cursor: tuple[int, int] | None = None
    """A row, a task or a lane by its number, and a time."""


class RaceView(msgspec.Struct, frozen=True):
    """How a race is being looked at."""

    chosen: int = 0
    """The track that is pointed at, by its number from 0 on."""
    alone: bool = False
    """Commands are for that track alone."""
    predicted: tuple[int, ...] = ()
    """The tracks in the order in which they were predicted to end; () where nobody did."""
    outcome: bool = False
    """What came of the tracks is shown in their place."""


class ViewState(msgspec.Struct, frozen=True):
    """How the site is being looked at: what a person chose, and nothing that was measured.

    `speed` is simulated seconds a second.
    """

    paused: bool = False
    speed: float = 1.0
    steady_speed: float = 1.0
    """The last speed that was a number: what comes after as fast as it can."""
    follow: bool = True
    """The chain scrolls to where something happens."""
    selected: Selection = NOTHING
    screen: PlaceName = "site"
    native: bool = False
    """The code screen tells what the moment would look like in plain Python."""
    zoomed: Mapping[PlaceName, str] = {}
    """The panel that has the whole screen, by its id, on each screen where one has."""
    scrolls: Mapping[str, int] = {}
    """The first row in view of each panel that was scrolled, by its id, if it has that many."""
    timeline: TimelineView = TimelineView()
    theme: str = ""
    """The theme by its name; "" is the one to start with."""
    caption: bool = True
    """What the scenario says of itself stands on the screen."""
    figure: FigureName = ""
    """What is shown in large."""
    controls: bool | None = None
    """Controls and charts are open, or closed; None is as there is room."""
    log_axis: bool = False
    """The times of a distribution stand on a logarithmic axis."""
    blank: bool = False
    """The screen is empty while somebody speaks, and no time passes."""
    race: RaceView = RaceView()
    """What is pointed at, and said before the start, where several runs are shown."""

    @property
    def stands_still(self) -> bool:
        """Whether no time is to pass."""
        return self.paused or self.blank

    @property
    def zoomed_panel(self) -> str:
        """The panel that has the whole of the screen that is shown; "" for none."""
        return self.zoomed.get(self.screen, "")

    @property
    def cell_ns(self) -> int:
        """How long a cell of the strips is at this speed, in simulated nanoseconds."""
        return round(BASE_CELL_NS * min(self.speed, FASTEST))

    @property
    def speed_text(self) -> str:
        """The speed as it is written: `1/4×`, `8×`, `max`."""
        return speed_text(self.speed)


def speed_text(speed: float) -> str:
    """Return a speed as it is written: `1/4×`, `8×`, `max`."""
    if speed == AS_FAST_AS_IT_CAN:
        return "max"
    is_part = speed < 1 and (1 / speed).is_integer()
    return f"1/{1 / speed:.0f}×" if is_part else f"{speed:g}×"
