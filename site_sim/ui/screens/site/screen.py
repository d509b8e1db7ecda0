"""The main screen: queue, foreman, chain, accept log, and the controls."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from site_sim.base.overriding import override
from site_sim.log.cast import NOBODY
from site_sim.player.frame import Frame
from site_sim.player.intents import ScrollPanel, SetFollow, ViewIntent
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.view_state import NOTHING, ViewState
from site_sim.state.lints import GROWING
from site_sim.ui.drawing.bars import Bar, BarContent
from site_sim.ui.drawing.cached_containers import CachedContainer, TitledContainer
from site_sim.ui.drawing.masonry.picture_panel import PicturePanel
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.text_panel import TextPanel
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.shared.details import write_details
from site_sim.ui.screens.shared.header import Header, Notice
from site_sim.ui.screens.shared.key_bar import KeyBar
from site_sim.ui.screens.shared.scrubber import Scrubber
from site_sim.ui.screens.site.accept_log import AcceptLog, ResultWall
from site_sim.ui.screens.site.chain import Chain
from site_sim.ui.screens.site.crew_map import CrewMap
from site_sim.ui.screens.site.foot.control_panel import ControlPanel
from site_sim.ui.screens.site.foot.now_bar import NowBar
from site_sim.ui.screens.site.lanes import lane_needs, write_lanes
from site_sim.ui.screens.site.queue import JobQueue, QueuePile
from site_sim.ui.screens.site.task_rows import PinnedRow

LOW = 30
"""Below this height (rows) the details are in the notice."""
HIGH = 44
"""From this height (rows) on there is room for charts several rows high."""
WIDE = 160
"""From this width on there is room for much."""

SMALL_CREW = 240
"""Up to so many workers have room in a map that takes few cells from the chain."""
BORDERS = 2
"""Rows of a panel's borders."""


class Arrangement(Struct, frozen=True):
    """Which panels there are besides the chain."""

    has_details: bool
    has_one_lane: bool
    has_first: bool
    has_last: bool
    has_map: bool
    has_small_map: bool
    has_controls: bool


def _opens_controls(view: ViewState, size: Size) -> bool:
    """Return whether the controls are to be open: as the person chose, else where there is room.

    They give way to a count in large where the crew would have no room beside both.
    """
    if view.figure and size.height < HIGH:
        return False
    if view.controls is not None:
        return view.controls
    return size.width >= WIDE and size.height >= HIGH


