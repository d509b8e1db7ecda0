"""What the dialogs have in common."""

from __future__ import annotations

from typing import Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from site_sim.base.overriding import override

Answer = TypeVar("Answer")
FIELD_CHARACTERS = 60
"""The most that can be typed or pasted into a field."""


def may_focus(dialog: Screen[Any], widget: Widget | None) -> bool:
    """Return whether the focus of a dialog may move to a widget, or to none.

    A click beyond its edge, where a larger window was, would take it, and keys would do nothing.
    """
    return widget is not None or not dialog.app.app_focus


class Dialog(ModalScreen[Answer]):
    """A question or a text in front of the site, which is dismissed once, however often asked to.

    Keys that were pressed before it was gone may still reach it; its answer counts once, and what
    stands behind it stays.
    """

    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012
    DEFAULT_CSS = "Dialog Label { width: 100%; height: auto; }"

    def __init__(self) -> None:
        super().__init__(classes="dialog")

    @override
    def set_focus(self, widget: Widget | None, *arguments: Any, **options: Any) -> None:
        if may_focus(self, widget):
            super().set_focus(widget, *arguments, **options)

    @override
    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_current else AwaitComplete()
