"""What came of a race in rows: places, reasons and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from msgspec.structs import replace

from site_sim.commands import CauseAccident
from site_sim.experiments.outcome import COLUMNS
from site_sim.player.formatting import ordinal
from site_sim.player.player import DEFAULT_TUNING
from site_sim.player.race_review import RaceReview, RaceReviewer
from site_sim.ui.drawing.segments import StyledRow, width_of
from site_sim.ui.screens.race.outcome_rows import LABEL, PLACE, figures_table, ranking, side_by_side
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.player.reviews import MODELS, Clock, players, review_of, whole


def texts_of(rows: Iterable[StyledRow]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


def head_of(rows: Sequence[str], name: str) -> str:
    """Return the row in which a track has its place."""
    (head,) = (row for row in rows if row[PLACE:].startswith(f"{name} ") and row[0] != " ")
    return head


@pytest.fixture(scope="module")
def review() -> RaceReview:
    return whole(players())


def test_the_tracks_stand_in_the_order_of_their_places_each_with_its_reason(
    review: RaceReview,
) -> None:
    rows = texts_of(ranking(review, 64, UNICODE))
    heads = [row for row in rows if not row.startswith(" ")]
    assert [row.split()[0] for row in heads] == [
        "1st", "1st" if heads[1][0] == "1" else "2nd", "3rd",
    ]  # fmt: skip
    assert heads[-1].split()[1] == "serial"
    for track in review.tracks:
        name = track.facts.standing.name
        start = rows.index(head_of(rows, name))
        told = [row.strip() for row in rows[start + 1 :]]
        assert " ".join(told).startswith(track.why)


def test_a_time_and_how_many_times_as_fast_it_was_stand_beside_a_name(review: RaceReview) -> None:
    rows = texts_of(ranking(review, 64, ASCII))
    first = review.tracks[0].outcome.summary.makespan_s
    for track in review.tracks:
        name, makespan = track.facts.standing.name, track.outcome.summary.makespan_s
        assert head_of(rows, name).split()[2] == f"{makespan:#.3g}s"
        times = first / makespan
        assert (f"{times:.2f}x serial" in head_of(rows, name)) == (track is not review.tracks[0])


def test_what_was_predicted_is_told_and_whether_that_was_right(review: RaceReview) -> None:
    rows = texts_of(ranking(review, 64, UNICODE))
    for track in review.tracks:
        row = head_of(rows, track.facts.standing.name)
        predicted = track.facts.standing.predicted
        is_right = track.facts.place == predicted
        assert row.endswith("as predicted" if is_right else f"predicted {ordinal(predicted)}")


def test_who_does_not_end_has_no_time_but_says_how_much_is_done_and_why() -> None:
    review = whole(players(count=None, at=20.0))
    rows = [*ranking(review, 64, UNICODE)]
    for track in review.tracks:
        standing = track.facts.standing
        assert f" {standing.done} done" in head_of(texts_of(rows), standing.name)
    reasons = [row[-1] for row in rows if "does not end" in row[-1][0]]
    assert [role for _, role in reasons] == ["muted"] * 3


def test_that_nothing_more_happens_on_a_track_stands_out() -> None:
    those = players(at=2.0, supervise=False)
    working = next(task.who for task in those[0].session.state.workers if task.state.working)
    those[0].controls.apply(CauseAccident(working))
    for player in those:
        player.session.playback.rush(10**6)
    rows = [*ranking(whole(those), 64, UNICODE)]
    (told,) = (row[-1] for row in rows if "nothing more happens" in row[-1][0])
    assert told[1] == "hazard-text"


def test_a_handicap_is_told(review: RaceReview) -> None:
    first, *others = review.tracks
    standing = replace(first.facts.standing, handicap="2 more are hired")
    changed = replace(first, facts=replace(first.facts, standing=standing))
    rows = texts_of(ranking(replace(review, tracks=[changed, *others]), 64, UNICODE))
    assert sum("2 more are hired" in row for row in rows) == 1


def test_reasons_that_are_not_known_yet_are_said_to_come() -> None:
    those = players(at=3.0)
    moving = review_of(those, RaceReviewer(Clock(0.0), DEFAULT_TUNING), is_still=False)
    rows = texts_of(ranking(moving, 64, UNICODE))
    assert sum("while time stands still" in row for row in rows) == len(MODELS)
    rows = texts_of(ranking(replace(moving, is_complete=False), 64, UNICODE))
    assert sum("being worked out" in row for row in rows) == len(MODELS)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=lambda glyphs: glyphs.name)
@pytest.mark.parametrize(("width", "parts"), [(40, 2), (57, 1), (120, 1)])
def test_the_table_has_every_figure_of_every_track(
    review: RaceReview, width: int, parts: int, glyphs: Glyphs
) -> None:
    rows = texts_of(figures_table(review, width, glyphs))
    assert all(width_of(row) <= width for row in rows)
    assert sum(not row for row in rows) == parts - 1
    outcomes = [track.outcome for track in review.tracks]
    for column in COLUMNS:
        lines = [row for row in rows if row.startswith(f"{column.name:<{LABEL}}")]
        assert len(lines) == parts
        shown = " ".join(line[LABEL:] for line in lines).split()
        cells = [cell.replace("×", glyphs.times) for cell in column.cells(outcomes)]
        assert shown == cells
    heads = [row for row in rows if row.startswith(" " * LABEL)]
    names = " ".join(heads).split()
    assert [name[:4] for name in names] == [name[:4] for name in MODELS]
    if glyphs is ASCII:
        assert all(row.isascii() for row in rows)


def test_two_blocks_stand_beside_each_other() -> None:
    left, right = [[("ab", "")], [("c", "muted")]], [[("1", "")], [("2", "")], [("3", "")]]
    assert texts_of(side_by_side(left, right, 4)) == ["ab  1", "c   2", "    3"]
    assert texts_of(side_by_side(left, (), 4)) == ["ab  ", "c   "]
