"""What the screens that show the run have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from msgspec.structs import replace
from textual import on
from textual.events import Click, Key, Resize, ScreenResume
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from site_sim.player.frame import Frame
from site_sim.player.intents import ScrollPanel, Seek, SetBlank, Toggle, ViewIntent
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.view_state import PlaceName, ViewState
from site_sim.ui.drawing.cached_containers import caches_lines
from site_sim.ui.drawing.messages import Commanded, SeekTo, Selected, Wished
from site_sim.ui.drawing.painter import Painter
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.scrolling import MovedPanels, scroll_back
from site_sim.ui.screens.talk.panels import TalkPanels
from site_sim.ui.screens.zoom import PanelZoom
from site_sim.ui.terminal.textual_internals import bind_keys, breakpoint_classes, lay_out

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
ROOMY = 8
"""Rows from which on there is one to spare in too small a window."""


class TooSmall(Static):
    """What is shown in a window that is too small for a screen: what it needs."""

    def __init__(self, keys: KeyBindings[Any]) -> None:
        super().__init__(id="too-small", markup=False)
        self._keys = keys
        self._words = ""
        self.is_needed = False
        """Whether there is too little room for the screen."""

    def look_at(self, width: int, height: int) -> bool:
        """Find out whether it is needed in a window of that size; return whether that is new."""
        before, self.is_needed = self.is_needed, width < LEAST_WIDTH or height < LEAST_HEIGHT
        if self.is_needed:
            self._say_for(width, height)
        return before is not self.is_needed

    def _say_for(self, width: int, height: int) -> None:
        keys = " or ".join(map(sign, self._keys.keys_of("quit")))
        gap = "\n" * (height >= ROOMY)
        words = (
            f"site-sim needs {LEAST_WIDTH} x {LEAST_HEIGHT}\nthis is {width} x {height}\n{gap}"
            f"please enlarge the window\n({keys or '^c'} quits)"
        )
        if words != self._words:
            self._words = words
            self.update(words)


def _bind_own(screen: RunScreen, keys: KeyBindings[Any]) -> None:
    """Bind the keys of the actions that are for this screen alone."""
    for action in keys.actions:
        if screen.PLACE in action.screens:
            bind_keys(screen, keys.keys_of(action.id), f"app.do('{action.id}')", action.label)


@caches_lines
class RunScreen(Screen[None]):
    """A screen that shows the run at the playhead, a frame at a time.

    Its own lines, which it caches, are the ground that the panels stand on.
    """

    PLACE: PlaceName | None = None  # whose own keys it has
    lines: Sequence[RowsPanel] = ()
    """The panels that show the run."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.screen_context = context
        self.painter = Painter(self, context.is_painted)
        self.too_small = TooSmall(context.keys)
        """What is shown in place of the rest in too small a window; compose it last."""
        self.talk = TalkPanels(context.glyphs, context.keys, lambda: self.app.size)
        """What a speaker shows; compose it below the notice."""
        self.zoom = PanelZoom(self)
        self._classed_for: Size | None = None
        """The size whose breakpoints' classes it has."""
        self._is_new = True
        self._arranged_for: Outline | None = None
        """The moment for which the panels are arranged."""
        self._is_drawing = False
        """What scrolls a panel now is the drawing of a frame."""
        self._moved = MovedPanels(self.call_next, self._show_moved)
        _bind_own(self, context.keys)

    def on_mount(self) -> None:
        """Watch where the panels are scrolled to."""
        for panel in self.lines:
            self.watch(panel, "scroll_y", partial(self._note_scroll, panel), init=False)

    def _note_scroll(self, panel: RowsPanel, before: float, now: float) -> None:
        if round(before) != round(now) and panel.frame is not None and not self._is_drawing:
            if panel.was_scrolled() and panel in self.scrolled(self.screen_context.view()):
                self.screen_context.do(ScrollPanel(panel.scroll_name, round(now)))
            self._moved.add(panel)

    def _show_moved(self, panels: Collection[RowsPanel]) -> None:
        frame = self.screen_context.frame(self._declare_in_place)
        with self._drawing():
            for panel in panels:
                panel.show(frame)
            self.painter.paint(panels)

    # -- the first paint, and changes of size ----------------------------------------------

    def expect(self, size: Size) -> None:
        """Set the classes for a size before there are any styles.

        To set them later means to work out all styles, lay everything out and paint it once more.
        """
        self.add_class(*breakpoint_classes(self, size), update=False)
        self._classed_for = size

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Draw the run before the first paint of this screen, so that no bare panels are seen."""
        if not self._is_new:
            return
        self._is_new = False
        event.refresh_styles = False  # they are worked out as the widgets are mounted
        with self.app.batch_update():
            outline = self.screen_context.outline()
            self.zoom.give(outline.view.zoomed_panel)
            self.talk.arrange(outline)
            self.arrange_panels(outline)  # mostly right at once, which saves a layout, 5 ms
            lay_out(self, self.app.size)
            if self.fits() and self.arrange_panels(outline):
                lay_out(self, self.app.size)
                self.arrange_panels(outline)  # others leave other room
            self.screen_context.publish()

    def arrange_panels(self, outline: Outline) -> bool:
        """Choose which panels there are, and how large, for a moment.

        Return whether that changes the layout. Before the first one there is no panel with a size
        yet: what is chosen then is a guess.
        """
        return False

    def on_resize(self, event: Resize) -> None:
        """Ignore a size that the screen has already: Textual sends the size again and again."""
        if event.size == self.outer_size == self._classed_for:
            event.prevent_default()
        self._classed_for = event.size

    def on_laid_out(self) -> None:
        """Draw a frame that is made for the sizes of the panels, which tell of it one by one."""
        shown = (panel for panel in self.lines if panel.display and panel.outer_size)
        if not all(panel.lines.are_drawn_to_size for panel in shown):
            self.screen_context.publish()

    # -- what the person asks of this run --------------------------------------------------

    def on_commanded(self, message: Commanded) -> None:
        """Do the action that was clicked."""
        self.screen_context.act(message.action)

    def on_seek_to(self, message: SeekTo) -> None:
        """Go to the time that was clicked."""
        self.screen_context.wish(Seek(message.at))

    def on_selected(self, message: Selected) -> None:
        """Select the task or job that was clicked."""
        self.screen_context.wish(Toggle(*message.selection))

    def on_wished(self, message: Wished) -> None:
        """Do what was asked for by the mouse."""
        self.screen_context.wish(*message.wishes)

    @on(Key)
    @on(Click)
    def show_again(self, event: Key | Click) -> None:
        """Show the run again, if the screen is blank; the key does nothing else."""
        if self.screen_context.view().blank:
            event.stop()
            self.screen_context.wish(SetBlank(on=False))

    # -- a frame ---------------------------------------------------------------------------

    def show(self, frame: Frame) -> None:
        """Draw a frame."""
        if frame.outline is not self._arranged_for:
            self._arrange(frame.outline)  # a frame that was kept
        if self._shows_run:
            with self._drawing():
                self.show_lines(frame)
                for panel in self.talk.panels:
                    panel.show(frame)
                self.painter.paint((*self.lines, *self.talk.panels))
            self._moved.clear()

    def late_wishes(self) -> Sequence[ViewIntent]:
        """Return what is wanted of the view that had to wait for the size of the screen."""
        return ()

    def declare(self, outline: Outline) -> Needs:
        """Declare what is drawn in the next frame, whose moment is outlined."""
        self._arrange(outline)
        if not self._shows_run:
            return Needs()
        with self._drawing():
            return self.talk.with_figure(self.needs(outline), outline)

    def _arrange(self, outline: Outline) -> None:
        self._arranged_for = outline
        self.zoom.give(outline.view.zoomed_panel)
        if outline.view.blank != self.has_class("-blank"):  # to set it again takes longer
            self.set_class(outline.view.blank, "-blank")
        if self.fits() and self._shows_run:
            with self._drawing():
                self.talk.arrange(outline)
                self.arrange_panels(outline)
                scroll_back(self.scrolled(outline.view), outline.view)

    @property
    def _shows_run(self) -> bool:
        return not (self.too_small.is_needed or self.has_class("-blank"))

    @contextmanager
    def _drawing(self) -> Iterator[None]:
        """Return a context in which panels scroll because of what is drawn."""
        self._is_drawing = True
        try:
            yield
        finally:
            self._is_drawing = False

    def _declare_in_place(self, outline: Outline) -> Needs:
        """Declare the same of the panels as they are, where the person has just scrolled to."""
        with self._drawing():
            in_place = replace(outline, view=replace(outline.view, follow=False))
            return self.talk.with_figure(self.needs(in_place), outline)

    def needs(self, outline: Outline) -> Needs:
        """Return what the panels need of a moment."""
        return Needs()

    def show_lines(self, frame: Frame) -> None:
        """Show the frame in the panels, which find out what has changed."""
        raise NotImplementedError

    def scrolled(self, view: ViewState) -> Sequence[RowsPanel]:
        """Return the panels that stay where the view says, and are not scrolled by what happens."""
        return ()

    @property
    def panels(self) -> tuple[Widget, ...]:
        """The panels that can be zoomed, first the one that is when none has the focus."""
        return ()

    def fits(self) -> bool:
        """Return whether there is room for the screen; where there is not, say what it needs."""
        too_small = self.too_small
        if too_small.look_at(*self.outer_size):  # as its `size`, which takes 20 us
            self.set_class(too_small.is_needed, "-too-small")
        return not too_small.is_needed
