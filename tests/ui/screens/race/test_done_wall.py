"""The walls of tracks: of accepted results alone, and to one scale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from site_sim.log.events import Kind
from site_sim.player.player import Player
from site_sim.player.site_copy import SiteCopy
from site_sim.ui.drawing.segments import width_of
from site_sim.ui.screens.race.done_wall import DoneJobs, LyingWall, UprightWall
from site_sim.ui.theme.glyphs import ASCII
from tests.player.playing import Played
from tests.run.driving import run_to

MOMENTS = (2.0, 9.0, 30.0, 60.0, 45.0)
"""Seconds at which a site is seen; the last one is in the past."""


def player() -> Player:
    return Played(
        model="coroutines", at=0.0, workers=3, rate=3.0, defect_rate=0.3, accident_rate=0.05
    ).player


def seen() -> Iterator[SiteCopy]:
    played = player()
    for at_s in MOMENTS:
        run_to(played.session, round(at_s * 10**9))
        yield played.frame().site


def makers_of(site: SiteCopy) -> list[int]:
    """Return who did each job that was accepted, in order."""
    return [
        verdict.worker
        for verdict in site.verdict_table.rows(0, site.verdict_count)
        if verdict.kind == Kind.Accepted
    ]


def test_only_what_was_accepted_is_a_brick_with_the_number_of_its_worker() -> None:
    jobs = DoneJobs()
    for site in seen():
        jobs.read(site)
        bricks = [jobs.brick_at(number) for number in range(site.done)]
        assert [brick.maker for brick in bricks] == makers_of(site)
        assert all(brick.sign == str(brick.maker) and not brick.gap_role for brick in bricks)
    assert site.rejected > 0


def test_the_jobs_of_another_run_are_read_anew() -> None:
    jobs, others = DoneJobs(), Played(model="threads", at=30.0).player
    for site in (*seen(), others.frame().site):
        jobs.read(site)
        assert len(makers_of(site)) == site.done
        if site.done:
            assert jobs.brick_at(site.done - 1).maker == makers_of(site)[-1]


@pytest.mark.parametrize("most", [1, 100, 5_000])
def test_an_upright_wall_is_as_high_as_what_is_done(most: int) -> None:
    wall = UprightWall(ASCII)
    for site in seen():
        wall.build(site, max(most, site.done), 18, 9)
        texts = ["".join(text for text, _ in wall.courses[course]) for course in range(9)]
        assert wall.height == sum(map(bool, texts))
        assert all(width_of(text) <= wall.width <= 18 for text in texts)
        assert sum(text.count("[") for text in texts) == site.done // wall.unit
        assert wall.height <= wall.height_of(max(most, site.done)) <= 9


@pytest.mark.parametrize("most", [1, 100, 5_000])
@pytest.mark.parametrize("rows", [1, 2, 5])
def test_a_lying_wall_is_as_long_as_what_is_done(most: int, rows: int) -> None:
    wall = LyingWall(ASCII)
    for site in seen():
        top = max(most, site.done)
        wall.build(site, top, 40, rows)
        texts = ["".join(text for text, _ in wall.row(row)) for row in range(rows)]
        assert max(map(width_of, texts)) == wall.length_of(site.done)
        assert sum(text.count("[") for text in texts) == site.done // wall.unit
        assert wall.length_of(site.done) <= wall.length_of(top) <= 40
        counts = [text.count("[") for text in texts]
        assert counts == sorted(counts, reverse=True)
        assert max(counts) - min(counts) <= 1


def test_the_bricks_of_a_lying_wall_are_laid_in_turns() -> None:
    site = [*seen()][1]
    wall = LyingWall(ASCII)
    wall.build(site, site.done, 60, 2)
    assert wall.unit == 1
    rows = ["".join(text for text, _ in wall.row(row)) for row in range(2)]
    signs = [[sign.strip("[ ") for sign in row.split("]") if sign] for row in rows]
    in_turns = [row[place] for place in range(len(signs[0])) for row in signs if place < len(row)]
    assert in_turns == list(map(str, makers_of(site)))
