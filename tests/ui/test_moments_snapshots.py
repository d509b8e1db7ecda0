"""What moments in a run look like, mid-hand-off, past, after a fork, and what is asked of it.

The crews are small and the runs short, so that the pictures are.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, ChooseModel, Command, Hire, LayOff, SetRate
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.intents import Seek, Select
from site_sim.player.player import Player
from site_sim.ui.app import SiteApp
from tests.run.driving import run_to
from tests.ui.app_fixture import PilotAct, after, settle, site

Compare = Callable[..., bool]
Lead = Callable[[Player], None]

SIZES = [(80, 24), (120, 36), (200, 50)]
SMALL = SIZES[0]
models = pytest.mark.parametrize("model", ["serial", "coroutines"])
sizes = pytest.mark.parametrize("size", SIZES)


def shows(
    compare: Compare, lead: Lead, *keys: str, size: tuple[int, int] = SMALL, **snapshot: Any
) -> bool:
    """Compare a small site, led to a moment, after some keys with its picture."""
    press: PilotAct = after(*keys)

    async def act(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, SiteApp)
        await settle(pilot)
        lead(app.player)
        await press(pilot)

    app = site(**{"workers": 3, "rate": 0.7, "paused": True} | snapshot)
    return compare(app, terminal_size=size, run_before=act)


def up_to(kind: Kind, job: int, who: int | None = None, later_s: float = 0.0) -> Lead:
    """Return what runs up to an event, and some time on, with the job selected."""

    def lead(player: Player) -> None:
        session = player.session
        while session.playback.run_on(Wanted((kind,), who, job), 1) is False:
            pass
        session.playback.advance(round(later_s * SECOND))
        player.do(Select("job", job))

    return lead


def in_the_past(player: Player) -> None:
    """Run for 12 seconds, and go back to 8.3."""
    run_to(player.session, 12 * SECOND)
    player.do(Seek(8_300_000_000))


def after_a_fork(player: Player) -> None:
    """Hire somebody in the past, and run on."""
    in_the_past(player)
    player.controls.apply(Hire(1))
    run_to(player.session, 10_600_000_000)


def much_happened(player: Player) -> None:
    """Have accidents, rework and commands, and a future that was given up; then go back."""
    session = player.session
    for at_s, command in ((4, CauseAccident(1)), (7, Hire(1)), (15, SetRate(1.0))):
        run_to(session, at_s * SECOND)
        player.controls.apply(command)
    run_to(session, 22 * SECOND)
    player.do(Seek(18 * SECOND))
    player.controls.apply(SetRate(0.5))
    run_to(session, 25 * SECOND)
    player.do(Seek(12 * SECOND))


# -- the site ---------------------------------------------------------------------------------


@models
@sizes
def test_the_site_in_the_midst_of_a_hand_off(
    snap_compare: Compare, model: str, size: tuple[int, int]
) -> None:
    lead = up_to(Kind.HandOffStarted, 3, who=2, later_s=0.05)
    assert shows(snap_compare, lead, size=size, model=model)


@models
@sizes
def test_the_site_at_a_past_moment(
    snap_compare: Compare, model: str, size: tuple[int, int]
) -> None:
    assert shows(snap_compare, in_the_past, size=size, model=model)


@models
@sizes
def test_the_site_after_a_fork(snap_compare: Compare, model: str, size: tuple[int, int]) -> None:
    assert shows(snap_compare, after_a_fork, size=size, model=model)


def test_the_scrubber_with_marks_of_all_kinds_and_an_old_future(snap_compare: Compare) -> None:
    snapshot = {"model": "coroutines", "defect_rate": 0.3, "rework_limit": 1}
    assert shows(snap_compare, much_happened, size=SIZES[1], **snapshot)


# -- what happens --------------------------------------------------------------------------------


def just_after(*commands: Command, at_s: float, later_s: float) -> Lead:
    """Return what runs up to a time, gives commands, and runs some time on."""

    def lead(player: Player) -> None:
        run_to(player.session, round(at_s * SECOND))
        for command in commands:
            player.controls.apply(command)
        run_to(player.session, round((at_s + later_s) * SECOND))

    return lead


HAPPENINGS: dict[str, tuple[Lead, dict[str, Any]]] = {
    "hand-off": (
        just_after(at_s=7.16, later_s=0.0),
        {"model": "coroutines", "wiring": "direct", "workers": 4, "rate": 1.0},
    ),
    "accident": (just_after(CauseAccident(0), at_s=5.0, later_s=0.3), {"model": "serial"}),
    "hire": (just_after(Hire(1), at_s=6.2, later_s=0.5), {"model": "coroutines"}),
    "lay-off": (just_after(LayOff(1), at_s=6.2, later_s=0.8), {"model": "coroutines"}),
    "model": (just_after(ChooseModel("coroutines"), at_s=9.0, later_s=2.4), {"model": "serial"}),
}


@pytest.mark.parametrize("name", HAPPENINGS)
def test_the_site_as_something_happens(snap_compare: Compare, name: str) -> None:
    lead, fields = HAPPENINGS[name]
    assert shows(snap_compare, lead, size=SIZES[1], **{"rate": 1.0, "paused": False} | fields)


@pytest.mark.parametrize("name", ["accident", "model"])
def test_the_small_site_as_something_happens(snap_compare: Compare, name: str) -> None:
    lead, fields = HAPPENINGS[name]
    assert shows(snap_compare, lead, **{"rate": 1.0, "paused": False} | fields)


def test_the_same_in_ascii_and_monochrome(snap_compare: Compare) -> None:
    lead, fields = HAPPENINGS["accident"]
    assert shows(snap_compare, lead, theme="mono", glyphs="ascii", paused=False, **fields)


# -- the timeline -----------------------------------------------------------------------------


@models
@sizes
def test_the_timeline_at_a_past_moment(
    snap_compare: Compare, model: str, size: tuple[int, int]
) -> None:
    assert shows(snap_compare, in_the_past, "2", size=size, model=model)


@sizes
def test_the_timeline_after_a_fork(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert shows(snap_compare, after_a_fork, "2", size=size, model="coroutines")


# -- a job's story ----------------------------------------------------------------------------


def test_the_story_of_a_queued_job(snap_compare: Compare) -> None:
    lead = up_to(Kind.JobArrived, 5, later_s=0.6)
    assert shows(snap_compare, lead, "s", model="serial", rate=2.0)


def test_the_story_of_a_job_on_the_chain(snap_compare: Compare) -> None:
    lead = up_to(Kind.WorkStarted, 3, later_s=0.8)
    assert shows(snap_compare, lead, "s", model="coroutines", workload="mixed")


@sizes
def test_the_story_of_an_accepted_job(snap_compare: Compare, size: tuple[int, int]) -> None:
    snapshot = {"model": "threads", "workload": "mixed", "rate": 2.0}
    assert shows(snap_compare, up_to(Kind.Accepted, 4), "s", size=size, **snapshot)


def test_the_story_of_a_reworked_job(snap_compare: Compare) -> None:
    snapshot = {"model": "coroutines", "defect_rate": 0.3, "rework_limit": 3}
    assert shows(snap_compare, up_to(Kind.Accepted, 7), "s", size=SIZES[1], **snapshot)


def test_the_story_in_ascii_and_monochrome(snap_compare: Compare) -> None:
    snapshot = {"model": "threads", "workload": "mixed", "rate": 2.0}
    lead = up_to(Kind.Accepted, 4)
    assert shows(snap_compare, lead, "s", theme="mono", glyphs="ascii", size=(60, 18), **snapshot)


# -- what is asked ----------------------------------------------------------------------------


@sizes
def test_the_report_of_a_run(
    snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "of any number")

    def lead(player: Player) -> None:
        run_to(player.session, 40 * SECOND)

    assert shows(snap_compare, lead, "F", size=size, defect_rate=0.3, warm_up=5.0)


def test_find_says_what_there_is(snap_compare: Compare) -> None:
    assert shows(snap_compare, in_the_past, "slash", *"w17", "enter")


def test_go_to_says_which_events_there_are(snap_compare: Compare) -> None:
    assert shows(snap_compare, in_the_past, "g", *"zzz", "enter")
