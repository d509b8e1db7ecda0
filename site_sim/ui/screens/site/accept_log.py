"""What became of the jobs: a wall of bricks, and below it the log, the newest at the top."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from site_sim.base.overriding import override
from site_sim.base.quantities import clock, duration
from site_sim.facts.figures import DONE, SERVICE, SOJOURN, WAIT
from site_sim.log.cast import Cast
from site_sim.log.events import Kind
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.player.site_copy import SiteCopy
from site_sim.player.view_state import Selection
from site_sim.state.entities import Verdict
from site_sim.state.verdicts import VerdictTable
from site_sim.ui.drawing.masonry.picture_panel import NO_HEADINGS
from site_sim.ui.drawing.masonry.pieces import unit_captions
from site_sim.ui.drawing.masonry.wall import Brick, Wall, filling, stone_of
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, fit
from site_sim.ui.screens.scrolling import place_in, show_row
from site_sim.ui.theme.glyphs import Glyphs

SIGNS = {
    Kind.Accepted: ("tick", "accepted", ""),
    Kind.Rejected: ("rework", "rejected", "rework"),
    Kind.Scrapped: ("scrap", "rejected", "scrap"),
}
"""The glyph, the role and the word of each verdict; an accepted job shows its time instead."""

NARROW, WIDE = 26, 80
"""Widths (cells) below which a row says less, and from which on it says more."""


class ResultWall:
    """The results as a wall: a brick in the sign and colour of its worker, or a gap."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._wall = Wall(glyphs)
        self._site: SiteCopy | None = None
        self._height = 0
        self.titles: Sequence[str] = ()

    def depends_on(self, frame: Frame) -> object:
        """Return the results so far, and who may have done them."""
        site = frame.site
        return site.verdict_table, site.verdict_count, site.done, site.cast

    def prepare(self, frame: Frame, width: int, height: int) -> None:
        """Build the wall of the results so far."""
        self._site, self._height = frame.site, height
        name, number, glyphs = DONE.name.capitalize(), count(frame.site.done), self._glyphs
        self.titles = f"{name} {glyphs.dot} {number}", f"{name} {number}", f"{glyphs.tick} {number}"
        results = frame.site.verdict_table
        bond = filling(width, height)
        self._wall.build(results, frame.site.verdict_count, self._brick_at, bond)

    def _brick_at(self, number: int) -> Brick:
        """Return the brick of a result, or the gap that it left."""
        assert self._site is not None
        verdict = self._site.verdict_table[number]
        if verdict.kind != Kind.Accepted:
            glyph, role, _ = SIGNS[verdict.kind]
            return Brick(getattr(self._glyphs, glyph), gap_role=role)
        return Brick(sign_of(verdict.worker, self._site.cast), verdict.worker)

    def look(self, row: int) -> Hashable:
        """Return all that the look of a row depends on, counted from the top."""
        return self.pieces(row)

    def pieces(self, row: int) -> Sequence[StyledText]:
        """Return the text of a row."""
        return self._wall.courses[self._height - 1 - row]

    def captions(self) -> Sequence[str]:
        """Return how many results a brick stands for."""
        return unit_captions("brick", "result", self._wall.unit)


def sign_of(worker: int, cast: Cast) -> str:
    """Return the sign of a worker on its bricks: its number, or the beginning of its name."""
    return cast.name_of(worker)[:3] if worker in cast.members else str(worker)


