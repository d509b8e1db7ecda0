"""A copy of a site has what was declared, and stays as it is while the run goes on."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from msgspec.structs import asdict

from site_sim.base.units import SECOND
from site_sim.commands import SetRate
from site_sim.player.needs import Needs
from site_sim.player.site_copier import SiteCopier, task_copy
from site_sim.player.site_copy import INBOX, SiteCopy
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.recent_past import RecentPast
from site_sim.state.lints import WATCHED, gravest
from tests.run.driving import give

SHARED = ("log", "verdict_table")
"""The tables that only grow."""


def session_with(**fields: Any) -> Session:
    return Session(Scenario(**{"workers": 5, "rate": 4.0} | fields))


def recent_of(session: Session) -> RecentPast:
    return session.recording.recent_past(SECOND // 4)


def plain(site: SiteCopy) -> dict[str, Any]:
    """Return copies of all that is the moment's own."""
    return {name: deepcopy(value) for name, value in asdict(site).items() if name not in SHARED}


def test_the_figures_are_those_of_the_site() -> None:
    session = session_with(model="coroutines", defect_rate=0.4, rework_limit=1)
    session.playback.rush(3_000)
    state = session.state
    site = SiteCopier().copy(state, recent_of(session), Needs())
    assert (site.seq, site.at) == (state.seq, state.at)
    assert (site.workers, site.staying, site.lanes) == (5, 5, 1)
    assert site.queue.length == len(state.queue) > 0
    assert site.arrived == state.arrived
    assert min(site.accepted, site.rejected, site.scrapped) > 0
    assert (site.accepted, site.rejected) == (state.accepted, state.rejected)
    assert (site.scrapped, site.verdict_count) == (state.scrapped, state.verdict_count)
    assert site.settings == state.settings
    assert site.finding == gravest(state, recent_of(session).counts(WATCHED).queued)
    assert (site.arrivals_ended, site.is_finished) == (False, False)


def test_of_the_queue_the_places_asked_for_are_copied() -> None:
    session = session_with(model="serial", defect_rate=0.4)
    session.playback.rush(3_000)
    state = session.state
    for places in (range(0), range(3), range(4, 9), range(len(state.queue) - 1, 10_000)):
        queue = SiteCopier().copy(state, recent_of(session), Needs(queue=places)).queue
        numbers = list(state.queue)[places.start : places.stop]
        assert [job.number for job in queue.jobs] == numbers
        assert [job.name for job in queue.jobs] == [state.jobs[n].name for n in numbers]
        assert queue.places == places


def test_an_inbox_is_copied_as_far_as_it_is_shown() -> None:
    session = session_with(
        model="coroutines", wiring="direct", inbox=20, workers=1, service_time=9.0
    )
    session.playback.rush(400)
    worker = session.state.workers[0]
    copy = task_copy(worker)
    assert len(worker.inbox) > INBOX
    assert (copy.inbox, copy.inbox_length) == (tuple(worker.inbox[:INBOX]), len(worker.inbox))


@pytest.mark.parametrize("model", ["serial", "coroutines", "processes"])
def test_a_copy_stays_as_it_is(model: str) -> None:
    session = session_with(model=model, defect_rate=0.2, accident_rate=0.2)
    session.playback.rush(500)
    copier, needs = SiteCopier(), Needs(queue=range(20))
    site = copier.copy(session.state, recent_of(session), needs)
    before = plain(site)
    give(session, SetRate(9.0))
    session.playback.rush(1_000)
    assert plain(copier.copy(session.state, recent_of(session), needs)) != before
    assert plain(site) == before


def test_settings_that_did_not_change_are_not_copied_again() -> None:
    session, copier = session_with(), SiteCopier()
    first = copier.settings(session.state)
    session.playback.rush(100)
    assert copier.settings(session.state) is first
    give(session, SetRate(9.0))
    assert copier.settings(session.state).rate == 9.0
    assert first.rate == 4.0
