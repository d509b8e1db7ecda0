"""What a screen draws in one frame: the site, how it is looked at, and where in the run one is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import msgspec

from site_sim.player.view_state import ViewState
from site_sim.state.history.markers import Markers
from site_sim.state.site import SiteState

if TYPE_CHECKING:
    from site_sim.inspection.coroutines import CoroutineSnapshot
    from site_sim.inspection.upcoming import UpcomingEvents
    from site_sim.state.history.timeline import Timeline  # importing it takes 6 ms


class Progress(msgspec.Struct, frozen=True):
    """How a player gets on with what was asked of it."""

    real_speed: float = 1.0
    """How many simulated seconds really pass in a second."""
    is_behind: bool = False
    """The simulation can't keep up with the speed asked for."""
    destination: int | None = None
    """The time ahead (simulated ns) that it is on the way to."""


class PlayheadState(msgspec.Struct, frozen=True):
    """Where in the run one is; times are simulated nanoseconds."""

    at: int
    end: int
    """The live end."""
    seq: int
    """Events that have happened."""
    length: int
    """Events of the whole log."""
    is_live: bool
    markers: Markers
    fork_progress: float | None = None
    """How far the re-execution is that a command in the past needs, 0 to 1."""
    can_restore: bool = False
    """A future was abandoned, and can be had back."""
    looking_for: str = ""
    """The event that it runs on to, in words; "" for none."""


class CodeData(msgspec.Struct, frozen=True):
    """The coroutines as they really stand, for the code screen."""

    coroutines: CoroutineSnapshot | None
    """None while the run up to the playhead is being executed again."""
    upcoming: UpcomingEvents
    focus: int
    """Who is described in full: the selected one, else the one that acts."""
    progress: float
    """How much of the run has been executed again, 0 to 1."""
    fault: str
    """Why the coroutines can't be had."""
    is_simulated: bool = True
    """Whether there are coroutines at all: a recording has none."""
    implied: Mapping[int, tuple[str, int]] = {}
    """The function and line that the events imply for each task, where nothing else is known."""

    @property
    def lines(self) -> Mapping[int, tuple[str, int]]:
        """The function and line each task stands at, by who it is, as far as that is known."""
        return self.implied if self.coroutines is None else self.coroutines.lines


class TimelineData(msgspec.Struct, frozen=True):
    """The past of everyone, for the timeline screen."""

    timeline: Timeline
    refine: Callable[[], bool]
    """Works on what the timeline is to show, as far as the budget of a frame goes."""


class Snapshot(msgspec.Struct, frozen=True):
    """All that a widget may show: the site, how it is looked at, and where in the run one is."""

    state: SiteState
    view: ViewState
    playhead: PlayheadState
    progress: Progress
    title: str
    """What the run is called."""
    code: CodeData | None = None
    """Only where the code is shown."""
    past: TimelineData | None = None
    """Only where the timeline is shown."""
    refusals: Mapping[str, str] = {}
    """What can't be done with this run (see `Abilities`), each with the reason."""
    recording: str = ""
    """What is to be known of a recording, in a sentence; "" for a simulation."""
    settings_told: Collection[str] | None = None
    """The keys of the settings that a recording tells; None where all are known."""

    def is_told(self, setting: str) -> bool:
        """Return whether the value of a setting is known, and no default."""
        return self.settings_told is None or setting in self.settings_told

    def is_selected(self, kind: str, number: int) -> bool:
        """Return whether that task or job is the selected one."""
        return self.view.selected == (kind, number)
