"""What is written past Textual reaches the terminal as one picture, and the cursor is left."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Offset

from site_sim.ui.terminal.textual_internals import key_of_character, write_at_once


class Terminal(HeadlessDriver):
    """A driver that keeps what it is sent."""

    is_headless = False  # type: ignore[assignment]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.written: list[str] = []

    def write(self, data: str) -> None:
        self.written.append(data)


class Watched(App[None]):
    """An app that counts its pictures."""

    pictures = 0

    def post_display_hook(self) -> None:
        self.pictures += 1


def written(driver: type[HeadlessDriver], knows_sync: bool, cursor: Offset) -> list[str]:
    """Return what an app of 80×24 sends to a terminal when it writes past Textual."""
    seen: list[str] = []
    app = Watched(driver_class=driver)

    def write() -> None:
        app._sync_available, app.cursor_position = knows_sync, cursor  # noqa: SLF001 - Textual's
        sent, pictures = getattr(app._driver, "written", []), app.pictures  # noqa: SLF001 - likewise
        before = len(sent)
        write_at_once(app, "codes")
        seen.extend(sent[before:])
        assert app.pictures == pictures + 1
        app.exit()

    app.call_later(write)
    asyncio.run(app.run_async(size=(80, 24)))
    return seen


def test_it_is_one_picture_and_leaves_the_cursor_where_textual_has_it() -> None:
    assert written(Terminal, False, Offset(3, 4)) == ["codes\x1b[5;4H"]
    assert written(Terminal, True, Offset(3, 4)) == ["\x1b[?2026hcodes\x1b[5;4H\x1b[?2026l"]


def test_a_cursor_beyond_the_terminal_is_kept_on_it() -> None:
    assert written(Terminal, False, Offset(200, 90)) == ["codes\x1b[24;80H"]


def test_without_a_terminal_nothing_is_written() -> None:
    assert written(HeadlessDriver, True, Offset(0, 0)) == []


def test_a_key_has_the_name_that_textual_gives_it() -> None:
    names = ["a", "question_mark", "right_square_bracket"]
    assert [*map(key_of_character, "a?]")] == names
