"""The panel of one track of a race: who is ahead, and why, from the track's own frame."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from textual import events
from textual.message import Message

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.player.needs import LaneNeeds, Needs
from site_sim.player.outline import Outline
from site_sim.player.track_facts import TrackFacts
from site_sim.player.view_state import ViewState
from site_sim.ui.drawing.masonry.pieces import Cells
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, fit
from site_sim.ui.drawing.title import MARGIN
from site_sim.ui.screens.race.crew_picture import detail_for, strip_needs
from site_sim.ui.screens.race.track_layout import Columns, Direction, columns_for, lines_for
from site_sim.ui.screens.race.track_rows import LyingTrack, UprightTrack
from site_sim.ui.screens.race.track_words import remarks
from site_sim.ui.theme.glyphs import ASCII, Glyphs

MOST_LANES = 32
"""Of more lanes only those are counted that are taken."""


class TrackChosen(Message):
    """The person clicked on a track, which is known by its place among them, from 0 on."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__()


class TrackPanel(RowsPanel):
    """Shows one track. `number` is its place among those of the race.

    All tracks are given the same size, and facts to the same scale, so that they can be compared.
    """

    DEFAULT_CSS = """
    TrackPanel {
        overflow: hidden hidden;
        background: $surface;
        border: round $border-blurred;
        border-title-color: $text-muted;
        border-title-style: bold;
        border-subtitle-color: $hazard-text;
    }
    TrackPanel.-chosen {
        border: round $border;
        border-title-color: $text-accent;
    }
    TrackPanel.-ascii {
        border: ascii $border-blurred;
    }
    TrackPanel.-ascii.-chosen {
        border: ascii $border;
    }
    TrackPanel.-lines, TrackPanel.-lines.-chosen {
        border: none;
    }
    TrackPanel.-ascii.-lines, TrackPanel.-ascii.-lines.-chosen {
        border: none;
    }
    """

    def __init__(self, glyphs: Glyphs, number: int) -> None:
        super().__init__(glyphs, id=f"track-{number}", classes=f"-{glyphs.name}")
        self._number = number
        self._upright = UprightTrack(glyphs)
        self._lying = LyingTrack(glyphs)
        self._facts: TrackFacts | None = None
        self._direction: Direction = "columns"
        self._rows: Sequence[Cells] = ()
        self._titled: Hashable = ()
        """What the titles say that it has, and how many cells there were for them."""

    def lie(self, direction: Direction) -> None:
        """Stand beside the other tracks, or lie above them."""
        if direction != self._direction:
            self._direction = direction
            self.set_class(direction == "lines", "-lines")

    def show_track(self, frame: Frame, facts: TrackFacts) -> None:
        """Draw what has changed on the track since the last frame."""
        self._facts = facts
        if facts.standing.is_chosen != self.has_class("-chosen"):  # to set it again takes longer
            self.set_class(facts.standing.is_chosen, "-chosen")
        self.show(frame)

    def needs(self, outline: Outline, most_workers: int) -> Needs:
        """Return what is drawn of a moment, while no track has more workers than that."""
        crew = self._columns(outline.view, most_workers).crew
        width, is_beside = self.size.width, self._direction == "columns"
        has_strips = is_beside and detail_for(most_workers, width, crew) == "strips"
        return Needs(
            tasks=strip_needs(outline, width) if has_strips else None,
            has_map=not has_strips,
            lanes=LaneNeeds(MOST_LANES, taken=0),
            figures=0 if outline.view.figure == "rate" else None,
            has_news=False,
            has_crew_times=True,
        )

    @override
    def prepare(self, frame: Frame) -> None:
        facts = self._facts
        assert facts is not None
        if self._direction == "columns":
            columns = self._columns(frame.view, facts.scale.most_workers)
            self._rows = self._upright.rows(frame, facts, columns)
            self._set_titles(facts)
        else:
            self._rows = [*self._lying.rows(frame, facts, lines_for(*self.size))]

    def _columns(self, view: ViewState, most_workers: int) -> Columns:
        has_halves = self.glyphs is not ASCII
        return columns_for(*self.size, most_workers, bool(view.figure), has_halves)

    def _set_titles(self, facts: TrackFacts) -> None:
        glyphs, standing = self.glyphs, facts.standing
        room = self.outer_size.width - MARGIN
        said = room, standing.name, standing.is_chosen, standing.handicap, standing.predicted
        if said == self._titled:
            return
        self._titled = said
        mark = f"{glyphs.pointer} " if standing.is_chosen else ""
        self.heading.set_title(
            mark + fit(standing.name, room - len(mark), glyphs.ellipsis).rstrip()
        )
        self.heading.set_note(f" {glyphs.dot} ".join(text for text, _ in remarks(facts, glyphs)))

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def keys(self, top: int, stop: int) -> Sequence[Hashable]:
        return self._rows[top:stop]

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        return self._rows[row]

    @override
    def on_click(self, event: events.Click) -> None:
        """Choose the track."""
        event.stop()
        self.post_message(TrackChosen(self._number))
