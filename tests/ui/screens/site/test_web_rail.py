"""The rail of a web: jobs move up and down between any two tasks, several of them at once."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.log.cast import SINK, SOURCE, WORKER, Cast, CastMember
from site_sim.log.event_log import EventLog
from site_sim.player.site_copy import SiteCopy
from site_sim.state.entities import State, TaskState
from site_sim.state.site import SiteState
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.site.blocks import BlockLayout
from site_sim.ui.screens.site.chain_rail import WebRail
from site_sim.ui.theme.glyphs import UNICODE
from tests.player.copies import LANES, copy_of
from tests.ui.app_fixture import PilotAct, drawn, look, settle
from tests.ui.replays import at, replay_of
from tests.ui.rows import NORMAL

LEAST = (60, 18)


def rows_of(
    log: str, ms: int, size: tuple[int, int] = (80, 23), panels: str = "chain"
) -> list[str]:
    """Return the lines of some panels of a recording, at a time (ms)."""
    app = replay_of(log)
    rows: list[str] = []

    def then(act: PilotAct) -> PilotAct:
        async def read(pilot: Pilot[int]) -> None:
            await act(pilot)
            if "census" in panels:
                await pilot.press("c")
                await settle(pilot)
            for panel in panels.split():
                rows.extend(drawn(app.screens.site.query_one(f"#{panel}", RowsPanel)))

        return read

    look(app, size, then(at(ms)))
    return rows


def test_two_send_at_once_one_down_and_one_up() -> None:
    assert rows_of("three-sinks", 200)[:11] == [
        "╭─ ATTIC      ○ idle",
        "│",
        "┏━ EAST       ▼ handing  #0 → mason",
        "◆",
        "├─ MASON      ○ idle",
        "│                                      ·",
        "├─ CARPENTER  ○ idle",
        "│                                      ·",
        "├─ PAINTER    ○ idle",
        "◆                                      ·",
        "┗━ WEST       ▼ handing  #1 → painter",
    ]


def test_one_waits_past_another_while_jobs_go_both_ways() -> None:
    assert rows_of("three-sinks", 1700) == [
        "╭─ ATTIC      ○ idle",
        "│",
        "┏━ EAST       ◐ blocked  #4 → carpenter",
        "┃",
        "┠━ MASON      ○ idle",
        "┃                                ··██▼▼·",
        "┗━ CARPENTER  ◌ I/O      #2 ██████▎  90%",
        "│                                ···▄▄▄▄",
        "┏━ PAINTER    ▼ handing  #1 → cellar",
        "◆                                ··▒███▼",
        "┣━ WEST       ▼ handing  #5 → mason",
        "┃",
        "┠━ YARD       ○ idle",
        "◆",
        "╰─ CELLAR     ○ idle",
        "",
    ]


def test_a_result_goes_up_past_a_source() -> None:
    assert rows_of("three-sinks", 3300)[:8] == [
        "╭─ ATTIC      ○ idle",
        "◆",
        "┠━ EAST       ○ idle     waits for a job",
        "┃",
        "┗━ MASON      ▼ handing  #5 → attic",
        "│                         ··██▼▼··▄▄▄▄▼▼",
        "┏━ CARPENTER  ▼ handing  #3 → yard",
        "◆                         ···▄▄▄▄▼▼▄▄▄▄▼",
    ]


def test_in_few_rows_each_has_one() -> None:
    assert rows_of("three-sinks", 600, LEAST) == [
        "╭─ ATTIC      ○ idle",
        "┏━ EAST       ▼ handing  #2 → carpenter",
        "◆━ MASON      ● working  #0    33%   ··█",
        "├─ CARPENTER  ○ idle                 ···",
        "◆━ PAINTER    ◔ ready    [#1]        ··▒",
        "┗━ WEST       ▼ handing  #3 → carpenter",
        "├─ YARD       ○ idle",
        "╰─ CELLAR     ○ idle",
    ]


def test_two_wait_for_the_same_inbox() -> None:
    assert rows_of("two-producers", 300, LEAST) == [
        "",
        "┏━ NORTH     ◐ blocked  #2 → consumer",
        "┃",
        "┃",
        "┣━ SOUTH     ◐ blocked  #3 → consumer",
        "┃",
        "┃",
        "┗━ CONSUMER  ● working  #0 ▊░░░  20% [1]",
        "                                      ██",
    ]


def test_the_rail_leads_from_the_first_and_to_the_last() -> None:
    panels = "foreman chain accept"
    assert rows_of("fan", 250, panels=panels)[:7] == [
        "┏━ SPLITTER  ▼ handing  #2 → cutter c",
        "┃",
        "┠━ CUTTER A  ◔ ready    [#0]",
        "┃                                     ▒▒",
        "┃                                     ▒▒",
        "◆  #2",
        "├─ CUTTER B  ◔ ready    [#1]",
    ]
    assert rows_of("fan", 1550, panels=panels)[6:] == [
        "┣━ CUTTER B  ◐ blocked  #1 → joiner",
        "┃                                      ▞",
        "┃                                ·████▼▞",
        "┃",
        "┣━ CUTTER C  ▼ handing  #2 → joiner",
        "┃                                     ▒",
        "◆                                ·████▒▼",
        "◆━ JOINER    ◔ ready    [#0]",
    ]


def test_newcomers_get_rows_and_names_by_the_rule_of_the_cast() -> None:
    assert rows_of("masons", 600)[:6] == [
        "├─ SCOUT    ○ idle",
        "│                                    ···",
        "├─ MASON 4  ↑ starts   arrives         ←",
        "│",
        "├─ MASON 3  ↑ starts   arrives         ←",
        "│",
    ]
    assert rows_of("masons", 1650)[2:] == [
        "├─ MASON 4  ↓ leaving  leaves",
        "│                                    ···",
        "├─ MASON 3  ◌ I/O      arrives  ←·······",
        "│                                   ·▄▄▄",
        "┏━ MASON 2  ▼ handing  #1 → dump",
        "┃                                ··▄▄▄▄▼",
        "┠━ MASON 1  ▲ accident, with #0 in hand",
        "┃                                ·▒▄▄×××",
        "┠━ STORE    ○ idle",
        "◆",
        "╰─ DUMP     ○ idle",
        "",
    ]
    assert rows_of("masons", 2300, LEAST, "foreman chain") == [
        "┏━ GATE     ▼ handing  #3 → mason 1",
        "┠━ SCOUT    ◌ I/O      #0 █▊░  60% ·▒▄▄▄",
        "┠━ MASON 4  × gone     walks off   ···××",
        "◆━ MASON 3  ○ idle                 ▄▄▄▼·",
        "├─ MASON 2  ○ idle                 ▄▼···",
        "├─ MASON 1  ▲ accident             ×××··",
        "├─ STORE    ○ idle",
        "╰─ DUMP     ○ idle",
    ]


def test_lanes_and_census_tell_of_sources_and_sinks_too() -> None:
    assert rows_of("fan", 1550, NORMAL, "lanes census") == [
        " event loop ▼ cutter c handing off #2 used 35% of the time",
        " ◔ 1 ready: waits for the event loop",
        " ●█ working 0   ◌▄ waiting I/O 0   ▼▼ handing off 1   ◔▒ ready 1   ◐▞ blocked 1"
        "   ○· idle 2   ×× gone 0",
    ]


def test_what_an_idle_source_waits_for_is_said_only_while_it_is_known() -> None:
    app = replay_of("three-sinks")
    seen: list[list[str]] = []

    async def act(pilot: Pilot[int]) -> None:
        for ms in (4500, 4800, 4500):
            await at(ms)(pilot)
            seen.append(drawn(app.screens.site.chain))

    look(app, LEAST, act)
    knows = ["waits for a job" in rows[5] for rows in seen]
    assert knows == [True, False, True]
    assert all(rows[5].startswith("├─ WEST       ○ idle") for rows in seen)


@pytest.mark.parametrize("workers", [3, 2000])
def test_each_of_many_ways_is_drawn(workers: int) -> None:
    """A way costs the same however long it is, so that thousands may wait."""
    rail, shown = _many_blocked(workers)
    rail.prepare(shown, 1)
    last = shown.workers
    assert rail.at(-1)[0] == "╭─ "
    assert rail.at(0)[0] == "┏━ "
    assert {rail.at(row)[0] for row in range(1, last)} == {"┣━ "}
    assert rail.at(last)[0] == "┗━ "


def _many_blocked(workers: int) -> tuple[WebRail, SiteCopy]:
    """Return the rail of a site where each worker waits for room at the last."""
    numbers = range(workers)
    above = [CastMember(-1, SOURCE, "first", [0])]
    below = [*(CastMember(who, WORKER, f"hand {who}", [-2]) for who in numbers)]
    state = SiteState(EventLog(Cast(above, None, [*below, CastMember(-2, SINK, "last")])))
    state.workers.extend(TaskState(who) for who in numbers)
    for task in state.workers:
        task.state, task.to = State.BLOCKED, -2
    blocks = BlockLayout()
    shown = copy_of(state, lanes=LANES)
    blocks.fit_blocks(shown, workers)
    return WebRail(blocks, UNICODE), shown
