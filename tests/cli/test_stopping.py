"""A run that a signal ends leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import SITE_SIM, posix_only


@posix_only
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)],
)
def test_a_signal_leaves_nothing_half_written(number: int, code: int, folder: Path) -> None:
    leader, follower = os.openpty()
    args = ["run", "--rate", "50", "--until", "1e9", "--events", "log"]
    with subprocess.Popen(
        [*SITE_SIM, *args],
        stdout=subprocess.PIPE,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm"},
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 - under nohup
    ) as process:
        os.close(follower)
        painted = b""
        while b"simulated seconds" not in painted:  # it is under way, and tells so on a terminal
            painted += os.read(leader, 1000)
        process.send_signal(number)
        assert process.wait(60) == code
        assert process.stdout is not None
        assert process.stdout.read() == b""
    os.close(leader)
    assert list(folder.iterdir()) == []
