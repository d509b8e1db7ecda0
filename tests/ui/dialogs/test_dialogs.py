"""The dialogs about the run: what they understand, what they say, and that it fits."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident
from site_sim.log.events import Kind
from site_sim.log.search import Wanted, first_event
from site_sim.player.view_state import Selection
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.job_lifecycle import Phase
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.go_to import parse_event, parse_time
from site_sim.ui.dialogs.help import legend as legend_of_states
from site_sim.ui.dialogs.job_story import EventList, JobLife, JobStory, Legend, LifeBar, glyph_of
from site_sim.ui.dialogs.question import Question
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.timeline.time_window import TimeWindow
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.run.driving import give
from tests.ui.app_fixture import run, site, text_of

SMALL = [(60, 18), (80, 24)]
SIZES = [*SMALL, (120, 36), (200, 50)]


def words_in(app: SiteApp) -> str:
    """Return what stands in a dialog, lines that were wrapped put together again."""
    inside = app.screen.query_one("#box").content_region
    lines = text_of(app).splitlines()[inside.y : inside.bottom]
    return " ".join(" ".join(line[inside.x : inside.right].split()) for line in lines)


# -- a job's story ----------------------------------------------------------------------------


def life_at(kind: Kind, job: int, later_ns: int = 0, **scenario: Any) -> JobLife:
    """Return the life of a job some time after the first event of a kind that is about it."""
    session = Session(Scenario(**scenario))
    while session.playback.run_on(Wanted((kind,), None, job), 1) is False:
        pass
    session.playback.advance(later_ns)
    return JobLife.of(session.state, session.branch.changes, job)


def texts(life: JobLife, width: int = 200, glyphs: Glyphs = UNICODE) -> list[str]:
    return [line.plain for line in EventList(life, glyphs).lines(width)]


def bar(life: JobLife, width: int = 40, glyphs: Glyphs = UNICODE) -> str:
    return LifeBar(life, glyphs).lines(width)[0].plain


def legend(life: JobLife, width: int = 200, glyphs: Glyphs = UNICODE) -> str:
    return "\n".join(line.plain for line in Legend(life, glyphs).lines(width))


def test_the_story_of_a_job_in_the_queue() -> None:
    life = life_at(Kind.JobArrived, 3, 300_000_000, workers=4, model="serial", rate=1.0)
    assert texts(life) == ["3.000s ·  #3 pipes arrives, 300ms in the queue"]
    assert bar(life) == "·" * 40
    assert legend(life) == (
        "· in the queue 300ms\n300ms so far: waited 300ms, worked on 0.0s, handed on 0.0s"
    )


def test_the_story_of_a_job_that_has_just_arrived() -> None:
    life = life_at(Kind.JobArrived, 3, workers=4, model="serial", rate=1.0)
    assert texts(life) == ["3.000s    #3 pipes arrives"]
    assert bar(life) == ""
    assert legend(life) == "0.0s so far: waited 0.0s, worked on 0.0s, handed on 0.0s"


def test_the_story_of_a_job_on_the_chain() -> None:
    life = life_at(Kind.IoStarted, 2, 500_000_000, workers=4, model="serial", rate=0.5)
    assert texts(life) == [
        "4.000s    #2 cables arrives",
        "4.000s    foreman takes #2 for worker 2",
        "4.000s ▼  foreman begins to send #2 to worker 3, 100ms on the way",
        "4.100s    foreman hands #2 to worker 3, and waits until it is back",
        "4.100s ▼  worker 3 begins to send #2 to worker 2, 100ms on the way",
        "4.200s    worker 3 hands #2 to worker 2, and waits until it is back",
        "4.200s    worker 2 begins to work on #2",
        "4.200s ▄  worker 2 waits for the I/O of #2, 500ms of I/O",
    ]
    assert bar(life, 28) == "▼" * 8 + "▄" * 20
    assert legend(life) == (
        "▼ handed on 200ms   ▄ I/O 500ms\n"
        "700ms so far: waited 0.0s, worked on 500ms, handed on 200ms"
    )


def test_the_story_of_a_job_in_an_inbox() -> None:
    snapshot = {"workers": 2, "model": "coroutines", "rate": 2.0, "workload": "cpu"}
    life = life_at(Kind.HandedOff, 3, 200_000_000, **snapshot)
    assert texts(life)[-1] == "2.800s ░  foreman hands #3 to worker 1, 200ms in the inbox"
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
        "3.800s ░  worker 3 hands #3 to accept, 200ms in the inbox",
        "4.000s    #3 by worker 3 is inspected and accepted",
    ]
    assert legend(life).endswith(
        "\naccepted after 2.0s: waited 800ms, worked on 1.0s, handed on 200ms"
    )


def test_the_story_of_a_reworked_job_tells_of_each_attempt() -> None:
    snapshot = {"workers": 3, "model": "serial", "rate": 0.2, "defect_rate": 0.6, "rework_limit": 5}
    session = Session(Scenario(**snapshot))
    session.playback.advance(60 * SECOND)
    twice = [
        verdict for verdict in session.state.verdicts
        if verdict.kind is Kind.Accepted and verdict.attempt == 2
    ]  # fmt: skip
    life = JobLife.of(session.state, session.branch.changes, twice[0].job)
    text = texts(life)
    assert sum("is inspected and rejected, and queues again" in line for line in text) == 1
    assert sum("begins to work on" in line for line in text) == 2
    assert text[-1].endswith("is inspected and accepted at attempt 2")
    assert life.sum.startswith("accepted at attempt 2 after ")


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_the_story_of_a_scrapped_job(model: str) -> None:
    snapshot = {"workers": 2, "model": model, "defect_rate": 1.0, "rework_limit": 1}
    life = life_at(Kind.Scrapped, 0, SECOND, **snapshot)
    assert texts(life)[-1].endswith("#0 by worker 0 is inspected and scrapped at attempt 2")
    assert life.sum.startswith("scrapped at attempt 2 after ")


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_the_story_of_a_job_that_an_accident_took(model: str) -> None:
    session = Session(Scenario(workers=2, model=model, rate=0.2, rework_limit=1))
    for _ in range(2):
        while session.playback.run_on(Wanted((Kind.IoStarted,), None, 0), 1) is False:
            pass
        session.playback.advance(300_000_000)
        give(session, CauseAccident(0))
    text = texts(JobLife.of(session.state, session.branch.changes, 0))
    assert text[-1].endswith("#0 lost its place too often, and is scrapped at attempt 2")
    struck = [line for line in text if "an accident happens to worker 0 with #0 in hand" in line]
    assert len(struck) == 2
    assert any("#0 lost its place, and goes back to the front of the queue" in line
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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", [("site-dark", "unicode"), ("mono", "ascii")])
def test_the_story_fits_the_screen(size: tuple[int, int], look: tuple[str, str]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.view.selected = Selection("job", 5)
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
        app.player.view.selected = Selection("job", 5)
        await pilot.press("s")
        for size in ((20, 6), (4, 6), (3, 6), (80, 24)):
            await pilot.resize_terminal(*size)
        assert isinstance(app.screen, JobStory)
        assert "escape closes" in text_of(app)

    run(site(workers=4, rate=2.0, at=14.0), act, size=(80, 24))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_a_consumers_jobs_are_by_no_worker(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.view.selected = Selection("job", 2)
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


# -- find -------------------------------------------------------------------------------------


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


def test_a_life_that_is_longer_than_the_window_makes_it_zoom_out() -> None:
    window = TimeWindow(step=1_000_000, first=50, count=100, follows=True)
    window.reveal_span(5 * SECOND, 15 * SECOND)
    assert not window.follows
    assert 0 <= window.column(5 * SECOND) < window.column(15 * SECOND) < window.count
    before = (window.step, window.first)
    window.reveal_span(6 * SECOND, 7 * SECOND)
    assert (window.step, window.first) == before


def test_the_holder_of_a_job_that_is_found_is_in_focus_on_the_code_screen() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("3")
        await pilot.pause()
        state = app.player.session.state
        for job in [job for job in state.jobs.values() if job.holder >= 0]:
            await seek_out(app, pilot, str(job.number))
            staged = app.player.snapshot.code
            assert staged is not None
            assert staged.focus == job.holder

    snapshot = {"workers": 4, "model": "coroutines", "rate": 2.0, "at": 11.0}
    run(site(paused=True, **snapshot), act)


def test_the_same_name_again_finds_the_next_job() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        view, state = app.player.view, app.player.session.state
        names = [state.log.jobs[job].name for job in range(state.arrived)]
        name = names[state.queue[0]]
        await seek_out(app, pilot, name)
        found = [view.selected.number]
        for _ in range(names.count(name)):
            await seek_out(app, pilot, "")  # what was sought last stands in the field
            found.append(view.selected.number)
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


# -- go to ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("0", 0),
        (" 12.5 ", 12_500_000_000),
        ("12.5s", 12_500_000_000),
        (".25", 250_000_000),
        ("7.", 7_000_000_000),
        ("1:23", 83_000_000_000),
        ("01:02:03.5", 3_723_500_000_000),
        ("90", 90_000_000_000),
        ("75:30", 4_530_000_000_000),
        ("0.000000001", 1),
        ("123456789.123456789", 123_456_789_123_456_789),
        ("99999999999", 99_999_999_999_000_000_000),
    ],
)
def test_a_time_is_understood(text: str, ns: int) -> None:
    assert parse_time(text) == ns


@pytest.mark.parametrize(
    "text",
    ["", "s", ".", ":", "1:", ":5", "-5", "1:-3", "-1:30", "1:2:3:4", "1:75", "1:60", "1:75:00",
     "1:00:60", "inf", "nan", "1e3", "0x10", "1_000", "12,5", "１２", "+5", "1 2", "5ss", "Died"],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize("kind", Kind)
def test_an_event_is_understood(kind: Kind) -> None:
    assert parse_event(kind.name) is kind
    assert parse_event(f" {kind.name.lower()} ") is kind
    assert parse_event(f"x{kind.name}") is None


def test_an_event_may_be_spelt_in_words() -> None:
    assert parse_event("hand off started") is Kind.HandOffStarted
    assert parse_event("") is None


EVENTS_KNOWN = "Accepted, AccidentHappened, ArrivalsEnded, BecameIdle, BecameReady, Blocked"
FAULTS = {
    "99999999999": "too late: one can go to 1,000,000,000 s, some 31 years on",
    "-5": "the run starts at 0: there is nothing before",
    "12,5": "a fraction of a second follows a point: 12.5",
    "1:75": "the minutes and seconds after a colon go up to 59",
    "acepted": "neither a time nor an event; did you mean 'Accepted'?",
    "?": f"neither a time nor an event; known: {EVENTS_KNOWN}",
    "!": "StartUpBegan, Unclaimed, WorkFinished, WorkStarted",
}


@pytest.mark.parametrize("size", SMALL)
def test_go_to_says_whole_what_is_wrong(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = app.player.session.now
        await pilot.press("g")
        for text, said in FAULTS.items():
            app.screen.query_one(Input).value = text
            await pilot.press("enter")
            await pilot.pause()
            words = words_in(app)
            assert said in words
            assert "a time such as 12.5 or 1:23, or an event such as Accepted, WorkStarted" in words
            assert isinstance(app.screen, Question)
        await pilot.press("escape")
        assert app.player.session.now == before

    run(site(at=4.0, paused=True), act, size=size)


def test_go_to_goes_back_and_on_and_to_an_event() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        for text, at in (("2.5", 2_500_000_000), ("0:06", 6 * SECOND), ("0", 0)):
            await pilot.press("g", *text, "enter")
            await pilot.pause()
            assert session.now == at
        await pilot.press("g", *"work finished", "enter")
        await pilot.pause()
        assert session.log[session.state.seq - 1].kind == Kind.WorkFinished

    run(site(at=4.0, paused=True), act)


# -- every dialog fits ------------------------------------------------------------------------


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("key", ["m", "w", "d", "i", "o", "t"])
def test_a_picker_keeps_its_hint_and_scrolls_to_its_last_choice(
    key: str, size: tuple[int, int]
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(key)
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        for where in ("home", "end"):
            await pilot.press(where)
            await pilot.pause()
            assert "enter chooses, escape leaves it as it is" in words_in(app)
            number = 0 if where == "home" else options.option_count - 1
            assert options.highlighted == number
            assert words_in(app).count(str(options.get_option_at_index(number).prompt).split()[0])

    run(site(), act, size=size)


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("key", ["n", "N"])
def test_a_number_that_is_out_of_bounds_is_told_them(key: str, size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(key, *"99999999", "enter")
        await pilot.pause()
        assert words_in(app).endswith(", please")

    run(site(), act, size=size)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_help_says_what_is_marked_on_the_scrubber(glyphs: Glyphs) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        shown = legend_of_states(app.themes.state_cells(), glyphs).plain
        for sign, word in (
            (glyphs.token, "where you are"),
            (glyphs.vertical, "a command"),
            (glyphs.rework, "a rejected result"),
            (glyphs.hazard, "an accident"),
        ):
            assert f"{sign}      {word}" in shown
        await pilot.press("question_mark", "end")
        for _ in range(3):
            await pilot.pause()
        assert "a rejected result" in text_of(app)

    run(site(glyphs=glyphs.name), act)
