"""Anything that a person, a terminal and time may do to the screen, in any order: it stays whole.

After each line of a script every job is in one place, what was painted is what would be painted
now, the focus is on something that is there, and a key is answered. At the end all that was done is
done again without a screen: log, view and picture are the same.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.base.errors import SiteError
from site_sim.player.journal import SessionJournal
from site_sim.ui.dialogs.help import Help
from tests.hostile.drive import Drive, example, example_names
from tests.hostile.screen_play import play
from tests.hostile.screen_scripts import any_script
from tests.ui.breaking import Raising, breaks
from tests.ui.conftest import without_real_time  # noqa: F401 - none passes here either

PART = "screen"
SCRIPTS = 2


def test_the_screen_stays_whole(drive: Drive, tmp_path: Path) -> None:
    drive.assert_no_finds(any_script, lambda script: play(script, tmp_path), SCRIPTS, kept=1)


@pytest.mark.parametrize("name", example_names(PART))
def test_what_was_found_before(name: str, tmp_path: Path) -> None:
    play(example(PART, name), tmp_path)


@pytest.mark.parametrize("name", ["on_mount", "render_lines"])
def test_a_fault_that_is_mended_is_a_find_all_the_same(name: str, tmp_path: Path) -> None:
    script = ('{"shipped": "classic", "size": [80, 24]}', "press question_mark", "press escape")
    play(script, tmp_path)
    with breaks(Help, name, Raising()), pytest.raises(LookupError, match="broken for a test"):
        play(script, tmp_path)
    assert [*(tmp_path / "reports").iterdir()]


def test_a_session_that_leads_elsewhere_is_a_find(tmp_path: Path) -> None:
    script = ('{"shipped": "classic", "size": [80, 24]}', "tick 1 3", "press j", "tick 1 3")
    whole = SessionJournal.text

    def without_job(journal: SessionJournal) -> str:
        return "".join(
            line for line in whole(journal).splitlines(True) if '"OrderJobs"' not in line
        )

    play(script, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SessionJournal, "text", without_job)
        with pytest.raises((SiteError, AssertionError)):
            play(script, tmp_path)
