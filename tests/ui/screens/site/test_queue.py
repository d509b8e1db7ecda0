"""The queue, job by job."""

from __future__ import annotations

import re

from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from tests.ui.app_fixture import drawn, look, pass_time, site
from tests.ui.rows import NORMAL, SMALL, is_as_drawn_anew, shows_selections, texts_of


def test_the_queue_names_number_job_and_work() -> None:
    pile = {"workers": 3, "rate": 2.0, "at": 4.6}
    assert texts_of("queue-list", size=SMALL, **pile)[:3] == [
        "▸#4 beams  ◌1.0s",
        " #5 planks ◌1.0s",
        " #6 beams  ◌1.0s",
    ]
    mixed = pile | {"workload": "mixed", "glyphs": "ascii"}
    assert texts_of("queue-list", size=NORMAL, **mixed)[0] == ">#4 beams  #= mix 1.0s"


def test_the_words_of_the_work_make_room_for_a_long_name_in_view() -> None:
    names = ("taken", "bricks", "build-x64")
    orders = tuple(JobOrder(2 * SECOND, JobCard(name, 0, SECOND)) for name in names)
    how = {"orders": orders, "rate": 0.0, "at": 2.0, "dispatch": "least-busy"}
    rows = texts_of("queue-list", size=NORMAL, **how)
    assert rows[:2] == ["▸#1 bricks      ◌ 1.0s", " #2 build-x64   ◌ 1.0s"]


def test_an_empty_queue_says_how_to_fill_it() -> None:
    assert [line for line in texts_of("queue-list", rate=0.0) if line] == [
        " no jobs come",
        " ] lets jobs come",
        " j orders one",
    ]
    last = texts_of("queue-list", rate=1.0, count=1, at=0.5)
    assert [line for line in last if line] == [" no jobs come", " j orders one"]
    assert texts_of("queue-list", rate=1.0, model="coroutines", at=0.95)[0] == " empty"
    assert texts_of("queue-list", rate=1.0, count=2, at=9.0)[0] == " no job is left"


def test_signs_and_work_stand_in_columns_whatever_lasts_how_long() -> None:
    pile = {"workers": 3, "rate": 8.0, "service": "exponential", "defect_rate": 0.5, "at": 20.0}
    for workload, kinds in (("io", "◌"), ("cpu", "●"), ("mixed", "●◌")):
        for columns in (80, 120, 160):
            rows = texts_of("queue-list", size=(columns, 36), **pile, workload=workload)
            rows = [row for row in rows if row]
            assert len(rows) > 10
            assert len({len(re.findall(r"\d", row.split(kinds)[1])) for row in rows}) > 1
            assert len({row.index(kinds) for row in rows}) == 1
            names = {re.match(r"[▸ ](#\d+ +)?(↺ |  )?", row).end() for row in rows}  # type: ignore[union-attr]
            assert len(names) == 1 or columns == 80, rows


def test_a_word_for_the_kind_of_work_never_leaves_a_name_no_room() -> None:
    pile = {"workers": 3, "rate": 8.0, "service": "exponential", "defect_rate": 0.5, "at": 20.0}
    rows = texts_of("queue-list", size=NORMAL, **pile, workload="mixed")
    assert [row for row in rows if re.search(r" \w?\w?… ", row)] == []


def test_what_changes_in_a_queue_that_stands_still_is_drawn() -> None:
    app = site(workers=3, rate=5.0, at=20.0, paused=True)

    async def choose(pilot: Pilot[int]) -> None:
        assert shows_selections(app, app.screens.site.queue)

    look(app, NORMAL, choose)
    empty = site(workers=1, rate=0.0, at=5.0)

    async def fill(pilot: Pilot[int]) -> None:
        assert " no jobs come" in drawn(empty.screens.site.queue)
        await pilot.press("]")
        assert is_as_drawn_anew(empty, empty.screens.site.queue)

    look(empty, NORMAL, fill)
    short = site(workers=9, rate=2.0, at=1.0, count=6)

    async def end(pilot: Pilot[int]) -> None:
        for _ in range(12):
            pass_time(short, 2)
            assert is_as_drawn_anew(short, short.screens.site.queue)
        assert " no job is left" in [line.rstrip() for line in drawn(short.screens.site.queue)]

    look(short, NORMAL, end)
