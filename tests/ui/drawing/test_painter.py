"""Panels are painted past Textual: what is on the terminal must be what Textual would paint."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

import pyte
import pytest
from textual.app import App
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.screen import Screen

from site_sim.commands import OrderJobs
from site_sim.player.intents import Seek, SetPaused, SetTheme
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing import painter
from site_sim.ui.terminal.textual_internals import write_at_once
from tests.ui.app_fixture import FRAME_S, painted_whole, resize_at_once, site

SIZES = [(80, 24), (120, 36), (200, 50)]
BUSY = {"workers": 40, "rate": 30.0, "model": "coroutines", "service_time": 0.5, "costs": "zero"}
CROWDED = {"workers": 12, "rate": 25.0, "service_time": 0.4}

Act = Callable[["Seen", Pilot[int]], Awaitable[None]]


class Update(NamedTuple):
    """What the terminal was sent at a time, and whether that went past Textual."""

    codes: str
    at_once: bool


class Seen(SiteApp):
    """The app, and a terminal that shows what it is sent."""

    def __init__(self, size: tuple[int, int], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.terminal = pyte.Screen(*size)
        self.updates: list[Update] = []

    def _display(self, screen: Screen[object], renderable: Any) -> None:
        if renderable is not None:
            self.take(renderable.render_segments(self.console), at_once=False)
        super()._display(screen, renderable)

    def take(self, codes: str, at_once: bool) -> None:
        self.updates.append(Update(codes, at_once))
        pyte.Stream(self.terminal).feed(codes)

    @property
    def at_once(self) -> int:
        """How many of the updates were painted past Textual."""
        return sum(update.at_once for update in self.updates)

    def wanted(self) -> pyte.Screen:
        """Return what would be on a terminal if all of it was painted now, by Textual."""
        terminal = pyte.Screen(self.terminal.columns, self.terminal.lines)
        pyte.Stream(terminal).feed(painted_whole(self))
        return terminal


def show_too(app: App[object], codes: str) -> None:
    """Show on the terminal of an app that has one what is written past Textual."""
    if isinstance(app, Seen):
        app.take(codes, at_once=True)
    write_at_once(app, codes)


painter.write_at_once = show_too


def cells(terminal: pyte.Screen) -> list[list[Any]]:
    return [[terminal.buffer[y][x] for x in range(terminal.columns)] for y in range(terminal.lines)]


def assert_as_textual_paints(app: Seen) -> None:
    """Compare row by row, so that a failure tells which."""
    wanted, found = cells(app.wanted()), cells(app.terminal)
    for y, (theirs, ours) in enumerate(zip(wanted, found, strict=True)):
        texts = ["".join(cell.data for cell in row) for row in (ours, theirs)]
        assert texts[0] == texts[1], f"row {y}"
        assert ours == theirs, f"row {y}: {texts[0]}"


def watched(
    act: Act,
    size: tuple[int, int] = (120, 36),
    theme: str = "blueprint",
    glyphs: str = "unicode",
    is_painted: bool = True,
    **scenario: Any,
) -> None:
    """Run the app, and compare again and again in what happens."""
    app = site(
        app_class=partial(Seen, size), theme=theme, glyphs=glyphs, is_painted=is_painted, **scenario
    )
    assert isinstance(app, Seen)

    async def run() -> None:
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await pilot.pause()
            app.advance(0)
            await pilot.pause()
            await act(app, pilot)

    asyncio.run(run())


async def assert_frames_as_textual_paints(app: Seen, pilot: Pilot[int], count: int) -> None:
    """Let frames pass, and compare after each once Textual has painted its part."""
    for _ in range(count):
        app.advance(FRAME_S)
        await pilot.pause()
        assert_as_textual_paints(app)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scenario", [BUSY, CROWDED], ids=["busy", "crowded"])
def test_frame_by_frame(size: tuple[int, int], scenario: dict[str, Any]) -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        await assert_frames_as_textual_paints(app, pilot, 6)
        app.advance(3.0)
        await assert_frames_as_textual_paints(app, pilot, 6)
        assert app.at_once > 6

    watched(act, size, **scenario)


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["2", "3"])
def test_the_other_screens(name: str) -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        await pilot.press(name)
        await pilot.pause()
        before = app.at_once
        await assert_frames_as_textual_paints(app, pilot, 5)
        await pilot.press("full_stop", "full_stop", "comma")
        await assert_frames_as_textual_paints(app, pilot, 2)
        assert app.at_once > before

    watched(act, model="coroutines", rate=4.0)


def test_where_rows_scroll_and_scroll_bars_come_and_go() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        for key in ("J", "J", "down", "down", "right_square_bracket", "plus", "minus", "J"):
            await pilot.press(key)
            await assert_frames_as_textual_paints(app, pilot, 4)
        app.screens.site.queue.scroll_to(y=7, animate=False, immediate=True)
        await assert_frames_as_textual_paints(app, pilot, 4)

    watched(act, **CROWDED)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_no_line_is_wider_than_its_panel_when_that_gets_narrower(size: tuple[int, int]) -> None:
    """Else the terminal goes on writing on the next line, which nobody paints again."""

    async def act(app: Seen, pilot: Pilot[int]) -> None:
        app.advance(4.0)
        app.player.do(SetPaused(True))
        site = app.screens.site
        for panel in (site.accept_log, site.queue, site.chain):
            for keys in (("comma",), ("comma", "home"), ("enter", "comma", "home"), ("end",)):
                site.set_focus(panel)
                await pilot.press("z")
                await pilot.pause()
                await pilot.press(*keys, "escape")
                await assert_frames_as_textual_paints(app, pilot, 1)
                assert_as_textual_paints(app)

    watched(act, size, **CROWDED)


def test_what_is_scrolled_is_painted_at_once_with_its_thumb() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        app.player.do(OrderJobs(200))
        app.advance(FRAME_S)
        await assert_frames_as_textual_paints(app, pilot, 2)
        queue = app.screens.site.queue
        for top in (1, 40, 39, 7, 120, 0):
            before = len(app.updates)
            queue.scroll_to(y=top, animate=False, immediate=True)
            await pilot.pause()
            assert queue.scroll_offset.y == top
            updates = app.updates[before:]
            assert updates
            assert all(update.at_once for update in updates)
            assert_as_textual_paints(app)

    watched(act, **CROWDED)


def test_a_thumb_that_moves_as_the_mouse_grabs_it_has_one_colour() -> None:
    """Textual repaints the bar a little later than the mouse grabs it or lets it go."""

    async def act(app: Seen, pilot: Pilot[int]) -> None:
        app.player.do(OrderJobs(200))
        app.advance(FRAME_S)
        await assert_frames_as_textual_paints(app, pilot, 2)
        queue = app.screens.site.queue
        for top, grabbed in ((3, Offset(1, 1)), (5, None), (9, Offset(1, 1)), (2, None)):
            queue.vertical_scrollbar.grabbed = grabbed
            queue.scroll_to(y=top, animate=False, immediate=True)
            app.advance(0)
            await pilot.pause()
            assert_as_textual_paints(app)

    watched(act, **CROWDED)


def test_a_thumb_moves_with_a_part_of_a_row() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        app.player.do(OrderJobs(60))
        app.advance(FRAME_S)
        await assert_frames_as_textual_paints(app, pilot, 2)
        queue = app.screens.site.queue
        queue.scroll_to(y=1, animate=False, immediate=True)
        await pilot.pause()
        for top in (1.4, 0.6, 1.0):
            queue.scroll_to(y=top, animate=False, immediate=True)
            await pilot.pause()
            assert (queue.scroll_y, queue.scroll_offset.y) == (top, 1)
            assert_as_textual_paints(app)

    watched(act, **CROWDED)


def test_behind_what_stands_before_the_panels() -> None:
    """A notification, a tooltip, a zoomed panel, a dialog: none of them is painted over."""

    async def act(app: Seen, pilot: Pilot[int]) -> None:
        app.notify("a wall\nhas come\ndown", markup=False)
        await pilot.pause()
        await assert_frames_as_textual_paints(app, pilot, 6)
        before = app.at_once
        await assert_frames_as_textual_paints(app, pilot, 3)
        assert app.at_once > before, "what it does not cover is painted at once"
        app.clear_notifications()
        await pilot.pause()
        await assert_frames_as_textual_paints(app, pilot, 3)
        for key in ("z", "escape", "m", "escape", "question_mark", "escape", "t", "down", "escape"):
            await pilot.press(key)
            await pilot.pause()
            await assert_frames_as_textual_paints(app, pilot, 3)

    watched(act, **BUSY)


def test_what_textual_painted_meanwhile_is_not_taken_for_what_stood_there_before() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        app.advance(6.0)
        app.player.do(SetPaused(True))
        await assert_frames_as_textual_paints(app, pilot, 2)
        now = app.player.session.now
        for at, is_covered in ((now // 2, False), (now, True), (now // 2, False)):
            if is_covered:
                app.notify("a wall\nhas come\ndown", markup=False)
            else:
                app.clear_notifications()
            await pilot.pause()
            app.player.do(Seek(at))
            app.screens.publish()
            await assert_frames_as_textual_paints(app, pilot, 1)

    watched(act, **CROWDED)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_few_cells_are_written_where_few_have_changed(size: tuple[int, int]) -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        for passed in (2.0, *[0.1] * 20):  # at first all of it is new
            app.advance(passed)
            await pilot.pause()
        app.updates.clear()
        app.advance(0.1)
        assert_as_textual_paints(app)
        [update] = app.updates
        assert update.at_once
        assert 10 < len(update.codes) < 700, update.codes

    watched(act, size, rate=0.02)


def test_after_a_change_of_size() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        for size in ((100, 30), (60, 18), (20, 6), (160, 44), (120, 36)):
            app.terminal.resize(size[1], size[0])
            app.terminal.reset()
            await pilot.resize_terminal(*size)
            await pilot.pause()
            app.advance(FRAME_S)
            await pilot.pause()
            await assert_frames_as_textual_paints(app, pilot, 3)

    watched(act, **CROWDED)


@pytest.mark.sampled
@pytest.mark.parametrize("moment", [(17, 24), (0, 0), (0, 30), (90, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_after_a_size_that_lasted_for_a_moment(moment: tuple[int, int], at_once: bool) -> None:
    """What a terminal cut off as it became smaller is gone, though it is as large again."""

    async def act(app: Seen, pilot: Pilot[int]) -> None:
        for size in (moment, (80, 24)):
            app.terminal.resize(max(1, size[1]), max(1, size[0]))
            app.terminal.reset()
            resize_at_once(app, size)
            if not at_once:
                await pilot.pause()
        await pilot.pause()
        assert_as_textual_paints(app)

    watched(act, (80, 24), **CROWDED)


@pytest.mark.parametrize(("theme", "glyphs"), [("mono", "unicode"), ("site-light", "ascii")])
def test_filtered_lines_are_left_to_textual(theme: str, glyphs: str) -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        await assert_frames_as_textual_paints(app, pilot, 5)
        assert app.at_once == 0
        assert app.updates

    watched(act, theme=theme, glyphs=glyphs, **CROWDED)


def test_where_the_painter_is_off_textual_paints_the_same() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        await assert_frames_as_textual_paints(app, pilot, 6)
        assert app.at_once == 0
        assert app.updates

    watched(act, is_painted=False, **CROWDED)


def test_a_theme_put_on_while_it_runs() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        for theme in ("projector", "mono", "high-contrast"):
            app.player.do(SetTheme(theme))
            app.screens.publish()
            await pilot.pause()
            await assert_frames_as_textual_paints(app, pilot, 4)

    watched(act, **CROWDED)


def test_what_changes_in_a_batch_is_painted_after_it() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        before = app.at_once
        with app.batch_update():
            app.advance(0.5)
        assert app.at_once == before
        await pilot.pause()
        assert_as_textual_paints(app)

    watched(act, **BUSY)


def test_nothing_is_painted_where_nothing_has_changed() -> None:
    async def act(app: Seen, pilot: Pilot[int]) -> None:
        app.player.pause()
        for _ in range(8):  # rows and figures take turns
            app.advance(FRAME_S)
            await pilot.pause()
        app.updates.clear()
        for _ in range(4):
            app.advance(FRAME_S)
            await pilot.pause()
        assert app.updates == []

    watched(act, **BUSY)
