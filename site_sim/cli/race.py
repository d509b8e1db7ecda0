"""`site-sim race`: the same jobs run in several ways at once, side by side on the screen."""

from __future__ import annotations

from collections.abc import Sequence

import click

from site_sim.base.errors import Fault
from site_sim.base.files import STDIN, blank_faults
from site_sim.base.limits import MOST_TRACKS
from site_sim.cli.command_types import SiteCommand
from site_sim.cli.options import (
    SCREEN_KEYS,
    extra_faults,
    fps_of,
    look_faults,
    look_options,
    option_values,
    raise_if_any,
    scenario_options,
)
from site_sim.cli.track_options import asked_tracks, load_tracks, track_options
from site_sim.scenario.schema import OptionText

RACE_KEYS = tuple(key for key in SCREEN_KEYS if key != "model")
"""The options of all tracks: which models there are is what they differ in."""


@click.command(
    cls=SiteCommand,
    short_help="Race the six models on the same jobs, side by side on the screen.",
    context_settings={"allow_extra_args": True},
)
@click.argument("scenario", required=False)
@track_options
@scenario_options(RACE_KEYS)
@look_options
@click.pass_context
def race(
    ctx: click.Context,
    /,
    scenario: str | None,
    models: str | None,
    tracks: Sequence[str],
    theme: str | None,
    glyphs: str | None,
    no_mouse: bool,
    fps: str | None,
    **texts: OptionText | None,
) -> int:
    """Race a scenario under the six models, or on other tracks, on one clock.

    A track has the scenario's jobs and all that it does not give itself: --track "threads cores=1".
    It stands still at the start; space starts it, and enter opens the run of a track.
    """
    values, faults = option_values(texts)
    faults += extra_faults(ctx)
    asked, wrong = asked_tracks(models, tracks)
    faults += wrong
    if values.get("jobs") == STDIN:
        what = "standard input is the keyboard here"
        faults.append(Fault(what, "--jobs", "'site-sim compare --jobs -' reads it"))
    faults += look_faults(theme, glyphs, fps)
    faults += blank_faults({"SCENARIO": scenario})
    raise_if_any(faults)
    base, made = load_tracks(scenario, values, asked, most=MOST_TRACKS, only_true=True)
    from site_sim.player.race_runs import runs_of  # noqa: PLC0415 - saves msgspec
    from site_sim.ui import startup  # noqa: PLC0415 - saves msgspec

    if not startup.has_terminal():
        raise startup.no_terminal("compare")
    return startup.open_race(
        runs_of(made, base), theme, glyphs, mouse=not no_mouse, fps=fps_of(fps)
    )
