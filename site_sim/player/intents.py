"""What a person wants, as data: intents to the view and the playhead, beside commands to the run.

A key, the mouse, the palette and a script all make the same ones. `apply` is all that an intent
does to the view; a `PlayheadIntent` moves the playhead, which may pause the view.
"""

from __future__ import annotations

from typing import Literal, assert_never

from msgspec.structs import replace

from site_sim.base.limits import HORIZON_NS, HORIZON_S
from site_sim.base.text import clean_line
from site_sim.commands import Command, Tagged
from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.log.search import KINDS, Wanted
from site_sim.player.race_intents import RaceIntent
from site_sim.player.view_state import (
    AS_FAST_AS_IT_CAN,
    FASTEST,
    NOTHING,
    SLOWEST,
    FigureName,
    ScreenName,
    Selection,
    TimelineView,
    ViewState,
)

# -- the view ----------------------------------------------------------------------------------


class SetPaused(Tagged, frozen=True):
    """Stop, on the way to a time or an event too, or let time pass."""

    on: bool


class SetSpeed(Tagged, frozen=True):
    """Simulate `speed` seconds in a real one, or as many as it can."""

    speed: float | Literal["max"]

    def __post_init__(self) -> None:
        """Raise ValueError for a speed that there is not."""
        if self.speed != "max" and not SLOWEST <= self.speed <= FASTEST:
            raise ValueError(f"a speed must be max, or from {SLOWEST} to {FASTEST:g}")


class ShowScreen(Tagged, frozen=True):
    """Show the run on another screen."""

    screen: ScreenName


class Select(Tagged, frozen=True):
    """Select a task or a job in place of what was selected; by default nothing."""

    kind: Literal["task", "job"] = "task"
    number: int = NOBODY


class Toggle(Tagged, frozen=True):
    """Select a task or a job, or nothing if it is selected already."""

    kind: Literal["task", "job"]
    number: int


class SetFollow(Tagged, frozen=True):
    """Scroll the chain to where something happens, or keep it where it is."""

    on: bool


class SetNative(Tagged, frozen=True):
    """Tell the moment in plain Python on the code screen, or show its coroutines there."""

    on: bool


class Zoom(Tagged, frozen=True):
    """Zoom a panel, by its id, to the whole of the screen that is shown; by default none."""

    panel: str = ""


class ScrollPanel(Tagged, frozen=True):
    """Scroll a panel, by its id, to a row; further down only as far as it has rows."""

    panel: str
    row: int


class ShowTimes(Tagged, frozen=True):
    """Show cells of `step` ns each on the timeline, from number `first` on.

    If it follows the playhead, or fits the whole run, it moves on by itself; a step of 0 is as long
    as suits the run.
    """

    step: int = 0
    first: int = 0
    follows: bool = False
    fits: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for times before the run."""
        if self.step < 0 or self.first < 0:
            raise ValueError("neither a step nor the number of a cell is less than 0")


class PutCursor(Tagged, frozen=True):
    """Put the timeline's cursor on a row, a task or a lane by its number, at a time (ns)."""

    row: int
    at: int


class SetTheme(Tagged, frozen=True):
    """Draw with another theme."""

    theme: str


class SetCaption(Tagged, frozen=True):
    """Show what the scenario says of itself, or take it away."""

    on: bool


class ShowFigure(Tagged, frozen=True):
    """Show a count of jobs in large; by default none."""

    figure: FigureName = ""


class ShowControls(Tagged, frozen=True):
    """Open the panel with controls and charts, or close it."""

    on: bool


class SetLogAxis(Tagged, frozen=True):
    """Draw the times of a distribution on a logarithmic axis, or on one of equal steps."""

    on: bool


class SetBlank(Tagged, frozen=True):
    """Empty the screen, and let no time pass; or show all again."""

    on: bool


ViewIntent = (
    SetPaused
    | SetSpeed
    | ShowScreen
    | Select
    | Toggle
    | SetFollow
    | SetNative
    | Zoom
    | ScrollPanel
    | ShowTimes
    | PutCursor
    | SetTheme
    | SetCaption
    | ShowFigure
    | ShowControls
    | SetLogAxis
    | SetBlank
)
"""What a person can do to the view."""


def apply(view: ViewState, intent: ViewIntent) -> ViewState:
    """Return the view after an intent."""
    match intent:
        case SetPaused(on):
            return replace(view, paused=on)
        case SetSpeed(speed):
            if speed == "max":
                return replace(view, speed=AS_FAST_AS_IT_CAN)
            return replace(view, speed=speed, steady_speed=speed)
        case ShowScreen(screen):
            return replace(view, screen=screen)
        case Select(kind, number):
            return replace(view, selected=Selection(kind, number))
        case Toggle(kind, number):
            chosen = Selection(kind, number)
            return replace(view, selected=NOTHING if view.selected == chosen else chosen)
        case SetFollow(on):
            return replace(view, follow=on)
        case SetNative(on):
            return replace(view, native=on)
        case Zoom(panel):
            others = {name: each for name, each in view.zoomed.items() if name != view.screen}
            return replace(view, zoomed=others | ({view.screen: panel} if panel else {}))
        case ScrollPanel(panel, row):
            return replace(view, scrolls={**view.scrolls, panel: row})
        case ShowTimes(step, first, follows, fits):
            cursor = view.timeline.cursor
            return replace(view, timeline=TimelineView(step, first, follows, fits, cursor))
        case PutCursor(row, at):
            return replace(view, timeline=replace(view.timeline, cursor=(row, at)))
        case SetTheme(theme):
            return replace(view, theme=theme)
        case SetCaption(on):
            return replace(view, caption=on)
        case ShowFigure(figure):
            return replace(view, figure=figure)
        case ShowControls(on):
            return replace(view, controls=on)
        case SetLogAxis(on):
            return replace(view, log_axis=on)
        case SetBlank(on):
            return replace(view, blank=on)
        case _:
            assert_never(intent)


