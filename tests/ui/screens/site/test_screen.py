"""The main screen as a whole: everything is within it, whatever things are called."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from rich.cells import cell_len
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Region
from textual.pilot import Pilot

from site_sim.base.quantities import clock
from site_sim.commands import ChooseModel, ChooseWiring, Hire, LayOff
from site_sim.player.intents import Select, SetFollow, ShowScreen, Wish
from site_sim.player.outline import Outline
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.site.blocks import BlockLayout
from site_sim.ui.screens.site.screen import BORDERS, SiteScreen
from site_sim.ui.theme.glyphs import UNICODE
from tests.ui.app_fixture import FRAME_S, after, drawn, jobs_named, look, run, settle, site
from tests.ui.rows import HOSTILE, LARGE, NORMAL, SMALL


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("workers", "glyphs"), [(1, "unicode"), (4, "unicode"), (4, "ascii"), (120, "unicode")]
)
def test_rows_of_hostile_names_are_as_wide_as_their_panels(workers: int, glyphs: str) -> None:
    app = site(
        workers=workers,
        model="coroutines",
        defect_rate=0.3,
        costs="zero" if workers > 30 else "classroom",
        glyphs=glyphs,
        at=4.0,
        title=HOSTILE[0],
        **jobs_named(*HOSTILE * 6),
    )
    wrong: list[str] = []

    async def check(pilot: Pilot[int]) -> None:
        await settle(pilot, 2)
        for panel in app.screens.site.query(RowsPanel):
            for y in range(panel.size.height if panel.display else 0):
                strip = panel.render_line(y)
                cells = sum(cell_len(segment.text) for segment in strip)
                if not cells == strip.cell_length == panel.size.width:
                    wrong.append(f"{pilot.app.size} {panel.id} {y}: {strip.text!r}")

    async def act(pilot: Pilot[int]) -> None:
        for size in (SMALL, (60, 18), NORMAL, LARGE):
            await pilot.resize_terminal(*size)
            await pilot.press("down")
            await check(pilot)
        for key in ("z", "z", "tab", "z"):
            await pilot.press(key)
            await check(pilot)

    look(app, SMALL, act)
    assert wrong == []


def test_blocks_are_as_high_as_there_is_room_for_whatever_was_there_before() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        async def rows_after(*wishes: Wish) -> list[str]:
            app.host.wish(*wishes)
            await settle(pilot)
            return drawn(app.screens.site.chain)

        alone, beside_details = await rows_after(), await rows_after(Select("task", 0))
        assert len(beside_details) < len(alone)
        for _ in range(2):
            assert await rows_after(Select()) == alone
            assert await rows_after(Select("task", 0)) == beside_details
        await rows_after(ShowScreen("code"))
        assert await rows_after(Select(), ShowScreen("site")) == alone

    run(site(workers=5, wiring="direct", at=9.0, paused=True), act, (120, 33))


Arranged = tuple[str, int, bool, bool]
"""The title of the chain, how high it is, and whether there is one lane and a map."""


def arranged(screen: SiteScreen) -> Arranged:
    """Return how a site is arranged."""
    title, height = screen.chain_panel.heading.fullest, screen.chain.blocks.height
    return title, height, screen.lanes.has_class("-alone"), screen.has_class("-mapped")


def to_be_arranged(screen: SiteScreen, outline: Outline) -> Arranged:
    """Return how it is to be arranged at a moment."""
    room, blocks = screen.chain_panel.outer_size.height - BORDERS - 2, BlockLayout()
    blocks.fit_blocks(outline, room)
    title = screen.chain.titles(outline)[0]
    return title, blocks.height, outline.lanes == 1, len(blocks.inner) > room


@pytest.mark.parametrize(("workers", "rate", "differ"), [(4, 3.0, 4), (4, 0.01, 4), (40, 3.0, 6)])
def test_it_is_arranged_for_each_moment_whatever_was_there_before(
    workers: int, rate: float, differ: int
) -> None:
    seen, wanted = list[Arranged](), list[Arranged]()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        wishes: list[Wish] = [Hire(1), ChooseWiring("direct"), LayOff(2)]
        for wish in (*wishes, ChooseModel("free-threads"), SetFollow(False)):
            app.host.wish(wish)
            for seconds in (0, *[0.25] * 8):
                app.advance(seconds)
                await settle(pilot)
                seen.append(arranged(screen))
                wanted.append(to_be_arranged(screen, app.player.outline))

    run(site(workers=workers, model="coroutines", rate=rate, at=9.0), act, NORMAL)
    assert seen == wanted
    assert len({*wanted}) >= differ


@pytest.mark.sampled
@pytest.mark.parametrize("workers", [4, 1000])
def test_every_panel_is_within_the_screen(workers: int) -> None:
    app = site(workers=workers, at=1.0, costs="zero")
    cut: list[str] = []

    async def act(pilot: Pilot[int]) -> None:
        for size in ((60, 18), (77, 20), (78, 24), (99, 29), (100, 30), (119, 43), (160, 44)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            cut.extend(
                f"{size} {panel.id}: {panel.region}"
                for panel in app.screens.site.query(".panel")
                if panel.region and panel.region not in app.screens.site.region
            )

    look(app, SMALL, act)
    assert cut == []


ROW = re.compile(r"(?:WORKER \d+|FOREMAN|ACCEPT) +(\S)")
"""The sign of the state in the row of a task."""


def test_all_panels_of_a_frame_tell_the_same_moment() -> None:
    """Chain, map, census and scrubber, in each of many frames in which workers change states."""

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        census, scrubber = (screen.query_one(f"#{id}", RowsPanel) for id in ("census", "scrubber"))
        seen = set()
        for _ in range(120):
            app.advance(FRAME_S)
            counted = dict(re.findall(r" (\S)\S \D*?(\d+) ", drawn(census)[0] + " "))
            rows = [*drawn(screen.foreman), *drawn(screen.chain), *drawn(screen.accept)]
            told = Counter(sign for row in rows for sign in ROW.findall(row))
            assert {sign: told[sign] for sign in counted} == {
                sign: int(number) for sign, number in counted.items()
            }
            assert clock(app.player.session.now) in drawn(scrubber)[0]
            seen.add(tuple(sorted(told.items())))
        assert len(seen) > 5
        assert set(counted) <= set(UNICODE.states.values())

    crew = {"workers": 12, "model": "coroutines", "rate": 6.0, "service_time": 0.3}
    run(site(**crew), act, LARGE)


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
def test_the_crew_keeps_its_room_beside_a_count_in_large_and_the_controls(
    size: tuple[int, int],
) -> None:
    lines = look(site(at=6.0), size, after("B", *("c" * (size != LARGE))))
    assert sum("WORKER" in line for line in lines) >= 2
    assert any("Controls and charts" in line for line in lines) == (size == LARGE)


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
def test_the_styles_are_worked_out_once_for_the_first_picture(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, counts = site(workers=4), Counter[str]()
    apply = Stylesheet.apply

    def count(self: Stylesheet, node: DOMNode, *args: Any, **options: Any) -> None:
        if node.id is not None and not app.paints:
            counts[node.id] += 1
        apply(self, node, *args, **options)

    monkeypatch.setattr(Stylesheet, "apply", count)

    async def act(pilot: Pilot[int]) -> None:
        assert app.screens.site.has_controls == (size == LARGE)

    look(app, size, act)
    assert counts["header"] == counts["queue-list"] == counts["plots"] == 1, counts


@pytest.mark.parametrize("size", [(160, 44), LARGE])
def test_every_panel_is_within_the_screen_in_the_first_picture(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, first = site(workers=30), list[Region]()
    paint = SiteApp.post_display_hook

    def note(self: SiteApp) -> None:
        panels = [panel for panel in self.screens.site.panels if panel.display]
        if not first and all(panel.region for panel in panels):
            first.extend(panel.region for panel in panels)
        paint(self)

    monkeypatch.setattr(SiteApp, "post_display_hook", note)
    look(app, size)
    assert len(first) == 4
    assert all(Region(0, 0, *size).contains_region(region) for region in first), first
