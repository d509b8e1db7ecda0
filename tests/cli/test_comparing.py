"""Tracks side by side: progress on a terminal, and an end at once when it is stopped."""

from __future__ import annotations

import os
import shlex
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_sim.cli.main import main
from tests.cli.commands import SITE_SIM, posix_only, sh
from tests.e2e.terminal import terminal

LONG = ("compare", "--rate", "50", "--until", "1e8", "--models", "serial,threads,hybrid")
UNDER_WAY = "0 of 3 tracks done"
AT_ONCE_S = 2.0


def test_what_is_printed_does_not_depend_on_which_track_is_done_first() -> None:
    args = ("compare", "gil", "--until", "9", "--json")
    assert sh(*args).stdout == sh(*args).stdout
    backwards = sh(*args, "--models", "serial,coroutines,threads,free-threads,processes,hybrid")
    assert backwards.stdout == sh(*args).stdout


def test_what_cannot_be_shown_is_written_in_plain_letters() -> None:
    args = ("compare", "--count", "3", "--models", "serial,threads")
    plain = sh(*args, env={**os.environ, "PYTHONIOENCODING": "ascii"}).stdout
    assert plain.isascii()
    assert b"1.27x" in plain
    assert b"?" not in plain
    assert "┃" in sh(*args, env={**os.environ, "PYTHONIOENCODING": "utf-8"}).stdout.decode()


@posix_only
def test_a_terminal_is_told_how_many_are_done_and_used_in_all_its_width() -> None:
    with terminal("compare", "--count", "40", size=(132, 40)) as it:
        assert it.wait_for_end() == 0
        assert "lane held" in it.text
        assert it.text.count("makespan") == 1


def descendants(process: int) -> list[int]:
    """Return the processes that a process has started, and these in turn."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == process:
                found.append(int(entry.name))
    return found


@posix_only
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once_and_no_process_is_left(number: int, tmp_path: Path) -> None:
    printed = tmp_path / "printed"
    command = f"exec {shlex.join([*SITE_SIM, *LONG])} > {shlex.quote(str(printed))}"
    with terminal(Path("/bin/sh"), "-c", command) as it:
        it.wait_for(UNDER_WAY)
        children = descendants(it.process.pid)
        assert children
        began = time.monotonic()
        it.process.send_signal(number)
        assert it.wait_for_end() == 128 + number
        assert time.monotonic() - began < AT_ONCE_S
        assert "site-sim: stopped with 0 of 3 tracks done" in it.text
        assert "Traceback" not in it.text
    assert printed.read_bytes() == b""
    assert not any(Path(f"/proc/{child}").exists() for child in children)


@posix_only
def test_control_c_on_a_terminal_ends_it_at_once() -> None:
    with terminal(*LONG) as it:
        it.wait_for(UNDER_WAY)
        began = time.monotonic()
        it.press("\x03")
        assert it.wait_for_end() == 130
        assert time.monotonic() - began < AT_ONCE_S
        assert "site-sim: stopped with 0 of 3 tracks done" in it.text
        assert "Traceback" not in it.text


def test_no_process_can_be_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> Iterator[None]:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", fail)
    assert main(["compare", "--count", "1"]) == 1
    assert capsys.readouterr().err == (
        "site-sim: no process can be started: Resource temporarily unavailable\n"
    )
