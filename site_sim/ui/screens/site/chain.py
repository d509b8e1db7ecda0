"""The chain: the workers' blocks, scrolled to where something happens."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from site_sim.base.overriding import override
from site_sim.base.quantities import duration
from site_sim.facts.sentences import say
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, Event
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.player.needs import TaskNeeds
from site_sim.player.outline import Outline
from site_sim.player.site_copy import TaskCopy
from site_sim.player.view_state import Selection
from site_sim.state.history.news import MOST_EVENTS
from site_sim.ui.drawing.messages import StoppedFollowing
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.screens.site.activity import ACCIDENTS, ARRIVALS, DEPARTURES
from site_sim.ui.screens.site.blocks import GAP, LINE, STRIP, BlockLayout
from site_sim.ui.screens.site.chain_rail import ChainRail
from site_sim.ui.screens.site.rail import RAIL_CELLS, Landed
from site_sim.ui.screens.site.task_rows import (
    FINE_STEPS,
    STEPS,
    TaskRows,
    cells_of_strip,
    looks_of,
    strip,
)
from site_sim.ui.theme.glyphs import Glyphs

OUT_OF_VIEW = (
    ("news.arrive", ARRIVALS), ("news.leave", DEPARTURES), ("news.hurt", ACCIDENTS)
)  # fmt: skip
"""The sentences about those who have no row in view, and the events that each is about."""


class Chain(RowsPanel, can_focus=True):
    """The tasks, the head of a chain at the top, each in a block of rows; in few only its own."""

    DEFAULT_CSS = "Chain { overflow-y: auto; }"
    bar_cells = 1

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="chain")
        self.blocks = BlockLayout()
        self._rail = ChainRail(self.blocks, glyphs)
        self._tasks = TaskRows(glyphs, STEPS, shows_strip=True)
        signs = (glyphs.cells, glyphs.tops, glyphs.middles, glyphs.feet)
        self._strips = tuple(looks_of(each, glyphs.vertical) for each in signs)
        """What the cells of a recent past look like, for each row of it from STRIP on."""
        self._in_frame: Sequence[TaskCopy | None] = ()
        """The tasks that are in the frame, from the top down."""
        self._first = 0
        """The place of the first of them among all tasks."""

    def fit_blocks(self, outline: Outline, room: int) -> None:
        """Choose how large the blocks are, and how many of `room` rows they take in all."""
        blocks, height = self.blocks, self.blocks.height
        if blocks.fit_blocks(outline, room):
            self._tasks.shows_strip = blocks.pitch == 1
            self._tasks.steps = STEPS if blocks.pitch == 1 else FINE_STEPS
            self.lines.forget()
        if blocks.height != height:
            self.styles.height = blocks.height

    def needs(self, outline: Outline) -> TaskNeeds:
        """Scroll to where something happens, and return what is in view there."""
        blocks, height = self.blocks, self.size.height
        blocks.list_tasks(outline)
        self._tasks.divide(outline, self.room)
        if outline.view.follow:
            who = outline.followed.who
            self.want_row(blocks.top_around(NOBODY if who is None else who, height))
        top = self._geometry.in_view(blocks.rows).start
        places = blocks.in_view(top, height)
        whos = blocks.inner[max(0, places.start - 1) : places.stop]
        cells = self._tasks.strip_cells if blocks.pitch == 1 else self.room - RAIL_CELLS
        return TaskNeeds(places, whos, cells_of_strip(cells), top)

    @override
    def prepare(self, frame: Frame) -> None:
        self.blocks.list_tasks(frame.site)
        needs = frame.needs.tasks
        places = needs.places if needs is not None else range(0)
        whos = self.blocks.inner[places.start : places.stop]
        self._first, self._in_frame = places.start, [*map(frame.site.tasks.get, whos)]
        if needs is not None and self.scroll_offset.y != needs.top:
            self.want_row(needs.top)  # a frame that was kept
        if self._tasks.prepare(frame, self.cells):
            self.lines.forget()
        hop_ns = self._tasks.hop_ns
        landed = Landed.of(frame.site, hop_ns, frame.view.cell_ns)
        self._rail.prepare(frame.site, hop_ns, landed)

    # -- rows ------------------------------------------------------------------------------

    @override
    def row_count(self) -> int:
        return self.blocks.rows

    def rail_beside_end(self, task: TaskCopy) -> StyledText | None:
        """Return the rail beside the first task or the last, where it is not its own business."""
        return self._rail.beside_end(task)

    def _task_at(self, row: int) -> TaskCopy | None:
        """Return the task of a row; None below the last, and of one that is not in the frame."""
        return self._task_in(row // self.blocks.pitch)

    def _task_in(self, block: int) -> TaskCopy | None:
        place = block - self._first
        return self._in_frame[place] if 0 <= place < len(self._in_frame) else None

    @override
    def keys(self, top: int, stop: int) -> Sequence[Hashable]:
        stop, pitch = min(stop, self.row_count()), self.blocks.pitch
        first = top // pitch
        blocks = map(self._keys_of, range(first, -(-stop // pitch)))
        return [*chain.from_iterable(blocks)][top - first * pitch : stop - first * pitch]

    def _keys_of(self, block: int) -> Iterator[Hashable]:
        """Yield of each row of a block what its look depends on."""
        tasks, parts, task = self._tasks, self.blocks.parts, self._task_in(block)
        if task is None:
            yield from [None] * len(parts)
            return
        past, is_marked = tasks.past(task), tasks.is_marked(task)
        for row, part in enumerate(parts, block * len(parts)):
            rail = self._rail.at(row)
            if part == GAP:
                yield rail, rail[1] == "token" and self._rail.label(row)
            elif part == LINE:
                yield tasks.key(task, rail, is_marked)
            else:
                yield rail, past, is_marked

    @override
    def is_marked(self, row: int) -> bool:
        task = self._task_at(row)
        is_above = self.blocks.parts[row % self.blocks.pitch] == GAP
        return task is not None and not is_above and self._tasks.is_marked(task)

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        task = self._task_at(row)
        if task is None:
            return
        part, rail = self.blocks.parts[row % self.blocks.pitch], self._rail.at(row)
        if part == LINE:
            yield from self._tasks.pieces(task, rail)
            return
        yield rail
        if part != GAP:
            cells = self.cells - RAIL_CELLS
            yield from strip(self._tasks.past(task), cells, self._strips[part - STRIP])
        elif rail[1] == "token":
            yield self._rail.label(row), "token"

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        who = self.blocks.who_at(row)
        return Selection("task", who) if who != NOBODY else None

    # -- scrolling -------------------------------------------------------------------------

    @property
    def window(self) -> range:
        """The tasks whose blocks are in view, counted from the first that has not left."""
        shown = self.blocks.in_view(self.scroll_offset.y, self.size.height)
        departed = self.blocks.departed
        return range(max(0, shown.start - departed), max(0, shown.stop - departed))

    def reveal(self, who: int) -> None:
        """Scroll as far as it takes to see a task."""
        row = self.blocks.row_of(who)
        if row is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        first = row - self.blocks.line
        last = first + self.blocks.pitch - 1
        if first < top:
            self.scroll_to(y=first, animate=False, immediate=True)
        elif last >= top + height:
            self.scroll_to(y=last - height + 1, animate=False, immediate=True)

    @override
    def scrolled(self) -> None:
        self.post_message(StoppedFollowing())

    # -- what the panel around it says -----------------------------------------------------

    def _out_of_view(self, happened: Mapping[int, Event]) -> str:
        """Return how many arrive, leave, and have an accident, of those without a row in view."""
        top = self.scroll_offset.y
        rows = range(top, top + self.size.height)
        kinds = [
            event.kind for who, event in happened.items() if self.blocks.row_of(who) not in rows
        ]
        told = []
        for id, among in OUT_OF_VIEW:
            count = sum(kind in among for kind in kinds)
            if count:
                are_all = len(happened) < MOST_EVENTS
                number = f"{count:,}"
                number = number if are_all else say("news.or-more", count=number)
                told.append(say(id, count=number, s="s" * (number == "1")))
        return ", ".join(told)

    def titles(self, outline: Outline) -> tuple[str, ...]:
        """Return titles of the panel that holds the chain, the one that says most first."""
        cast, workers, followed = outline.cast, outline.workers, outline.followed.job
        if len(cast.members) == 2 and not cast.can_grow:
            return (" and ".join(member.name for member in cast.members.values()).capitalize(),)
        if self.blocks.shape == "web":
            tasks = len(cast.staff) + workers
            title = f"Coroutines {self.glyphs.dot} {count(tasks)}"
        else:
            name = "Chain" if self.blocks.shape == "chain" else "Crew, wired directly"
            title = f"{name} {self.glyphs.dot} {count(workers)} worker{'s' * (workers != 1)}"
        if self.blocks.fits:
            return (title,)
        job = f" #{followed}" if followed != NO_JOB else ""
        way = f"follows{job}" if outline.view.follow else "stays put"
        return f"{title} {self.glyphs.dot} {way}", title

    def note(self, frame: Frame) -> str:
        """Return what has just happened to workers out of view, or how long a time strips show.

        That is not told where the strips have no rows of their own.
        """
        if not self.blocks.fits and frame.site.news.happened:
            what = self._out_of_view(frame.site.news.happened)
            if what:
                return say("news.out-of-view", what=what)
        cells = 0 if self.blocks.pitch == 1 else cells_of_strip(self.room - RAIL_CELLS)
        return _note_on(cells * frame.view.cell_ns) if cells else ""


@lru_cache(maxsize=8)
def _note_on(past_ns: int) -> str:
    """Return that the strips show so long a time."""
    return say("strip.past", past=duration(past_ns))
