"""What the terminal's room takes of Textual's privates is there: 8.2.8 is the version tried."""

from __future__ import annotations

import asyncio
import importlib.util
import os

import pytest
import textual
from textual import _context, keys
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (App, "_check_resize"),
        (App, "_suspend_signal"),
        (App, "_close_messages_no_wait"),
        (App, "_dispatch_message"),
        (App, "_get_screen"),
        (App, "_handle_exception"),
        (Screen, "_get_breakpoint_classes"),
        (Screen, "_refresh_layout"),
        (keys, "_character_to_key"),
        (textual, "_context"),
        (_context, "active_message_pump"),
    ],
)
def test_a_private_of_a_class_or_module(owner: object, name: str) -> None:
    assert hasattr(owner, name)


@pytest.mark.parametrize(
    "name",
    [
        "_closed",
        "_driver",
        "_running",
        "_sync_available",
        "_exception",
        "_exception_event",
        "_notifications",
        "_is_mounted",
        "_resize_event",
        "_return_code",
        "_size",
    ],
)
def test_a_private_of_an_app(name: str) -> None:
    assert hasattr(App(), name)


def test_a_private_of_the_animator_and_those_of_a_screen_to_be_laid_out() -> None:
    assert hasattr(App().animator, "_idle_event")
    for name in ("_layout_required", "_scroll_required"):
        assert hasattr(Screen(), name)


def test_a_node_has_bindings() -> None:
    assert hasattr(DOMNode(), "_bindings")


@pytest.mark.skipif(os.name != "posix", reason="the driver is for POSIX")
@pytest.mark.parametrize(
    "name",
    [
        "_disable_mouse_support",
        "_get_terminal_size",
        "_sigcont_application",
        "_sigtstp_application",
    ],
)
def test_a_private_of_the_driver(name: str) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    assert hasattr(LinuxDriver, name)


@pytest.mark.skipif(os.name != "posix", reason="the driver is for POSIX")
@pytest.mark.parametrize(
    "name", ["_app", "_auto_restart", "_file", "_in_band_window_resize", "_key_thread", "_loop"]
)
def test_a_private_of_a_driver_at_work(name: str) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    async def has_it() -> bool:
        return hasattr(LinuxDriver(App()), name)

    assert asyncio.run(has_it())


@pytest.mark.parametrize("module", ["_ansi_sequences", "_xterm_parser"])
def test_a_private_module(module: str) -> None:
    assert importlib.util.find_spec(f"textual.{module}") is not None
