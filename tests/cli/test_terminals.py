"""Whether a run may write on the terminal, or a screen of the same job is there."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from site_sim.cli.terminals import is_drawn_on
from tests.cli.commands import posix_only
from tests.e2e.terminal import terminal

ASKED = """
import subprocess, sys, tty
from site_sim.cli.terminals import is_drawn_on
before = is_drawn_on(sys.stderr)
tty.setraw(0)
raw = is_drawn_on(sys.stderr)
elsewhere = [sys.executable, "-c", "import sys; from site_sim.cli.terminals import is_drawn_on; "
             "sys.exit(is_drawn_on(sys.stderr))"]
behind = subprocess.run(elsewhere, process_group=0).returncode
print(f"before {before}, raw {raw}, in the background {bool(behind)}.")
"""


@posix_only
def test_a_terminal_that_gives_keys_has_a_screen_on_it_for_who_is_in_the_foreground() -> None:
    with terminal(Path(sys.executable), "-c", ASKED) as it:
        told = "before False, raw True, in the background False."
        it.wait_for(told)
        assert told in it.text


@posix_only
def test_what_is_no_terminal_has_none() -> None:
    assert not is_drawn_on(io.StringIO())
    with open(os.devnull, "w") as stream:
        assert not is_drawn_on(stream)
