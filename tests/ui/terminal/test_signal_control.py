"""What signals make of an app that has a terminal."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

pytest.importorskip("termios")

from site_sim.base.signals import SIGNALS
from site_sim.ui.terminal.life_cycle import Happening, LifeCycle, LifePhase
from site_sim.ui.terminal.signal_control import SignalControl

HEARD = (*SIGNALS, signal.SIGTSTP, signal.SIGCONT)


class Recorded:
    """An app and a terminal that note what they are told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.life = LifeCycle()
        self.comes_meanwhile: int | None = None
        """A signal that comes while the terminal is given back."""
        self.comes_in_background: list[int] = []
        """Signals that come, one each time, where the terminal is wanted and the shell has it."""
        self.control: SignalControl | None = None

    def end(self, return_code: int) -> None:
        if self.life.end(return_code):
            self.told.append(f"end {return_code}")

    def on_resume(self) -> None:
        self.told.append("resumed")

    def give_back(self) -> None:
        self.told.append("give back")
        if self.comes_meanwhile is not None:
            os.kill(os.getpid(), self.comes_meanwhile)

    def take(self) -> None:
        self.told.append("take")
        if self.control is not None and self.comes_in_background:
            os.kill(os.getpid(), self.comes_in_background.pop())
            self.control.wait_for_foreground()
            return
        self.life.meet(Happening.TAKEN)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in HEARD}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def after(it: Recorded, *numbers: int) -> list[str]:
    """Send these signals at once, and return what was told of them."""

    async def send() -> None:
        control = it.control = SignalControl(it, it, asyncio.get_running_loop())
        for number in numbers:
            os.kill(os.getpid(), number)
        for _ in range(9):
            await asyncio.sleep(0)
        control.close()

    it.life.meet(Happening.TAKEN)
    asyncio.run(send())
    return it.told


@pytest.mark.parametrize("number", SIGNALS)
def test_it_ends_with_128_and_the_number(number: int) -> None:
    assert after(Recorded(), number, signal.SIGCONT) == [f"end {128 + number}"]


def test_continued_it_sets_the_terminal_up_anew() -> None:
    assert after(Recorded(), signal.SIGCONT) == ["give back", "take", "resumed"]


@pytest.mark.parametrize(
    "at_once", [(signal.SIGTSTP, signal.SIGCONT), (signal.SIGCONT, signal.SIGTSTP)]
)
def test_continued_before_it_could_stop_it_goes_on(at_once: tuple[int, int]) -> None:
    told = after(Recorded(), *at_once)
    assert told == ["give back", "take", "resumed"]


def test_continued_while_it_gives_the_terminal_back_it_goes_on() -> None:
    it = Recorded()
    it.comes_meanwhile = signal.SIGCONT
    assert after(it, signal.SIGTSTP) == ["give back", "take", "resumed"]


def test_told_to_end_while_it_gives_the_terminal_back_it_does_not_stop() -> None:
    it = Recorded()
    it.comes_meanwhile = signal.SIGTERM
    assert after(it, signal.SIGTSTP) == ["give back", "end 143"]


def test_told_to_end_while_it_gives_the_terminal_back_it_does_not_take_it_again() -> None:
    it = Recorded()
    it.comes_meanwhile = signal.SIGTERM
    assert after(it, signal.SIGCONT) == ["give back", "end 143"]


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGCONT])
def test_who_ends_neither_stops_nor_takes_the_terminal(number: int) -> None:
    it = Recorded()
    it.life.meet(Happening.TAKEN)
    it.life.end(0)
    assert after(it, number) == []


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note in place of stopping for good, and return what was noted."""
    noted = []
    kill = os.kill

    def note(pid: int, number: int) -> None:
        if number == signal.SIGSTOP:
            noted.append(number)
        else:
            kill(pid, number)

    monkeypatch.setattr(os, "kill", note)
    return noted


def test_in_the_background_it_stops_and_takes_the_terminal_when_continued(stops: list[int]) -> None:
    it = Recorded()
    it.comes_in_background = [signal.SIGWINCH]
    assert after(it, signal.SIGCONT) == ["give back", "take", "resumed"]
    assert stops == [signal.SIGSTOP]
    assert it.life.phase is LifePhase.STOPPED


@pytest.mark.parametrize(
    ("comes", "told"),
    [
        (signal.SIGTERM, ["give back", "take", "end 143", "resumed"]),
        (signal.SIGCONT, ["give back", "take", "resumed", "take", "resumed"]),
    ],
)
def test_what_comes_just_before_it_stops_in_the_background_is_not_lost(
    stops: list[int], comes: int, told: list[str]
) -> None:
    it = Recorded()
    it.comes_in_background = [comes]
    assert after(it, signal.SIGCONT) == told
    assert not stops
