"""The site in a frame: only what was declared can be had of it."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.player.needs import Needs
from site_sim.player.site_copier import SiteCopier, task_copy
from site_sim.player.site_copy import Copies, NotDeclaredError, TaskCopy
from site_sim.player.view_state import NOTHING
from tests.player.playing import Played


def test_what_was_not_declared_is_refused_and_what_does_not_exist_is_none() -> None:
    task = task_copy(Played(workers=2).player.session.state.workers[1])
    tasks = Copies[TaskCopy]("task", {1: task, 2: None})
    assert tasks.get(1) is task
    assert tasks.get(2) is None
    with pytest.raises(NotDeclaredError, match="task 0 is not in this frame"):
        tasks.get(0)


def test_the_tables_that_grow_are_read_up_to_the_moment() -> None:
    played = Played(workers=2, model="coroutines")
    session = played.player.session
    site = SiteCopier().copy(session.state, session.recording.recent_past(SECOND), Needs(), NOTHING)
    before = list(session.state.verdicts)
    session.playback.rush(1_000)
    assert session.state.verdict_count > len(before) > 0
    assert list(site.verdicts) == before
    assert site.name_of(1) == "worker 1"
    assert site.cast is session.log.cast
