"""A copy of a site has what was declared, and stays as it is while the run goes on."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import asdict

from site_sim.base.units import SECOND
from site_sim.commands import Hire, SetRate
from site_sim.facts.programs import FOREMAN
from site_sim.log.cast import NOBODY
from site_sim.player.needs import LaneNeeds, Needs
from site_sim.player.site_copier import SiteCopier, task_copy
from site_sim.player.site_copy import INBOX, SiteCopy, declared
from site_sim.player.view_state import NOTHING, Selection
from site_sim.run.recorded import Recorded
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import Place, State
from site_sim.state.history.news import NO_NEWS
from site_sim.state.lints import WATCHED, gravest
from site_sim.state.metrics import RECENT, recent_times
from site_sim.state.summary import summarise
from tests.export.written import LOGS, read
from tests.player.copies import LANES, copy_of, recent_of
from tests.run.driving import give
from tests.run.recordings import opened

SHARED = ("log", "verdict_table")
"""The tables that only grow."""


def session_with(**fields: Any) -> Session:
    return Session(Scenario(**{"workers": 5, "rate": 4.0} | fields))


def plain(site: SiteCopy) -> dict[str, str]:
    """Return in words all that is the moment's own."""
    return {name: repr(value) for name, value in asdict(site).items() if name not in SHARED}


def test_the_figures_are_those_of_the_site() -> None:
    session = session_with(model="coroutines", defect_rate=0.4, rework_limit=1)
    session.playback.rush(3_000)
    state = session.state
    site = copy_of(session.state)
    assert (site.seq, site.at) == (state.seq, state.at)
    assert (site.workers, site.staying, site.lane_count) == (5, 5, 1)
    assert site.queue.length == len(state.queue) > 0
    assert site.arrived == state.arrived
    assert min(site.done, site.rejected, site.scrapped) > 0
    statistics = state.statistics
    assert (site.waiting, site.done) == (statistics.waiting, statistics.done)
    assert site.rejected == statistics.rejected
    assert (site.scrapped, site.verdict_count) == (state.scrapped, state.verdict_count)
    assert site.settings == state.settings
    assert site.finding == gravest(state, recent_of(session.state).counts(WATCHED).waiting)
    assert (site.arrivals_ended, site.is_finished) == (False, False)


def test_of_the_queue_the_places_asked_for_are_copied() -> None:
    session = session_with(model="serial", defect_rate=0.4)
    session.playback.rush(3_000)
    state = session.state
    for places in (range(0), range(3), range(4, 9), range(len(state.queue) - 1, 10_000)):
        queue = copy_of(session.state, queue=places).queue
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


ALL = Needs(queue=range(20), lanes=LANES, has_details=True, figures=40)
SELECTIONS = (Selection("task", 1), Selection("task", FOREMAN), Selection("job", 3))


@pytest.mark.parametrize("selected", SELECTIONS)
@pytest.mark.parametrize("model", ["serial", "coroutines", "processes"])
def test_a_copy_stays_as_it_is(model: str, selected: Selection) -> None:
    session = session_with(model=model, defect_rate=0.2, accident_rate=0.2)
    session.playback.rush(500)
    copier = SiteCopier()
    site = copier.copy(session.state, recent_of(session.state), ALL, selected)
    before = plain(site)
    give(session, SetRate(9.0))
    session.playback.rush(1_000)
    assert plain(copier.copy(session.state, recent_of(session.state), ALL, selected)) != before
    assert plain(site) == before


def test_who_is_on_a_lane_can_be_told_of() -> None:
    session = session_with(model="processes", cores=4, workers=9, workload="cpu")
    session.playback.rush(900)
    state = session.state
    site = copy_of(session.state, lanes=LaneNeeds(all_up_to=4, taken=0))
    lanes = declared(site.lanes)
    assert [lane.who for lane in lanes.shown] == [lane.who for lane in state.lanes]
    assert [lane.taken for lane in lanes.shown] == state.lane_utilisation
    assert lanes.taken == sum(lane.who != NOBODY for lane in state.lanes) > 1
    for lane in lanes.shown:
        task = site.tasks.get(lane.who)
        assert (task is None) == (lane.who == NOBODY)
        assert task is None or task.state is state.task(lane.who).state


def test_of_more_lanes_than_can_be_listed_the_first_that_are_taken_are() -> None:
    session = session_with(model="processes", cores=9, workers=9, workload="cpu", rate=20.0)
    session.playback.rush(900)
    taken = [n for n, lane in enumerate(session.state.lanes) if lane.who != NOBODY]
    lanes = declared(copy_of(session.state, lanes=LaneNeeds(all_up_to=8, taken=2)).lanes)
    assert (lanes.count, lanes.taken) == (9, len(taken))
    assert [lane.number for lane in lanes.shown] == taken[:2]


