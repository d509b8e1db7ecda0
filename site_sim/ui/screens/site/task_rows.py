"""Rows of tasks: rail, name, state, what it does, and its recent past."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from math import ceil

from site_sim.base.overriding import override
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.states import (
    IN_SEND,
    LEAVING,
    SHORT_WORDS,
    STARTING,
    STARTS,
    STATES,
    WORDS,
)
from site_sim.log.cast import SOURCE, Cast
from site_sim.log.events import NO_JOB
from site_sim.player.frame import Frame
from site_sim.player.site_copy import SiteCopy, TaskCopy
from site_sim.player.view_state import Selection
from site_sim.state.entities import BLOCKED, GONE, HANDING_OFF, IDLE, READY
from site_sim.state.history.news import REBUILT
from site_sim.state.history.tiles import CELLS, UNKNOWN
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import (
    BADGES,
    PLAIN_STATES,
    TEXT_STATES,
    StyledText,
    fit,
    width_of,
)
from site_sim.ui.screens.site.activity import (
    ACCIDENTS,
    NewsOfTask,
    accident,
    activity,
    coming_or_going,
    news_of,
    shows_way,
)
from site_sim.ui.screens.site.blocks import Listed
from site_sim.ui.screens.site.rail import LIGHT, MOVES, RAIL_CELLS, WAITS, phase_of, rail_of
from site_sim.ui.theme.glyphs import Glyphs

NARROW, WIDE = 50, 80
"""Widths (cells) from which on a row says more."""
LEAST_ACTIVITY, LEAST_STRIP = 8, 5
"""The cells below which an activity, or a recent past, says nothing."""
WIDEST_NAME, NARROWEST_NAME = 20, 10
"""The most cells of a name, in wide rows and in narrow ones."""
STEPS, FINE_STEPS = 100, 400
"""How finely progress is drawn, in rows that are many, and in rows that are few."""


class TaskRows:
    """Draws the rows of tasks: rail, name, badge, activity and, with `shows_strip`, recent past.

    `steps` says how finely progress is drawn.
    """

    def __init__(self, glyphs: Glyphs, steps: int, shows_strip: bool) -> None:
        self._glyphs = glyphs
        self.steps = steps
        self.shows_strip = shows_strip
        self._frame: Frame
        self._site: SiteCopy
        self._cells = 0
        self.hop_ns = 0
        self._sends_are_calls = False
        self._drawn_as: tuple[int, ...] = ()
        """What the look of all rows depended on in the last frame."""
        self._divided_for: tuple[str, Cast, int, int, bool] | None = None
        """What the width was last divided for: model, cast, workers, cells and `shows_strip`."""
        self._name_cells = self._word_cells = self._activity_cells = 0
        self.strip_cells = 0
        """Cells of the recent past on a task's own row."""
        self._looks = looks_of(glyphs.cells, glyphs.vertical)
        self._names: tuple[Cast | None, int, dict[int, str]] = None, 0, {}
        """The cast and the cells that names were written for, and the names by task."""

    def prepare(self, frame: Frame, cells: int) -> bool:
        """Take what all rows of a frame depend on; True if rows drawn before look different now."""
        self._frame, self._site = frame, frame.site
        self.hop_ns = frame.site.settings.hop_ns
        self.divide(frame.site, cells)
        columns = self._name_cells, self._word_cells, self._activity_cells, self.strip_cells
        before, self._drawn_as = self._drawn_as, (self._sends_are_calls, cells, *columns)
        return before != self._drawn_as

    def divide(self, site: Listed, cells: int) -> None:
        """Divide the width among name, word, activity and, on the same row, the recent past."""
        needs = (site.settings.model, site.cast, site.workers, cells, self.shows_strip)
        if needs == self._divided_for:
            return
        self._divided_for = needs
        self._cells = cells
        self._sends_are_calls = MODEL_FACTS[site.settings.model].sends_are_calls
        is_wide = cells >= NARROW
        name = self._longest_name(site.cast, site.workers, is_wide)
        words = (WORDS if is_wide else SHORT_WORDS).values()
        word = max(map(len, (*words, IN_SEND) if self._sends_are_calls else words))
        left = self._cells - RAIL_CELLS - (name + 1) - (word + 4) - 1
        room = left
        if self.shows_strip and left >= LEAST_ACTIVITY + LEAST_STRIP + 1:
            most = 12 if not is_wide else 18 if self._cells < WIDE else 32
            room = min(left - LEAST_STRIP - 1, most)
        self._name_cells, self._word_cells = name, word
        self._activity_cells = max(0, room)
        self.strip_cells = max(0, left - self._activity_cells - 1) if self.shows_strip else 0

    @staticmethod
    def _longest_name(cast: Cast, workers: int, is_wide: bool) -> int:
        """Return the cells of the longest name, or as many as it gets."""
        longest = max((width_of(member.name) for member in cast.members.values()), default=0)
        longest = min(longest, WIDEST_NAME if is_wide else NARROWEST_NAME)
        if not cast.can_grow:
            return longest
        last = max(0, workers - 1)
        whole, short = width_of(cast.crew_name(last)), width_of(cast.short_crew_name(last))
        fits = whole <= WIDEST_NAME if is_wide else whole < NARROWEST_NAME
        return max(longest, whole if fits else short)

    # -- what a row depends on -------------------------------------------------------------

    def key(self, task: TaskCopy, rail: StyledText, marked: bool) -> Hashable:
        """Return everything that the look of a task's row depends on."""
        return (
            task.who,
            task.state,
            task.job,
            task.to,
            task.inbox,
            task.inbox_length,
            self._progress(task),
            (task.dead, task.starting, task.leaving, marked),
            rail,
            self._about_site() if task.who < 0 else None,
            self._own_past(task) if self.shows_strip else None,
            self._news(task),
        )

    def _about_site(self) -> Hashable:
        """Return what the words of an idle source or sink depend on."""
        site = self._site
        return not site.queue.length, site.done, site.rejected, site.scrapped

    def _news(self, task: TaskCopy) -> NewsOfTask | None:
        """Return what has just happened to a task; None if nothing has."""
        event = self._site.news.happened.get(task.who)
        if event is None:
            return None
        cells = 1 if event.kind in ACCIDENTS else self._activity_cells
        return news_of(event, self._site.at, self._frame.view.cell_ns, cells)

    def is_marked(self, task: TaskCopy) -> bool:
        """Return whether a task is selected, or has the selected job in hand."""
        kind, number = self._frame.view.selected
        return number == task.who if kind == "task" else number == task.job != NO_JOB

    def past(self, task: TaskCopy) -> bytes:
        """Return the recent past of a task, a byte a cell of time."""
        return self._site.strips.get(task.who, b"")

    def _own_past(self, task: TaskCopy) -> bytes:
        """Return the recent past that stands on the task's own row."""
        if self.strip_cells < LEAST_STRIP or task.who < 0:
            return b""
        return self.past(task)

    def _progress(self, task: TaskCopy) -> int:
        """Return how much of its work, or of its way to accept, is done, in `steps`."""
        if task.state is HANDING_OFF:
            phase = phase_of(task, self._site.at, self.hop_ns)
            return int(self.steps * phase) if shows_way(task, self._site) else 0
        if task.state is READY or task.state.working:
            card = self._site.jobs.get(task.job)
            return int(self.steps * card.progress) if card else 0
        return 0

    # -- drawing ---------------------------------------------------------------------------

    def pieces(self, task: TaskCopy, rail: StyledText) -> Iterable[StyledText]:
        """Yield the text of a task's row."""
        news, cells = self._news(task), self._activity_cells
        has_past = self.shows_strip
        if self.shows_strip and task.who < 0 and self.strip_cells:  # it has no past
            cells, has_past = cells + 1 + self.strip_cells, False
        yield rail
        if news is not None and news.kind in ACCIDENTS:
            yield self._name(task), "banner"
            yield accident(news, self._word_cells + 5 + cells, self._glyphs), "banner"
        else:
            yield from self._calm_pieces(task, news, cells)
        if has_past:
            yield " ", ""
            yield from strip(self._own_past(task), self.strip_cells, self._looks)

    def _calm_pieces(
        self, task: TaskCopy, news: NewsOfTask | None, cells: int
    ) -> Iterable[StyledText]:
        """Yield name, badge and activity, or what has happened in the `cells` of the activity."""
        is_calm = task.state is IDLE or task.state is GONE
        yield self._name(task), "muted" if is_calm and not task.dead else "strong"
        yield self._badge(task)
        yield " ", ""
        if news is not None:
            yield from coming_or_going(news, task.job, cells, self._glyphs)
            return
        progress = self._progress(task) / self.steps
        yield from activity(task, self._site, cells, self._glyphs, progress)

    def _name(self, task: TaskCopy) -> str:
        """Return a task's name in the cells that are kept for it, and a blank."""
        cast, cells = self._site.cast, self._name_cells
        if (cast, cells) != self._names[:2]:
            self._names = cast, cells, {}
        names = self._names[2]
        if task.who not in names:
            names[task.who] = fit(self._label(task, cast), cells, self._glyphs.ellipsis) + " "
        return names[task.who]

    def _label(self, task: TaskCopy, cast: Cast) -> str:
        name = cast.name_of(task.who).upper()
        fits = width_of(name) <= self._name_cells or task.who in cast.members
        return name if fits else cast.short_name(task.who).upper()

    def _badge(self, task: TaskCopy) -> StyledText:
        """Return the sign and the word of a task's state; a task at work stands out."""
        glyphs = self._glyphs
        sign, word = glyphs.states[STATES[task.state]], self._word(task)
        role = BADGES[task.state] if task.state.working else TEXT_STATES[task.state]
        if task.dead:
            role = "banner"
        elif task.starting:
            sign, role = glyphs.up, "accent"
        elif task.leaving:
            sign, role = glyphs.down, "accent" if word == LEAVING else role
        return f" {sign} {fit(word, self._word_cells, glyphs.ellipsis)} ", role

    def _word(self, task: TaskCopy) -> str:
        is_wide = self._cells >= NARROW
        if task.starting:
            return STARTING if is_wide else STARTS
        if task.leaving and task.state is IDLE:
            return LEAVING
        if task.state is BLOCKED and self._sends_are_calls:
            return IN_SEND
        return (WORDS if is_wide else SHORT_WORDS)[STATES[task.state]]


