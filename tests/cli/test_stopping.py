"""A run that a signal ends leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.commands import SITE_SIM, posix_only
from tests.e2e.terminal import SITE_SIM as INSTALLED
from tests.e2e.terminal import Terminal, terminal

ENDLESS = ("run", "--rate", "50", "--until", "1e9", "--events", "log")
UNDER_WAY = "of simulated time"
"""What a run tells on a terminal."""
NUMBERS = (
    [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT] if os.name == "posix" else []
)
TOLD = b"site-sim: stopped at "


@contextmanager
def under_way(number: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start a run in which a signal means what it means by default; yield its terminal too."""
    leader, follower = os.openpty()
    with subprocess.Popen(
        [*SITE_SIM, *ENDLESS],
        stdout=subprocess.PIPE,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm"},
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 - under nohup
    ) as process:
        os.close(follower)
        painted = b""
        while UNDER_WAY.encode() not in painted:
            painted += os.read(leader, 1000)
        yield process, leader
    os.close(leader)


def rest(leader: int) -> bytes:
    """Return all that is still written to a terminal."""
    written = b""
    try:
        while data := os.read(leader, 1000):
            written += data
    except OSError:  # how Linux says that nobody has the other side open
        pass
    return written


@posix_only
@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_leaves_nothing_half_written(number: int, folder: Path) -> None:
    with under_way(number) as (process, leader):
        process.send_signal(number)
        written = rest(leader)
        assert process.wait(60) == 128 + number
        assert process.stdout is not None
        assert process.stdout.read() == b""
    assert list(folder.iterdir()) == []
    assert written.count(TOLD) == 1
    assert b"Traceback" not in written


@posix_only
@pytest.mark.parametrize("second", NUMBERS[2:])
def test_a_second_signal_disturbs_nothing(second: int, folder: Path) -> None:
    with under_way(second) as (process, leader):
        for number in (second, signal.SIGTERM, second):
            process.send_signal(number)
        written = rest(leader)
        assert process.wait(60) in (128 + second, 143)  # of two at once the system turns the order
    assert list(folder.iterdir()) == []
    assert b"Traceback" not in written
    assert b"ignored" not in written


@posix_only
def test_a_signal_while_jobs_are_read_leaves_the_terminal_as_it_was() -> None:
    Path("jobs").write_text('{"cpu_s": 1}\n' * 900_000)
    with terminal("run", "--jobs", "jobs") as it:
        it.wait_for("jobs read")
        it.signal(signal.SIGTERM)
        assert it.wait_for_end() == 143
        assert it.is_restored, it.modes.unusual
        assert it.text.strip() == ""


@posix_only
def test_a_terminal_that_stands_still_is_not_waited_for(folder: Path) -> None:
    with terminal(*ENDLESS) as it:
        it.wait_for(UNDER_WAY)
        it.press("\x13")  # ctrl+S
        it.signal(signal.SIGTERM)
        assert it.process.wait(20) == 143
    assert list(folder.iterdir()) == []


@posix_only
def test_a_run_that_no_hang_up_ends_loses_nothing_with_its_terminal(folder: Path) -> None:
    command = f"trap '' HUP; exec '{INSTALLED}' run --rate 50 --until 3000 --events log > out"
    it = Terminal(Path("/bin/sh"), "-c", command)
    it.wait_for(UNDER_WAY)
    it.hang_up()
    assert it.process.wait(60) == 0
    assert "done" in Path("out").read_text()
    assert sorted(path.name for path in folder.iterdir()) == ["log", "out"]


@posix_only
def test_a_terminal_that_hangs_up_ends_the_run_as_the_signal_does(folder: Path) -> None:
    it = Terminal(INSTALLED, *ENDLESS)
    it.wait_for(UNDER_WAY)
    it.hang_up()
    assert it.process.wait(60) == 129
    assert list(folder.iterdir()) == []


@posix_only
def test_a_run_whose_terminal_is_gone_goes_on_until_it_hears_of_that(folder: Path) -> None:
    with under_way(signal.SIGHUP) as (process, leader):
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, leader)  # which closes the terminal; it is not that of the process group
        os.close(nowhere)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)  # in which its progress cannot be told ten times
        process.send_signal(signal.SIGHUP)
        assert process.wait(60) == 129
    assert list(folder.iterdir()) == []


INTERRUPTED_AT_IMPORT = """
import os, signal, sys
class Interrupt:
    def find_spec(self, name, *_):
        if name == wanted:
            os.kill(os.getpid(), signal.SIGINT)
wanted, *sys.argv[1:] = sys.argv[1:]
sys.meta_path.insert(0, Interrupt())
from site_sim.__main__ import main
sys.exit(main())
"""


@posix_only
@pytest.mark.parametrize(
    "module",
    [
        *("site_sim.base.collector", "site_sim.cli.main", "click", "site_sim.scenario.schema"),
        *("msgspec", "site_sim.scenario.loading", "site_sim.cli.headless"),
        "site_sim.kernel.simulation",
    ],
)
def test_an_interrupt_at_the_start_is_quiet(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_IMPORT, module, "run", "--until", "1"],
        check=False,
        capture_output=True,
        timeout=60,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


INTERRUPTED_AT_THE_END = """
import atexit, os, signal, sys
from site_sim.__main__ import main
atexit.register(os.kill, os.getpid(), signal.SIGINT)
sys.exit(main())
"""


@posix_only
def test_an_interrupt_at_the_end_is_quiet() -> None:
    with terminal(Path(sys.executable), "-c", INTERRUPTED_AT_THE_END, "--version") as it:
        assert it.wait_for_end() == 130
        assert it.text.strip().startswith("site-sim ")
        assert it.text.count("\n") - it.text.rstrip().count("\n") == it.picture.lines - 1
