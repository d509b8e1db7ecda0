"""A track on the screen: what is seen of it, what is drawn again, and what a click does."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.player.intents import Seek
from site_sim.player.track_facts import TrackFacts
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.race.track_panel import TrackPanel
from tests.run.driving import run_to
from tests.ui.app_fixture import drawn, run, settle, site, text_of
from tests.ui.screens.race.tracks import MODELS, NORMAL, SMALL, Tracks, TracksScreen, look, put_up


def height_of(panel: TrackPanel) -> int:
    """Return in how many rows there are bricks."""
    return sum("▌" in row and "▐" in row and "queued" not in row for row in drawn(panel))


def test_the_walls_are_as_high_as_what_is_done() -> None:
    def act(screen: TracksScreen) -> None:
        done = [facts.standing.done for facts in screen.tracks.facts()]
        heights = [height_of(panel) for panel in screen.floor.tracks]
        assert len({*done}) > 2
        pairs = sorted(zip(done, heights, strict=True))
        assert [height for _, height in pairs] == sorted(heights)
        assert len({*heights}) > 2

    look(act)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [SMALL, (80, 20), NORMAL, (200, 46)], ids=str)
def test_who_is_ahead_what_is_done_and_why_is_told_of_each(size: tuple[int, int]) -> None:
    def act(screen: TracksScreen) -> None:
        for panel, facts in zip(screen.floor.tracks, screen.tracks.facts(), strict=True):
            text = "\n".join(drawn(panel))
            assert facts.standing.name in text_of(screen.app)  # type: ignore[arg-type]
            assert f"{facts.standing.done} of 24" in text
            assert {1: "1st", 4: "4th", 5: "5th", 6: "6th"}[facts.place] in text
            assert "%" in text
            assert any("I/O" in row for row in drawn(panel)) or "in send()" in text

    look(act, size=size)


def test_a_run_without_end_is_measured_by_a_number_that_is_easy_to_read() -> None:
    def act(screen: TracksScreen) -> None:
        assert "20 jobs" in "\n".join(drawn(screen.floor.tracks[1]))

    look(act, count=None)


def test_a_track_that_has_ended_has_its_place_and_time_on_the_line_of_all() -> None:
    def act(screen: TracksScreen) -> None:
        rows = drawn(screen.floor.tracks[3])
        (roof,) = (row for row in rows if "1st" in row)
        ended = screen.tracks.facts()[3].standing.ended_at
        assert ended is not None
        assert f" 1st {ended / SECOND:.3g}s ─" in roof

    look(act, workers=6, rate=3.0, at=13.5)


def test_nothing_is_drawn_again_while_nothing_changes() -> None:
    def act(screen: TracksScreen) -> None:
        made: list[int] = []

        def watch(panel: TrackPanel) -> None:
            draw = panel.draw_row
            panel.draw_row = lambda row: made.append(row) or draw(row)  # type: ignore[method-assign,func-returns-value]

        for panel in screen.floor.tracks:
            watch(panel)
        screen.publish()
        assert made == []
        for player in screen.tracks.players:
            run_to(player.session, player.session.now + SECOND // 10)
        screen.publish()
        assert 0 < len(made) < sum(panel.size.height for panel in screen.floor.tracks) // 2

    look(act)


def test_a_way_back_leads_to_the_same_picture() -> None:
    def act(screen: TracksScreen) -> None:
        def seen_at(at: float) -> list[list[str]]:
            for player in screen.tracks.players:
                player.do(Seek(round(at * SECOND)))
                while player.long_work.is_under_way:
                    player.tick(0.1)
            screen.publish()
            return [drawn(panel) for panel in screen.floor.tracks]

        later = seen_at(8.0)
        early = seen_at(3.0)
        assert early != later
        assert seen_at(8.0) == later
        assert seen_at(3.0) == early

    for size in (SMALL, NORMAL):
        look(act, size=size)


def test_what_was_done_to_a_track_alone_and_what_was_predicted_stands_in_its_border() -> None:
    def told(facts: TrackFacts) -> TrackFacts:
        standing = replace(facts.standing, handicap="2 hired", predicted=2)
        return replace(facts, standing=standing)

    def act(screen: TracksScreen) -> None:
        screen.change = told
        screen.publish()
        assert {str(panel.border_subtitle) for panel in screen.floor.tracks} == {
            "▲ 2 hired · predicted 2nd"
        }

    look(act, {"model": "serial"}, {"model": "threads"})


def test_its_border_tells_what_is_true_now_whatever_was_told_before() -> None:
    def act(screen: TracksScreen) -> None:
        def told(**given: Any) -> tuple[str, str]:
            screen.change = lambda facts: replace(facts, standing=replace(facts.standing, **given))
            screen.publish()
            panel = screen.floor.tracks[1]
            return panel.heading.text, str(panel.border_subtitle or "")

        assert told() == ("threads", "")
        assert told(handicap="2 hired") == ("threads", "▲ 2 hired")
        assert told(handicap="3 hired") == ("threads", "▲ 3 hired")
        assert told(handicap="3 hired", predicted=2) == ("threads", "▲ 3 hired · predicted 2nd")
        assert told(handicap="3 hired", predicted=1) == ("threads", "▲ 3 hired · predicted 1st")
        assert told(name="hybrid") == ("hybrid", "")
        assert told(name="hybrid", is_chosen=True) == ("▸ hybrid", "")
        assert told(name="hybrid", is_chosen=False) == ("hybrid", "")

    look(act, {"model": "serial"}, {"model": "threads"})


def test_the_chosen_track_is_marked_by_more_than_a_colour() -> None:
    def act(screen: TracksScreen) -> None:
        titles = [panel.heading.text for panel in screen.floor.tracks]
        assert [title[0] == "▸" for title in titles] == [False, True, False]
        assert titles[0] == "serial"

    look(act, *MODELS[:3], chosen=1)

    def act_in_lines(screen: TracksScreen) -> None:
        marked = ["▸" in drawn(panel)[0] for panel in screen.floor.tracks]
        assert marked == [False, True, False]

    look(act_in_lines, *MODELS[:3], chosen=1, size=SMALL)


def test_a_click_chooses_a_track() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        screen = await put_up(pilot, Tracks(*MODELS))
        for number in (4, 0):
            await pilot.click(screen.floor.tracks[number])
            await pilot.pause()
        assert screen.chosen == [4, 0]

    run(site(paused=True), act, NORMAL)
