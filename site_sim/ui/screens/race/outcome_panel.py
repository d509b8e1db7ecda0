"""The panel of what came of a race: places and reasons, figures, and how long the jobs took."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from site_sim.base.overriding import override
from site_sim.base.quantities import clock
from site_sim.facts.sentences import say
from site_sim.player.frame import Frame
from site_sim.player.race_review import RaceReview
from site_sim.ui.drawing.charts.cumulative import chart_lines, curves_of
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledRow, StyledText
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.race.outcome_rows import figures_table, ranking, side_by_side
from site_sim.ui.theme.glyphs import Glyphs

TWO_COLUMNS = 110
"""Cells from which on the distribution stands beside places and reasons."""
LEAST_LEFT = 56
LEFT_SHARE = 0.45
"""The least cells of places and reasons then, and the share of all that they have of more."""
GAP = 3
LEAST_CHART = 16
"""Rows of the distribution at least."""


class OutcomePanel(RowsPanel, can_focus=True):
    """Shows what came of the tracks of a race, in as many rows as it takes."""

    DEFAULT_CSS = """
    OutcomePanel { overflow: hidden auto; height: 1fr; display: none; }
    OutcomePanel.-shown { display: block; }
    """
    bar_cells = 1

    def __init__(self, glyphs: Glyphs, keys: KeyBindings[Any]) -> None:
        super().__init__(glyphs, id="outcome", classes="panel")
        self._keys = keys
        self._rows: Sequence[StyledRow] = ()
        self._made_of: tuple[object, ...] = ()
        """What the rows were made of, and for which room."""

    @override
    def prepare(self, frame: Frame) -> None:
        review = frame.race.review if frame.race is not None else None
        if review is None:
            return
        until = say("track.until", time=clock(review.at))
        self.heading.set_title(
            f"{say('track.outcome')} {self.glyphs.dot} {until}", say("track.outcome")
        )
        made_of = review, self.cells, self.size.height, frame.view.log_axis
        if made_of != self._made_of:
            self._made_of = made_of
            rows = outcome_rows(
                review, self.cells, self.size.height, frame.view.log_axis, self.glyphs
            )
            self._rows = [tuple(row) for row in rows]
        self.heading.set_note(f" {self.glyphs.dot} ".join(self._hints()))

    def _hints(self) -> Iterator[str]:
        """Yield the keys that are of use here, and what each does."""
        hints = [("outcome", "track.back"), ("axis", "track.axis")]
        if len(self._rows) > self.size.height:
            hints.append(("scroll-down", "track.more"))
        for action, id in hints:
            if keys := self._keys.keys_of(action):
                yield say(id, key=sign(keys[0]))

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def key(self, row: int) -> Hashable:
        return self._rows[row]

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        return self._rows[row]


def outcome_rows(
    review: RaceReview, width: int, height: int, is_log: bool, glyphs: Glyphs
) -> Sequence[StyledRow]:
    """Return what came of a race in so many cells, and if possible in so many rows."""
    if not review.tracks:
        return [[(f" {say('track.reading')}{glyphs.ellipsis}", "muted")]]
    curves = curves_of(
        [(each.facts.standing.name, each.outcome.response_times) for each in review.tracks], glyphs
    )
    table = [(), *figures_table(review, width, glyphs)]
    if width < TWO_COLUMNS:
        rows = [*ranking(review, width, glyphs), *table, ()]
        room = max(height - len(rows), LEAST_CHART)
        return [*rows, *chart_lines(curves, width, room, is_log, glyphs)]
    left = max(LEAST_LEFT, round(width * LEFT_SHARE))
    places = [*ranking(review, left, glyphs)]
    room = max(len(places), height - len(table), LEAST_CHART)
    chart = chart_lines(curves, width - left - GAP, room, is_log, glyphs)
    return [*side_by_side(places, chart, left + GAP), *table]
