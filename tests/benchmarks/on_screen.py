"""What is measured in a terminal: `python -m tests.benchmarks.on_screen TASK OPTIONS FILE`.

A task's figures go to a file, as JSON, since the terminal has the picture.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Any

from site_sim.base.collector import settle_collector
from site_sim.base.limits import MOST_FPS
from site_sim.base.overriding import override
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.event_log import EventLog
from site_sim.player.intents import SetPaused, SetSpeed, Zoom
from site_sim.player.race_tracks import RaceRun
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.benchmarks.timed_app import TimedApp, show  # before anything of Textual's
from tests.log.logs import bytes_of
from tests.oracles.memory import bytes_held

from site_sim.ui.app import SiteApp  # isort: skip
from textual.app import App, ComposeResult  # isort: skip
from textual.containers import VerticalScroll  # isort: skip
from textual.widgets import Static  # isort: skip

Figures = dict[str, Any]

FRAME_S = 1 / MOST_FPS
FRAME_NS = round(FRAME_S * 1e9)
WARM_UP = 30
"""Frames that are not counted."""


# -- what a frame costs ---------------------------------------------------------------------------

FRAMES_A_JOB = 10
"""Frames that a worker is at work on a job, and as many that it is idle, on average."""


def a_tenth_changes(workers: int) -> Scenario:
    """Return a site where in every frame one worker in twenty begins to work, and one ends.

    Its jobs wait for I/O under coroutines, without costs; wired directly and dispatched to the
    least busy, half of the crew is at work. As many jobs come and are accepted.
    """
    return Scenario(
        title=f"{workers:,} workers",
        workers=workers,
        model="coroutines",
        workload="io",
        service="exponential",
        service_time=FRAMES_A_JOB * FRAME_S,
        arrivals="poisson",
        rate=workers / (2 * FRAMES_A_JOB * FRAME_S),
        dispatch="least-busy",
        wiring="direct",
        costs="zero",
    )


class Drawn(TimedApp):
    """The app, drawing frame by frame as fast as it is fed; what each costs is noted.

    Costs are seconds of CPU of the whole process. A frame is 1/60 s of the site's time.
    """

    count = 0
    zoomed = False

    @override
    def start_clock(self) -> None:
        settle_collector()
        self.ticking = asyncio.create_task(self._draw())

    async def _draw(self) -> None:
        if self.zoomed:
            self.player.do(Zoom("map"))
        self.feeding: list[float] = []
        self.drawing: list[float] = []
        self.changed: list[float] = []
        """The share of the crew whose state was another one than in the frame before."""
        session = self.player.session
        session.playback.advance(5 * FRAMES_A_JOB * FRAME_NS)
        for _ in range(WARM_UP + self.count):
            before = self._states()
            began = process_time()
            session.playback.advance(FRAME_NS)
            self.feeding.append(process_time() - began)
            after = self._states()
            self.changed.append(sum(map(int.__ne__, before, after)) / len(after))
            began = process_time()
            self.screens.publish()
            await asyncio.sleep(FRAME_S)
            self.drawing.append(process_time() - began)
        self.map_cells = self.screens.site.crew_map.size.area
        self.exit(0)

    def _states(self) -> bytes:
        return bytes([worker.state for worker in self.player.session.state.workers])


def frames(workers: int, count: int, zoomed: bool) -> Figures:
    """Draw frames of a site where a tenth changes in each."""
    Drawn.count, Drawn.zoomed = count, zoomed
    app = show(Drawn, a_tenth_changes(workers))
    assert len(app.painted) >= count
    return {
        "feeding": mean(app.feeding[WARM_UP:]),
        "drawing": mean(app.drawing[WARM_UP:]),
        "changed": mean(app.changed[WARM_UP:]),
        "map cells": app.map_cells,
    }


class Naive(App[int]):
    """A widget a worker, as one would write it first; a tenth of them change in each frame."""

    def __init__(self, workers: int, count: int) -> None:
        super().__init__()
        self._statics = [Static(f"WORKER {who} idle", markup=False) for who in range(workers)]
        self._count = count
        self._paints = 0
        self.drawing: list[float] = []

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield from self._statics

    def post_display_hook(self) -> None:
        self._paints += 1

    def on_ready(self) -> None:
        self._drawing = asyncio.create_task(self._draw())

    async def _draw(self) -> None:
        await self._settle()
        for frame in range(self._count + 2):
            began = process_time()
            for number in range(frame % 10, len(self._statics), 10):
                text = f"WORKER {number} working, in frame {frame}"
                self._statics[number].update(text, layout=False)
            await self._settle()
            self.drawing.append(process_time() - began)
        self.exit(0)

    async def _settle(self) -> None:
        """Wait until nothing more is painted."""
        paints = -1
        while paints != self._paints:
            paints = self._paints
            await asyncio.sleep(2 * FRAME_S)


def naive(workers: int, count: int) -> Figures:
    """Draw frames of the reference."""
    app = Naive(workers, count)
    app.run()
    return {"drawing": mean(app.drawing[2:])}


# -- what a frame of a race costs ------------------------------------------------------------------

RACERS = 100
"""Workers of each track."""


class Raced(TimedApp):
    """The app on a race, drawing frame by frame; what each costs is noted, in seconds of CPU."""

    count = 0
    speed = 1.0

    @override
    def start_clock(self) -> None:
        settle_collector()
        self.ticking = asyncio.create_task(self._race())

    async def _race(self) -> None:
        race, start = self.player, 0
        race.do(SetSpeed(self.speed))
        race.do(SetPaused(on=False))
        self.passing: list[float] = []
        self.drawing: list[float] = []
        for frame in range(WARM_UP + self.count):
            if frame == WARM_UP:
                start = race.outline.playhead.at
            began = process_time()
            race.pass_time(FRAME_S)
            self.passing.append(process_time() - began)
            began = process_time()
            self.screens.publish()
            await asyncio.sleep(FRAME_S)
            self.drawing.append(process_time() - began)
        self.reached = (race.outline.playhead.at - start) / (self.count * FRAME_NS)
        self.exit(0)


def race(count: int, speed: float) -> Figures:
    """Draw frames of a race of all models, whose jobs wait for I/O for 5 s."""
    Raced.count, Raced.speed = count, speed
    runs = [
        RaceRun(
            model,
            Scenario(
                model=model, workers=RACERS, workload="io", service_time=5.0, rate=20.0,
                wiring="direct", costs="typical",
            ),
        )
        for model in MODEL_FACTS
    ]  # fmt: skip
    app = show(Raced, runs)
    drawing, passing = mean(app.drawing[WARM_UP:]), mean(app.passing[WARM_UP:])
    return {
        "frame": drawing + passing,
        "drawing": drawing,
        "speed": app.reached,
        "tracks": len(runs),
        "workers": RACERS,
    }


# -- frames and keys while it runs ----------------------------------------------------------------


class Running(TimedApp):
    """The app on its own clock, until the person quits."""

    behind = False

    @override
    def start_clock(self) -> None:
        if self.behind:
            self.player.do(SetSpeed("max"))
        super().start_clock()


def running(workers: int, behind: bool) -> Figures:
    """Run a site with jobs enough that something happens in every frame."""
    Running.behind = behind
    service_s = min(4.0, 0.8 * workers / (4 * MOST_FPS))
    scenario = Scenario(
        workers=workers,
        model="coroutines",
        workload="io",
        service="exponential",
        service_time=service_s,
        arrivals="poisson",
        rate=min(1000.0, 0.8 * workers / service_s),
        dispatch="least-busy",
        wiring="direct",
    )
    app = show(Running, scenario)
    return {
        "frames": app.frames_at(),
        "keys": app.keys_at(),
        "behind": app.player.progress.is_behind,
        "passed": app.player.session.now / 1e9,
    }


# -- memory ---------------------------------------------------------------------------------------


class Counted(SiteApp):
    """The app, which runs as fast as it can and takes its measure when enough are accepted."""

    marks: tuple[int, ...] = ()

    @override
    def start_clock(self) -> None:
        self.player.do(SetSpeed("max"))
        self.taken: list[tuple[int, int, int]] = []
        tracemalloc.start()
        super().start_clock()

    def advance(self, real_s: float) -> None:
        super().advance(real_s)
        session = self.player.session
        left = self.marks[len(self.taken) :]
        if left and session.state.statistics.done >= left[0]:
            gc.collect()
            held, _ = tracemalloc.get_traced_memory()
            self.taken.append((session.state.statistics.done, held, log_bytes(session)))
            if len(self.taken) == len(self.marks):
                self.exit(0)


def log_bytes(session: Session) -> int:
    """Return what the log takes, with its side tables and what makes it possible to go back."""
    log, recording = session.log, session.recording
    jobs = sum(map(sys.getsizeof, log.jobs.columns()))
    parts = (session.state.verdict_table, recording.checkpoints.taken, recording.changes)
    return bytes_of(log) + jobs + bytes_held(*parts, besides=(EventLog,))


def memory(marks: list[int]) -> Figures:
    """Run until enough jobs are accepted; return how much is held then, and by the log."""
    Counted.marks = tuple(marks)
    scenario = Scenario(
        workers=20,
        model="coroutines",
        service="exponential",
        arrivals="poisson",
        rate=16.0,
        dispatch="least-busy",
        wiring="direct",
        costs="zero",
        defect_rate=0.05,
    )
    app = show(Counted, scenario)
    return {"taken": app.taken}


TASKS: dict[str, Callable[..., Figures]] = {
    "frames": frames,
    "naive": naive,
    "race": race,
    "running": running,
    "memory": memory,
}


def main(task: str, options: str, written: str) -> None:
    """Run a task and write its figures."""
    figures = TASKS[task](**json.loads(options))
    Path(written).write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
