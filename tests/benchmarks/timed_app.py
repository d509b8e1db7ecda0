"""The app as it runs in a terminal, timed: when a frame began, and when it was on the terminal.

The app, its driver and its screen are the real ones; a subclass of each notes what happens when.
Times are real seconds by `perf_counter`, which is the same clock for all processes.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from itertools import pairwise
from time import perf_counter
from typing import Any, TypeVar

from site_sim.player.race_tracks import RaceRun
from site_sim.scenario.scenario import Scenario
from site_sim.ui import startup  # it sets the frame cap, before Textual is imported

from site_sim.ui import app as site_app  # isort: skip
from site_sim.ui.terminal import driver as site_driver  # isort: skip
from site_sim.ui.drawing.rows_panel import RowsPanel  # isort: skip
from textual.screen import Screen  # isort: skip
from textual.widget import Widget  # isort: skip


A = TypeVar("A", bound=site_app.SiteApp)


class TimedOutput(site_driver.OutputThread):
    """What writes to the terminal; it notes when how much of what it was sent was through."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.sent = self._taken = 0
        """Characters."""
        self.through: list[tuple[int, float]] = []
        """The characters that had been written, and when."""

    def write(self, text: str) -> None:
        self.sent += len(text)
        super().write(text)

    def _next(self) -> str:
        self.through.append((self._taken, perf_counter()))
        text = super()._next()
        self._taken += len(text)
        return text

    def through_at(self, sent: int) -> float | None:
        """Return when `sent` characters had been written; None if they never were."""
        number = bisect_left(self.through, (sent, 0.0))
        return self.through[number][1] if number < len(self.through) else None


def visible_widgets(screen: Screen[Any]) -> Container[Widget]:
    """Return the widgets that have a place on the screen."""
    return screen._compositor.visible_widgets  # noqa: SLF001 - Textual has no public list of them


def is_to_be_drawn(widget: Widget) -> bool:
    """Say whether part of a widget still waits to be painted."""
    return bool(widget._repaint_regions)  # noqa: SLF001 - Textual tells nobody


def forget_what_is_drawn(widget: Widget) -> None:
    """Drop the parts that Textual noted, and then painted with the whole of a screen."""
    waits = widget._repaint_required or widget in widget.screen._dirty_widgets  # noqa: SLF001
    if not waits:
        widget._exchange_repaint_regions()  # noqa: SLF001 - Textual keeps them until it paints again


class Key:
    """A key that was acted upon, and the panels that it has still to show in."""

    def __init__(self, panels: Iterable[RowsPanel]) -> None:
        self._panels = list(panels)
        self.sent: int | None = None
        """The characters that had been sent when it was in all of them."""

    def drawn(self, sent: int, visible: Container[Widget]) -> None:
        """Take note of a paint, after which `sent` characters had been sent."""
        self._panels = [
            panel for panel in self._panels if is_to_be_drawn(panel) and panel in visible
        ]
        if not self._panels:
            self.sent = sent


class TimedApp(site_app.SiteApp):
    """The app, which notes its frames, its paints and what becomes of its keys."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.ticks: list[float] = []
        """When each frame began."""
        self.painted: list[tuple[float, int]] = []
        """When Textual had made each, and the characters that had been sent then."""
        self.presses: list[Key] = []

    @property
    def output(self) -> TimedOutput:
        """What the driver writes through."""
        output = getattr(self._driver, "_output", None)
        assert isinstance(output, TimedOutput)
        return output

    def advance(self, real_s: float) -> None:
        self.ticks.append(perf_counter())
        super().advance(real_s)

    def action_do(self, action: str) -> None:
        for panel in self.screen.query(RowsPanel):
            forget_what_is_drawn(panel)
        super().action_do(action)
        self.presses.append(Key(self.screen.query(RowsPanel)))
        self._look_for_keys()  # what can be is painted within the action

    def post_display_hook(self) -> None:
        super().post_display_hook()
        self.painted.append((perf_counter(), self.output.sent))
        self._look_for_keys()

    def _look_for_keys(self) -> None:
        """Take note of the keys that show in every panel."""
        visible = visible_widgets(self.screen)
        for key in reversed(self.presses):
            if key.sent is not None:
                break
            key.drawn(self.output.sent, visible)

    def frames_at(self) -> list[float]:
        """Return when each frame that was drawn was on the terminal."""
        shown, number = [], 0
        for tick, following in pairwise(self.ticks):
            while number < len(self.painted) and self.painted[number][0] < tick:
                number += 1
            if number < len(self.painted) and self.painted[number][0] < following:
                at = self.output.through_at(self.painted[number][1])
                if at is not None:
                    shown.append(at)
        return shown

    def keys_at(self) -> list[float | None]:
        """Return when each key was on the terminal."""
        return [
            None if key.sent is None else self.output.through_at(key.sent) for key in self.presses
        ]


def show(app: type[A], source: Scenario | Sequence[RaceRun]) -> A:
    """Open the screen as the command line does, with an app of that class; return it at its end.

    It shows the run of a scenario, or a race.
    """
    shown: list[A] = []

    def make(*arguments: Any, **options: Any) -> A:
        shown.append(app(*arguments, **options))
        return shown[0]

    site_app.SiteApp = make  # type: ignore[misc, assignment]
    if issubclass(app, TimedApp):
        site_driver.OutputThread = TimedOutput  # type: ignore[misc]
    if isinstance(source, Scenario):
        code = startup.open_screen(source, theme=None, glyphs="unicode")
    else:
        code = startup.open_race(source, theme=None, glyphs="unicode")
    if code:
        sys.exit(code)
    return shown[0]
