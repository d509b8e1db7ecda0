"""The chain: the workers' blocks, scrolled to where something happens."""

from __future__ import annotations

from site_sim.log.events import NO_JOB
from site_sim.player.formatting import count
from site_sim.player.view_state import Snapshot
from site_sim.state.entities import Place
from site_sim.ui.drawing.messages import StoppedFollowing
from site_sim.ui.screens.site.blocks import Blocks

DWELL = 30
"""Frames that the chain stays with a job, or where it was done, before it turns to another."""


class Chain(Blocks, can_focus=True):
    """The workers, each in a block of rows, of whom a part is on the screen."""

    DEFAULT_CSS = "Chain { overflow-y: auto; }"

    def __init__(self) -> None:
        super().__init__(id="chain")
        self._followed = NO_JOB
        self._followed_for = DWELL
        """Frames since another job was chosen."""

    def show(self, snapshot: Snapshot) -> None:
        """Draw what has changed since the last frame."""
        self._followed_for += 1
        super().show(snapshot)

    def prepare(self, snapshot: Snapshot) -> None:
        """Follow the action, once it can be scrolled: not before it was laid out with its rows."""
        super().prepare(snapshot)
        can_scroll = self.max_scroll_y > 0 and self.size.height > 0
        if snapshot.view.follow and can_scroll and self.row_count() > self.size.height:
            self._follow(snapshot)

    @property
    def window(self) -> range:
        """The workers whose blocks are on the screen, counted from the head."""
        top, pitch = self.scroll_offset.y, self.pitch
        return range(top // pitch, -(-(top + self.size.height) // pitch))

    # -- scrolling -------------------------------------------------------------------------

    def _follow(self, snapshot: Snapshot) -> None:
        """Keep one job in sight, from hand to hand, and then another, but not one after the other.

        Where jobs are done faster than one can look, the chain would jump in every frame.
        """
        state = snapshot.state
        card = state.jobs.get(self._followed)
        if card is None or card.place is Place.QUEUE or not card.holder >= 0:
            if self._followed_for < DWELL:
                return
            latest = self.find(state.latest)
            self._followed = latest.job if latest is not None else NO_JOB
            card = state.jobs.get(self._followed)
            if card is None and state.latest < 0:
                return
            self._followed_for = 0
        who = state.latest if card is None else card.holder
        self.reveal(who, self.size.height // 3)

    def reveal(self, who: int, margin: int = 0) -> None:
        """Scroll as far as it takes to see a worker, with so many rows below it."""
        row = self.row_of(who)
        if row is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        first, last = row - self.line_part, row - self.line_part + self.pitch - 1
        if first < top:
            self._scroll(first - margin)
        elif last + margin >= top + height:
            self._scroll(last - height + 1 + margin)

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, immediate=True)

    def on_mouse_scroll_up(self) -> None:
        """Stay where the person scrolls to."""
        self.post_message(StoppedFollowing())

    def on_mouse_scroll_down(self) -> None:
        """Stay where the person scrolls to."""
        self.post_message(StoppedFollowing())

    # -- what the panel says about it ------------------------------------------------------

    def titles(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Return titles of the panel that holds the chain, the one that says most first."""
        settings, workers = snapshot.state.settings, len(snapshot.state.workers)
        if settings.program != "pipeline":
            return ("Producer and consumer",)
        name = "Chain" if settings.wiring == "chain" else "Crew, wired directly"
        title = f"{name} {self.glyphs.dot} {count(workers)} worker{'s' * (workers != 1)}"
        if self._height >= workers * self.pitch:
            return (title,)
        job = f" #{self._followed}" if self._followed != NO_JOB else ""
        way = f"follows{job}" if snapshot.view.follow else "stays put"
        return f"{title} {self.glyphs.dot} {way}", title
