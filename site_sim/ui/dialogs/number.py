"""A dialog that asks for a number."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from site_sim.base.numbers import plain, read_number
from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import Dialog

NUMBER_CHARACTERS = 12
"""The most that can be typed or pasted into the field of a number."""


class NumberPrompt(Dialog[float]):
    """Ask for a number within bounds. Escape changes nothing.

    `write` returns how a number is written, `read` the number that a text means, None for none.
    """

    DEFAULT_CSS = """
    NumberPrompt #hint { color: $text-muted; }
    NumberPrompt #hint.-fault { color: $text-error; }
    """

    def __init__(
        self,
        title: str,
        present: float,
        bounds: tuple[float, float],
        *,
        whole: bool = False,
        write: Callable[[float], str] = plain,
        read: Callable[[str], float | None] = read_number,
    ) -> None:
        super().__init__()
        self._title = title
        self._present = write(present)
        self._least, self._most = bounds
        self._range = " to ".join(map(write, bounds))
        self._whole = whole
        self._read = read

    @override
    def compose(self) -> ComposeResult:
        box = Vertical(
            Input(self._present, max_length=NUMBER_CHARACTERS, select_on_focus=True),
            Label("enter sets it, escape leaves it as it is", id="hint", markup=False),
            id="box",
        )
        box.border_title = f"{self._title}, {self._range}"
        yield box

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the number, or show what is wrong with it."""
        number = self._read(event.value)
        if (
            number is None
            or not self._least <= number <= self._most
            or (self._whole and number % 1)
        ):
            kind = "a whole number" if self._whole else "a number"
            hint = self.query_one("#hint", Label)
            hint.update(f"{kind} from {self._range}, please")
            hint.add_class("-fault")
            return
        self.dismiss(number)
