"""Anything that a person, a terminal and time may do to the screen, in any order: it stays whole.

After each line of a script every job is in one place, what was painted is what would be painted
now, the focus is on something that is there, and a key is answered. At the end all that was done is
done again without a screen: log, view and picture are the same.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.drive import Drive, example, example_names
from tests.hostile.screen_play import play
from tests.hostile.screen_scripts import any_script
from tests.ui.conftest import without_real_time  # noqa: F401 - none passes here either

PART = "screen"
SCRIPTS = 6


def test_the_screen_stays_whole(drive: Drive, tmp_path: Path) -> None:
    drive.run(any_script, lambda script: play(script, tmp_path), SCRIPTS, kept=1)


@pytest.mark.parametrize("name", example_names(PART))
def test_what_was_found_before(name: str, tmp_path: Path) -> None:
    play(example(PART, name), tmp_path)
