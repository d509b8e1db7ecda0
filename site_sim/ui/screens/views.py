"""What the screens that show the run have in common."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Static

from site_sim.ui.view import Scene

LEAST_WIDTH, LEAST_HEIGHT = 60, 18


class ViewScreen(Screen[None]):
    """A screen that shows the run at the playhead, a frame at a time."""

    def show(self, scene: Scene) -> None:
        """Draw a frame."""
        raise NotImplementedError

    def fits(self) -> bool:
        """Whether there is room for the screen; it says so kindly where there is not."""
        width, height = self.size
        fits = width >= LEAST_WIDTH and height >= LEAST_HEIGHT
        self.set_class(not fits, "-too-small")
        if not fits:
            self.query_one("#too-small", Static).update(
                f"site-sim needs {LEAST_WIDTH} x {LEAST_HEIGHT}\n"
                f"this is {width} x {height}\n\nplease enlarge the window\n(q quits)"
            )
        return fits
