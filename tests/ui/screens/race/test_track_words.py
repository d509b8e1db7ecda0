"""What is written on a track of a race."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.base.units import SECOND
from site_sim.facts.models import MODEL_FACTS
from site_sim.player.frame import Frame
from site_sim.player.intents import ShowFigure
from site_sim.player.needs import LaneNeeds, Needs
from site_sim.player.track_facts import Standing, TrackFacts, placed
from site_sim.player.view_state import FigureName
from site_sim.ui.drawing.segments import StyledRow, width_of
from site_sim.ui.screens.race.track_words import (
    done_words,
    figure_words,
    goal_words,
    labelled,
    lane_row,
    place_words,
    queue_row,
    remarks,
    why_rows,
)
from site_sim.ui.theme.glyphs import ASCII
from tests.player.playing import Played

ALL_LANES = Needs(lanes=LaneNeeds(all_up_to=8, taken=0), figures=0)


def frame_of(figure: FigureName = "", **fields: Any) -> Frame:
    player = Played(**{"rate": 4.0, "at": 10.0} | fields).player
    player.do(ShowFigure(figure))
    return player.frame(lambda _: ALL_LANES)


def standing(**fields: Any) -> Standing:
    given = {"name": "a", "jobs": 24, "done": 7, "queued": 3, "workers": 4, "lanes": 1}
    return Standing(**given | fields)


def facts_of(*others: Standing, **fields: Any) -> TrackFacts:
    return placed([standing(**fields), *others])[0]


def text_of(row: StyledRow) -> str:
    return "".join(text for text, _ in row)


def test_a_track_has_no_place_before_anything_is_done() -> None:
    assert place_words(facts_of(done=0)) == ""


def test_a_place_is_told_and_when_a_track_has_ended_the_time() -> None:
    ahead = standing(name="b", done=9)
    assert place_words(facts_of(ahead)) == "2nd"
    assert place_words(facts_of(ahead, ended_at=9_470_000_000)) == "1st 9.47s"


def test_what_is_done_is_told_and_of_how_much() -> None:
    site = frame_of(model="threads").site
    assert done_words(site, facts_of()) == f"{site.done} of 24 done"
    assert done_words(site, facts_of(jobs=None)) == f"{site.done} done"


def test_up_to_where_all_walls_reach_is_told() -> None:
    assert goal_words(facts_of().scale) == "all 24"
    assert goal_words(facts_of(jobs=None).scale) == "10 jobs"
    assert goal_words(facts_of(jobs=None, done=0).scale) == ""


def test_the_figure_in_large_is_the_one_that_was_chosen() -> None:
    done, waiting, rate = (
        figure_words(frame_of(figure, model="threads")) for figure in ("", "waiting", "rate")
    )
    site = frame_of(model="threads").site
    assert done[:2] == (str(site.done), "")
    assert waiting[:2] == (str(site.waiting), "wait")
    assert rate[1] == "/s"
    assert float(rate[0]) == pytest.approx(site.done / 10, rel=0.2)


def test_jobs_that_wait_are_crates_to_the_scale_of_all_tracks() -> None:
    site = frame_of(model="serial").site
    waiting = site.queue.length
    assert waiting > 10
    alone, beside_more = (
        text_of(queue_row(site, facts_of(queued=queued), 40, 7, ASCII))
        for queued in (waiting, 10 * waiting)
    )
    assert alone.startswith(f"queued {waiting}")
    assert alone.count("[") > beside_more.count("[") > 0
    assert "[%]" in alone
    assert width_of(alone) <= 40


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_lanes_are_called_by_their_name_with_the_share_they_were_taken(model: str) -> None:
    frame = frame_of(model=model, cores=2)
    for width, label in ((18, 7), (40, 11)):
        text = text_of(lane_row(frame.site, width, label, ASCII))
        assert width_of(text) == width
        name = MODEL_FACTS[frame.site.settings.model].lane.split()[-1]
        assert (f"2 {name}s" if frame.site.lane_count > 1 else name) in text
        taken = frame.site.lanes.shown if frame.site.lanes else []
        assert text.endswith(f"{sum(lane.taken for lane in taken) / len(taken):.0%}")


def test_a_bar_too_short_to_say_anything_is_left_out() -> None:
    site = frame_of(model="serial").site
    assert "H" in text_of(lane_row(site, 15, 7, ASCII))
    assert text_of(lane_row(site, 14, 7, ASCII)) == "stack     100%"


def test_of_very_many_lanes_the_share_that_is_taken_now_is_told() -> None:
    site = frame_of(model="free-threads", cores=9, workers=9).site
    assert site.lanes is not None
    assert site.lanes.shown == []
    text = text_of(lane_row(site, 30, 11, ASCII))
    assert text.startswith("9 cores ")
    assert text.endswith(f"{site.lanes.taken / 9:.0%}")


def test_why_a_track_is_where_it_is_is_told_in_the_rows_there_are() -> None:
    site = frame_of(model="serial").site
    rows = why_rows(site, facts_of(), 18, 3, ASCII)
    assert len(rows) == 3
    assert all(width_of(text_of(row)) <= 18 for row in rows)
    assert " ".join(map(text_of, rows)).strip() in site.now
    assert text_of(why_rows(site, facts_of(), 200, 1, ASCII)[0]) == site.now[0]


def test_a_track_that_never_ends_says_why() -> None:
    site = frame_of(model="serial").site
    fate = "the foreman is dead"
    (row,) = why_rows(site, facts_of(fate=fate), 40, 1, ASCII)
    assert row == ((fate, "hazard-text"),)


def test_a_handicap_and_a_prediction_are_told() -> None:
    assert [*remarks(facts_of(), ASCII)] == []
    told = [text for text, _ in remarks(facts_of(handicap="2 hired", predicted=3), ASCII)]
    assert told == ["% 2 hired", "predicted 3rd"]
    assert facts_of(ended_at=SECOND).is_over
    assert labelled("time", 7) == ("time   ", "muted")
