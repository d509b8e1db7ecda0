"""Signals at any moment of its life: it ends in the end, the terminal is restored, the code right.

Moments are drawn by dice, which the name of each test seeds.
"""

from __future__ import annotations

import os
import random
import re
import signal
from collections.abc import Iterator
from itertools import product
from time import monotonic

import pytest

from tests.e2e.terminal import Terminal, terminal
from tests.e2e.test_screen import UP

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals and pseudo-terminals")

PHASES = ("start", "run", "ending")
ENDING = ("INT", "TERM", "HUP", "QUIT")
KINDS = (*ENDING, "TSTP", "CONT", "closed")
"""What happens to it: the signals of these names, and a terminal that goes away."""
START_S = 0.8
"""In which it starts."""
SOON_S = 0.05
HUNG_S = 20.0
"""What takes longer has hung, on a machine as busy as it may be."""
QUIET_S = 1.0
"""In which it ends on a quiet machine, once it is told to and has started."""
AGAIN_S = 0.5
"""How often it is asked to quit: what is typed while it takes the terminal may get lost."""
ENTERED = re.compile(rb"/site_sim/(?!__main__\.py|base/signals\.py)")
"""Tells in a trace that the program had begun to heed signals."""
IGNORED = re.compile(rb"Exception ignored in: .*?\nKeyboardInterrupt: *\r?\n", re.DOTALL)
"""What Python says of an interrupt that came while nothing could be raised."""
FINE: list[str] = []
"""What is wrong with an end that is as it should be."""


class Try:
    """One life of the program."""

    def __init__(self, it: Terminal, dice: random.Random, patience_s: float) -> None:
        self.it = it
        self.dice = dice
        self.patience_s = patience_s
        self.began = monotonic()
        self.codes = {0}
        """The exit codes that are right."""
        self.must_be_told = True
        self.has_terminal = True

    def reach(self, phase: str) -> None:
        """Go to a moment of a phase."""
        if phase == "start":
            self.it.read_for(self.dice.uniform(0, START_S))
            return
        self.it.wait_for(UP)
        self.wait_a_bit()
        if phase == "ending":
            if self.dice.random() < 0.5:
                self.it.press("q")
            else:
                self.meet("TERM")
            self.wait_a_bit()

    def wait_a_bit(self) -> None:
        self.it.read_for(self.dice.uniform(0, SOON_S))

    def meet(self, kind: str) -> None:
        """Let something happen to it."""
        if kind == "closed":
            self.it.hang_up()
            self.has_terminal = self.must_be_told = False
            self.codes.add(129)
        elif kind == "TSTP":
            self.it.signal(signal.SIGTSTP)
            self.wait_a_bit()
            self.it.signal(signal.SIGCONT)
        else:
            number = getattr(signal, f"SIG{kind}")
            self.it.signal(number)
            if kind in ENDING:
                self.codes.add(128 + number)
                self.must_be_told = False

    def end(self) -> list[str]:
        """See it end, told to once more if nothing did; return what is not as it should be."""
        told = monotonic()
        if self.must_be_told:
            self.it.wait_for(lambda text: UP in text or self.it.process.poll() is not None)
            told = monotonic()
            self.it.keep_pressing("q", AGAIN_S, HUNG_S)
        elif self.has_terminal:
            self.it.wait_for_end(HUNG_S)
        code = self.it.wait_for_code(HUNG_S)
        took_s = monotonic() - max(told, self.began + START_S)
        is_told = self.is_interrupted_before_its_first_line
        wrong = []
        if code not in self.codes and not (code == 1 and is_told):
            wrong.append(f"it ended with {code}, not {self.codes}")
        if took_s >= self.patience_s:
            wrong.append(f"it took {took_s:.2f} s to end")
        if self.has_terminal:
            self.it.drain()
            if not self.it.is_restored:
                wrong.append(f"the terminal is not as it was: {self.it.modes.unusual}")
            if b"Traceback" in self.written and not is_told:
                wrong.append(f"it says {self.written[-2_000:].decode(errors='replace')}")
        return wrong

    @property
    def written(self) -> bytes:
        """What was written, but for an interrupt that Python itself told of and ignored at first.

        It does so where it can't pass it on, and goes on.
        """
        written = self.it.written
        ignored = IGNORED.match(written)
        if ignored is None or ENTERED.search(ignored[0]):
            return written
        return written[ignored.end() :]

    @property
    def is_interrupted_before_its_first_line(self) -> bool:
        """Whether Python itself was interrupted as it started, and says so: with 1 at first."""
        written = self.written
        return written.rstrip().endswith(b"KeyboardInterrupt") and not ENTERED.search(written)


def lives(name: str, count: int, patience_s: float) -> Iterator[Try]:
    """Start the program so many times."""
    dice = random.Random(name)
    for _ in range(count):
        with terminal() as it:
            yield Try(it, dice, patience_s)


def ends_of_each(kind: str, phase: str, count: int, patience_s: float) -> Iterator[list[str]]:
    """Try something out in moments of a phase; yield what is wrong with each end."""
    for life in lives(f"{kind} {phase}", count, patience_s):
        life.reach(phase)
        life.meet(kind)
        yield life.end()


def ends_of_pairs(name: str, count: int, patience_s: float) -> Iterator[list[str]]:
    """Try out one thing soon after another; yield what is wrong with each end."""
    for life in lives(name, count, patience_s):
        life.reach(life.dice.choice(PHASES))
        life.meet(life.dice.choice(KINDS[:-1]))
        life.wait_a_bit()
        life.meet(life.dice.choice(KINDS))
        yield life.end()


@pytest.mark.slow
@pytest.mark.sampled(0.5)
@pytest.mark.parametrize(("kind", "phase"), list(product(KINDS, PHASES)))
def test_two_tries_of_each(kind: str, phase: str) -> None:
    assert [*ends_of_each(kind, phase, 2, HUNG_S)] == [FINE] * 2


@pytest.mark.slow
def test_ten_random_pairs() -> None:
    assert [*ends_of_pairs("some pairs", 10, HUNG_S)] == [FINE] * 10


@pytest.mark.by_hand
@pytest.mark.parametrize(("kind", "phase"), list(product(KINDS, PHASES)))
def test_fifty_tries_of_each(kind: str, phase: str) -> None:
    assert [*ends_of_each(kind, phase, 50, QUIET_S)] == [FINE] * 50


@pytest.mark.by_hand
@pytest.mark.parametrize("part", range(10))
def test_five_hundred_random_pairs(part: int) -> None:
    assert [*ends_of_pairs(f"pairs {part}", 50, QUIET_S)] == [FINE] * 50