# -- the playhead ------------------------------------------------------------------------------


LONGEST_NAME = 24
"""Characters of a bookmark's name."""


def _check_reach(ns: int) -> None:
    if ns > HORIZON_NS:
        raise ValueError(f"a run reaches {HORIZON_S:,} s at most")


class Step(Tagged, frozen=True):
    """Go to the next event, and stop there."""


class StepBack(Tagged, frozen=True):
    """Go back one event, and stop there."""


class Seek(Tagged, frozen=True):
    """Show the site at a time (ns) up to the live end; in the past, stop there."""

    at: int


class Jump(Tagged, frozen=True):
    """Go forward or back by a span of time (ns); beyond the live end, simulate."""

    span_ns: int

    def __post_init__(self) -> None:
        """Raise ValueError for a span that leads out of any run."""
        _check_reach(abs(self.span_ns))


class GoTo(Tagged, frozen=True):
    """Go to a time (ns), in the past or ahead, and stop there."""

    at: int

    def __post_init__(self) -> None:
        """Raise ValueError for a time that no run reaches."""
        _check_reach(self.at)


class GoToEvent(Tagged, frozen=True):
    """Go to the next event of some kinds, and about a task or a job, or back to the last one.

    It stops there. No kinds are all kinds; they have the names that a log has.
    """

    kinds: tuple[str, ...] = ()
    who: int | None = None
    job: int | None = None
    back: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for a kind that there is not."""
        unknown = [name for name in self.kinds if name not in Kind.__members__]
        if unknown:
            raise ValueError(f"there is no kind of event called {unknown[0]!r}")

    @property
    def wanted(self) -> Wanted:
        """The event to look for."""
        kinds = tuple(Kind[name] for name in self.kinds) or KINDS
        return Wanted(kinds, self.who, self.job)


class GoToCondition(Tagged, frozen=True):
    """Go to the next moment at which a condition becomes true, or back to the last one.

    It stops there. Where the condition holds now, that is the moment at which it does so again.
    `state.conditions.reading` tells what can be asked. In a race it is about one track, and all go
    there.
    """

    text: str
    back: bool = False
    track: int = 0


class PutBookmark(Tagged, frozen=True):
    """Give the present moment a name, in place of another moment that had it."""

    name: str

    def __post_init__(self) -> None:
        """Raise ValueError for a name that nobody could read."""
        is_safe = clean_line(self.name, 2 * LONGEST_NAME) == self.name
        if not self.name.strip() or len(self.name) > LONGEST_NAME or not is_safe:
            raise ValueError(f"a bookmark's name has 1 to {LONGEST_NAME} characters")


class RemoveBookmark(Tagged, frozen=True):
    """Take a bookmark away."""

    name: str


class BringBookmarkBack(Tagged, frozen=True):
    """Bring back the bookmark that was taken away last."""


class GoToBookmark(Tagged, frozen=True):
    """Go to the moment that has a name, and stop there."""

    name: str


class Stop(Tagged, frozen=True):
    """Stop on the way to a time; on the way to an event, go back to where that began."""


class Restore(Tagged, frozen=True):
    """Bring back the future that a command in the past cut off."""


class Undo(Tagged, frozen=True):
    """Take the last command back: the run goes on from before it, and its future can be restored.

    It is the last before the playhead.
    """


class GiveUp(Tagged, frozen=True):
    """Give up the re-execution that is under way; the run stays as it was."""


PlayheadIntent = (
    Step
    | StepBack
    | Seek
    | Jump
    | GoTo
    | GoToEvent
    | GoToCondition
    | PutBookmark
    | RemoveBookmark
    | BringBookmarkBack
    | GoToBookmark
    | Stop
    | Restore
    | Undo
    | GiveUp
)
"""What a person can do to the playhead, and to the moments that have names."""


# -- the run -----------------------------------------------------------------------------------


class Restart(Tagged, frozen=True):
    """Start again with the present settings: with the same seed, or with the next one.

    Or start again as the scenario was opened, whatever was changed since. A recording is played
    again from its start.
    """

    new_seed: bool = False
    as_opened: bool = False


class OpenScenario(Tagged, frozen=True):
    """Run another scenario: one that ships, or a file; "" is the job file that was opened alone."""

    name: str


Intent = ViewIntent | PlayheadIntent | Restart | OpenScenario
"""Everything that a person can want beside a command to the run."""
Wish = Intent | RaceIntent | Command
"""Everything that a person can want; of a run that is no race, all but a `RaceIntent`."""
