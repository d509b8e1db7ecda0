"""However it ends: the terminal as it was, and the usual exit codes."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.terminal import SITE_SIM, Terminal, terminal
from tests.e2e.test_screen import UP, assert_opens_and_closes, assert_quits

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals and pseudo-terminals")

PYTHON = Path(sys.executable)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"])
def test_a_signal_from_outside(name: str) -> None:
    number = getattr(signal, name)
    with terminal() as it:
        it.wait_for(UP)
        it.signal(number)
        assert it.wait_for_end() == 128 + number
        assert it.is_restored, it.modes.unusual
        assert it.after_screen == ""


def test_a_signal_while_a_dialog_is_open() -> None:
    with terminal() as it:
        it.wait_for(UP)
        it.press("t")
        it.wait_for("─ Theme ─")
        it.signal(signal.SIGTERM)
        it.signal(signal.SIGINT)
        assert it.wait_for_end() in (143, 130)  # of two at once the system may turn the order
        assert it.is_restored


@pytest.mark.parametrize("words", [(), ("classic",), ("replay", "log")])
def test_a_terminal_that_cannot_be_drawn_on_is_told_so(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "log").write_text('{"site_sim":{"schema":1}}\n')
    with terminal(*words, env={"TERM": "dumb"}, cwd=tmp_path) as it:
        assert it.wait_for_end() == 2
        assert "'site-sim run' does without" in it.text.replace("\n", "")
        assert b"\x1b" not in it.written


def test_control_c() -> None:
    with terminal() as it:
        it.wait_for(UP)
        assert_quits(it, "\x03", 130)


def test_control_z_and_back() -> None:
    with terminal() as it:
        it.wait_for(UP)
        for _ in range(2):
            it.press("\x1a")
            it.wait_until_stopped()
            assert it.is_restored, it.modes.unusual
            it.picture.reset()
            it.signal(signal.SIGCONT)
            it.wait_for(lambda text: UP in text and "workers" in text)
            assert_opens_and_closes(it)
        assert_quits(it)


TAKEN = b"\x1b[?1049h"
"""What enters the alternate screen."""
LEFT = b"\x1b[?1049l"


def go_on(it: Terminal) -> None:
    """Continue the program, and wait until it has given the terminal back and taken it again.

    What is typed meanwhile the terminal itself shows.
    """
    taken = it.written.count(TAKEN)
    it.signal(signal.SIGCONT)
    it.wait_for(lambda _: it.written.count(TAKEN) > taken and not it.echoes)


def test_stopped_and_continued_from_outside() -> None:
    with terminal() as it:
        it.wait_for(UP)
        it.signal(signal.SIGSTOP)
        it.wait_until_stopped()
        it.picture.reset()
        go_on(it)
        it.wait_for(UP)
        go_on(it)  # without having been stopped
        assert_opens_and_closes(it)
        assert_quits(it)


def test_told_to_end_while_a_shell_has_it_stopped() -> None:
    with terminal(Path("/bin/sh"), "-i", env={"PS1": "$ "}) as it:
        it.wait_for("$ ")
        it.press(f"{SITE_SIM}\n")
        it.wait_for(UP)
        it.press("\x1a")
        it.wait_for("Stopped")
        it.press("kill %1; kill -CONT %1; sleep 1; fg; echo ended $?.\n")
        it.wait_for(lambda text: re.search(r"ended \d+\.", text))
        assert not it.modes.unusual


SHELLS = [("/bin/sh",), ("/bin/bash", "--norc", "--noprofile")]


def run_and_stop_raw(it: Terminal, folder: Path) -> int:
    """Run the program from a shell's prompt, stop it by force, and return its process's number."""
    it.wait_for("$ ")
    it.press(f"sh -c 'echo $$ >pid; exec {SITE_SIM} --paused classic'\n")
    it.wait_for(UP)
    pid = int((folder / "pid").read_text())
    prompts = it.written.count(b"$ ")
    os.kill(pid, signal.SIGSTOP)
    it.wait_for(lambda _: it.written.count(b"$ ") > prompts)
    return pid


def assert_ended_beside_the_shell(it: Terminal) -> None:
    """See the shell tell at a prompt that the program has ended as by SIGTERM, and the modes."""

    def is_told() -> bool:
        it.read_for(0.1)
        return bool(re.search(rb"(Done\(|Exit )143", it.written))

    it.wait_for(lambda _: it.press("\n") or is_told())
    it.press("exit\n")
    it.wait_for_end()
    assert not it.modes.unusual
    assert it.echoes


@pytest.mark.parametrize("shell", SHELLS)
def test_told_to_end_in_the_background(shell: tuple[str, ...], tmp_path: Path) -> None:
    with terminal(Path(shell[0]), *shell[1:], "-i", env={"PS1": "$ "}, cwd=tmp_path) as it:
        pid = run_and_stop_raw(it, tmp_path)
        it.press("\nbg\n")
        it.wait_for(lambda _: LEFT in it.written)
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGCONT)
        assert_ended_beside_the_shell(it)


@pytest.mark.parametrize("shell", SHELLS)
def test_told_to_end_where_the_shell_has_what_is_typed(
    shell: tuple[str, ...], tmp_path: Path
) -> None:
    with terminal(Path(shell[0]), *shell[1:], "-i", env={"PS1": "$ "}, cwd=tmp_path) as it:
        pid = run_and_stop_raw(it, tmp_path)
        os.kill(pid, signal.SIGTERM)
        it.press("x" * 50)
        os.kill(pid, signal.SIGCONT)
        it.wait_for(lambda _: it.press("y") or LEFT in it.written)
        assert_ended_beside_the_shell(it)


def test_in_the_background_it_draws_nothing_on_the_shells_screen() -> None:
    with terminal(Path("/bin/sh"), "-i", env={"PS1": "$ "}) as it:
        it.wait_for("$ ")
        it.press(f"{SITE_SIM}\n")
        it.wait_for(UP)
        it.press("\x1a")
        it.wait_for("Stopped")
        it.press("bg; sleep 1; bg; sleep 1; fg\n")
        it.wait_for(lambda _: it.written.count(TAKEN) > 1 and not it.echoes)
        of_the_shell = it.written.partition(LEFT)[2].partition(TAKEN)[0]
        assert b"Queued" not in of_the_shell


UNSAID = """
import sys
from site_sim.ui.terminal import output
close, unsaid = output.OutputThread.close, []
def close_once_unsaid(self, last_words=""):
    if last_words and not unsaid:
        unsaid.append(last_words)
        close(self)
        return False
    return close(self, last_words)
