"""One coroutine: what it waits for, its generator's state, its line and its local variables."""

from __future__ import annotations

from collections.abc import Iterable

from site_sim.inspection.coroutines import CoroutineState
from site_sim.player.formatting import share
from site_sim.player.view_state import Snapshot
from site_sim.ui.drawing.rows_panel import StyledText, fit
from site_sim.ui.screens.code.text_rows import GLUE, Row, TextRows, cut, with_code, wrapped

WORKINGS = 30
"""Cells of the bar that shows how far a re-execution is, at most."""


class Coroutine(TextRows):
    """The coroutine in question."""

    def __init__(self) -> None:
        super().__init__("coroutine")

    def write(self, snapshot: Snapshot) -> None:
        """Write all that is known of it."""
        staged = snapshot.stage
        if staged is None:
            return
        self.entitle("Coroutine")
        if staged.fault:
            for row in wrapped([(f"{self.glyphs.cross} ", "hazard"), (staged.fault, "")],
                               self.size.width - 2, 2):  # fmt: skip
                self.add(row)
        elif staged.stage is None:
            self._write_progress(staged.progress)
        elif staged.focus in staged.stage.standings:
            self._write_standing(staged.stage.standings[staged.focus])
        else:
            self.add([("nobody is on the site yet", "muted")])

    def _write_progress(self, progress: float) -> None:
        told = "The run is executed again, to have its coroutines as they stood here."
        for row in wrapped([(told, "")], self.size.width - 1):
            self.add(row)
        cells = min(WORKINGS, self.size.width - 6)
        full = int(progress * cells)
        bar = (self.glyphs.bar[-1] * full, "state-working")
        self.add(
            [bar, (self.glyphs.bar_rest * (cells - full), "line"), (f" {share(progress)}", "")]
        )

    def _write_standing(self, standing: CoroutineState) -> None:
        state = standing.generator or "no generator yet"
        self.entitle(f"{standing.name} {self.glyphs.dot} {state}")
        for row in wrapped(with_code(standing.waits), self.size.width - 1):
            self.add(row, standing.who)
        if self.size.height >= 8:
            self.add(self._place(standing), standing.who)
            self.add([])
        for row in self._variables(standing, self.size.height - len(self._rows)):
            self.add(row, standing.who)

    def _place(self, standing: CoroutineState) -> Row:
        if not standing.line:
            return []
        return [(f"line {standing.line} of {standing.function}()", "muted")]

    def _variables(self, standing: CoroutineState, height: int) -> list[Row]:
        """Return the local variables: a row each, or, where there are too few, in running text."""
        if len(standing.locals) <= height:
            width = max((len(name) for name, _ in standing.locals), default=0)
            rows = (
                [(fit(name, width), "strong"), (" = ", "muted"), (value, _role(value))]
                for name, value in standing.locals
            )
            return [[*cut(row, self.size.width, self.glyphs.ellipsis)] for row in rows]
        return wrapped(self._in_a_line(standing), self.size.width - 1)

    def _in_a_line(self, standing: CoroutineState) -> Iterable[StyledText]:
        """Yield them one after the other; what it holds comes first, as not all may have room."""
        for name, value in sorted(standing.locals, key=lambda each: not each[1].startswith("#")):
            yield f"{name}{GLUE}={GLUE}{value}".replace(" ", GLUE) + " ", _role(value)
            yield " ", ""


def _role(value: str) -> str:
    return "token" if value.startswith("#") else ""
