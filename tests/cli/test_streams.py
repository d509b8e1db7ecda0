"""Standard streams that are closed, full, or read no further."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import SITE_SIM, posix_only, sh


def buffered() -> dict[str, str]:
    """Return an environment in which Python writes as late as it does for a person."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@posix_only
def test_a_reader_that_has_had_enough_is_no_failure() -> None:
    for args in (["run", "--until", "300", "--events", "-"], ["--help"], ["scenarios"]):
        with subprocess.Popen(
            [*SITE_SIM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 0


@pytest.mark.sampled
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        "run --until 2",
        "run --until 2 --json",
        "run --until 2 --events -",
        "scenarios",
        "themes",
        "themes --print mono",
        "keys",
        "--help",
        "run --help",
        "--version",
    ],
)
def test_a_full_device_is_a_failure_that_is_said(words: str) -> None:
    command = [*SITE_SIM, *words.split()]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command, check=False, stdout=full, stderr=subprocess.PIPE, timeout=60, env=buffered()
        )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(b"site-sim: ")
    assert line.endswith(b"No space left on device")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_wrong_use_is_wrong_use_where_it_cannot_be_said() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*SITE_SIM, "run", "--nope"], check=False, stderr=full, timeout=60, env=buffered()
        )
    assert done.returncode == 2


@posix_only
def test_what_is_written_in_part_is_a_failure_without_a_buffer_too() -> None:
    """As with PYTHONUNBUFFERED, when Python passes over how much was written."""
    import resource

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    with open("keys", "wb") as file:
        done = subprocess.run(
            [*SITE_SIM, "keys"],
            check=False,
            stdout=file,
            stderr=subprocess.PIPE,
            preexec_fn=limit_files,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            timeout=60,
        )
    said = b"site-sim: standard output: cannot be written: File too large\n"
    assert (done.returncode, done.stderr) == (1, said)


CLOSED = b"site-sim: standard output: is closed\n"


@posix_only
@pytest.mark.parametrize(
    ("words", "code", "err"),
    [
        ("run --until 2 --json 2>&-", 0, b""),
        ("run --until 2 --events - 2>&-", 0, b""),
        ("run --sede 2 2>&-", 2, b""),
        ("classic 2>&-", 2, b""),
        ("run --until 2 >&-", 1, CLOSED),
        ("run --until 2 --events - >&-", 1, CLOSED),
        ("run --until 2 --json <&-", 0, b""),
        ("scenarios >&-", 1, CLOSED),
        ("themes >&-", 1, CLOSED),
        ("keys >&-", 1, CLOSED),
        ("--help >&-", 1, CLOSED),
        ("run --help >&-", 1, CLOSED),
        ("--version >&-", 1, CLOSED),
        ("keys >&- 2>&-", 1, b""),
    ],
)
def test_closed_standard_streams_break_nothing(words: str, code: int, err: bytes) -> None:
    shell = f'exec "{sys.executable}" -m site_sim {words}'
    done = subprocess.run(["sh", "-c", shell], check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (code, err)


def test_an_ascii_terminal_gets_the_figures_all_the_same() -> None:
    done = sh("run", "--until", "2", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"serial" in done.stdout
