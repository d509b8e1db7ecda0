"""Opening the screen: what must be settled before Textual is imported, and after."""

from __future__ import annotations

import os
import sys
from time import perf_counter

from site_sim.scenario.scenario import Scenario

os.environ.setdefault("TEXTUAL_FPS", "1000")  # our one timer limits the frames, not the painter


def open_screen(scenario: Scenario, theme: str | None, glyphs: str) -> int:
    """Open the screen on a scenario and return the exit code when it is closed."""
    from site_sim.ui.app import SiteApp  # noqa: PLC0415 - the setting above comes first
    from site_sim.ui.controller import Controller  # noqa: PLC0415
    from site_sim.ui.glyphs import choose_glyphs  # noqa: PLC0415
    from site_sim.ui.themes import (  # noqa: PLC0415
        choose_theme,
        has_light_ground,
        load_themes,
        user_folder,
        wants_no_color,
    )

    themes, faults = load_themes(user_folder())
    chosen, more = choose_theme(
        theme,
        themes,
        no_color=wants_no_color(os.environ),
        light=has_light_ground(os.environ),
    )
    app = SiteApp(
        Controller(scenario, perf_counter),
        glyphs=choose_glyphs(glyphs, sys.stderr.encoding, os.environ),
        themes=themes,
        theme=chosen,
        faults=[*faults, *more],
    )
    app.run()
    return app.return_code or 0
