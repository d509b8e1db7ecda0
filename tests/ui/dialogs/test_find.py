"""What is found is selected, and comes in sight on every screen."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.events import Kind
from site_sim.log.search import (
    Wanted,
    first_event,
)
from site_sim.player.view_state import Selection
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.site import SiteState
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.find import find
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.ui.app_fixture import run, site
from tests.ui.dialogs.lives import SIZES, SMALL, words_in


async def seek_out(app: SiteApp, pilot: Pilot[int], text: str) -> None:
    """Press `/`, type, and press enter."""
    await pilot.press("slash", *text)
    await pilot.press("enter")
    await pilot.pause()
    for _ in range(3):
        app.screens.publish()
        await pilot.pause()


def rows_in_sight(panel: RowsPanel) -> range:
    return range(panel.scroll_offset.y, panel.scroll_offset.y + panel.size.height)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_a_job_that_is_found_in_the_queue_comes_in_sight(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        state, queue = app.player.session.state, app.screens.site.queue
        for job in (state.queue[-1], state.queue[len(state.queue) // 2], state.queue[0]):
            await seek_out(app, pilot, f"#{job}")
            row = state.queue.index(job)
            assert row in rows_in_sight(queue)
            assert queue.is_marked(row)
            assert str(job) in queue.render_line(row - queue.scroll_offset.y).text or size[0] < 80

    run(site(workers=3, rate=20.0, at=10.0, paused=True), act, size=size)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_the_worker_who_holds_a_job_that_is_found_comes_in_sight(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        state, chain = app.player.session.state, app.screens.site.chain
        held = sorted((job.holder, job.number) for job in state.jobs.values() if job.holder >= 0)
        assert held[-1][0] - held[0][0] > 60
        for holder, job in (held[0], held[-1], held[len(held) // 2]):
            await seek_out(app, pilot, str(job))
            row = chain.blocks.row_of(holder)
            assert row in rows_in_sight(chain)
            assert not app.player.view.follow

    snapshot = {"workers": 200, "model": "coroutines", "wiring": "direct", "rate": 30.0,
             "service_time": 3.0, "costs": "zero", "at": 6.0}  # fmt: skip
    run(site(paused=True, **snapshot), act, size=size)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_job_that_is_found_in_the_accept_log_comes_in_sight(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        accepted = app.screens.site.accept_log
        for job in (3, 117):
            await seek_out(app, pilot, str(job))
            [line] = [y for y in range(accepted.size.height)
                      if f"#{job} " in accepted.render_line(y).text]  # fmt: skip
            assert accepted.is_marked(accepted.scroll_offset.y + line)

    snapshot = {"workers": 4, "model": "coroutines", "rate": 10.0, "costs": "zero",
             "service_time": 0.1, "at": 20.0}  # fmt: skip
    run(site(paused=True, **snapshot), act, size=size)


@pytest.mark.sampled
@pytest.mark.parametrize("text", ["5", "120", "199"])
def test_the_life_of_a_job_that_is_found_comes_in_sight_on_the_timeline(text: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("2")
        await pilot.pause()
        app.screens.publish()
        rows, session = app.screens.timeline.grid, app.player.session
        await seek_out(app, pilot, text)
        log = session.log
        taken = first_event(log, Wanted((Kind.JobTaken,), None, int(text)))
        ended = first_event(log, Wanted((Kind.Accepted,), None, int(text)))
        if taken is None:
            arrived = log.jobs.arrived_at(int(text))
            assert 0 <= rows.window.column(arrived) < rows.window.count
            return
        stop = session.playhead.end if ended is None else log[ended].at
        assert rows.window.column(log[taken].at) >= 0
        assert rows.window.column(stop) < rows.window.count
        lines = [rows.render_line(y).text for y in range(rows.size.height)]
        assert any(rows.glyphs.token in line for line in lines)

    snapshot = {"workers": 4, "model": "serial", "rate": 4.0, "service_time": 0.3, "at": 90.0}
    run(site(paused=True, **snapshot), act)


def test_the_holder_of_a_job_that_is_found_is_in_focus_on_the_code_screen() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("3")
        await pilot.pause()
        state = app.player.session.state
        for job in [job for job in state.jobs.values() if job.holder >= 0]:
            await seek_out(app, pilot, str(job.number))
            code = app.player.frame(app.screens.shown.declare).code
            assert code is not None
            assert code.focus == job.holder

    snapshot = {"workers": 4, "model": "coroutines", "rate": 2.0, "at": 11.0}
    run(site(paused=True, **snapshot), act)


def test_the_same_name_again_finds_the_next_job() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        player, state = app.player, app.player.session.state
        names = [state.log.jobs[job].name for job in range(state.arrived)]
        name = names[state.queue[0]]
        await seek_out(app, pilot, name)
        found = [player.view.selected.number]
        for _ in range(names.count(name)):
            await seek_out(app, pilot, "")  # what was sought last stands in the field
            found.append(player.view.selected.number)
        assert found[0] == found[-1]
        assert sorted(found[1:]) == [job for job, its in enumerate(names) if its == name]

    run(site(workers=3, rate=3.0, at=9.0, paused=True), act)


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("program", ["pipeline", "producer-consumer"])
def test_find_says_whole_what_it_takes_and_what_there_is(
    size: tuple[int, int], program: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await seek_out(app, pilot, "w9")
        text = words_in(app)
        if program == "pipeline":
            assert "a worker such as w3, foreman or accept; the same name again" in text
            assert "no such job or worker: jobs 0 to 9 have come, the workers are 0 to 2" in text
        else:
            assert "17 or #17 or bricks, producer or consumer; the same name again" in text
            assert "no such job or worker: jobs 0 to 9 have come" in text
            assert "the workers" not in text

    run(site(program=program, workers=3, rate=2.0, at=4.9, paused=True), act, size=size)


@pytest.fixture(scope="module")
def state() -> SiteState:
    """A site of three workers after some twenty jobs, six of which are unfinished."""
    session = Session(Scenario(workers=3, rate=2.0, seed=4))
    session.playback.advance(10_000_000_000)
    assert len(session.state.jobs) > 3
    return session.state


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("foreman", Selection("task", FOREMAN)),
        (" Accept ", Selection("task", ACCEPT)),
        ("w2", Selection("task", 2)),
        ("Worker 0", Selection("task", 0)),
        ("w3", None),
        ("#7", Selection("job", 7)),
        ("job 0", Selection("job", 0)),
        ("7", Selection("job", 7)),
        ("99999999999999999999", None),
        ("w-1", None),
        ("-1", None),
        ("", None),
        ("nothing of the kind", None),
    ],
)
def test_find(state: SiteState, text: str, found: Selection | None) -> None:
    assert find(state, text) == found


def test_numbers_are_taken_as_they_are_printed() -> None:
    site = Session(Scenario(workers=1_200, count=2_000, rate=1e6))
    site.playback.advance(10_000_000)
    assert find(site.state, "w1,000") == Selection("task", 1_000)
    assert find(site.state, "#1,234") == find(site.state, "1,234") == Selection("job", 1_234)


def test_of_jobs_with_a_name_each_is_found_in_turn_the_oldest_unfinished_one_first(
    state: SiteState,
) -> None:
    names = [state.log.jobs[job].name for job in range(state.arrived)]
    assert len(set(names)) < len(names)
    for name in set(names):
        jobs = [job for job in range(state.arrived) if names[job] == name]
        unfinished = [job for job in jobs if job in state.jobs]
        done = [job for job in jobs if job not in state.jobs]
        order = [*unfinished, *reversed(done)]
        found = Selection("task", 0)
        for job in (*order, order[0]):
            following = find(state, name.upper(), found)
            assert following == Selection("job", job)
            found = following


def test_a_job_of_another_name_is_not_where_the_search_goes_on(state: SiteState) -> None:
    names = [state.log.jobs[job].name for job in range(state.arrived)]
    other = next(job for job in range(state.arrived) if names[job] != names[0])
    selected = Selection("job", other)
    assert find(state, names[0], selected) == find(state, names[0])
    assert find(state, names[0], Selection("job", state.arrived)) == find(state, names[0])


def test_producer_and_consumer_are_found_by_their_own_names() -> None:
    session = Session(Scenario(program="producer-consumer"))
    assert find(session.state, "Producer") == Selection("task", FOREMAN)
    assert find(session.state, "consumer") == Selection("task", 0)
    assert find(session.state, "accept") is None
    assert find(Session(Scenario()).state, "consumer") is None