output.OutputThread.close = close_once_unsaid
from site_sim.cli.main import main
sys.argv[1:] = ["--paused", "classic"]
sys.exit(main())
"""


def test_last_words_that_a_terminal_did_not_take_are_made_up_for() -> None:
    """It counts how often the protocol of the keyboard is used, and how often no more."""
    with terminal(PYTHON, "-c", UNSAID) as it:
        it.wait_for(UP)
        go_on(it)
        assert it.modes.kitty_depth == 2
        assert_quits(it)


CRASH = """
import sys
from {package} import {module}
def fail(self, *args, **options):
    secret = "hunter2"
    raise LookupError("lost \\x1b]0;owned\\x07 " + str(len(secret)))
{module}.{name} = fail
from site_sim.cli.main import main
sys.argv[1:] = ["classic"]
sys.exit(main())
"""
PLACES = [
    ("site_sim.player", "player", "Player.pass_time"),
    ("site_sim.player", "navigation", "Navigator.move"),
    ("site_sim.ui.screens", "base", "RunScreen.show"),
]


@pytest.mark.parametrize(("package", "module", "name"), PLACES)
def test_a_crash_is_one_report_without_anyones_data(
    package: str, module: str, name: str, tmp_path: Path
) -> None:
    script = CRASH.format(package=package, module=module, name=name)
    with terminal(PYTHON, "-c", script, env={"XDG_STATE_HOME": str(tmp_path)}) as it:
        if name.endswith("move"):
            it.wait_for(UP)
            it.keep_pressing(".", every_s=0.5)  # the first faults are survived
        assert it.wait_for_end() == 1
        assert it.is_restored, it.modes.unusual
        report, where, path = it.after_screen.partition("report: ")
        assert report.startswith("site-sim has crashed")
        assert report.endswith("LookupError: lost \ufffd]0;owned\ufffd 7\n")
        assert where
        assert Path(path.strip()).read_text("utf-8").count("LookupError: lost") == 1
        assert report.count("Traceback") == 1
        assert "hunter2" not in report


def test_a_terminal_that_hangs_up() -> None:
    it = Terminal(SITE_SIM)
    it.wait_for(UP)
    it.hang_up()
    assert it.process.wait(20) == 129


def test_a_terminal_that_hangs_up_unheard() -> None:
    it = Terminal(Path("/bin/sh"), "-c", f"trap '' HUP; exec '{SITE_SIM}'")
    it.wait_for(UP)
    it.hang_up()
    assert it.process.wait(20) == 129


def test_a_hang_up_that_is_not_to_be_heard() -> None:
    with terminal(Path("/bin/sh"), "-c", f"trap '' HUP; exec '{SITE_SIM}'") as it:
        it.wait_for(UP)
        it.signal(signal.SIGHUP)
        assert_opens_and_closes(it)
        it.signal(signal.SIGHUP)
        assert_quits(it)


TELL: list[tuple[Callable[[Terminal], object], int]] = [
    (lambda it: it.press("q"), 0),
    (lambda it: it.signal(signal.SIGTERM), 143),
]
"""Ways to tell it to end, and the exit code."""


@pytest.mark.parametrize(("tell", "code"), TELL)
def test_a_terminal_that_stands_still_is_restored(
    tell: Callable[[Terminal], object], code: int
) -> None:
    with terminal("--speed", "64", "--rate", "20") as it:
        it.wait_for(UP)
        it.fill_up()
        tell(it)
        assert it.process.wait(20) == code
        it.drain()
        assert it.is_restored, it.modes.unusual


@pytest.mark.parametrize(("tell", "code"), TELL)
def test_a_slow_terminal_is_restored(tell: Callable[[Terminal], object], code: int) -> None:
    with terminal("--speed", "64", "--rate", "20") as it:
        it.wait_for(UP)
        it.fill_up()
        tell(it)
        it.sip(lambda: it.process.poll() is not None)
        assert it.process.returncode == code
        it.drain()
        assert it.is_restored, it.modes.unusual


@pytest.mark.parametrize("wait_s", [0.0, 0.01, 0.04])
@pytest.mark.parametrize(("tell", "code"), TELL)
def test_stopped_and_continued_while_it_ends(
    tell: Callable[[Terminal], object], code: int, wait_s: float
) -> None:
    with terminal() as it:
        it.wait_for(UP)
        tell(it)
        it.read_for(wait_s)
        it.signal(signal.SIGTSTP)
        it.read_for(wait_s)
        it.signal(signal.SIGCONT)
        assert it.wait_for_end() == code
        assert it.is_restored, it.modes.unusual


def test_continued_before_it_has_stopped() -> None:
    with terminal() as it:
        it.wait_for(UP)
        for _ in range(5):
            it.signal(signal.SIGTSTP)
            go_on(it)
            assert_opens_and_closes(it)
        assert_quits(it)


@pytest.mark.parametrize(("tell", "code"), TELL)
def test_a_terminal_that_hangs_up_while_it_ends(
    tell: Callable[[Terminal], object], code: int
) -> None:
    it = Terminal(SITE_SIM)
    it.wait_for(UP)
    tell(it)
    it.hang_up()
    assert it.wait_for_code() in (code, 129)
