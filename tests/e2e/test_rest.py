"""The program sleeps while nothing can change, and is awake at once when something does."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, terminal
from tests.e2e.test_screen import UP, assert_opens_and_closes, assert_quits

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs the counts of Linux"),
    pytest.mark.slow,
]

SETTLED_S, WATCHED_S = 1.5, 1.0
MOST_WAKES = 10
"""In the time that it is watched: a clock that ticks has 60, an input that is polled 20."""
MOST_WITH_A_CURSOR = 30
"""The same where a cursor blinks, each time by several threads."""
ESCAPE = "\x1b[27u"
DIALOGS = (
    ("?", "─ Help ─", MOST_WAKES),
    ("/", "─ Find ─", MOST_WITH_A_CURSOR),
    ("g", "─ Go to", MOST_WITH_A_CURSOR),
    ("\x10", "Search", MOST_WITH_A_CURSOR),
)
"""Keys, what they open, and how often it wakes there."""


def wakes(it: Terminal) -> int:
    """Return how often a thread of the program has gone to sleep so far, and was woken."""
    count = re.compile(r"^voluntary_ctxt_switches:\s*(\d+)", re.MULTILINE)
    tasks = Path(f"/proc/{it.process.pid}/task").glob("*/status")
    return sum(int(number) for task in tasks for number in count.findall(task.read_text()))


def assert_sleeps(it: Terminal, most: int = MOST_WAKES) -> None:
    """Watch it for a while, once it has had the time to settle."""
    it.settle(SETTLED_S)
    before = wakes(it)
    it.settle(WATCHED_S)
    assert wakes(it) - before <= most


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("words", "seen"), [(("--paused",), "paused"), (("--count", "3", "--at", "100"), "done 3")]
)
def test_it_sleeps_on_every_screen(words: tuple[str, ...], seen: str) -> None:
    with terminal(*words) as it:
        it.wait_for(lambda text: UP in text and seen in text)
        assert_sleeps(it)
        for key, title in (("2", "Timeline"), ("3", "Code ·"), ("1", UP)):
            it.press(key)
            it.wait_for(title)
            assert_sleeps(it)
        assert_quits(it)


def test_it_sleeps_with_a_dialog_open() -> None:
    with terminal("--paused") as it:
        it.wait_for(UP)
        for key, title, most in DIALOGS:
            it.press(key)
            it.wait_for(title)
            assert_sleeps(it, most)
            it.press(ESCAPE)
            it.wait_for(lambda text, title=title: title not in text)
        assert_quits(it)


def test_what_wakes_it_leaves_it_to_sleep_again() -> None:
    with terminal("--paused", size=(120, 36)) as it:
        it.wait_for(UP)
        assert_sleeps(it)
        assert_opens_and_closes(it)
        assert_sleeps(it)
        it.resize(100, 30)
        it.wait_for(lambda text: "quit" in text.splitlines()[-1])
        assert_sleeps(it)
        it.press("\x1a")
        it.wait_until_stopped()
        it.picture.reset()
        it.signal(signal.SIGCONT)
        it.wait_for(lambda text: UP in text and "paused" in text)
        assert_sleeps(it)
        it.press(" ")
        it.wait_for(lambda text: "paused" not in text and "done 1" in text)
        assert_quits(it)
