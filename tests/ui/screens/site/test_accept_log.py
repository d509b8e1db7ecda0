"""The accept log, verdict by verdict."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import FRAME_S, drawn, look, pass_time, run, site
from tests.ui.rows import NORMAL, SMALL, is_as_drawn_anew, shows_selections, texts_of


def test_the_accept_log_tells_what_became_of_each() -> None:
    strict = {"workers": 3, "rate": 1.0, "at": 9.0, "defect_rate": 0.5, "rework_limit": 1}
    assert texts_of("accept-log", size=NORMAL, **strict)[:6] == [
        "00:08.0 ✓ #4  w1 beams     4.0s",
        "00:06.7 ↺ #3  w0 pipes   rework",
        "00:05.3 ↺ #2  w2 cables  rework",
        "00:04.1 ∅ #0  w0 doors    scrap",
        "00:02.7 ✓ #1  w1 cables    1.7s",
        "00:01.4 ↺ #0  w0 doors   rework",
    ]
    assert texts_of("accept-log", size=SMALL, **strict)[:3] == [
        "✓ #4  w1   4.0s",
        "↺ #3 w0  rework",
        "↺ #2 w2  rework",
    ]


def test_great_numbers_leave_no_halves() -> None:
    rush = {"workers": 200, "rate": 1000.0, "costs": "zero", "service_time": 0.1, "at": 7.0}
    flood = rush | {"model": "free-threads", "wiring": "direct"}
    log = texts_of("accept-log", size=SMALL, **flood)
    assert all(line.endswith("100ms") and "…" not in line for line in log if line)
    app = site(workers=1, rate=1000.0, at=101.0)
    assert "─ ╳ 100," in look(app, SMALL)[2]


FAST = {
    "workers": 300,
    "model": "coroutines",
    "service_time": 0.02,
    "rate": 5_000.0,
    "wiring": "direct",
    "dispatch": "least-busy",
    "costs": "zero",
}
"""Eighty jobs a frame are done; none takes two frames."""


def test_verdicts_that_rush_past_are_those_of_the_moment() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        log, state = app.screens.site.accept_log, app.player.session.state
        for _ in range(60):
            app.advance(FRAME_S)
            shown = [int(line.split("#")[1].split()[0]) for line in drawn(log) if "#" in line]
            latest = list(reversed(state.verdicts))[: log.size.height]
            assert shown == [verdict.job for verdict in latest]
        assert state.verdict_count > 20 * log.size.height

    run(site(**FAST), act)


def test_a_time_of_hours_loses_no_digit() -> None:
    late = {"workers": 1, "rate": 0.001, "at": 12_100.0, "speed": 1024.0}
    rows = texts_of("accept-log", size=NORMAL, **late)
    assert rows[0].startswith("3:20:01.")
    assert rows[3].startswith("2:30:01.")


def test_what_changes_in_a_log_that_stands_still_is_drawn() -> None:
    app = site(workers=9, rate=2.0, at=40.0, paused=True)

    async def act(pilot: Pilot[int]) -> None:
        assert shows_selections(app, app.screens.site.accept_log)

    look(app, NORMAL, act)
    slow = site(workers=1, rate=2.0, service_time=4.0, at=4.2)

    async def wait(pilot: Pilot[int]) -> None:
        log = slow.screens.site.accept_log
        for _ in range(25):  # the number of the tenth job takes a cell more
            pass_time(slow, 0.1)
            assert is_as_drawn_anew(slow, log)
        assert slow.player.session.state.statistics.verdict_count == 1

    look(slow, NORMAL, wait)
