"""A real terminal, and all that a person, a shell and the system may do: the program ends well.

Whatever was done, in the end it answers and can be quit, or ends as it was told to: with the right
exit code, the terminal as it was, and without a word that is not for a person.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import posix_only
from tests.hostile.drive import Drive, Script, example, example_names
from tests.hostile.terminal_play import play_in_terminal
from tests.hostile.terminal_scripts import terminal_script

pytestmark = posix_only

PART = "terminal"
SCRIPTS = 2
MOST_PLAYS = 30
"""How often a script is played again: a find may be that it hangs."""


def test_it_ends_well(drive: Drive, tmp_path: Path) -> None:
    def play(script: Script) -> None:
        drive.count("signals", sum(line.startswith(("signal", "stop")) for line in script))
        play_in_terminal(script, tmp_path)

    drive.assert_no_finds(terminal_script, play, SCRIPTS, kept=1, most_plays=MOST_PLAYS)


@pytest.mark.parametrize("name", example_names(PART))
def test_what_was_found_before(name: str, tmp_path: Path) -> None:
    play_in_terminal(example(PART, name), tmp_path)
