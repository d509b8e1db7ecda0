"""What a screen draws in one frame: the site, how it is looked at, and where in the run one is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from site_sim.player.needs import Needs, TimeScale
from site_sim.player.outline import Outline, PlayheadState
from site_sim.player.site_copy import SiteCopy, TaskCopy
from site_sim.player.track_facts import TrackFacts
from site_sim.player.view_state import ViewState
from site_sim.state.history.keyframes import Row

if TYPE_CHECKING:
    from site_sim.inspection.coroutines import CoroutineSnapshot
    from site_sim.inspection.upcoming import UpcomingEvents
    from site_sim.player.race_review import RaceReview
    from site_sim.state.distribution import RankedTimes
    from site_sim.state.history.job_path import Leg
    from site_sim.state.history.spans import Span


class Progress(msgspec.Struct, frozen=True):
    """How a player gets on with what was asked of it."""

    real_speed: float = 1.0
    """How many simulated seconds really pass in a second."""
    is_behind: bool = False
    """The simulation can't keep up with the speed asked for."""
    destination: int | None = None
    """The time ahead (simulated ns) that it is on the way to."""


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
    busy: Sequence[TaskCopy] = ()
    """The first of those who are then at something, by number."""
    busy_count: int = 0
    """How many are at something in all."""

    @property
    def is_complete(self) -> bool:
        """Whether all is there that can be had."""
        return self.coroutines is not None or bool(self.fault)

    @property
    def lines(self) -> Mapping[int, tuple[str, int]]:
        """The function and line each task stands at, by who it is, as far as that is known."""
        return self.implied if self.coroutines is None else self.coroutines.lines


class PlaceData(msgspec.Struct, frozen=True):
    """What is known of a place on the timeline: of a row at a time."""

    row: Row
    at: int
    """A time (ns)."""
    cell: int
    """The cell that contains it, as `tiles` make them, or UNKNOWN."""
    is_before: bool
    """The row had not begun yet."""
    span: Span | None
    """What went on there; None while it is searched for."""


class TimelineData(msgspec.Struct, frozen=True):
    """The past of some rows, for the timeline screen."""

    workers: int
    lanes: int
    """How many there ever were at once."""
    scale: TimeScale
    cells: Mapping[Row, bytes]
    """The cells of each row, a byte each: computed, guessed, or UNKNOWN."""
    legs: Sequence[Leg]
    """The way of the selected job; the same object while it goes no further."""
    place: PlaceData | None
    """What is pointed at."""
    is_complete: bool = True
    """Whether nothing of it is a guess, or is searched for still."""

    def shows(self, row: Row, at: int) -> bool:
        """Return whether the cell of a row at a time (ns) is one of these."""
        return row in self.cells and 0 <= self.scale.column(at) < self.scale.count


class TrackFrame(msgspec.Struct, frozen=True):
    """One track of a race: how it stands among all, and its own run."""

    facts: TrackFacts
    frame: Frame


class RaceData(msgspec.Struct, frozen=True):
    """All tracks of a race at one moment, for the screen of a race."""

    tracks: Sequence[TrackFrame]
    """In the order in which they were given."""
    is_over: bool
    """Whether nothing more can happen in any run."""
    runs_to_the_end: bool = False
    """Whether it is on the way to that."""
    is_reading: bool = False
    """Whether a recording is still being read, so that the race has not begun."""
    have_same_jobs: bool = True
    """Whether all tracks are to have the same jobs, at the same times."""
    review: RaceReview | None = None
    """What came of the tracks; only where it is shown."""


class Frame(msgspec.Struct, frozen=True):
    """All that a widget may show: the site, how it is looked at, and where in the run one is."""

    outline: Outline
    needs: Needs
    """What was declared."""
    site: SiteCopy
    view: ViewState
    playhead: PlayheadState
    progress: Progress
    title: str
    """What the run is called."""
    code: CodeData | None = None
    """Only where the code is shown."""
    timeline: TimelineData | None = None
    """Only where the timeline is shown."""
    response_times: RankedTimes | None = None
    """How long the jobs took that left; only where they are shown."""
    race: RaceData | None = None
    """Only where a race is shown: the frame beside it is then that of the track pointed at."""
    refusals: Mapping[str, str] = {}
    """What can't be done with this run (see `Abilities`), each with the reason."""
    recording: str = ""
    """What is to be known of a recording, in a sentence; "" for a simulation."""
    has_job_file: bool = False
    """Whether it is real work: the jobs come from a file, at no rate that is set."""
    settings_told: Collection[str] | None = None
    """The keys of the settings that a recording tells; None where all are known."""

    @property
    def is_complete(self) -> bool:
        """Whether another frame of the same moment would have nothing more to show."""
        parts = (self.code, self.timeline)
        return all(part is None or part.is_complete for part in parts)

    def is_told(self, setting: str) -> bool:
        """Return whether the value of a setting is known, and no default."""
        return self.settings_told is None or setting in self.settings_told

    def is_selected(self, kind: str, number: int) -> bool:
        """Return whether that task or job is the selected one."""
        return self.view.selected == (kind, number)
