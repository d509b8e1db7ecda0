"""What a screen declares before a frame is made: the parts of the run that it is going to draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from site_sim.player.outline import Outline
from site_sim.state.history.keyframes import Row


class TimeScale(msgspec.Struct, frozen=True):
    """Cells of equal time: `count` of `step` ns each, from number `first` on."""

    step: int
    first: int
    count: int

    def column(self, at: int) -> int:
        """Return the cell that contains a time (ns), counted from the first."""
        return at // self.step - self.first


class TimelineNeeds(msgspec.Struct, frozen=True):
    """A part of the timeline: some of its rows, and the cells of each."""

    rows: Sequence[Row]
    scale: TimeScale
    place: tuple[Row, int] | None = None
    """A row and a time (ns) of which everything is to be known."""


class TaskNeeds(msgspec.Struct, frozen=True):
    """The tasks that are listed in rows, one below the other."""

    places: range
    """Which of those in the list are in view, counted from the top."""
    whos: Sequence[int]
    """These, and others by which they are drawn."""
    strip_cells: int = 0
    """Cells of the recent past of each worker."""
    top: int = 0
    """The row at which the view begins."""


class LaneNeeds(msgspec.Struct, frozen=True):
    """The lanes: all of them if there are few, else some of those that are taken."""

    all_up_to: int
    """The most lanes of which all are shown."""
    taken: int
    """How many of those that are taken are shown where there are more."""


class CodeNeeds(msgspec.Struct, frozen=True):
    """The coroutines, or what the events of a recording tell of them."""

    listed: int
    """How many of those who are at something are listed, where there are events alone."""


class Needs(msgspec.Struct, frozen=True):
    """What a screen is going to draw; what is not declared here is not in the frame."""

    timeline: TimelineNeeds | None = None
    code: CodeNeeds | None = None
    tasks: TaskNeeds | None = None
    has_map: bool = False
    """Whether the states of all tasks in the list are shown."""
    queue: range = range(0)
    """Places in the queue, from 0 on, whose jobs are shown."""
    lanes: LaneNeeds | None = None
    has_details: bool = False
    """Whether the selected task or job is described."""
    has_response_times: bool = False
    """Whether the times of all jobs that left are shown."""
    figures: int | None = None
    """Cells of the recent past whose figures are shown."""
    tracks: Sequence[Declare] = ()
    """For each track of a race, what declares the needs of its picture; () where none is shown."""
    has_review: bool = False
    """Whether it is shown what came of the tracks of a race, and why."""
    has_news: bool = True
    """Whether it is shown what has just happened."""
    has_crew_times: bool = False
    """Whether it is shown how the crew has spent its time."""


Declare = Callable[[Outline], Needs]
"""Tells what a screen needs of a moment."""


def nothing(outline: Outline) -> Needs:  # noqa: ARG001 - as all that declare
    """Declare no need beyond what is in every frame."""
    return Needs()
