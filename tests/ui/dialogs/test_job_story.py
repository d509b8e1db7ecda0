"""The life of a job, stage by stage."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.intents import Select
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.job_lifecycle import Phase
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.job_story import EventList, JobLife, JobStory, Legend, LifeBar, glyph_of
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.run.driving import give
from tests.ui.app_fixture import run, site, text_of
from tests.ui.dialogs.lives import SIZES


def life_at(kind: Kind, job: int, later_ns: int = 0, **scenario: Any) -> JobLife:
    """Return the life of a job some time after the first event of a kind that is about it."""
    session = Session(Scenario(**scenario))
    while session.playback.run_on(Wanted((kind,), None, job), 1) is False:
        pass
    session.playback.advance(later_ns)
    return JobLife.of(session.state, session.recording.changes, job)


def texts(life: JobLife, width: int = 200, glyphs: Glyphs = UNICODE) -> list[str]:
    return [line.plain for line in EventList(life, glyphs).lines(width)]


def bar(life: JobLife, width: int = 40, glyphs: Glyphs = UNICODE) -> str:
    return LifeBar(life, glyphs).lines(width)[0].plain


def legend(life: JobLife, width: int = 200, glyphs: Glyphs = UNICODE) -> str:
    return "\n".join(line.plain for line in Legend(life, glyphs).lines(width))


def test_the_story_of_a_job_in_the_queue() -> None:
    life = life_at(Kind.JobArrived, 3, 300_000_000, workers=4, model="serial", rate=1.0)
    assert texts(life) == ["00:03.000 ·  #3 (pipes) arrives, 300ms in the queue"]
    assert bar(life) == "·" * 40
    assert legend(life) == ("· in the queue 300ms\nsojourn 300ms so far: wait 300ms, service 0s")


def test_the_story_of_a_job_that_has_just_arrived() -> None:
    life = life_at(Kind.JobArrived, 3, workers=4, model="serial", rate=1.0)
    assert texts(life) == ["00:03.000    #3 (pipes) arrives"]
    assert bar(life) == ""
    assert legend(life) == "sojourn 0s so far: wait 0s, service 0s"


def test_the_story_of_a_job_on_the_chain() -> None:
    life = life_at(Kind.IoStarted, 2, 500_000_000, workers=4, model="serial", rate=0.5)
    assert texts(life) == [
        "00:04.000    #2 (cables) arrives",
        "00:04.000    foreman takes #2 for worker 2",
        "00:04.000 ▼  foreman begins to send #2 to worker 3, 100ms on the way",
        "00:04.100    foreman hands #2 to worker 3, and waits until it is back",
        "00:04.100 ▼  worker 3 begins to send #2 to worker 2, 100ms on the way",
        "00:04.200    worker 3 hands #2 to worker 2, and waits until it is back",
        "00:04.200    worker 2 begins to work on #2",
        "00:04.200 ▄  worker 2 waits for the I/O of #2, 500ms of I/O",
    ]
    assert bar(life, 28) == "▼" * 8 + "▄" * 20
    assert legend(life) == (
        "▼ handed on 200ms   ▄ I/O 500ms\n"
        "sojourn 700ms so far: wait 200ms (200ms of it handed on), service 500ms"
    )


def test_the_story_of_a_job_in_an_inbox() -> None:
    snapshot = {"workers": 2, "model": "coroutines", "rate": 2.0, "workload": "cpu"}
    life = life_at(Kind.HandedOff, 3, 200_000_000, **snapshot)
    assert texts(life)[-1] == "00:02.800 ░  foreman hands #3 to worker 1, 200ms in the inbox"
    assert bar(life, 50) == "·" * 40 + "▼" * 3 + "░" * 7
    assert "░ in an inbox 200ms" in legend(life)


def test_the_story_of_a_job_that_waits_for_room() -> None:
    snapshot = {"workers": 1, "model": "coroutines", "rate": 5.0}
    life = life_at(Kind.Blocked, 2, 200_000_000, **snapshot)
    assert texts(life)[-1].endswith(
        "▞  foreman waits with #2 for room in the inbox of worker 0, 200ms until there is room"
    )
    assert "▞ no room for it 200ms" in legend(life)


def test_the_story_of_an_accepted_job_tells_of_its_inspection() -> None:
    snapshot = {"workers": 4, "model": "coroutines", "rate": 1.5, "workload": "mixed"}
    life = life_at(Kind.Accepted, 3, 5 * SECOND, **snapshot)
    assert texts(life)[-2:] == [
        "00:03.800 ░  worker 3 hands #3 to accept, 200ms in the inbox",
        "00:04.000    #3 by worker 3 is inspected and accepted",
    ]
    assert legend(life).endswith(
        "\naccepted, sojourn 2.0s: wait 1.0s (200ms of it handed on), service 1.0s"
    )


def test_the_story_of_a_reworked_job_tells_of_each_attempt() -> None:
    snapshot = {"workers": 3, "model": "serial", "rate": 0.2, "defect_rate": 0.6, "rework_limit": 5}
    session = Session(Scenario(**snapshot))
    session.playback.advance(60 * SECOND)
    twice = [
        verdict for verdict in session.state.verdicts
        if verdict.kind is Kind.Accepted and verdict.attempt == 2
    ]  # fmt: skip
    life = JobLife.of(session.state, session.recording.changes, twice[0].job)
    text = texts(life)
    assert sum("is inspected and rejected, and queues again" in line for line in text) == 1
    assert sum("begins to work on" in line for line in text) == 2
    assert text[-1].endswith("is inspected and accepted at attempt 2")
    assert life.sum.startswith("accepted at attempt 2, sojourn ")


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_the_story_of_a_scrapped_job(model: str) -> None:
    snapshot = {"workers": 2, "model": model, "defect_rate": 1.0, "rework_limit": 1}
    life = life_at(Kind.Scrapped, 0, SECOND, **snapshot)
    assert texts(life)[-1].endswith("#0 by worker 0 is inspected and scrapped at attempt 2")
    assert life.sum.startswith("scrapped at attempt 2, sojourn ")


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_the_story_of_a_job_that_an_accident_took(model: str) -> None:
    session = Session(Scenario(workers=2, model=model, rate=0.2, rework_limit=1))
    for _ in range(2):
        while session.playback.run_on(Wanted((Kind.IoStarted,), None, 0), 1) is False:
            pass
        session.playback.advance(300_000_000)
        give(session, CauseAccident(0))
    text = texts(JobLife.of(session.state, session.recording.changes, 0))
    assert text[-1].endswith("#0 lost its worker too often, and is scrapped at attempt 2")
    struck = [line for line in text if "an accident happens to worker 0 with #0 in hand" in line]
    assert len(struck) == 2
    assert any("#0 lost its worker, and goes back to the front of the queue" in line
               for line in text)  # fmt: skip


def test_the_story_of_a_consumers_job_names_no_worker() -> None:
    life = life_at(Kind.Accepted, 2, program="producer-consumer", rate=2.0)
    text = "\n".join(texts(life))
    assert "worker" not in text
    assert "producer begins to send #2 to consumer" in text
    assert text.endswith("#2 by consumer is inspected and accepted")


def test_every_phase_has_a_glyph_of_its_own() -> None:
    for glyphs in (UNICODE, ASCII):
        assert len({glyph_of(phase, glyphs) for phase in Phase}) == len(Phase)


@pytest.mark.parametrize("width", [52, 71, 190])
def test_the_bar_fills_the_width_and_each_phase_has_its_share(width: int) -> None:
    life = life_at(Kind.Accepted, 9, workers=4, model="threads", rate=2.0, workload="mixed")
    line, scale = (line.plain for line in LifeBar(life, ASCII).lines(width))
    assert len(line) == len(scale) == width
    length = life.intervals[-1].stop - life.intervals[0].start
    at = life.intervals[0].start
    for glyph, run_of_it in groupby(line):
        cells = len(list(run_of_it))
        middle = at + cells * length // width // 2
        [interval] = [each for each in life.intervals if each.start <= middle < each.stop]
        assert glyph == glyph_of(interval.phase, ASCII)
        at += cells * length // width


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", [("site-dark", "unicode"), ("mono", "ascii")])
def test_the_story_fits_the_screen(size: tuple[int, int], look: tuple[str, str]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Select("job", 5))
        await pilot.press("s")
        await pilot.pause()
        story = app.screen
        assert isinstance(story, JobStory)
        inside = story.query_one("#box").content_region
        for part in (LifeBar, Legend, EventList):
            widget = story.query_one(part)
            lines = widget.lines(widget.size.width)
            assert max(line.cell_length for line in lines) <= widget.size.width
            assert len(lines) == widget.size.height
            assert inside.x <= widget.region.x < widget.region.right <= inside.right
        text = text_of(app)
        line = story.query_one(LifeBar).lines(story.query_one(LifeBar).size.width)[0].plain
        assert line in text
        assert "escape closes" in text
        await pilot.press("end")
        await pilot.pause()
        assert "accepted" in text_of(app).replace("\n", " ")
        assert EventList.lines(story.query_one(EventList), 400)[-1].plain[:6] in text_of(app)

    theme, glyphs = look
    snapshot = Scenario(workers=4, model="threads", rate=2.0, workload="mixed", at=14.0)
    run(site(snapshot, theme=theme, glyphs=glyphs), act, size=size)


def test_the_story_survives_a_terminal_of_a_few_cells() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Select("job", 5))
        await pilot.press("s")
        for size in ((20, 6), (4, 6), (3, 6), (80, 24)):
            await pilot.resize_terminal(*size)
        assert isinstance(app.screen, JobStory)
        assert "escape closes" in text_of(app)

    run(site(workers=4, rate=2.0, at=14.0), act, size=(80, 24))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_a_consumers_jobs_are_by_no_worker(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Select("job", 2))
        await pilot.press("tab", "tab", "tab")
        app.screens.publish()
        await pilot.pause()
        text = text_of(app)
        assert "by consumer, attempt 1" in text
        assert " w0" not in text
        assert "worker 0" not in text
        await pilot.press("z")
        app.screens.publish()
        await pilot.pause()
        assert " w0" not in text_of(app)
        assert "worker 0" not in text_of(app)

    run(site(program="producer-consumer", rate=2.0, at=8.0), act, size=size)
