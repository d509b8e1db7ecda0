"""The rows of a track: as many as there are, and none that is wider than its room."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.facts.models import MODEL_FACTS
from site_sim.player.frame import Frame
from site_sim.player.needs import LaneNeeds, Needs
from site_sim.player.outline import Outline
from site_sim.player.track_facts import Standing, TrackFacts, placed
from site_sim.ui.drawing.segments import StyledRow, width_of
from site_sim.ui.screens.race.crew_picture import strip_needs
from site_sim.ui.screens.race.track_layout import columns_for, lines_for
from site_sim.ui.screens.race.track_rows import LyingTrack, UprightTrack
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.player.playing import Played

SIZES = ((18, 12), (18, 30), (28, 18), (48, 30), (98, 44))


def frame_of(width: int, **fields: Any) -> Frame:
    def declare(outline: Outline) -> Needs:
        tasks = strip_needs(outline, width)
        return Needs(tasks=tasks, has_map=True, lanes=LaneNeeds(9, 0), has_crew_times=True)

    return Played(**{"at": 9.0, "workers": 5, "rate": 3.0} | fields).player.frame(declare)


def facts_of(frame: Frame, **fields: Any) -> TrackFacts:
    site = frame.site
    given = {"name": "the track in question", "jobs": 30, "done": site.done}
    given |= {"queued": site.queue.length, "workers": site.workers, "lanes": site.lane_count}
    return placed([Standing(**given | fields), Standing("other", 30, 9, 0, 5, 1)])[0]


def text_of(row: StyledRow) -> str:
    return "".join(text for text, _ in row)


def upright(
    frame: Frame,
    facts: TrackFacts,
    width: int,
    height: int,
    glyphs: Glyphs,
    track: UprightTrack | None = None,
) -> list[str]:
    """Return the rows of a track, of a new one if none is given."""
    most = facts.scale.most_workers
    layout = columns_for(width, height, most, bool(frame.view.figure), glyphs is UNICODE)
    drawn = (track or UprightTrack(glyphs)).rows(frame, facts, layout)
    return [text_of(row) for row in drawn]


def lying(frame: Frame, facts: TrackFacts, width: int, height: int, glyphs: Glyphs) -> list[str]:
    layout = lines_for(width, height)
    return [text_of(row) for row in LyingTrack(glyphs).rows(frame, facts, layout)]


@pytest.mark.sampled
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=lambda glyphs: glyphs.name)
@pytest.mark.parametrize("model", MODEL_FACTS)
@pytest.mark.parametrize("jobs", [30, None])
@pytest.mark.parametrize("workers", [1, 5, 2000])
def test_all_rows_have_room(model: str, jobs: int | None, workers: int, glyphs: Glyphs) -> None:
    fields = {"wiring": "direct", "costs": "zero"} if workers > 5 else {}
    for width, height in SIZES:
        frame = frame_of(width, model=model, workers=workers, cores=12, **fields)
        facts = facts_of(frame, jobs=jobs)
        rows = upright(frame, facts, width, height, glyphs)
        assert len(rows) == height
        assert [row for row in rows if width_of(row) > width] == []


@pytest.mark.parametrize("model", MODEL_FACTS)
@pytest.mark.parametrize("workers", [1, 5, 2000])
def test_all_lines_have_room(model: str, workers: int) -> None:
    fields = {"wiring": "direct", "costs": "zero"} if workers > 5 else {}
    frame = frame_of(60, model=model, workers=workers, cores=12, **fields)
    for width in (60, 75, 76, 150):
        for height in range(1, 9):
            rows = lying(frame, facts_of(frame), width, height, ASCII)
            assert len(rows) == height
            assert [row for row in rows if width_of(row) > width] == []


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=lambda glyphs: glyphs.name)
def test_beside_the_wall_stands_what_is_most_telling(glyphs: Glyphs) -> None:
    frame = frame_of(60, model="serial")
    facts = facts_of(frame, is_chosen=True)
    head, at_work, queue, lanes, why, model = lying(frame, facts, 60, 6, glyphs)
    done = frame.site.done
    assert head.startswith(f"2nd {glyphs.pointer}the track")
    assert f" {done} of 30" in head
    assert "in send()" in at_work
    assert f"queued {frame.site.queue.length}" in queue
    assert "stack" in lanes
    assert why.strip() in frame.site.now
    assert model.strip() == MODEL_FACTS["serial"].summary


def test_of_a_track_that_has_ended_the_time_stands_beside_the_name() -> None:
    frame = frame_of(60, model="free-threads", at=60.0, count=5)
    head = lying(frame, facts_of(frame, ended_at=3_456_000_000), 60, 2, ASCII)[0]
    assert head.startswith("1st  the track")
    assert " 3.46s" in head
    assert "5 of" not in head


def test_the_place_stands_on_the_wall_and_the_line_of_all_above_it() -> None:
    frame = frame_of(30, model="free-threads")
    rows = upright(frame, facts_of(frame), 30, 30, UNICODE)
    (place,) = (number for number, row in enumerate(rows) if row.strip() == "1st")
    (line,) = (number for number, row in enumerate(rows) if " all 30 " in row)
    (ground,) = (number for number, row in enumerate(rows) if "a brick = 1 job" in row)
    assert line < place < ground
    assert all("▐" in row for row in rows[place + 1 : ground])
    assert not any("▐" in row for row in rows[line + 1 : place])


@pytest.mark.parametrize(
    ("width", "jobs", "end"), [(60, 30, "=2│"), (60, 2_000, "a brick = 100 jobs│"), (98, 30, " │")]
)
def test_where_a_brick_is_several_jobs_its_wall_says_so(width: int, jobs: int, end: str) -> None:
    frame = frame_of(width, model="free-threads")
    last = lying(frame, facts_of(frame, jobs=jobs), width, 2, UNICODE)[1]
    assert last.rstrip().endswith(end)


def test_a_track_has_the_rows_of_its_size_whatever_it_was_drawn_in_before() -> None:
    track, before = UprightTrack(UNICODE), list[str]()
    frame = frame_of(28)
    for width, height in ((28, 30), (29, 30), (32, 30), (33, 31), (28, 30), (28, 18)):
        rows = upright(frame, facts_of(frame), width, height, UNICODE, track)
        assert rows == upright(frame, facts_of(frame), width, height, UNICODE) != before
        before = rows