def test_the_selected_task_comes_with_its_life_and_its_job() -> None:
    session = session_with(model="threads", workload="cpu", rate=20.0)
    session.playback.rush(900)
    busy = next(task for task in session.state.workers if task.state.working)
    site = copy_of(session.state, Selection("task", busy.who), has_details=True)
    assert list(site.life) == busy.spent_at(session.now)
    job = site.jobs.get(busy.job)
    assert job is not None
    assert job.progress == session.state.jobs[busy.job].progress_at(session.now)
    assert copy_of(session.state, Selection("task", 99), has_details=True).tasks.get(99) is None
    assert copy_of(session.state, Selection("job", busy.job)).life == ()


def test_the_times_of_the_crew_are_those_of_its_workers_together() -> None:
    session = session_with(model="threads", workload="cpu", rate=20.0)
    session.playback.rush(900)
    spent = [task.spent_at(session.now) for task in session.state.workers]
    together = [sum(times) for times in zip(*spent, strict=True)]
    times = copy_of(session.state, has_crew_times=True).crew_times
    assert [*times[: State.GONE]] == together[: State.GONE]
    assert sum(time > 0 for time in together) > 2


def test_a_run_that_is_over_is_measured_up_to_its_end() -> None:
    session = session_with(model="threads", count=6)
    while not session.state.finished:
        session.playback.rush(1)
    needs = {"lanes": LANES, "has_crew_times": True}
    at_its_end = copy_of(session.state, **needs)
    session.state.at += 60 * SECOND
    later = copy_of(session.state, **needs)
    assert later.crew_times == at_its_end.crew_times
    assert declared(later.lanes) == declared(at_its_end.lanes)


def test_a_selected_job_is_there_until_it_is_done() -> None:
    session = session_with(model="coroutines")
    session.playback.rush(900)
    waiting = session.state.queue[0]
    job = copy_of(session.state, Selection("job", waiting), has_details=True).jobs.get(waiting)
    assert job is not None
    assert (job.number, job.place) == (waiting, Place.QUEUE)
    assert copy_of(session.state, Selection("job", 0), has_details=True).jobs.get(0) is None


def test_where_jobs_go_from_anyone_to_anyone_all_who_send_are_there() -> None:
    session = opened(Recorded(read((LOGS / "two-producers.jsonl").read_bytes()).log))
    seen = 0
    for seq in range(len(session.log)):
        session.playhead.seek_event(seq)
        sends = (State.HANDING_OFF, State.BLOCKED)
        senders = [task.who for task in session.state.everyone if task.state in sends]
        site = copy_of(session.state, lanes=LANES)
        assert [task.who for task in site.senders] == senders
        seen = max(seen, len(senders))
    assert seen > 1
    assert copy_of(session_with().state, lanes=LANES).senders == ()


def test_the_times_are_those_of_the_latest_verdicts() -> None:
    session, copier = session_with(model="coroutines"), SiteCopier()
    needs = Needs(figures=60)
    for _ in range(3):
        session.playback.rush(400)
        figures = copier.copy(session.state, recent_of(session.state), needs, NOTHING).figures
        assert declared(figures).times == recent_times(session.state)
        assert declared(figures).series == recent_of(session.state).counts(60)
    assert copy_of(session.state).figures is None


def test_at_the_end_the_figures_are_those_of_the_whole_run() -> None:
    session, copier = (
        session_with(model="coroutines", count=300, workers=9, costs="zero"),
        SiteCopier(),
    )
    needs = Needs(figures=60)
    session.playback.advance(70 * SECOND)
    site = copier.copy(session.state, recent_of(session.state), needs, NOTHING)
    assert declared(declared(site.figures).times).jobs == RECENT
    session.playback.advance(600 * SECOND)
    site = copier.copy(session.state, recent_of(session.state), needs, NOTHING)
    assert site.is_finished
    figures, summary = declared(site.figures), summarise(session.log)
    times = declared(figures.times)
    assert times.jobs == 300
    assert times.wait_p95 / SECOND == summary.wait_s.p95
    assert times.sojourn_p50 / SECOND == summary.sojourn_s.p50
    assert times.sojourn_p95 / SECOND == summary.sojourn_s.p95
    assert figures.utilisation == summary.utilisation
    assert figures.throughput.per_s == summary.throughput_per_s
    assert figures.throughput.span_ns == session.state.at


def test_settings_that_did_not_change_are_not_copied_again() -> None:
    session, copier = session_with(), SiteCopier()
    first = copier.settings(session.state)
    session.playback.rush(100)
    assert copier.settings(session.state) is first
    give(session, SetRate(9.0))
    assert copier.settings(session.state).rate == 9.0
    assert first.rate == 4.0


def test_what_has_just_happened_is_told_where_that_is_shown() -> None:
    session = session_with()
    session.playback.advance(3 * SECOND)
    give(session, Hire())
    assert copy_of(session.state).news == recent_of(session.state).news != NO_NEWS
    assert copy_of(session.state, has_news=False).news == NO_NEWS
