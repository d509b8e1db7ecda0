"""What is selected, and what a step or a click selects next."""

from __future__ import annotations

from site_sim.log.cast import NOBODY
from site_sim.player.selection import beside, selected_task
from site_sim.player.view_state import NOTHING, Selection
from tests.player.playing import Played


def test_a_step_goes_from_nothing_to_an_end_of_the_crew_and_stops_at_the_other() -> None:
    state = Played(workers=3).player.session.state
    for up, crew in ((True, [0, 1, 2, 2]), (False, [2, 1, 0, 0])):
        selected, chosen = NOTHING, []
        for _ in crew:
            selected = beside(selected, state, up) or NOTHING
            chosen.append(selected.number)
        assert chosen == crew


def test_only_a_task_that_is_there_is_the_selected_one() -> None:
    state = Played(workers=3).player.session.state
    there = [Selection("task", number) for number in (2, -1, -2)]
    assert [selected_task(each, state) for each in there] == [2, -1, -2]
    for each in (NOTHING, Selection("job", 1), Selection("task", 3), Selection("task", -3)):
        assert selected_task(each, state) == NOBODY
