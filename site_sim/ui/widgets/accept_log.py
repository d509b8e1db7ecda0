"""The accept log: what became of the jobs, the newest at the top."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from textual import events

from site_sim.events import Kind
from site_sim.state.parts import Verdict
from site_sim.ui.messages import Selected
from site_sim.ui.view import Scene, Selection
from site_sim.ui.widgets.lines import Lines, Piece, fit
from site_sim.ui.words import NS, count, seconds

SIGNS = {
    Kind.Accepted: ("tick", "accepted", ""),
    Kind.Rejected: ("rework", "rejected", "rework"),
    Kind.Scrapped: ("scrap", "rejected", "scrap"),
}
"""The glyph, the role and the word of each verdict; an accepted job shows its time instead."""


class AcceptLog(Lines, can_focus=True):
    """The latest verdicts, bounded by what the state keeps."""

    def __init__(self) -> None:
        super().__init__(id="accepted", classes="panel")
        self._verdicts: list[Verdict] = []

    def prepare(self, scene: Scene) -> None:
        """Take the visible verdicts, and say how many there were."""
        verdicts = scene.state.verdicts
        top = len(verdicts) - 1 - self.scroll_offset.y
        lowest = max(-1, top - self.size.height)
        self._verdicts = [verdicts[index] for index in range(top, lowest, -1)]
        self.entitle(f"Accepted {self.glyphs.dot} {count(scene.state.accepted)}")

    def row_count(self) -> int:
        """Return a row a verdict, and one that says so when there is none."""
        return max(1, len(self.scene.state.verdicts)) if self.scene else 0

    def _verdict(self, row: int) -> Verdict | None:
        index = row - self.scroll_offset.y
        return self._verdicts[index] if 0 <= index < len(self._verdicts) else None

    def key(self, row: int) -> Hashable:
        """Return all that a row shows."""
        verdict = self._verdict(row)
        return verdict and (verdict.at, verdict.job, self.is_marked(row))

    def is_marked(self, row: int) -> bool:
        """Return whether the row's job is selected."""
        verdict = self._verdict(row)
        return bool(verdict and self.scene and self.scene.is_selected("job", verdict.job))

    def _name_of(self, verdict: Verdict) -> str:
        assert self.scene is not None
        return self.scene.state.log.job(verdict.job).name

    def pieces(self, row: int) -> Iterable[Piece]:
        """Return when, which job, by whom, and how long it took in all."""
        verdict = self._verdict(row)
        if verdict is None:
            yield " nothing accepted yet", "muted"
            return
        width = self.size.width
        glyph, role, word = SIGNS[verdict.kind]
        at = f"{verdict.at / NS:.1f}"
        if width >= 26:
            yield at.rjust(7)[-7:] + " ", "muted"
        yield getattr(self.glyphs, glyph) + " ", role
        yield fit(f"#{verdict.job}", 6, self.glyphs.ellipsis), "strong"
        yield fit(f"w{verdict.worker}", 5, self.glyphs.ellipsis), "muted"
        last = word or seconds(verdict.sojourn_ns)
        used = (8 if width >= 26 else 0) + 2 + 6 + 5
        room = width - used - len(last) - 1
        yield fit(self._name_of(verdict), room, self.glyphs.ellipsis) if room > 3 else " " * room, ""
        yield last, f"{role}-text" if word else ""

    def on_click(self, event: events.Click) -> None:
        """Select the job under the pointer."""
        offset = event.get_content_offset(self)
        verdict = self._verdict(self.scroll_offset.y + offset.y) if offset else None
        if verdict is not None:
            self.post_message(Selected(Selection("job", verdict.job)))
