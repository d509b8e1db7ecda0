"""What the drawing takes of Textual's privates is there: 8.2.8 is the version that was tried."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor, CompositorUpdate
from textual.app import App
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (App, "_display"),
        (Compositor, "visible_widgets"),
        (CompositorUpdate, "render_segments"),
        (ScrollView, "_refresh_scrollbars"),
        (ScrollView, "_scroll_to"),
        (Widget, "_exchange_repaint_regions"),
        (Widget, "_set_dirty"),
    ],
)
def test_a_private_of_a_class(owner: type, name: str) -> None:
    assert hasattr(owner, name)


@pytest.mark.parametrize(
    "name",
    [
        "_layout_cache",
        "_layout_required",
        "_border_subtitle",
        "_border_title",
        "_repaint_regions",
        "_scroll_required",
        "_compositor",
        "_styles_cache",
        "_size",
    ],
)
def test_a_private_of_a_screen(name: str) -> None:
    assert hasattr(Screen(), name)


def test_an_app_counts_its_batches() -> None:
    app: App[None] = App()
    assert hasattr(app, "_batch_count")


@pytest.mark.parametrize("name", ["_segments", "_cell_length", "_render_cache"])
def test_a_private_of_a_strip(name: str) -> None:
    assert hasattr(Strip([Segment("x")], 1), name)


@pytest.mark.parametrize(("owner", "name"), [(Console(), "_color_system"), (Style(), "_ansi")])
def test_a_private_of_rich_that_textual_uses_too(owner: object, name: str) -> None:
    assert hasattr(owner, name)
