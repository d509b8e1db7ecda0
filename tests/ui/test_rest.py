"""The app sleeps while nothing can change, and everything that a person does wakes it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.export.source import LogSource
from site_sim.player.replay import Replay
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import Selection
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.clock import BREATH_S, Clock
from site_sim.ui.drawing.messages import Selected
from site_sim.ui.rest import LOG_S, SIZE_S, RestOfAll, RunRest
from tests.export.written import SECOND, small, written
from tests.ui.app_fixture import FRAME_S, Seconds, driver_of, run, site, text_of, turn_wheel

SIZE = (120, 36)
MOST_FRAMES, FEW_FRAMES = 600, 60
"""After so many in a row it is taken to be awake for good, and goes no further."""
PATIENCE = 60
"""How often a rest of the event loop is waited for, which gives up after a real second."""


class Sleeper:
    """An app whose clock runs, in no real time: a frame's wait takes none, and a nap has no end.

    `act` is what is done, and what it came to is seen once the clock sleeps again.
    """

    def __init__(self, app: SiteApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.now = Seconds()
        self.most_frames = MOST_FRAMES
        self.frames: list[float] = []
        """The real seconds of each frame."""
        self.napping_s = 0.0
        """How long the present nap is, in real seconds; 0 if it is awake."""
        self._over = asyncio.Event()
        app.clock = Clock(self.now, self._frame, RunRest(app, app.player, app.wake), self._sleep)

    def _frame(self, real_s: float) -> None:
        self.frames.append(real_s)
        self.app.advance(real_s)

    async def _sleep(self, span_s: float) -> None:
        if span_s > 2 * FRAME_S or self.is_awake_for_good:
            self.napping_s = span_s
            try:
                await self._over.wait()
            finally:
                self.napping_s = 0.0
            self._over.clear()
        else:
            await asyncio.sleep(0)
        self.now.now += span_s

    async def look(self) -> None:
        """Let the nap end, and the clock look around."""
        self._over.set()
        await self.pilot.pause()

    async def come_to(self, holds: Callable[[], bool]) -> None:
        """Wait, also on a busy machine, until something holds."""
        for _ in range(PATIENCE):
            await self.pilot.pause()
            if holds():
                return
        raise AssertionError("it does not come to that")

    @property
    def is_asleep(self) -> bool:
        return self.napping_s > 2 * FRAME_S

    @property
    def is_awake_for_good(self) -> bool:
        return len(self.frames) >= self.most_frames

    async def settle(self) -> list[float]:
        """Wait until it sleeps; return the frames that there were."""
        await self.come_to(lambda: self.is_asleep)
        frames, self.frames = self.frames, []
        return frames


def asleep(app: SiteApp, act: Callable[[Sleeper], Awaitable[None]]) -> None:
    """Open an app, have its clock run until it sleeps, and act."""

    async def go(app: SiteApp, pilot: Pilot[int]) -> None:
        sleeper = Sleeper(app, pilot)
        app.start_clock()
        assert await sleeper.settle()
        await act(sleeper)

    run(app, go, SIZE)


def paused(**fields: object) -> SiteApp:
    return site(**{"paused": True, "at": 20.0, "workers": 12, "rate": 2.0} | fields)


# -- what lets it sleep --------------------------------------------------------------------------


@pytest.mark.sampled
@pytest.mark.parametrize("keys", [(), ("2",), ("3",), ("3", "comma"), ("?",), ("g",), ("ctrl+p",)])
@pytest.mark.parametrize("app", [paused, lambda: site(count=3, at=100.0)])
def test_it_sleeps_wherever_one_is(app: Callable[[], SiteApp], keys: tuple[str, ...]) -> None:
    async def act(sleeper: Sleeper) -> None:
        await sleeper.pilot.press(*keys)
        await sleeper.settle()
        assert sleeper.napping_s == SIZE_S
        before = text_of(sleeper.app)
        sleeper.app.advance(FRAME_S)
        await sleeper.pilot.pause()
        assert text_of(sleeper.app) == before
        assert await sleeper.settle() == []

    asleep(app(), act)


def test_it_does_not_sleep_while_time_passes() -> None:
    async def act(sleeper: Sleeper) -> None:
        sleeper.most_frames = FEW_FRAMES
        await sleeper.pilot.press("space")
        await sleeper.come_to(lambda: sleeper.is_awake_for_good)
        assert not sleeper.is_asleep

    asleep(paused(), act)


def test_it_does_not_sleep_before_the_terminal_has_it_all() -> None:
    async def act(sleeper: Sleeper) -> None:
        driver_of(sleeper.app).is_behind = True
        sleeper.most_frames = FEW_FRAMES
        await sleeper.pilot.press("j")
        await sleeper.come_to(lambda: sleeper.is_awake_for_good)
        driver_of(sleeper.app).is_behind = False
        sleeper.frames.clear()
        await sleeper.look()
        assert await sleeper.settle()

    asleep(paused(), act)


@pytest.mark.sampled
@pytest.mark.parametrize("keys", [("2",), ("3", "comma")])
def test_it_does_not_sleep_before_a_picture_is_complete(keys: tuple[str, ...]) -> None:
    """A frame has time for a piece of the timeline or of the re-execution, no more."""
    tuning = PlayerTuning(coroutines_slice_steps=1)
    app = paused(tuning=tuning, budget=Seconds(1.0), workers=100)

    async def act(sleeper: Sleeper) -> None:
        await sleeper.pilot.press(*keys)
        await sleeper.settle()
        assert sleeper.app.player.is_at_rest
        before = text_of(sleeper.app)
        for _ in range(20):
            sleeper.app.advance(FRAME_S)
            await sleeper.pilot.pause()
        assert text_of(sleeper.app) == before

    asleep(app, act)


class Told:
    """A rest that is as it is told, and notes what it is asked."""

    def __init__(self, is_due: bool, look_s: float, asked: list[str]) -> None:
        self._is_due = is_due
        self._look_s = look_s
        self._asked = asked

    def is_due(self) -> bool:
        self._asked.append("due")
        return self._is_due

    def look(self) -> float:
        return self._look_s

    def end(self) -> None:
        self._asked.append("end")


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize("other", [True, False])
def test_with_several_players_it_sleeps_while_all_rest(one: bool, other: bool) -> None:
    asked: list[str] = []
    rests = [Told(one, 2.0, asked), Told(other, 0.25, asked)]
    rest = RestOfAll(lambda: rests)
    assert rest.is_due() == (one and other)
    assert rest.look() == 0.25
    rest.end()
    assert asked == ["due", "due", "end", "end"]


def test_a_player_behind_keeps_it_awake_while_its_time_passes() -> None:
    app = site(paused=True, beside=[Scenario(paused=True), Scenario()])

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        behind, running = (
            RunRest(app, host.player, app.wake, host.screens.is_in_front) for host in app.hosts[1:]
        )
        for rest, is_due in ((behind, True), (running, False)):
            rest.is_due()  # it looks whether the log has grown since
            assert rest.is_due() == is_due

    run(app, act)


# -- what wakes it -------------------------------------------------------------------------------


async def press_a_key(sleeper: Sleeper) -> None:
    await sleeper.pilot.press("j")


async def press_one_that_does_nothing(sleeper: Sleeper) -> None:
    await sleeper.pilot.press("f12")


async def move_the_mouse(sleeper: Sleeper) -> None:
    await sleeper.pilot.hover(offset=(40, 12))


async def click(sleeper: Sleeper) -> None:
    await sleeper.pilot.click(offset=(40, 12))


async def scroll(sleeper: Sleeper) -> None:
    chain = sleeper.app.screens.site.chain
    await turn_wheel(sleeper.pilot, chain, chain.region.center, up=False)


async def resize(sleeper: Sleeper) -> None:
    await sleeper.pilot.resize_terminal(100, 30)


async def find_out_another_size(sleeper: Sleeper) -> None:
    driver_of(sleeper.app).terminal_size = (100, 30)
    await sleeper.look()


async def look_elsewhere(sleeper: Sleeper) -> None:
    sleeper.app.post_message(events.AppBlur())


async def paste(sleeper: Sleeper) -> None:
    sleeper.app.post_message(events.Paste("x"))


async def stop_and_go_on(sleeper: Sleeper) -> None:
    sleeper.app.on_resume()


async def select(sleeper: Sleeper) -> None:
    sleeper.app.screens.site.chain.post_message(Selected(Selection("task", 1)))


async def act_of_itself(sleeper: Sleeper) -> None:
    sleeper.app.action_do("theme")


@pytest.mark.parametrize(
    "wake",
    [
        press_a_key,
        press_one_that_does_nothing,
        move_the_mouse,
        click,
        scroll,
        resize,
        find_out_another_size,
        look_elsewhere,
        paste,
        stop_and_go_on,
        select,
        act_of_itself,
    ],
)
def test_it_is_woken_and_draws_all_that_comes_of_it(
    wake: Callable[[Sleeper], Awaitable[None]],
) -> None:
    async def act(sleeper: Sleeper) -> None:
        await wake(sleeper)
        assert await sleeper.settle()
        before = text_of(sleeper.app)
        for _ in range(50):
            sleeper.app.advance(FRAME_S)
        await sleeper.pilot.pause()
        assert text_of(sleeper.app) == before

    asleep(paused(workers=40), act)


def test_a_cursor_that_blinks_wakes_nobody() -> None:
    async def act(sleeper: Sleeper) -> None:
        await sleeper.pilot.press("slash")
        await sleeper.settle()
        field = sleeper.app.screen.query_one(Input)
        for _ in range(2):
            field.refresh()  # as each blink does
            await sleeper.pilot.pause()
        assert await sleeper.settle() == []

    asleep(paused(), act)


def test_the_time_asleep_is_not_the_sites() -> None:
    async def act(sleeper: Sleeper) -> None:
        before = sleeper.app.player.session.now
        sleeper.now.now += 3_600
        sleeper.most_frames = FEW_FRAMES
        await sleeper.pilot.press("space")
        await sleeper.come_to(lambda: sleeper.is_awake_for_good)
        first = sleeper.frames[0]
        assert first == pytest.approx(BREATH_S)
        passed_s = (sleeper.app.player.session.now - before) / SECOND
        assert passed_s == pytest.approx(sum(sleeper.frames), abs=FRAME_S)

    asleep(paused(), act)


# -- a log that grows ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def log() -> list[bytes]:
    """Return the lines of a log of a run that is over, eighty with its end mark."""
    return written(small(4 * SECOND), complete=True).splitlines(keepends=True)


def app_on(source: LogSource) -> SiteApp:
    source.read_first()
    return site(Replay(source))


@pytest.mark.parametrize("keys", [(), ("space",), ("home",)])
def test_more_of_a_file_is_looked_for_now_and_then(
    log: list[bytes], tmp_path: Path, keys: tuple[str, ...]
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"".join(log[:40]))

    async def act(sleeper: Sleeper) -> None:
        await sleeper.pilot.press(*keys)
        await sleeper.settle()
        assert sleeper.napping_s == LOG_S
        await sleeper.look()
        assert await sleeper.settle() == []
        for lines in (log[40:60], log[60:]):
            with path.open("ab") as file:
                file.writelines(lines)
            before = len(sleeper.app.player.session.log)
            await sleeper.look()
            assert await sleeper.settle()
            assert len(sleeper.app.player.session.log) > before
        assert sleeper.napping_s == SIZE_S

    asleep(app_on(LogSource.open(str(path))), act)


@pytest.mark.sampled
@pytest.mark.skipif(os.name != "posix", reason="the event loop hears of no pipes")
@pytest.mark.parametrize("keys", [(), ("space",), ("home",)])
def test_more_of_a_pipe_wakes_it(log: list[bytes], keys: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"".join(log[:40]))

    async def act(sleeper: Sleeper) -> None:
        await sleeper.pilot.press(*keys)
        await sleeper.settle()
        assert sleeper.napping_s == SIZE_S
        for lines in (log[40:60], log[60:79]):
            before = len(sleeper.app.player.session.log)
            os.write(writing, b"".join(lines))
            await sleeper.pilot.pause()
            assert await sleeper.settle()
            assert len(sleeper.app.player.session.log) == before + len(lines)
        os.close(writing)
        await sleeper.pilot.pause()
        assert await sleeper.settle()
        assert sleeper.app.player.replay is not None
        assert sleeper.app.player.replay.awaited is None

    asleep(app_on(LogSource(reading, "the log")), act)
