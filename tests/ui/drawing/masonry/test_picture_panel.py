"""Pile and wall on the site: drawn only where they change, and the same after a way back."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import Hire
from site_sim.player.intents import Seek, StepBack, Zoom
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.masonry.picture_panel import PicturePanel
from tests.ui.app_fixture import drawn, run, settle, site
from tests.ui.rows import NORMAL, SMALL

BUSY = {"workers": 4, "rate": 2.0, "model": "coroutines", "defect_rate": 0.2, "paused": True}


def test_a_picture_that_stays_is_not_drawn_again() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        made: list[int] = []

        def watch(panel: PicturePanel) -> None:
            draw = panel.draw_row
            panel.draw_row = lambda row: made.append(row) or draw(row)  # type: ignore[method-assign,func-returns-value]

        await settle(pilot)
        watch(screen.pile)
        watch(screen.wall)
        for _ in range(5):
            app.screens.publish()
        assert made == []
        app.host.wish(Seek(19 * SECOND))
        assert 0 < len(made) < screen.pile.size.height + screen.wall.size.height

    run(site(at=20.0, **BUSY), act, NORMAL)


def test_a_way_back_leads_to_the_same_picture() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pictures = app.screens.site.pile, app.screens.site.wall

        def seen() -> list[list[str]]:
            return [drawn(panel) for panel in pictures]

        await settle(pilot)
        before = seen()
        assert all(any(row.strip() for row in rows) for rows in before)
        app.host.wish(Seek(2 * SECOND))
        assert seen() != before
        app.host.wish(Seek(30 * SECOND))
        assert seen() == before
        app.host.wish(*[StepBack()] * 40)
        assert seen() != before
        app.host.wish(Seek(30 * SECOND))
        assert seen() == before

    run(site(at=30.0, **BUSY), act, NORMAL)


def test_both_stand_on_the_ground_in_the_same_row() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        for size in (SMALL, NORMAL, (160, 45), (200, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert ground_of(screen.pile, "crate") == ground_of(screen.wall, "brick") > 0

    run(site(at=20.0, **BUSY), act, NORMAL)


@pytest.mark.sampled
@pytest.mark.parametrize("keys", [(), ("c",)])
def test_so_they_do_where_the_crew_has_a_map(keys: tuple[str, ...]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)
        screen = app.screens.site
        for size in (SMALL, (100, 30), NORMAL, (160, 45), (200, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert screen.crew_map.region
            assert ground_of(screen.pile, "crate") == ground_of(screen.wall, "brick") > 0
            assert screen.accept_log.size.height > 1

    run(site(at=20.0, **BUSY | {"workers": 400}), act, NORMAL)


def ground_of(panel: PicturePanel, piece: str) -> int:
    """Return the row of the screen in which the ground of a picture is."""
    (row,) = (number for number, text in enumerate(drawn(panel)) if f"{piece} = " in text)
    return panel.content_region.y + row


def test_the_columns_of_lists_have_headings_where_there_is_room() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        await settle(pilot)
        job, first = drawn(screen.pile)[-1], drawn(screen.queue)[0]
        assert job.split() == ["job", "work"]
        assert first.index("#") == job.index("job")
        assert first.index("1.0s") - 1 <= job.index("work") <= first.index("1.0s")
        when, latest = drawn(screen.wall)[-1], drawn(screen.accept_log)[0]
        assert when.split() == ["when", "job", "by", "sojourn"]
        assert latest.index("#") == when.index("job")
        assert latest.index("w") == when.index("by")
        assert len(latest.rstrip()) == len(when.rstrip())
        await pilot.press("c")
        await settle(pilot)
        assert "crate" in drawn(screen.pile)[-1]
        await pilot.press("c")
        app.player.controls.apply(Hire(400))
        await settle(pilot)
        assert drawn(screen.wall)[-1].split() == ["job", "by"]
        assert drawn(screen.wall)[-1].index("by") == drawn(screen.accept_log)[0].index("w")

    run(site(at=20.0, **BUSY | {"rate": 4.0}), act, NORMAL)


def test_a_heading_wider_than_its_column_takes_the_place_of_the_next() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        await settle(pilot)
        assert drawn(screen.accept_log)[0].split()[2] == "#3"
        assert drawn(screen.wall)[-1].split() == ["when", "job", "sojourn"]

    run(site(at=5.4), act, NORMAL)


def test_they_stand_over_their_columns_where_there_is_ample_room() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.host.wish(Zoom("queue"))
        await settle(pilot)
        heading, row = drawn(app.screens.site.pile)[-1], drawn(app.screens.site.queue)[0]
        assert heading.index("work") == row.index("io 1.0s")

    run(site(at=20.0, **BUSY | {"rate": 4.0}), act, NORMAL)


def test_the_ground_does_not_move_when_the_first_job_comes_and_the_last_one_goes() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen, grounds = app.screens.site, set[tuple[int, int]]()
        await settle(pilot)
        for at in range(0, 20 * SECOND, SECOND // 4):
            app.host.wish(Seek(at))
            grounds.add((ground_of(screen.pile, "crate"), ground_of(screen.wall, "brick")))
        assert len(grounds) == 1

    run(site(at=20.0, **BUSY | {"rate": 0.4}), act, NORMAL)
