"""What the screens that show the run have in common."""

from __future__ import annotations

from textual.screen import Screen

from site_sim.ui.view import Scene


class ViewScreen(Screen[None]):
    """A screen that shows the run at the playhead, a frame at a time."""

    def show(self, scene: Scene) -> None:
        """Draw a frame."""
        raise NotImplementedError