class AcceptLog(RowsPanel, can_focus=True):
    """The latest verdicts, bounded by what the state keeps."""

    bar_cells = 1
    rows_move = rows_pass = True

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="accept-log", classes="lower-half")
        self._top = 0
        self._columns = (0, 0, 0)
        """The cells of the columns for times, job numbers and workers."""
        self._verdicts: list[Verdict] = []
        self._rows = 0
        self._taken: tuple[VerdictTable, int, int, int] | None = None
        """The table that `_verdicts` are from, how many had been given, and what was in view."""

    @override
    def depends_on(self, frame: Frame) -> object:
        site = frame.site
        latest, last = f"#{site.arrived} ", site.cast.short_crew_name(max(0, site.workers - 1))
        self._columns = len(clock(site.at)), len(latest), len(f"{last} ")
        verdicts = site.verdict_table, site.verdict_count
        return verdicts, site.cast, frame.view.selected, self._columns

    @override
    def prepare(self, frame: Frame) -> None:
        self._rows = max(1, len(frame.site.verdicts))
        self._take(frame.site)
        self.heading.set_note(place_in(self, self._rows))

    def headings(self) -> Sequence[StyledText]:
        """Return what stands in the columns, a blank where there is nothing; after `prepare`."""
        if not self._verdicts:
            return NO_HEADINGS
        time_cells, number_cells, _ = self._columns
        when = "" if self.cells < NARROW else f"{'when':>{time_cells}} "
        by = "by" if number_cells > len("job") else ""  # no number has two digits so far
        left = f"{when}  {'job'.ljust(number_cells)}{by}"
        gap = self.cells - len(left) - len(SOJOURN.name)
        right = " " * gap + SOJOURN.name if gap > 0 else ""
        return ((left + right, "muted"),) if len(left) <= self.cells else NO_HEADINGS

    @property
    @override
    def scroll_name(self) -> str:
        return "accepted"

    def _take(self, site: SiteCopy) -> None:
        """Take the verdicts that are in view, unless they are those of the frame before."""
        self._top = top = self.scroll_offset.y
        taken = (site.verdict_table, site.verdict_count, top, self.size.height)
        if taken != self._taken:
            self._taken = taken
            verdicts = site.verdicts
            stop = max(0, len(verdicts) - top)
            self._verdicts = verdicts[max(0, stop - self.size.height) : stop][::-1]

    @override
    def row_count(self) -> int:
        return self._rows if self.frame else 0

    def _verdict(self, row: int) -> Verdict | None:
        index = row - self._top
        return self._verdicts[index] if 0 <= index < len(self._verdicts) else None

    def reveal(self, job: int) -> None:
        """Scroll as far as it takes to see the last verdict on a job, if it is listed."""
        if self.frame is None:
            return
        site = self.frame.site
        place = site.verdict_table.place_of(job, site.verdict_count)
        if place is not None and place >= site.verdict_count - len(site.verdicts):
            show_row(self, site.verdict_count - 1 - place)

    @override
    def key(self, row: int) -> Hashable:
        verdict = self._verdict(row)
        return verdict and (verdict, self._is_selected(verdict), self._columns)

    @override
    def is_marked(self, row: int) -> bool:
        verdict = self._verdict(row)
        return bool(verdict and self._is_selected(verdict))

    def _is_selected(self, verdict: Verdict) -> bool:
        return self.frame is not None and self.frame.view.selected == ("job", verdict.job)

    def _by(self, worker: int, is_wide: bool) -> str:
        """Return the worker that did a job; "nobody" if the job was lost on the way.

        The only consumer is named in wide panels alone.
        """
        assert self.frame is not None
        if worker < 0:
            return "nobody" if is_wide else "-"
        cast = self.frame.site.cast
        if is_wide:
            return cast.name_of(worker)
        return "" if worker in cast.members else cast.short_crew_name(worker)

    def _name_of(self, verdict: Verdict) -> str:
        assert self.frame is not None
        return self.frame.site.log.jobs.name_of(verdict.job)

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        verdict = self._verdict(row)
        if verdict is None:
            yield " nothing yet", "muted"
            return
        width, glyphs = self.cells, self.glyphs
        glyph, role, word = SIGNS[verdict.kind]
        last = " " + (word or duration(verdict.sojourn_ns))
        is_narrow, is_wide = width < NARROW, width >= WIDE
        aside = self._aside(verdict) if is_wide else ""
        time_cells, number_cells, who_cells = self._columns
        when = "" if is_narrow else f"{clock(verdict.at):>{time_cells}} "
        room = max(0, width - len(when) - 2 - len(aside) - len(last))
        yield when, "muted"
        yield getattr(glyphs, glyph) + " ", role
        number = f"#{verdict.job} ".ljust(0 if is_narrow and word else number_cells)
        if len(number) > room:
            number = fit(number.rstrip(), room)
        yield number, "strong"
        room -= len(number)
        who = self._by(verdict.worker, is_wide)
        if 0 < len(who) <= room:  # not half a number
            cells = min(room, max(12 if is_wide else who_cells, len(who) + 1))
            yield who, "muted" if verdict.worker < 0 else f"{stone_of(verdict.worker)}-chip"
            yield " " * (cells - len(who)), ""
            room -= cells
        yield fit(self._name_of(verdict), room, glyphs.ellipsis) if room > 3 else " " * room, ""
        if aside:
            yield aside, "muted"
        yield last, f"{role}-text" if word else ""

    def _aside(self, verdict: Verdict) -> str:
        attempt = f"attempt {verdict.attempt}  " if verdict.attempt > 1 else ""
        waited, worked = duration(verdict.wait_ns), duration(verdict.service_ns)
        return f"  {attempt}{WAIT.name} {waited}, {SERVICE.name} {worked}, {SOJOURN.name}"

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        verdict = self._verdict(row)
        return Selection("job", verdict.job) if verdict is not None else None
