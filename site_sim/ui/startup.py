"""Open the screen: what must be set up before Textual is imported, and after."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TextIO

from site_sim.base.collector import exempt_everything, pause_collector, resume_collector
from site_sim.base.errors import Fault, SiteError
from site_sim.base.messages import fault_lines
from site_sim.base.writing import tell
from site_sim.scenario.late_start import late_start
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.unsteady_costs import unsteady_costs

if TYPE_CHECKING:
    from site_sim.player.player import Player
    from site_sim.player.race import Race
    from site_sim.player.race_tracks import RaceRun
    from site_sim.player.replay import Replay
    from site_sim.ui.keymap.config import Config
    from site_sim.ui.theme.files import SiteTheme
    from site_sim.ui.theme.registry import Themes

PAINTER_VARIABLE = "SITE_SIM_PAINTER"
"""Set to "off", it leaves all drawing to Textual, which is slower: for a terminal or a version of
Textual that our own painter gets wrong."""

os.environ.setdefault("TEXTUAL_FPS", "1000")  # our one timer limits the frames, not the painter


def has_terminal() -> bool:
    """Return whether all standard streams are a terminal, and one that can be drawn on."""
    return not _is_dumb() and all(map(_is_terminal, (sys.stdin, sys.stdout, sys.stderr)))


def no_terminal(command: str = "run") -> SiteError:
    """Return what is said where `has_terminal` is not; the command named does without."""
    what = "the screen needs a terminal"
    if _is_dumb():
        what += " that can be drawn on, and TERM is 'dumb'"
    return SiteError(what, hint=f"'site-sim {command}' does without")


def _is_dumb() -> bool:
    return os.environ.get("TERM") == "dumb"


def _is_terminal(stream: TextIO | None) -> bool:
    """Return whether a standard stream is a terminal; None and closed ones are not."""
    return stream is not None and not stream.closed and stream.isatty()


def open_first() -> int:
    """Open the screen on the scenario that runs when none is named; return the exit code."""
    from site_sim.scenario.loading import load_scenario  # noqa: PLC0415 - others have loaded one

    return open_screen(load_scenario(), theme=None, glyphs=None)


def open_screen(
    source: Scenario | Replay,
    theme: str | None,
    glyphs: str | None,
    mouse: bool = True,
    fps: int | None = None,
) -> int:
    """Open the screen on a scenario or a recording; return the exit code when it is closed.

    A theme, glyphs or frames a second of None are those of the person's configuration, which may
    leave the mouse to the terminal too; a theme that was chosen on the screen comes before it. Its
    faults, and what is said of a late start and of costs, are shown on the screen, and printed on
    stderr when that is closed.
    """
    pause_collector()  # until the site is drawn
    from site_sim.player.player import Player  # noqa: PLC0415

    scenario = source if isinstance(source, Scenario) else None
    return _open(partial(Player, source, perf_counter), scenario, theme, glyphs, mouse, fps)


def open_race(
    runs: Sequence[RaceRun],
    theme: str | None,
    glyphs: str | None,
    mouse: bool = True,
    fps: int | None = None,
) -> int:
    """Open the screen on a race; return the exit code when it is closed, as `open_screen` does."""
    pause_collector()  # until the race is drawn
    from site_sim.player.race import Race  # noqa: PLC0415

    sources = (run.source for run in runs)
    first = next((source for source in sources if isinstance(source, Scenario)), None)
    return _open(partial(Race, runs, perf_counter), first, theme, glyphs, mouse, fps)


def _open(
    start: Callable[[Callable[[str], None]], Player | Race],
    scenario: Scenario | None,
    theme: str | None,
    glyphs: str | None,
    mouse: bool,
    fps: int | None,
) -> int:
    """Open the screen on what begins so; `scenario` is what is run, the first of a race."""
    from site_sim.ui.actions.registry import ACTIONS  # noqa: PLC0415
    from site_sim.ui.app import SiteApp  # noqa: PLC0415 - the setting above comes first
    from site_sim.ui.keymap.bindings import KeyBindings  # noqa: PLC0415
    from site_sim.ui.keymap.config import config_path, load_config  # noqa: PLC0415
    from site_sim.ui.recovery import Recovery, reports_folder  # noqa: PLC0415
    from site_sim.ui.theme.choices import ThemeChoices, choices_path  # noqa: PLC0415
    from site_sim.ui.theme.glyphs import choose_glyphs  # noqa: PLC0415
    from site_sim.ui.theme.manager import ThemeManager  # noqa: PLC0415
    from site_sim.ui.theme.registry import load_themes, user_folder  # noqa: PLC0415

    config = load_config(config_path(), ACTIONS)
    themes, theme_faults = load_themes(user_folder())
    usual, usual_faults = _chosen_theme(config, None, themes)
    choices = ThemeChoices(choices_path())
    if theme is not None:
        chosen, choice_faults = _chosen_theme(config, theme, themes)
    else:
        kept = choices.in_place_of(usual.name)
        chosen = themes.get(kept, usual) if kept is not None else usual
        choice_faults = usual_faults
    faults = [*config.faults, *theme_faults, *choice_faults]
    remarks = list[Fault]()
    if scenario is not None:
        remarks = [*late_start(scenario), *unsteady_costs(scenario)]
    signs = choose_glyphs(glyphs or config.glyphs or "auto", sys.stderr.encoding, _environment())
    app = SiteApp(
        start,
        KeyBindings(ACTIONS, config.keymap),
        ThemeManager(themes, chosen, signs, lambda name: choices.keep(name, usual.name)),
        faults=[*faults, *remarks],
        fps=fps or config.fps,
        is_painted=os.environ.get(PAINTER_VARIABLE) != "off",
    )
    app.fault_handler = Recovery(app, reports_folder(), perf_counter)
    app.run(mouse=mouse and config.mouse)
    exempt_everything()
    resume_collector()
    if not app.is_terminal_behind:  # else it would wait for it, perhaps for ever
        _print_report(app.report, [*remarks, *faults])
    return app.return_code or 0


def _environment() -> Mapping[str, str]:
    """Return the environment as it was set: Python puts a locale of its own in the place of C."""
    name = b"LC_CTYPE="
    try:
        given = Path("/proc/self/environ").read_bytes().split(b"\0")
    except OSError:  # not on Linux
        return os.environ
    set_to = next((one.removeprefix(name) for one in given if one.startswith(name)), b"")
    return {**os.environ, "LC_CTYPE": os.fsdecode(set_to)}


def _chosen_theme(
    config: Config, theme: str | None, themes: Themes
) -> tuple[SiteTheme, list[Fault]]:
    """Return the theme to start with, the person's own for None, and what is wrong with it."""
    from site_sim.ui.theme.registry import (  # noqa: PLC0415 - see above
        choose_theme,
        has_light_ground,
        wants_no_color,
    )

    chosen, faults = choose_theme(
        config.theme if theme is None else theme,
        themes,
        no_color=wants_no_color(os.environ),
        light=has_light_ground(os.environ),
    )
    if theme is None and faults:
        first, *others = faults
        faults = [first._replace(where=f"{config.where('theme')}: {first.where}"), *others]
    return chosen, faults


def _print_report(report: str, faults: Sequence[Fault]) -> None:
    """Print on stderr what a person should know now that the screen is closed."""
    tell(*report.splitlines(), *fault_lines(faults))