def looks_of(signs: Mapping[str, str], rebuilt: str) -> tuple[str, ...]:
    """Return the signs of the states by `State`, and that of REBUILT, as a strip needs them."""
    return (*(signs[name] for name in STATES), rebuilt)


@lru_cache(maxsize=1024)
def strip(past: bytes, cells: int, looks: tuple[str, ...]) -> Sequence[StyledText]:
    """Return a recent past, now at the right end of `cells` cells; a piece a run of equal ones.

    `looks` says what a cell looks like, by `State`; the last is that of REBUILT.
    """
    scale = strip_scale(cells)
    pieces = [(" " * (cells - len(past) * scale), "")]
    for state, run in groupby(past):
        length = len(list(run)) * scale
        if state == UNKNOWN:
            pieces.append((" " * length, ""))
        elif state == REBUILT:
            pieces.append((looks[state].ljust(scale) * (length // scale), "hazard"))
        else:
            pieces.append((looks[state] * length, PLAIN_STATES[state]))
    return pieces


def cells_of_strip(cells: int) -> int:
    """Return how many cells of time a recent past has that is drawn in so many cells."""
    cells = max(0, cells)
    return cells // strip_scale(cells)


def strip_scale(cells: int) -> int:
    """Return how many cells one of the past takes, so that those kept fill the room."""
    return max(1, ceil(cells / CELLS))


class PinnedRow(RowsPanel):
    """The first task or the last, such as the foreman: one row that does not scroll."""

    DEFAULT_CSS = "PinnedRow { height: 1; overflow-y: hidden; }"
    bar_cells = 1
    rows_to_receiver = 1
    """How far below this row the receiver of its job is."""

    def __init__(
        self,
        glyphs: Glyphs,
        which: Callable[[Cast], int],
        rail: Callable[[TaskCopy], StyledText | None],
        id: str,
    ) -> None:
        super().__init__(glyphs, id=id)
        self._which = which
        """Returns the task of a cast that has this row."""
        self._given_rail = rail
        """Returns the rail beside the task, unless it only tells what the task itself does."""
        self._tasks = TaskRows(glyphs, FINE_STEPS, shows_strip=False)

    @override
    def depends_on(self, frame: Frame) -> object:
        if self._tasks.prepare(frame, self.room):
            self.lines.forget()
        return self.key(0)

    @override
    def row_count(self) -> int:
        return 1

    @override
    def key(self, row: int) -> Hashable:
        task = self._pinned()
        if task is None or self.frame is None:
            return None
        return self._tasks.key(task, self._rail(task), self.is_marked(row))

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        task = self._pinned()
        return self._tasks.pieces(task, self._rail(task)) if task is not None else ()

    @override
    def is_marked(self, row: int) -> bool:
        task = self._pinned()
        return task is not None and self._tasks.is_marked(task)

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        task = self._pinned()
        return Selection("task", task.who) if row == 0 and task is not None else None

    def _pinned(self) -> TaskCopy | None:
        if self.frame is None:
            return None
        site = self.frame.site
        return site.tasks.get(self._which(site.cast))

    def _rail(self, task: TaskCopy) -> StyledText:
        """Return the rail beside the task; where others do not tell, it begins beside a source."""
        given, rail = self._given_rail(task), rail_of(self.glyphs.name)
        if given is not None:
            return given
        assert self.frame is not None
        if self.frame.site.cast.role_of(task.who) != SOURCE:
            return rail.none
        if task.state is HANDING_OFF:
            phase = phase_of(task, self.frame.site.at, self._tasks.hop_ns)
            is_here = phase * (self.rows_to_receiver + 1) < 1
            return rail.token_at_row if is_here else rail.start[MOVES]
        return rail.start[WAITS if task.state is BLOCKED else LIGHT]
