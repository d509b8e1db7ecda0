"""What is told of the one that is selected."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from site_sim.player.intents import Select
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import after, drawn, look, site
from tests.ui.rows import NORMAL, SMALL, texts_of

SELECTED = {"workers": 3, "rate": 2.0, "model": "coroutines", "at": 8.5}


def test_a_selected_worker_tells_of_its_life() -> None:
    assert texts_of("details", "down", size=NORMAL, **SELECTED) == [
        " w2 ◌ waiting I/O for 700ms · #14 tiles io 1.0s inbox #15",
        " ▄ I/O 55% ▒ ready 9% ▼ handing 16% ▞ blocked 7% · idle 12%",
        " ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▒▒▒▒▒▼▼▼▼▼▼▼▼▼▞▞▞▞·······",
    ]


@pytest.mark.parametrize("columns", [78, 96, 120, 132, 200])
def test_the_shares_of_a_life_are_never_cut(columns: int) -> None:
    snapshot = {"workers": 5, "rate": 1.8, "workload": "mixed", "model": "coroutines", "at": 17.9}
    app = site(**snapshot)
    shares = drawn_details(app, columns)[1]
    assert shares == shares.rstrip("…")
    assert sum(int(number) for number in re.findall(r"(\d+)%", shares)) in range(98, 103)
    names = re.findall(r"[a-z/O]+(?= \d)", shares.lower())
    assert len(names) in (0, shares.count("%"))
    assert len(names) or columns < 132


def drawn_details(app: SiteApp, columns: int) -> list[str]:
    """Return the details of a worker in so many columns."""
    rows: list[str] = []

    async def take(pilot: Pilot[int]) -> None:
        rows.extend(drawn(app.screens.site.details))

    look(app, (columns, 36), after("down", "down"), take)
    return rows


def test_a_selected_job_says_whole_where_it_is_and_for_whom() -> None:
    app = site(workers=12, rate=0.7, at=6.8)
    app.player.do(Select("job", 3))
    assert "job #3 pipes io 1.0s  · with worker 10, for worker 3" in "\n".join(look(app, NORMAL))


def test_a_selected_worker_that_has_just_left_is_named() -> None:
    start = {"workers": 3, "rate": 0.0, "at": 1.0}
    told, *more = texts_of("details", "down", "minus", "full_stop", size=NORMAL, **start)
    assert told == " worker 2 has left"
    assert not any(more)


def test_on_a_low_screen_it_does_so_in_the_notice() -> None:
    assert texts_of("notice", "down", size=SMALL, **SELECTED) == [
        " worker 2 ◌ waiting I/O for 700ms  · job #14 tiles io 1.0s  inbox #15"
    ]


def test_there_a_step_and_the_dead_are_told_as_well() -> None:
    (stepped,) = texts_of("notice", "down", "full_stop", size=SMALL, **SELECTED)
    event, selected = stepped.split(" · ", 1)
    assert event == "  ‖ event 228: worker 1 finishes #13"
    assert selected.startswith("worker 2 ◌ waiting I/O for 1.0s")
    (broken,) = texts_of("notice", "down", "x", size=SMALL, supervise=False, **SELECTED)
    assert broken.startswith(" broken  worker 2 × gone for 0s")
