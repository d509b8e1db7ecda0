"""`site-sim compare`: the same jobs run in several ways, without a screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from site_sim.base.errors import Fault, did_you_mean
from site_sim.base.files import blank_faults
from site_sim.base.messages import SHOWN_CELLS, shown
from site_sim.base.text import clean_line
from site_sim.cli.command_types import SiteCommand
from site_sim.cli.options import (
    RUN_KEYS,
    extra_faults,
    option_values,
    raise_if_any,
    scenario_options,
)
from site_sim.cli.track_options import asked_tracks, load_tracks, track_options
from site_sim.scenario.schema import OptionText

AXES = ("log", "linear")


@click.command(
    cls=SiteCommand,
    short_help="Run the same jobs in several ways, and compare the figures.",
    context_settings={"allow_extra_args": True},
)
@click.argument("scenario", required=False)
@scenario_options(RUN_KEYS)
@track_options
@click.option("--axis", metavar="|".join(AXES), help="How response times stand in the picture.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a line a track.")
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    scenario: str | None,
    models: str | None,
    tracks: Sequence[str],
    axis: str | None,
    as_json: bool,
    as_csv: bool,
    **texts: OptionText | None,
) -> int:
    """Run a scenario in several ways beside each other, and compare what comes of them.

    Each way is a track: a model, options, or both, as in --track 'threads cores=1'; or a log that
    'site-sim run --events' wrote. All options of the command line that shape a run can differ, and
    win over those that are given for all. Jobs, arrivals and durations are the same on each track
    unless it says otherwise. Without tracks they are those of the scenario, or all six models.
    """
    values, faults = option_values(texts)
    asked, wrong = asked_tracks(models, tracks)
    faults += wrong + extra_faults(ctx) + blank_faults({"SCENARIO": scenario})
    if axis is not None and axis not in AXES:
        hint = did_you_mean(clean_line(axis, SHOWN_CELLS), AXES)
        faults.append(Fault(f"must be one of {', '.join(AXES)}, not {shown(axis)}", "--axis", hint))
    if as_json and as_csv:
        faults.append(Fault("is one form too many", "--csv", "--json is given too"))
    raise_if_any(faults)
    loaded, made = load_tracks(scenario, values, asked, sys.stdin)
    from site_sim.cli import comparing  # noqa: PLC0415 - saves the import of the kernel

    form = comparing.JSON if as_json else comparing.CSV if as_csv else comparing.TEXT
    return comparing.compare_headless(loaded, made, texts, form, axis or AXES[0])
