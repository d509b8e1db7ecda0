"""Moments of random runs, and how each is looked at."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from textual.pilot import Pilot

from site_sim.base.units import MS, SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetDefectRate,
    SetRate,
)
from site_sim.log.position import Position
from site_sim.player.intents import (
    PutCursor,
    ScrollPanel,
    Seek,
    Select,
    SetFollow,
    SetNative,
    SetPaused,
    SetSpeed,
    SetTheme,
    ShowScreen,
    ShowTimes,
    StepBack,
    Zoom,
)
from site_sim.player.view_state import ScreenName
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run_until

COMMANDS: tuple[Command, ...] = (
    Hire(2), Hire(40), LayOff(1), OrderJobs(9), CauseAccident(0), ChooseModel("processes"),
    ChooseModel("serial"), ChooseWiring("direct"), SetRate(9.0), SetDefectRate(0.5),
)  # fmt: skip
PANELS: dict[ScreenName, Sequence[str]] = {
    "site": ("", "", "", "", "chain-panel", "queue", "accepted", "map"),
    "timeline": ("",),
    "code": ("", "", "", "waits", "code", "coroutine", "events"),
}
"""The panels that can be zoomed, and mostly none."""
SCREENS = tuple(PANELS)
SCROLLED = ("queue", "accepted", "chain", "map", "timeline-rows", "waits", "coroutine", "events")
LISTED = 200
"""More lines than any listing has: where it was scrolled to is kept by the line in question."""


class Moment:
    """A moment of a random run, and a view of it."""

    def __init__(self, seed: int, screen: ScreenName, crews: Sequence[int]) -> None:
        chance = random.Random(seed)
        choice = chance.choice
        self.fields: dict[str, Any] = {
            "model": choice(("serial", "coroutines", "threads", "processes", "hybrid")),
            "workers": choice(crews),
            "wiring": choice(("chain", "direct")),
            "dispatch": choice(("round-robin", "least-busy")),
            "costs": choice(("zero", "classroom")),
            "rate": choice((0.5, 3.0, 12.0)),
            "arrivals": choice(("regular", "poisson")),
            "workload": choice(("io", "cpu", "mixed")),
            "service": "exponential",
            "service_time": choice((0.3, 2.0)),
            "defect_rate": choice((0.0, 0.2)),
            "accident_rate": choice((0.0, 0.05)),
            "supervise": choice((True, False)),
            "seed": seed,
        }
        self.commands = [(choice(range(1, 14)) * SECOND, choice(COMMANDS)) for _ in range(2)]
        self.commands.sort(key=lambda each: each[0])
        self.end = choice((15, 24)) * SECOND
        self.at = choice((self.end, chance.randrange(SECOND, self.end)))
        self.steps_back = choice((0, 0, 0, 1, 2, 5))
        self.position: Position | None = None
        """Where that is in the log, once somebody was there."""
        self.looks = self._looks(screen, chance)
        places = ((5, 1), (40, 9), (33, 20), (20, 22), (9, 23))
        self.pointer = choice((None, None, None, *places))
        """Where the mouse points at last."""

    def _looks(self, screen: ScreenName, chance: random.Random) -> Sequence[Any]:
        """Return intents that give a value to everything in the view."""
        choice = chance.choice
        window = choice(
            (
                ShowTimes(),
                ShowTimes(follows=True),
                ShowTimes(fits=True),
                ShowTimes(choice((1, 20, 500)) * MS, choice((0, 30)), choice((True, False))),
            )
        )
        lists = [f"code {row}" for row in range(-1, LISTED)]
        return (
            SetSpeed(choice((0.25, 1.0, 8.0))),
            ShowScreen(screen),
            choice((Select(), Select("task", 0), Select("job", choice(range(30))))),
            Zoom(choice(PANELS[screen])),
            SetFollow(choice((True, True, False))),
            SetNative(choice((True, False))),
            window,
            PutCursor(choice((-2, -1, 0, 2)), chance.randrange(self.at)),
            *(ScrollPanel(panel, choice((0, 0, 3, 40))) for panel in SCROLLED),
            *(ScrollPanel(each, row) for row in [choice((0, 0, 0, 9))] for each in lists),
            SetTheme(""),
        )  # fmt: skip

    def fit(self, end: int) -> None:
        """Let it be in a run up to a time (ns), such as a recording that is short."""
        self.end, self.at = min(self.end, end), min(self.at, end)

    def run(self, app: SiteApp, speeds: Sequence[float] = (64.0, 64.0, 64.0)) -> None:
        """Run the whole of it, with its commands, each part at a speed."""
        for (at, command), speed in zip(self.commands, speeds, strict=False):
            run_until(app, at, speed)
            app.host.wish(command)
        run_until(app, self.end, speeds[-1])

    def go_there(self, app: SiteApp) -> None:
        """Go straight to the moment."""
        app.host.wish(SetPaused(True), Seek(self.at), *[StepBack()] * self.steps_back)
        self.position = self.position or app.player.session.playhead.position

    async def look(self, app: SiteApp, pilot: Pilot[int]) -> None:
        """Look at the moment with the focus on no panel; the mouse comes from a corner."""
        assert app.player.session.playhead.position == self.position
        await pilot.pause()  # a screen that was just shown has no widget to point at yet
        await pilot.hover(offset=(0, 0))
        app.host.wish(*self.looks)
        await pilot.pause()
        app.screens.shown.set_focus(None)
        await pilot.pause()
        if self.pointer is not None:
            await pilot.hover(offset=self.pointer)
            app.advance(0)
            await pilot.pause()
