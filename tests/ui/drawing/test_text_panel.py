"""Panels whose rows a function writes anew each frame."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from site_sim.player.frame import Frame
from site_sim.player.view_state import Selection
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.messages import Selected
from site_sim.ui.drawing.text_panel import TextPanel, TextSheet
from site_sim.ui.theme.glyphs import UNICODE
from tests.ui.app_fixture import run, site


class Pad:
    """Writes what a test asks for, and remembers the room that there was."""

    def __init__(self) -> None:
        self.title, self.note, self.bar_cells = "first", "", -1
        self.size = (0, 0)

    def write(self, sheet: TextSheet, frame: Frame) -> None:
        self.size, self.bar_cells = (sheet.width, sheet.height), sheet.width - sheet.clear_width
        sheet.title, sheet.note = self.title, self.note
        sheet.add([("the worker ", ""), ("is here", "muted")], task=2, marked=True)
        sheet.add([("nobody", "")])


class PadScreen(Screen[None]):
    CSS = ".panel { border: solid red; } #pad { height: 9; }"

    def __init__(self, panel: TextPanel) -> None:
        super().__init__()
        self.panel = panel
        self.chosen: list[Selection] = []

    def on_selected(self, message: Selected) -> None:
        self.chosen.append(message.selection)

    def compose(self) -> ComposeResult:
        yield self.panel


def on_pad(pad: Pad) -> TextPanel:
    return TextPanel(UNICODE, pad.write, id="pad", classes="panel", can_focus=True)


async def opened(app: SiteApp, pilot: Pilot[int], panel: TextPanel) -> None:
    await app.push_screen(PadScreen(panel))
    await pilot.pause()
    panel.show(app.player.frame())


def test_it_shows_what_is_written_and_marks_rows() -> None:
    pad = Pad()
    panel = on_pad(pad)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await opened(app, pilot, panel)
        assert pad.size == tuple(panel.size)
        assert pad.bar_cells == 0
        assert panel.render_line(0).text.rstrip() == "the worker is here"
        assert panel.render_line(1).text.rstrip() == "nobody"
        assert panel.render_line(2).text.strip() == ""
        assert [panel.is_marked(row) for row in range(panel.row_count())] == [True, False]

    run(site(workers=3, paused=True), act)


def test_a_title_stays_until_there_is_another_and_a_note_may_go() -> None:
    pad = Pad()
    panel = on_pad(pad)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await opened(app, pilot, panel)
        for title, note, shown in (
            ("", "[p]: back", "first"),
            ("other", "[p]: back", "other"),
            ("", "", "other"),
        ):
            pad.title, pad.note = title, note
            panel.show(app.player.frame())
            assert str(panel.border_title) == shown
            assert str(panel.border_subtitle or "").replace("\\", "") == note

    run(site(workers=3, paused=True), act)


def test_a_click_selects_the_task_of_a_row_and_nothing_on_others() -> None:
    panel = on_pad(Pad())

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await opened(app, pilot, panel)
        screen = app.screen
        assert isinstance(screen, PadScreen)
        for row, chosen in ((1, []), (0, [Selection("task", 2)])):
            await pilot.click(panel, offset=(3, row + 1))
            assert screen.chosen == chosen

    run(site(workers=3, paused=True), act)
