"""The chain as it is drawn: how high blocks are, and whom it follows."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.player.intents import Seek, Zoom
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import FRAME_S, after, drawn, look, run, site
from tests.ui.rows import NORMAL, SMALL, chain_of


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
        "   ACCEPT     ○ idle     0 done",
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
        "   ACCEPT    ○ idle         5 done",
    ]


def test_a_scrolled_chain_says_whether_it_follows() -> None:
    crew = {"workers": 100, "at": 3.05}
    assert "─ Chain · 100 workers · follows #0 ─" in look(site(**crew), NORMAL)[2]
    assert "─ Chain · 100 workers · stays put ─" in look(site(**crew), NORMAL, after("f"))[2]
    assert "─ Chain · 4 workers ─" in look(site(at=3.0), NORMAL)[2]


def test_its_title_is_the_longest_that_fits_the_width_it_has_now() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        def title() -> str:
            return str(app.screens.site.chain_panel.border_title)

        name = "Crew, wired directly · 60 workers"
        assert title() == name
        app.host.wish(Zoom("chain-panel"))
        await pilot.pause()
        assert title() == f"{name} · follows #7"
        app.host.wish(Zoom())
        await pilot.pause()
        assert title() == name

    run(site(workers=60, wiring="direct", at=9.0), act, SMALL)


def followed(app: SiteApp) -> int | None:
    """Return the job that the chain says it follows."""
    job = re.search(r"follows #(\d+)", str(app.screens.site.chain_panel.border_title))
    return int(job[1]) if job else None


SLOT = 60
"""Frames for which a job is followed at least."""


def test_the_chain_stays_with_a_job_for_a_while_though_it_is_done() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        jobs = []
        for _ in range(10 * SLOT):
            app.advance(FRAME_S)
            jobs.append(followed(app))
        changes = [n for n, (a, b) in enumerate(pairwise(jobs)) if b not in (a, None)]
        assert 2 <= len(changes) <= 10
        assert all(b - a >= SLOT - 1 for a, b in pairwise(changes))  # times are rounded

    run(site(workers=60, model="coroutines", service_time=0.01, rate=1.0, speed=512.0), act)


def test_a_job_that_is_under_way_is_followed_from_hand_to_hand() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        chain, state = app.screens.site.chain, app.player.session.state
        seen = set()
        for _ in range(700):
            job = followed(app)
            app.advance(FRAME_S)
            card = state.jobs.get(job) if job is not None else None
            if card is not None and card.holder >= 0:
                row = chain.blocks.row_of(card.holder)
                assert row is not None
                assert 0 <= row - chain.scroll_offset.y < chain.size.height
                seen.add(card.holder)
        assert len(seen) > 20

    run(site(workers=60, model="coroutines", service_time=30.0), act)


def test_nothing_is_followed_where_nothing_happens() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(2 * SLOT):
            app.advance(FRAME_S)
        assert followed(app) is None
        assert app.screens.site.chain.scroll_offset.y == 0

    run(site(rate=0.0, workers=60), act)


CREW = {"workers": 60, "model": "coroutines", "service_time": 3.0, "rate": 2.0, "at": 20.0}


@pytest.mark.sampled
@pytest.mark.parametrize("seconds", [7.0, 11.0, 15.5])
def test_where_the_chain_is_scrolled_to_does_not_depend_on_where_it_was(seconds: float) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        chain, seen = app.screens.site.chain, set()
        for before in (0.0, 3.0, 19.0, seconds + 0.01):
            for at in (before, seconds):
                app.player.do(Seek(round(at * SECOND)))
                app.advance(0)
            seen.add((chain.scroll_offset.y, followed(app), *drawn(chain)))
        assert len(seen) == 1

    run(site(**CREW), act)


def test_who_scrolls_stops_following() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        chain = app.screens.site.chain
        assert app.player.view.follow
        app.screens.site.set_focus(chain)
        await pilot.press("ctrl+d")
        assert not app.player.view.follow
        place = chain.scroll_offset.y
        app.player.do(Seek(3 * SECOND))
        app.advance(0)
        assert chain.scroll_offset.y == place

    run(site(**CREW), act)


def test_the_lower_border_says_how_long_a_time_the_strips_show() -> None:
    def seen(**how: Any) -> str:
        return "\n".join(look(site(at=3.0, **how), NORMAL))

    assert "─ the strips show the last 14s ─╯" in seen()
    assert "─ the strips show the last 55s ─╯" in seen(speed=4.0)
    assert "strips show" not in seen(workers=100)
