"""Drawing leaves time for everything else, and pictures still come fast enough."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from site_sim.base.quantities import clock
from site_sim.export.source import LogSource
from site_sim.player.replay import Replay
from site_sim.player.tuning import PlayerTuning
from site_sim.scenario.loading import load_scenario
from site_sim.state.entities import HANDING_OFF
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.draw_pace import (
    CALM_S,
    LONGEST_S,
    MOVING_S,
    SELDOM_S,
    SHARE,
    DrawPace,
)
from tests.export.written import SECOND, small, written
from tests.ui.app_fixture import FRAME_S, Seconds, drawn, run, site


def drawn_at(took_s: float, frames: int = 200, share: float = SHARE) -> list[float]:
    """Return when frames were drawn, sixty a second or as fast as drawing lets them come."""
    seconds = Seconds()
    pace, times = DrawPace(seconds, share), []
    for _ in range(frames):
        if pace.is_due():
            times.append(seconds.now)
            with pace.drawing():
                seconds.now += took_s
        seconds.now += max(FRAME_S - took_s, 0.004)
    return times


@pytest.mark.parametrize("took_s", [0.0, 0.001, 0.005, 0.008])
def test_what_is_quickly_drawn_is_drawn_in_every_frame(took_s: float) -> None:
    assert len(drawn_at(took_s)) == 200


@pytest.mark.parametrize("took_s", [0.010, 0.015, 0.024])
def test_what_takes_long_gets_its_share_of_the_time(took_s: float) -> None:
    times = drawn_at(took_s)[20:]
    spent = took_s * (len(times) - 1)
    assert 0.6 * SHARE < spent / (times[-1] - times[0]) <= SHARE


def test_there_are_twenty_pictures_a_second_if_they_can_be_had() -> None:
    for took_s in (0.030, 0.045):
        times = drawn_at(took_s)
        assert len(times) / (times[-1] - times[0]) >= 0.8 / LONGEST_S


def test_one_frame_that_took_long_is_no_reason_to_wait() -> None:
    seconds = Seconds()
    pace = DrawPace(seconds)
    for took_s in (0.002, 0.002, 0.020):
        with pace.drawing():
            seconds.now += took_s
    assert pace.is_due()


def test_what_is_not_worth_many_frames_gets_few() -> None:
    seconds = Seconds()
    pace = DrawPace(seconds)
    assert pace.is_due(SELDOM_S)
    with pace.drawing():
        seconds.now += 0.002
    seconds.now = SELDOM_S / 2
    assert pace.is_due()
    assert not pace.is_due(SELDOM_S)
    seconds.now = SELDOM_S
    assert pace.is_due(SELDOM_S)


def test_a_recording_gets_every_frame() -> None:
    assert len(drawn_at(0.03, share=1.0)) == 200


def shows_the_moment(app: SiteApp) -> bool:
    """Say whether what is drawn is the moment that the playhead is at."""
    [header] = [panel for panel in app.screens.site.lines if panel.id == "header"]
    return clock(app.player.session.now) in drawn(header)[0]


SECONDS = Seconds()


class SlowApp(SiteApp):
    """An app that takes 30 ms to draw a frame."""

    @property
    def is_terminal_behind(self) -> bool:
        SECONDS.now += 0.03  # it is asked once, while a frame is drawn
        return False


def test_frames_are_left_out_only_while_time_passes_and_nobody_asks_for_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        def left_out() -> int:
            count = 0
            for _ in range(24):
                SECONDS.now += 0.004
                app.advance(0.1)
                count += not shows_the_moment(app)
            return count

        assert left_out() > 6
        for key in (".", ",", "]", "space"):
            app.advance(0.1)
            await pilot.press(key)
            assert shows_the_moment(app)
        assert not app.player.view.paused
        await pilot.press("space")
        assert left_out() == 0

    run(site(now=SECONDS, app_class=SlowApp), act)


def frames_of(app: SiteApp, now: Seconds, count: int) -> list[bool]:
    """Pass frames, and return which of them were drawn."""
    frames = []
    for _ in range(count):
        now.now += FRAME_S
        app.advance(FRAME_S)
        frames.append(shows_the_frame(app))
    return frames


def shows_the_frame(app: SiteApp) -> bool:
    """Say whether the frame that was drawn last is of the moment that the playhead is at."""
    frame = app.screens.site.chain.frame
    return frame is not None and frame.site.at == app.player.session.now


def test_where_only_time_passes_few_frames_are_drawn_and_where_something_happens_all() -> None:
    now = Seconds()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        site = app.player.session
        calm, moving = list[bool](), list[bool]()
        frames_of(app, now, 30)
        for _ in range(600):
            before = site.state.seq
            [is_drawn] = frames_of(app, now, 1)
            if site.state.seq != before:
                assert is_drawn
            elif HANDING_OFF in site.state.census.states:
                moving.append(is_drawn)
            else:
                calm.append(is_drawn)
        assert 0.7 * FRAME_S / CALM_S < sum(calm) / len(calm) < 1.1 * FRAME_S / CALM_S
        assert 0.7 * FRAME_S / MOVING_S < sum(moving) / len(moving) < 1.1 * FRAME_S / MOVING_S

    run(site(load_scenario("classic"), now=now), act)


def test_what_a_person_does_is_drawn_at_once_where_nothing_happens() -> None:
    now = Seconds()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        frames_of(app, now, 30)
        for key in ("down", "plus", "z", "escape", "3", "1", "period"):
            frames_of(app, now, 1)
            await pilot.press(key)
            assert app.screens.shown.lines[0].frame is not None
            assert shows_the_view(app)

    def shows_the_view(app: SiteApp) -> bool:
        frame = app.screens.shown.lines[0].frame
        return frame is not None and frame.view is app.player.view

    run(site(rate=0.0, now=now), act)


def test_few_frames_are_drawn_while_a_log_is_read_and_one_at_its_end(tmp_path: Path) -> None:
    path, seconds = tmp_path / "log.jsonl", Seconds()
    path.write_bytes(written(small(60 * SECOND), complete=True))
    source = LogSource.open(str(path))
    while source.reader.log is None:
        source.pull(20)
    slice_a_tick = PlayerTuning(reading_slice_events=20, most_slices=1)
    app = site(Replay(source), now=seconds, tuning=slice_a_tick)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        shown = []
        while not app.player.session.playback.ended:
            seconds.now += 0.1
            app.advance(0.1)
            shown.append(shows_the_moment(app))
            if len(shown) == 12:
                await pilot.press("]")
                assert shows_the_moment(app)
        assert len(shown) > 20
        assert 3 < sum(shown) < len(shown) / 5
        assert shown[-1]

    run(app, act)
