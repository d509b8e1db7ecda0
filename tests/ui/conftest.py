"""An app in a test never sleeps: where nothing is left to do, its clock is put forward."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import monotonic, process_time

import pytest
import textual._time
import textual.app
import textual.pilot
from textual.notifications import Notification

from tests.ui.app_fixture import has_work, next_timer

AN_HOUR_S = 3_600.0
SOON_S = 1 / 25
"""A timer that is due within this belongs to what is awaited: a layout that was asked for. Textual
makes it 1/60 s later at most, but 2/60 s where it comes too late for the time before."""


class Clock:
    """The seconds that the event loop and Textual's timers see."""

    def __init__(self) -> None:
        self._ahead = 0.0
        """Seconds by which it was put forward."""

    def time(self) -> float:
        """Return what it shows, in seconds."""
        return monotonic() + self._ahead

    def put_forward(self, seconds: float) -> None:
        """Let seconds be over that nobody has waited."""
        self._ahead += seconds


CLOCK = Clock()


async def come_to_rest(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Return when no task of the event loop can go on and no timer is due soon.

    Textual's own `wait_for_idle` sleeps for 20 ms at least and looks at how busy the process was:
    a guess, which a busy machine makes worse and a quiet one waits for. It is called twice a key.
    The times are in seconds of the clock; of the longest only those count by which it was put
    forward or in which the process computed, and not those in which others had the processor.
    """
    loop = asyncio.get_running_loop()
    start, computed, passed = loop.time(), process_time(), 0.0
    while passed + process_time() - computed < max_sleep:
        now = loop.time()
        await asyncio.sleep(0)
        if has_work(loop):
            continue
        timer = next_timer(loop)
        due = max(0.0, (now + 1.0 if timer is None else timer) - loop.time())
        if due > SOON_S:
            if now - start >= min_sleep:
                return
            due = min_sleep
        passed += due
        CLOCK.put_forward(due)


@pytest.fixture(autouse=True, scope="session")
def without_real_time() -> Iterator[None]:
    """Make the pilot and its key presses wait for rest, and keep every notice meanwhile.

    A notice stands for three real seconds, which pass on a busy machine before a picture is taken.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.BaseEventLoop, "time", CLOCK.time)
        patch.setattr(textual._time, "get_time", CLOCK.time)  # noqa: SLF001 - its timers' only clock
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", come_to_rest)
        patch.setattr(Notification, "time_left", AN_HOUR_S)
        yield
