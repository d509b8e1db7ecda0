"""The scrubber: where one is, what is marked, and how the pointer goes there."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import (
    OrderJobs,
)
from site_sim.log.events import Kind
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.shared.scrubber import Scrubber
from tests.run.driving import give
from tests.ui.app_fixture import run, site, text_of
from tests.ui.travelling import between_events, line_of, press, session_of, trace


def track_of(app: SiteApp) -> tuple[int, int]:
    """Return the first cell of the scrubber's track and how many there are."""
    line = line_of(app)
    start = len(line) - len(line.lstrip())
    return start, line.index("  ", start) - start


def cell_at(app: SiteApp, share: float) -> tuple[int, int]:
    """Return where on the scrubber that share of the track has passed."""
    start, cells = track_of(app)
    return start + int(cells * share), 0


def time_at(app: SiteApp, share: float) -> int:
    """Return the time (ns) that the cell there stands for."""
    cells = track_of(app)[1]
    return int(cells * share) * session_of(app).playhead.end // cells


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
def test_a_click_on_the_track_goes_there_and_on_its_end_to_the_live_end(
    size: tuple[int, int],
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.click(Scrubber, offset=cell_at(app, 0.5))
        assert session_of(app).now == time_at(app, 0.5)
        assert app.player.view.paused
        assert "live" not in line_of(app)
        start, cells = track_of(app)
        assert line_of(app)[start + int(cells * 0.5)] == app.screens.site.queue.glyphs.token
        await pilot.click(Scrubber, offset=(start + cells - 1, 0))
        assert session_of(app).playhead.is_live
        await pilot.click(Scrubber, offset=(start, 0))
        assert session_of(app).now == 0

    run(between_events(), act, size)


def test_a_drag_follows_the_pointer_beyond_both_ends_until_it_is_let_go() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        start, cells = track_of(app)
        await pilot.mouse_down(Scrubber, offset=cell_at(app, 0.25))
        assert session_of(app).now == time_at(app, 0.25)
        await pilot.hover(Scrubber, offset=cell_at(app, 0.75))
        assert session_of(app).now == time_at(app, 0.75)
        await pilot.hover(Scrubber, offset=(0, 0))
        assert session_of(app).now == 0
        await pilot.hover(Scrubber, offset=(start + cells + 5, 0))
        assert session_of(app).playhead.is_live
        await pilot.hover(Scrubber, offset=cell_at(app, 0.5))
        await pilot.mouse_up(Scrubber, offset=cell_at(app, 0.5))
        await pilot.hover(Scrubber, offset=cell_at(app, 0.9))
        assert session_of(app).now == time_at(app, 0.5)

    run(between_events(), act)


@pytest.mark.parametrize("place", ["label", "margin"])
def test_a_press_beside_the_track_begins_no_drag(place: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        start, cells = track_of(app)
        before = session_of(app).playhead.position
        beside = (start + cells + 3, 0) if place == "label" else (start - 1, 0)
        await pilot.mouse_down(Scrubber, offset=beside)
        await pilot.hover(Scrubber, offset=cell_at(app, 0.5))
        await pilot.mouse_up(Scrubber, offset=cell_at(app, 0.5))
        assert session_of(app).playhead.position == before

    run(between_events(), act)


@pytest.mark.parametrize(
    ("size", "words"),
    [((120, 36), "1 event before the end"), ((80, 24), "1 event to end")],
)
def test_in_the_midst_of_the_last_step_it_says_how_many_events_are_left(
    size: tuple[int, int], words: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = session_of(app)
        while session.state.seq == len(session.log):
            assert session.playback.step()
        assert session.now == session.playhead.end
        session.playhead.seek_event(len(session.log) - 1)
        app.screens.publish()
        assert line_of(app).rstrip().endswith(words)

    run(between_events(), act, size)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (220, 50)])
def test_the_old_future_is_offered_in_any_size_and_comes_back_once(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        old = trace(app)
        assert "old future" not in text_of(app)
        await press(app, pilot, "shift+left", "j")
        assert session_of(app).playhead.is_live
        footer = text_of(app).splitlines()[-1]
        assert "f8 old future" in footer
        await pilot.click("#keys", offset=(footer.index("old future"), 0))
        await press(app, pilot, "end")
        assert trace(app) == old
        assert "old future" not in text_of(app).splitlines()[-1]

    run(between_events(keymap={"restore": ("f8",)}), act, size)


def test_accidents_commands_and_rework_have_marks() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session, glyphs = session_of(app), app.screens.site.queue.glyphs
        give(session, OrderJobs(1))
        session.playback.advance(20 * SECOND)
        app.screens.publish()
        await pilot.pause()
        start, cells = track_of(app)
        track = line_of(app)[start : start + cells]
        kinds = {glyphs.hazard: Kind.AccidentHappened, glyphs.rework: Kind.Rejected}
        for glyph, kind in kinds.items():
            times = [event[0] for event in session.log.rows() if event[1] == kind]
            marked = {min(at * cells // session.playhead.end, cells - 1) for at in times}
            drawn = {cell for cell, sign in enumerate(track) if sign == glyph}
            assert drawn
            assert drawn <= marked
        assert track[session.journal[0].at * cells // session.playhead.end] == glyphs.vertical

    run(site(at=10.0, rate=1.0, workers=3, accident_rate=0.2, defect_rate=0.3, seed=4), act)
