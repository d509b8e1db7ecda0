"""What the app and its screens need of Textual's private names, each behind a plain function."""

from __future__ import annotations

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._context import active_message_pump
from textual.app import App
from textual.dom import DOMNode
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.screen import Screen


def key_of_character(character: str) -> str:
    """Return Textual's name of the key that types a character."""
    return _character_to_key(character)


def bind_keys(
    node: DOMNode, keys: tuple[str, ...], action: str, label: str, *, priority: bool = False
) -> None:
    """Bind keys to an action of Textual's; with priority they act in front of other screens too.

    `App.bind` knows no priority, and screens have no such method.
    """
    if keys:
        node._bindings.bind(",".join(keys), action, label, show=False, priority=priority)


def breakpoint_classes(screen: Screen[None], size: Size) -> set[str]:
    """Return the classes that a screen's breakpoints give it at a size."""
    across = screen._get_breakpoint_classes(size.width, screen.HORIZONTAL_BREAKPOINTS or [])
    down = screen._get_breakpoint_classes(size.height, screen.VERTICAL_BREAKPOINTS or [])
    return {*across, *down}


def is_moving(app: App[int]) -> bool:
    """Return whether Textual moves something, or is about to: a layout, a page that is scrolled."""
    screens = [screen for screen in app.screen_stack if screen.is_current]
    is_arranging = any(each._layout_required or each._scroll_required for each in screens)
    return is_arranging or app._resize_event is not None or not app.animator._idle_event.is_set()


def lay_out(screen: Screen[None], size: Size) -> None:
    """Lay a screen out at once, and not with the next frame of Textual's."""
    screen._refresh_layout(size)


def node_at_work() -> MessagePump | None:
    """Return the app, screen or widget that is handling a message now; None if none is."""
    return active_message_pump.get(None)


def write_at_once(app: App[object], codes: str) -> None:
    """Write to the terminal, between two pictures of Textual's, what changes the last one."""
    driver, is_open = app._driver, app._running and not app._closed
    if driver is not None and is_open and not app.is_headless:
        x, y = app.cursor_position.clamp(*app.size)
        begin, end = (SYNC_START, SYNC_END) if app._sync_available else ("", "")
        driver.write(f"{begin}{codes}\x1b[{y + 1};{x + 1}H{end}")
    app.post_display_hook()