class SiteScreen(RunScreen):
    """The site as it is."""

    AUTO_FOCUS = ""  # a panel with the focus takes the arrow keys
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-least"),
        (78, "-narrow"),
        (100, "-normal"),
        (WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-tall"), (HIGH, "-high")]  # noqa: RUF012

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        keys, glyphs = context.keys, context.glyphs
        self.queue = JobQueue(glyphs, keys)
        self.chain = Chain(glyphs)
        self.foreman = PinnedRow(glyphs, attrgetter("first"), self.chain.rail_beside_end, "foreman")
        self.accept = PinnedRow(glyphs, attrgetter("last"), self.chain.rail_beside_end, "accept")
        self.details = TextPanel(glyphs, write_details, id="details", classes="panel")
        self.lanes = TextPanel(glyphs, write_lanes, id="lanes", classes="panel")
        self.crew_map = CrewMap(glyphs)
        self.accept_log = AcceptLog(glyphs)
        self.controls = ControlPanel(glyphs, keys)
        self.pile = PicturePanel(glyphs, QueuePile(glyphs), "pile", self.queue.headings)
        self.wall = PicturePanel(glyphs, ResultWall(glyphs), "wall", self.accept_log.headings)
        self.queue_panel = CachedContainer(self.pile, self.queue, id="queue", classes="panel")
        self.done_panel = CachedContainer(
            self.wall, self.accept_log, id="accepted", classes="panel"
        )
        self.chain_panel = TitledContainer(
            self.foreman, self.chain, self.accept, id="chain-panel", classes="panel"
        )
        self._arrangement: Arrangement | None = None
        self._arranged_in = Size()
        """The size of the chain's panel for which its blocks and its title are chosen."""
        self._arranged_by: tuple[object, ...] = ()
        """What the arrangement, the blocks and the title depend on."""
        self._above = (
            self._bar("header", Header(glyphs)),
            self._bar("notice", Notice(glyphs, keys, self._tells_details)),
        )
        self._below = (
            self._bar("now", NowBar(glyphs)),
            Scrubber(glyphs),
            self._bar("keys", KeyBar(keys, glyphs)),
        )
        pinned = (self.foreman, self.accept, self.details, self.lanes)
        # the lists come before the pictures above them, which have the headings of their columns
        self.lines = (*self._above, self.queue, self.pile, self.chain, *pinned, self.crew_map,
                      self.accept_log, self.wall, *self.controls.lines, *self._below)  # fmt: skip

    def _bar(self, id: str, content: BarContent) -> Bar:
        return Bar(id, content, self.screen_context.glyphs, self.screen_context.keys)

    @override
    def compose(self) -> ComposeResult:
        yield from (*self._above, *self.talk.panels)
        yield CachedContainer(
            self.queue_panel,
            CachedContainer(self.chain_panel, self.details, self.lanes, id="middle"),
            CachedContainer(self.crew_map, self.done_panel, id="right"),
            id="floor",
        )
        yield self.controls.container
        yield from self._below
        yield self.too_small

    @override
    def expect(self, size: Size) -> None:
        super().expect(size)
        opens = _opens_controls(self.screen_context.view(), size)
        self.set_class(opens, "-controls", update=False)

    @override
    def needs(self, outline: Outline) -> Needs:
        is_mapped = self._arrangement is not None and self._arrangement.has_map
        return Needs(
            tasks=self.chain.needs(outline),
            has_map=is_mapped,
            queue=self.queue.needs(outline),
            lanes=lane_needs(outline.lanes, self.lanes.size),
            has_details=outline.view.selected != NOTHING,
            figures=self.controls.past_cells if self.has_controls else None,
        )

    @override
    def show_lines(self, frame: Frame) -> None:
        self.foreman.rows_to_receiver = self.chain.blocks.rows_from_first(frame.site)
        is_growing = frame.site.finding.condition in GROWING
        if is_growing != self.queue_panel.has_class("-overloaded"):  # to set it takes longer
            self.queue_panel.set_class(is_growing, "-overloaded")
        self.chain.show(frame)  # it may scroll, and the map marks what is in view
        self.crew_map.window = self.chain.window
        self.chain_panel.heading.set_note(self.chain.note(frame))
        closed = () if self.has_controls else self.controls.lines
        for panel in self.lines:
            if panel is not self.chain and panel not in closed:
                panel.show(frame)

    @override
    def arrange_panels(self, outline: Outline) -> bool:
        self._arranged_in = self.chain_panel.outer_size
        before, self._arranged_by = self._arranged_by, self._depends_on(outline)
        return self._arranged_by != before and self._arrange_anew(outline)

    def _depends_on(self, outline: Outline) -> tuple[object, ...]:
        """Return everything that the arrangement, the chain's blocks and its title depend on."""
        return (
            outline.view,
            outline.cast,
            outline.settings,
            outline.workers,
            outline.lanes,
            outline.news.departed,
            outline.followed.job,
            self.outer_size,
            self._arranged_in,
        )

    def _arrange_anew(self, outline: Outline) -> bool:
        cast = outline.cast
        has_first, has_last = cast.first != NOBODY, cast.last != NOBODY
        height = self._arranged_in.height or self.size.height
        room, rows = height - BORDERS - has_first - has_last, self.chain.blocks.height
        self.chain.fit_blocks(outline, room)
        arrangement = Arrangement(
            has_details=outline.view.selected != NOTHING,
            has_one_lane=outline.lanes == 1,
            has_first=has_first,
            has_last=has_last,
            has_map=len(self.chain.blocks.inner) > room > 0 or self.zoom.panel is self.crew_map,
            has_small_map=len(self.chain.blocks.inner) <= SMALL_CREW,
            has_controls=_opens_controls(outline.view, self.size),
        )
        if self.chain_panel.size:
            self.chain_panel.heading.set_title(*self.chain.titles(outline))
        has_changed = arrangement != self._arrangement
        if has_changed:
            self._arrangement = arrangement
            self._apply(arrangement)
        return has_changed or rows != self.chain.blocks.height

    @override
    def on_laid_out(self) -> None:
        if self.chain_panel.outer_size != self._arranged_in:
            self.screen_context.publish()  # then Textual calls the handler of all screens

    def _tells_details(self, frame: Frame) -> bool:
        """Return whether the notice tells of the selected one: there is no room for a panel."""
        return frame.view.selected != NOTHING and self.size.height < LOW

    @property
    def has_controls(self) -> bool:
        """Whether the panel with controls and charts is open."""
        return self._arrangement is not None and self._arrangement.has_controls

    @override
    def scrolled(self, view: ViewState) -> Sequence[RowsPanel]:
        chain = () if view.follow else (self.chain,)
        return (self.queue, self.crew_map, self.accept_log, *chain)

    def stay_put(self) -> Sequence[ViewIntent]:
        """Leave the chain where it is."""
        return ScrollPanel("chain", self.chain.scroll_offset.y), SetFollow(False)

    def on_stopped_following(self) -> None:
        """Leave the chain where the person scrolled it to."""
        self.screen_context.wish(*self.stay_put())

    def _apply(self, arrangement: Arrangement) -> None:
        for panel in (self.details, self.lanes):
            panel.set_class(arrangement.has_details, "-selected")
        self.lanes.set_class(arrangement.has_one_lane, "-alone")
        # at once: each time the styles of all panels are worked out
        self.update_classes({"-mapped": arrangement.has_map, "-controls": arrangement.has_controls})
        self.crew_map.set_class(arrangement.has_small_map, "-small")
        self.foreman.display = arrangement.has_first
        self.accept.display = arrangement.has_last

    @property
    @override
    def panels(self) -> tuple[Widget, ...]:
        return (self.chain_panel, self.queue_panel, self.done_panel, self.crew_map)
