"""What the dialogs have in common."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from site_sim.base.overriding import override

Answer = TypeVar("Answer")
FIELD_CHARACTERS = 60
"""The most that can be typed or pasted into a field."""


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
    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_current else AwaitComplete()
