"""The rows of the main screen, as literal text: what each says, and that none is ever too wide."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.kernel.config import JobOrder
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, NOBODY, JobCard
from site_sim.player.formatting import rate
from site_sim.player.view_state import Selection
from site_sim.state.entities import JobState, State, TaskState
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar, BarItem, in_room, justify
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.site.activity import activity
from site_sim.ui.screens.site.figures import smoothed
from site_sim.ui.screens.site.plots import plot
from site_sim.ui.screens.site.rail import LIGHT, MOVES, RAIL_CELLS, WAITS, Rail
from site_sim.ui.screens.site.task_rows import strip_scale
from site_sim.ui.theme.glyphs import GLYPHS, UNICODE
from tests.ui.app_fixture import after, drawn, jobs_named, look, settle, site

SMALL, NORMAL, LARGE = (80, 24), (120, 36), (200, 50)
HOSTILE = (
    "コンクリート打設工事" * 8,
    "e\u0301" * 40,
    "👷‍♀️🏗️" * 6,
    "[/][@click=app.quit]x",
    "ｔｉｌｅｓ",
    "",
    "a" * 200,
)


def texts_of(
    panels: str, *keys: str, size: tuple[int, int] = (80, 20), **scenario: Any
) -> list[str]:
    """Return the lines of some panels (their ids) as they are drawn."""
    app = site(**scenario)
    rows: list[str] = []

    async def act(pilot: Pilot[int]) -> None:
        await after(*keys)(pilot)
        for panel in panels.split():
            rows.extend(drawn(app.screens.site.query_one(f"#{panel}", RowsPanel)))

    look(app, size, act)
    return rows


def chain_of(*keys: str, **scenario: Any) -> list[str]:
    """Return foreman, chain and accept as they are drawn in 80×20."""
    return texts_of("foreman chain accept", *keys, **scenario)


# -- the chain ----------------------------------------------------------------------------------


def test_nested_calls_look_like_the_call_stack_they_are() -> None:
    assert chain_of(workers=3, rate=2.0, at=4.6) == [
        "┏━ FOREMAN   ◐ in send()  waits for w2",
        "┃",
        "┣━ WORKER 2  ◐ in send()  waits for w1",
        "┃                    ▼▞▞▞▞▞▞▞▞▞▞▄▄▄▄▼▞▞▞",
        "┃",
        "┣━ WORKER 1  ◐ in send()  waits for w0",
        "┃                    ·▞▞▞▞▞▄▄▄▄▼·····▼▞▞",
        "┃",
        "┗━ WORKER 0  ◌ I/O        #3 ██▍░░░  40%",
        "                     ·▄▄▄▄▼···········▄▄",
        "   ACCEPT    ○ idle       3 accepted",
    ]


def test_the_same_in_ascii() -> None:
    assert chain_of(workers=3, rate=2.0, at=4.6, glyphs="ascii") == [
        "+= FOREMAN   ! in send()  waits for w2",
        "!",
        "+= WORKER 2  ! in send()  waits for w1",
        "!                    v!!!!!!!!!!~~~~v!!!",
        "!",
        "+= WORKER 1  ! in send()  waits for w0",
        "!                    .!!!!!~~~~v.....v!!",
        "!",
        "+= WORKER 0  ~ I/O        #3 ##----  40%",
        "                     .~~~~v...........~~",
        "   ACCEPT    o idle       3 accepted",
    ]


def test_a_row_each_where_workers_are_many() -> None:
    assert chain_of(workers=12, model="coroutines", rate=6.0, at=3.25) == [
        "┏━ FOREMAN    ◐ blocked  #7 for w7",
        "┗━ WORKER 11  ◔ ready    [#6]      ▞▞▒▒▒",
        "┏━ WORKER 10  ◐ blocked  #5 for w5 ▒▒▼▞▞",
        "┗━ WORKER 9   ◔ ready    [#4]      ▞▞▞▒▒",
        "┏━ WORKER 8   ◐ blocked  #3 for w3 ▒▒▒▞▞",
        "┗━ WORKER 7   ◔ ready    [#2]      ▒··▒▒",
        "┏━ WORKER 6   ▼ handing  #1 for w1 ▼▒▒▒▼",
        "◆━ WORKER 5   ○ idle               ·▒▒▼·",
        "├─ WORKER 4   ◔ ready    [#0]      ····▒",
        "├─ WORKER 3   ○ idle               ·····",
        "├─ WORKER 2   ○ idle               ·····",
        "   ACCEPT     ○ idle     0 accepted",
    ]


def test_results_go_to_accept_and_the_full_inbox_blocks() -> None:
    assert chain_of(workers=3, model="coroutines", rate=6.0, at=1.87) == [
        "┏━ FOREMAN   ◐ blocked  #4 for w1",
        "┃",
        "┗━ WORKER 2  ◔ ready    #2 ▒▒▒▒ 100% [1]",
        "│                               ·▼▒▄▄▄▄▒",
        "│",
        "├─ WORKER 1  ▼ handing  #1 → accept",
        "│                               ·▼▒▄▄▄▄▼",
        "│",
        "╰─ WORKER 0  ○ idle",
        "                                ··▒▄▄▄▄·",
        "   ACCEPT    ◔ ready    [#0]",
    ]


def test_a_job_passes_others_on_the_direct_way() -> None:
    rows = chain_of(workers=9, model="coroutines", wiring="direct", rate=6.0, at=0.22)
    assert rows == [
        "┏━ FOREMAN   ▼ handing  #1 for w1",
        "┠━ WORKER 8  ○ idle                    ·",
        "┠━ WORKER 7  ○ idle                    ·",
        "┠━ WORKER 6  ○ idle                    ·",
        "◆━ WORKER 5  ○ idle                    ·",
        "├─ WORKER 4  ○ idle                    ·",
        "├─ WORKER 3  ○ idle                    ·",
        "├─ WORKER 2  ○ idle                    ·",
        "├─ WORKER 1  ○ idle                    ·",
        "╰─ WORKER 0  ◌ I/O      #0     12%     ▄",
        "   ACCEPT    ○ idle     0 accepted",
    ]


def test_a_direct_call_waits_past_others() -> None:
    assert chain_of(workers=9, wiring="direct", rate=6.0, at=4.5) == [
        "┏━ FOREMAN   ◐ in send()  waits for w3",
        "┠━ WORKER 8  ○ idle                ·····",
        "┠━ WORKER 7  ○ idle                ·····",
        "┠━ WORKER 6  ○ idle                ·····",
        "┠━ WORKER 5  ○ idle                ·····",
        "┠━ WORKER 4  ○ idle                ·····",
        "┗━ WORKER 3  ◌ I/O        #3   80% ·▄▄▄▄",
        "├─ WORKER 2  ○ idle                ·····",
        "├─ WORKER 1  ○ idle                ·····",
        "╰─ WORKER 0  ○ idle                ·····",
        "   ACCEPT    ○ idle       3 accepted",
    ]


def test_producer_and_consumer_are_called_so() -> None:
    assert chain_of(program="producer-consumer", at=0.3) == [
        "┏━ PRODUCER  ◐ in send()  for consumer",
        "┃",
        "┃",
        "┗━ CONSUMER  ◌ I/O        #0 █▏░░░░  20%",
        "",
        "                                      ▄▄",
        "                                      ██",
    ]


def test_the_dead_are_seen_to_be_dead() -> None:
    snapshot = {"workers": 3, "model": "coroutines", "at": 2.5, "supervise": False}
    assert chain_of("down", "x", **snapshot) == [
        "◆━ FOREMAN   ▼ handing  #2 for w2",
        "│",
        "├─ WORKER 2  ✗ dead",
        "│                            ········▄▄×",
        "│",
        "├─ WORKER 1  ○ idle",
        "│                            ·····▄▄▄▄··",
        "│",
        "╰─ WORKER 0  ○ idle",
        "                             ·▄▄▄▄▼·····",
        "   ACCEPT    ○ idle     2 accepted",
    ]


def test_an_accident_leaves_a_mark_though_the_dead_are_replaced_at_once() -> None:
    snapshot = {"workers": 3, "accident_rate": 0.5, "seed": 7, "at": 7.0}
    strips = [row[-29:] for row in chain_of(**snapshot) if "▄▄▄▄" in row]
    assert strips == [
        "▼×▞▞▞▞▞▼▞▞▞▞·▄×▄▄▄▄▼▞▞▞▞▞▼▞▞▞",
        "·×▼▞▞▞▞·▄▄▄▄········▼▞▞▞▞·▄▄▄",
        "·×·▄▄▄▄··············▄▄▄▄····",
    ]


def test_processes_start() -> None:
    snapshot = {"workers": 3, "model": "processes", "workload": "cpu", "at": 2.5}
    assert chain_of("plus", **snapshot) == [
        "╭─ FOREMAN   ○ idle     waits for a job",
        "├─ WORKER 3  ↑ starts",
        "│",
        "├─ WORKER 2  ◔ ready    [#2]",
        "│                                ▼▼····▒",
        "├─ WORKER 1  ● working  #1 ███▌  87%",
        "│                                ·▼███▒█",
        "╰─ WORKER 0  ▼ handing  #0 → accept",
        "                                 ··████▼",
        "   ACCEPT    ○ idle     0 accepted",
    ]


def test_who_is_to_leave_finishes_first() -> None:
    snapshot = {"workers": 3, "model": "coroutines", "rate": 2.0, "at": 4.5}
    assert chain_of("minus", **snapshot) == [
        "◆━ FOREMAN   ▼ handing  #9 for w0",
        "│",
        "├─ WORKER 2  ↓ I/O      #8 ▊░░░  20%",
        "│                    ····▄▄▄▄▼▼▄▄▄▄▒▼▼▄▄",
        "│",
        "├─ WORKER 1  ◌ I/O      #7 ▊░░░  20%",
        "│                    ···▄▄▄▄··▼▄▄▄▄··▒▄▄",
        "│",
        "╰─ WORKER 0  ◌ I/O      #6 ▊░░░  20%",
        "                     ·▄▄▄▄▼····▄▄▄▄▄▞·▄▄",
        "   ACCEPT    ○ idle     6 accepted",
    ]


def test_tall_blocks_and_a_result_on_its_way() -> None:
    snapshot = {"workers": 2, "model": "coroutines", "rate": 2.0, "at": 4.35}
    assert chain_of(size=NORMAL, **snapshot) == [
        "╭─ FOREMAN   ○ idle         waits for a job",
        "│",
        "│",
        "├─ WORKER 1  ◌ waiting I/O  #7 ██░░░░░░░░░░░░  15% [#8]",
        "│",
        "│                                         ▄▄▄▄ ▄▄▄▄ ▄▄▄▄ ▄",
        "│                                       ··████▼████▼████▼█",
        "│",
        "│",
        "╰─ WORKER 0  ▼ handing off  #4 ─────◆─────→ accept [#6]",
        "                                                   ▒",
        "                                         ▄▄▄▄  ▄▄▄▄▒ ▄▄▄▄",
        "                                        ·████··████▒▼████▼",
        "   ACCEPT    ○ idle         5 accepted",
    ]


def test_a_wide_row_says_more_of_the_job() -> None:
    snapshot = {"workers": 2, "model": "coroutines", "rate": 2.0, "at": 4.35}
    assert chain_of(size=LARGE, **snapshot)[3] == (
        "├─ WORKER 1  ◌ waiting I/O  #7 cables         io 1.0s   ████████▍"
        "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  15% [#8]"
    )


def test_a_frozen_bar_shows_who_lost_its_turn() -> None:
    snapshot = {"workers": 2, "model": "threads", "workload": "cpu", "rate": 4.0, "at": 3.3}
    rows = chain_of(**snapshot)
    assert [row for row in rows if "%" in row] == ["◆━ WORKER 1  ◔ ready    #3 ▒░░░  25%"]


BUSY = {"workers": 3, "model": "coroutines", "wiring": "direct", "rate": 6.0, "at": 4.3}


def test_the_foreman_says_what_he_waits_for() -> None:
    idle = BUSY | {"rate": 0.0}
    assert chain_of(size=NORMAL, **idle)[0] == ("╭─ FOREMAN   ○ idle         waits for a job")
    picky = BUSY | {"dispatch": "least-busy"}
    assert chain_of(size=LARGE, **picky)[0] == (
        "╭─ FOREMAN   ○ idle         waits for an idle worker"
    )
    assert chain_of(**picky)[0] == "╭─ FOREMAN   ○ idle     no one is idle"


def test_accept_says_what_it_found() -> None:
    snapshot = {"workers": 3, "model": "coroutines", "rate": 2.0, "at": 9.3}
    strict = snapshot | {"defect_rate": 0.5, "rework_limit": 1}
    assert chain_of(size=NORMAL, **strict)[-1] == (
        "   ACCEPT    ○ idle         7 accepted, 6 rejected"
    )


# -- the lanes, and what is selected --------------------------------------------------------------

LANE_LINES = {
    "serial": [
        " call stack ● worker 1 working #6   taken 100% of the time",
        " 5 deep: foreman → w4 → w3 → w2 → w1",
    ],
    "coroutines": [
        " event loop ● worker 0 working #5   taken 100% of the time",
        " ◔ 2 and the foreman ready: wait for the event loop",
    ],
    "threads": [
        " GIL ● worker 2 working #7           taken 96% of the time",
        " ◔ 3 and the foreman ready: wait for the GIL",
    ],
    "processes": [
        " core 0 ● worker 2 working #7        taken 83% of the time",
        " core 1 ● worker 3 working #8        taken 85% of the time",
        " ◔ the foreman is ready: waits for a core",
    ],
    "hybrid": [
        " loop 0 ● worker 3 working #8        taken 89% of the time",
        " loop 1 ● worker 1 working #6        taken 49% of the time",
        " ◔ the foreman is ready: waits for its loop",
    ],
}


@pytest.mark.parametrize("model", LANE_LINES)
def test_who_has_the_lane(model: str) -> None:
    snapshot = {"workers": 5, "workload": "cpu", "model": model, "at": 9.0}
    assert texts_of("lanes", size=NORMAL, **snapshot) == LANE_LINES[model]


def test_a_deep_stack_is_told_from_both_ends() -> None:
    deep = texts_of("lanes", size=NORMAL, workers=500, at=90.0)
    assert deep[1] == " 390 deep: foreman → w499 → w498 → … → w113 → w112 → w111"


def test_of_many_cores_the_taken_are_told() -> None:
    snapshot = {"workers": 50, "model": "processes", "workload": "cpu", "cores": 100, "at": 90.0}
    assert texts_of("lanes", size=NORMAL, **snapshot) == [
        " 4 of 100 taken",
        " 0 w45        1 w40        3 foreman    4 w37",
        " nobody waits",
    ]


SELECTED = {"workers": 3, "rate": 2.0, "model": "coroutines", "at": 8.5}


def test_a_selected_worker_tells_of_its_life() -> None:
    assert texts_of("details", "down", size=NORMAL, **SELECTED) == [
        " worker 2 ◌ waiting I/O for 700ms  · job #14 tiles io 1.0s…",
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
    app.player.view.selected = Selection("job", 3)
    assert "job #3 pipes io 1.0s  · with worker 10, for worker 3" in "\n".join(look(app, NORMAL))


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
    assert broken.startswith(" broken  worker 2 × dead for 0.0s")


# -- queue and accept log -------------------------------------------------------------------------


def test_the_queue_names_number_job_and_work() -> None:
    pile = {"workers": 3, "rate": 2.0, "at": 4.6}
    assert texts_of("queue", size=SMALL, **pile)[:3] == [
        "▸#4 beams  ◌1.0s",
        " #5 planks ◌1.0s",
        " #6 beams  ◌1.0s",
    ]
    mixed = pile | {"workload": "mixed", "glyphs": "ascii"}
    assert texts_of("queue", size=NORMAL, **mixed)[0] == ">#4 beams  #~ mix 1.0s"


def test_an_empty_queue_says_how_to_fill_it() -> None:
    assert [line for line in texts_of("queue", rate=0.0) if line] == [
        " no jobs come",
        " ] lets jobs come",
        " j orders one",
    ]
    assert texts_of("queue", rate=1.0, model="coroutines", at=0.95)[0] == " empty"
    assert texts_of("queue", rate=1.0, count=2, at=9.0)[0] == " no job is left"


def test_the_accept_log_tells_what_became_of_each() -> None:
    strict = {"workers": 3, "rate": 1.0, "at": 9.0, "defect_rate": 0.5, "rework_limit": 1}
    assert texts_of("accepted", size=NORMAL, **strict)[:6] == [
        "   8.0 ✓ #4    w1  beams   4.0s",
        "   6.7 ↺ #3    w0  pipes rework",
        "   5.3 ↺ #2    w2  cabl… rework",
        "   4.1 ∅ #0    w0  doors  scrap",
        "   2.7 ✓ #1    w1  cables  1.7s",
        "   1.4 ↺ #0    w0  doors rework",
    ]
    assert texts_of("accepted", size=SMALL, **strict)[:3] == [
        "✓ #4   w1  4.0s",
        "↺ #3 w0  rework",
        "↺ #2 w2  rework",
    ]


def test_great_numbers_leave_no_halves() -> None:
    rush = {"workers": 200, "rate": 1000.0, "costs": "zero", "service_time": 0.1, "at": 7.0}
    flood = rush | {"model": "free-threads", "wiring": "direct"}
    log = texts_of("accepted", size=SMALL, **flood)
    assert all(line.endswith("100ms") and "…" not in line for line in log if line)
    app = site(workers=1, rate=1000.0, at=101.0)
    assert "─ Queue 100," in look(app, SMALL)[2]


# -- the bars -------------------------------------------------------------------------------------

BUSY_BARS = {"workers": 3, "rate": 2.0, "at": 8.5, "title": "The classic site"}


def test_the_bars_in_80_columns() -> None:
    assert texts_of("header notice controls metrics", size=SMALL, **BUSY_BARS) == [
        " ▞▞ site-sim  serial  io-bound             ► 1×  00:08.5  queue 11 · accepted 6",
        " ▞▞ overloaded: jobs come faster than they are done",
        " Workers [−] 3 [+]  Job rate [−] 2/s [+]  Speed [−] 1× [+]  Model serial ↓",
        " done ▄▄███▄ 0.696/s at work ▃▃ ▃▃▃ 33%     queue ▆█████ 11      wait p95 4.2s",
    ]


def test_the_bars_in_120_columns() -> None:
    assert texts_of(
        "header notice census controls more-controls metrics", size=NORMAL, **BUSY_BARS
    ) == [
        " ▞▞ site-sim  serial  io-bound · The classic site                     "
        "► 1×  00:08.5  arrived 18 · queue 11 · accepted 6",
        " ▞▞ overloaded: jobs come faster than they are done              "
        "one call stack: a send is a call, and waiting keeps it",
        " ●█ working 0   ◌▄ waiting I/O 1   ▼▼ handing off 0   ◔▒ ready 0   "
        "◐▞ in send() 2   ○· idle 0   ×× gone 0",
        " Workers [−] 3 [+]  Job rate [−] 2/s [+]  Speed [−] 1× [+]  Model serial ↓  "
        "Workload io ↓  Dispatch round-robin ↓",
        " Wiring chain ↓  Defects [−] 0% [+]  Supervision [on]  [job]  [burst]  [accident]  "
        "[scenario]  [theme]  [new seed]",
        " throughput ▄███▄▄███▄ 0.696/s at work ▃▃▃▃▃▃ ▃▃▃ 33%     "
        "queue ▆▆▆▆▆█████ 11      wait p95 4.2s   utilisation 25%",
    ]


def test_the_footer_has_whole_keys_only_and_these_always() -> None:
    everything = texts_of("keys", size=(400, 24))[0]
    for width in (60, 80, 120, 200):
        [footer] = texts_of("keys", size=(width, 24))
        items = footer.split("  ")
        assert len(footer) <= width
        assert {"q quit", "? help", "space pause"} <= {item.strip() for item in items}
        assert all(item.strip() in everything for item in items)


def test_paused_and_finished_are_said() -> None:
    header, notice = texts_of("header notice", "space", size=NORMAL, **BUSY_BARS)
    assert "  ‖ paused   00:08.5" in header
    assert notice.startswith("  ‖ event 134: #17 tiles arrives")
    header, notice = texts_of("header notice", size=NORMAL, count=5, at=38.5)
    assert "✓ finished  00:38.5" in header
    assert notice.startswith("  ✓ finished: all 5 jobs are done")


def test_behind_says_how_fast_it_really_goes() -> None:
    app = site(speed=1024.0)

    async def lag(pilot: Pilot[int]) -> None:
        await settle(pilot)
        app.player.view.behind, app.player.view.real_speed = True, 312.4
        app.screens.publish()
        await pilot.pause()

    assert "► 1024× (really 312×)  00:00.0" in look(app, NORMAL, lag)[0]


def test_a_long_title_is_cut_to_the_room_there_is() -> None:
    for size in (SMALL, NORMAL, LARGE):
        [header] = texts_of("header", size=size, title="現場" * 60)
        assert cell_len(header) < size[0]
        assert header.endswith("accepted 0")
    assert " io-bound · The classic site  " in texts_of("header", size=NORMAL, title=CLASSIC)[0]
    assert " io-bound   " in texts_of("header", size=SMALL, title=CLASSIC)[0]


CLASSIC = "The classic site"


@given(st.lists(st.integers(1, 9), max_size=8), st.integers(0, 40))
def test_groups_end_the_line_before_it_is_too_long(lengths: list[int], width: int) -> None:
    groups: list[list[BarItem]] = [[("x" * length, "", "")] for length in lengths]
    kept = in_room(groups, width)
    assert sum(len(text) for text, _, _ in kept) <= width
    assert kept == [zone for group in groups[: len(kept)] for zone in group]


def test_spread_puts_the_rest_at_the_right_end() -> None:
    zones = justify([("left", "", "")], [("日本", "", "")], 12)
    assert "".join(text for text, _, _ in zones) == "left    日本"


# -- plots, strips, rails and words ---------------------------------------------------------------


def test_a_plot_is_as_high_as_its_rows() -> None:
    levels = UNICODE.levels
    past = [0, 1, 7, 14]
    assert plot(past, 14, 2, levels) == [" ▁██", "   █"]
    assert plot([0, 0], 0, 1, levels) == ["  "]
    assert plot([3], 2, 1, levels) == ["█"], "more than what fills it fills it"


@given(st.lists(st.integers(0, 9), max_size=30))
def test_smoothing_counts_each_event_for_a_while(counts: list[int]) -> None:
    sums = smoothed(counts)
    assert len(sums) == len(counts)
    assert all(now >= count for now, count in zip(sums, counts, strict=True))
    assert all(after - before <= count for (before, after), count in zip(
        pairwise(sums), counts[1:], strict=True))  # fmt: skip


@given(st.integers(0, 400))
def test_a_strip_never_takes_more_moments_than_there_are(cells: int) -> None:
    assert cells // strip_scale(cells) <= 64


@pytest.mark.parametrize("name", GLYPHS)
def test_every_piece_of_the_rail_is_as_wide_as_it(name: str) -> None:
    rail = Rail(name)
    pieces = [rail.none, rail.token, rail.token_at_row, *rail.through, *rail.start, *rail.passing]
    pieces += [
        rail.beside(above, below, last)
        for above in (LIGHT, WAITS, MOVES)
        for below in (LIGHT, WAITS, MOVES)
        for last in (False, True)
    ]
    assert {cell_len(text) for text, _ in pieces} == {RAIL_CELLS}


TASKS = st.builds(
    lambda who, state, job, to, inbox: (who, state, job, to, inbox),
    st.sampled_from((FOREMAN, ACCEPT, 0, 9_999)),
    st.sampled_from(State),
    st.sampled_from((NO_JOB, 3, 1_234_567)),
    st.sampled_from((NOBODY, ACCEPT, 2, 9_998)),
    st.lists(st.integers(0, 10_000), max_size=3),
)


@given(
    TASKS,
    st.integers(0, 160),
    st.sampled_from(tuple(GLYPHS.values())),
    st.floats(0, 1),
    st.sampled_from(HOSTILE),
    st.sampled_from(("pipeline", "producer-consumer")),
)
def test_what_one_does_takes_its_cells_exactly(
    fields: tuple[int, State, int, int, list[int]],
    cells: int,
    glyphs: Any,
    progress: float,
    name: str,
    program: str,
) -> None:
    state = SiteState(EventLog(PROGRAM_FACTS["pipeline"].cast))
    state.settings = Settings(model="threads", program=program, dispatch="least-busy")
    task = TaskState(fields[0])
    task.state, task.job, task.to, task.inbox = fields[1:]
    if task.job != NO_JOB:
        state.jobs.taken[task.job] = JobState(task.job, name, 5, 5, 0)
        state.jobs.taken[task.job].worker = 9_999
    pieces = list(activity(task, state, cells, glyphs, progress))
    assert sum(cell_len(text) for text, _ in pieces) == cells


@pytest.mark.parametrize(
    ("per_s", "text"),
    [(0.0, "0/s"), (0.1, "0.1/s"), (2.5, "2.5/s"), (0.6875, "0.688/s"), (99.6, "99.6/s"),
     (100.0, "100/s"), (1000.0, "1,000/s")],
)  # fmt: skip
def test_a_rate_is_said_in_seven_cells(per_s: float, text: str) -> None:
    assert rate(per_s) == text
    assert len(text) <= 7


# -- no panel is cut, and no row too wide ----------------------------------------------------------


@pytest.mark.parametrize(
    ("workers", "glyphs"), [(1, "unicode"), (4, "unicode"), (4, "ascii"), (120, "unicode")]
)
def test_rows_of_hostile_names_are_as_wide_as_their_panels(workers: int, glyphs: str) -> None:
    app = site(
        workers=workers,
        model="coroutines",
        defect_rate=0.3,
        costs="zero" if workers > 30 else "classroom",
        glyphs=glyphs,
        at=4.0,
        title=HOSTILE[0],
        **jobs_named(*HOSTILE * 6),
    )
    wrong: list[str] = []

    async def check(pilot: Pilot[int]) -> None:
        await settle(pilot, 2)
        for panel in app.screens.site.query(RowsPanel):
            for y in range(panel.size.height if panel.display else 0):
                strip = panel.render_line(y)
                cells = sum(cell_len(segment.text) for segment in strip)
                if not cells == strip.cell_length == panel.size.width:
                    wrong.append(f"{pilot.app.size} {panel.id} {y}: {strip.text!r}")

    async def act(pilot: Pilot[int]) -> None:
        for size in (SMALL, (60, 18), NORMAL, LARGE):
            await pilot.resize_terminal(*size)
            await pilot.press("down")
            await check(pilot)
        for key in ("z", "z", "tab", "z"):
            await pilot.press(key)
            await check(pilot)

    look(app, SMALL, act)
    assert wrong == []


def test_a_scrolled_chain_says_whether_it_follows() -> None:
    crew = {"workers": 100, "at": 3.05}
    assert "─ Chain · 100 workers · follows #0 ─" in look(site(**crew), NORMAL)[2]
    assert "─ Chain · 100 workers · stays put ─" in look(site(**crew), NORMAL, after("f"))[2]
    assert "─ Chain · 4 workers ─" in look(site(at=3.0), NORMAL)[2]


@pytest.mark.parametrize("workers", [4, 1000])
def test_every_panel_is_within_the_screen(workers: int) -> None:
    app = site(workers=workers, at=1.0, costs="zero")
    cut: list[str] = []

    async def act(pilot: Pilot[int]) -> None:
        for size in ((60, 18), (77, 20), (78, 24), (99, 29), (100, 30), (119, 43), (160, 44)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            cut.extend(
                f"{size} {panel.id}: {panel.region}"
                for panel in app.screens.site.query(".panel")
                if panel.region and panel.region not in app.screens.site.region
            )

    look(app, SMALL, act)
    assert cut == []


@pytest.mark.parametrize("columns", [60, 70, 80, 96, 104, 120, 200])
@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_the_census_is_never_cut_and_counts_all(model: str, columns: int) -> None:
    snapshot = {"workers": 30, "rate": 9.0, "model": model, "accident_rate": 0.3, "at": 30.0}
    app = site(**snapshot, supervise=False)
    told: list[BarItem] = []

    async def take(pilot: Pilot[int]) -> None:
        told.extend(app.screens.site.query_one("#census", Bar).items)

    lines = look(app, (columns, 40), after(), take)
    counts = app.player.session.state.census.count
    assert sum(len(text) for text, _, _ in told) <= columns
    assert sum(int(text) for text, _, _ in told if text.strip().isdigit()) == sum(counts)
    assert any("gone" in line for line in lines) or not counts[State.GONE]


def test_who_is_starting_is_not_counted_as_gone() -> None:
    snapshot = {"model": "processes", "workers": 3, "at": 10.0}
    start = look(site(**snapshot), NORMAL, after("plus", "plus", later=10))
    assert any("×× gone 0   ↑ starting 2" in line for line in start)
    dead = look(site(**snapshot, supervise=False), NORMAL, after("x", "plus", later=10))
    assert any("×× gone 1   ↑ starting 1" in line for line in dead)
    assert not any("starting" in line for line in look(site(**snapshot), NORMAL))


def test_a_lane_is_not_called_free_while_someone_is_ready_for_it() -> None:
    snapshot = {"workers": 6, "workload": "cpu", "model": "free-threads", "rate": 6.0, "at": 6.0}
    app = site(**snapshot, paused=True)
    seen = set()

    async def step(pilot: Pilot[int]) -> None:
        state = app.player.session
        for _ in range(120):
            app.player.navigator.step()
            app.advance(0)
            text = "\n".join(drawn(app.screens.site.lanes))
            is_ready = " ready" in text
            assert not (is_ready and "free" in text), text
            seen.update(word for word in ("switches to the next",) if word in text)
        assert state.log

    look(app, NORMAL, after(), step)
    assert seen == {"switches to the next"}


def test_the_header_tells_what_the_jobs_are_not_what_others_would_be() -> None:
    orders = tuple(JobOrder(0, JobCard("sums", 900_000_000, 200_000_000)) for _ in range(5))
    assert "mixed work" in look(site(orders=orders, rate=0.0, at=1.0), NORMAL)[0]
    orders = tuple(JobOrder(0, JobCard("sums", 900_000_000, 0)) for _ in range(5))
    assert "cpu-bound" in look(site(orders=orders, rate=0.0, at=1.0), NORMAL)[0]
    assert "cpu-bound" in look(site(workload="cpu", rate=0.0), NORMAL)[0]
