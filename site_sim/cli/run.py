"""`site-sim run`: a run without a screen."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import click

from site_sim.base.errors import Fault, SiteError
from site_sim.base.files import blank_faults
from site_sim.base.text import clean_line
from site_sim.base.writing import STDOUT
from site_sim.cli.command_types import SiteCommand
from site_sim.cli.options import (
    RUN_KEYS,
    extra_faults,
    load,
    option_values,
    raise_if_any,
    scenario_options,
)
from site_sim.scenario.schema import OptionText


@click.command(
    cls=SiteCommand,
    short_help="Run without a screen, and print the figures.",
    context_settings={"allow_extra_args": True},
)
@click.argument("scenario", required=False)
@scenario_options(RUN_KEYS)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.option("--events", metavar="FILE", help="Write the event log as JSON Lines; - is stdout.")
@click.pass_context
def run(
    ctx: click.Context,
    /,
    scenario: str | None,
    as_json: bool,
    events: str | None,
    **texts: OptionText | None,
) -> int:
    """Run a scenario without a screen, as fast as it can, and print its figures.

    It goes on until all jobs are done, or for 60 simulated seconds after the
    warm-up when they never end.

    A job file is run as coroutines, or as processes where more than half of the work is CPU; on as
    many cores as there are workers; with direct wiring, least-busy dispatch and typical costs.
    Whatever else is asked for wins, and a line says what was not.
    """
    values, faults = option_values(texts)
    faults += extra_faults(ctx)
    to_stdout = events == STDOUT or (events is not None and _is_stdout(events))
    if to_stdout and as_json:
        where = f"--events {clean_line(events or STDOUT)}"
        faults.append(Fault("cannot go to stdout too", where, "--json has it"))
    faults += blank_faults({"SCENARIO": scenario, "--events": events})
    raise_if_any(faults)
    loaded = load(scenario, values, sys.stdin)
    _keep_inputs(events, scenario, loaded.jobs)
    from site_sim.cli.headless import run_headless  # noqa: PLC0415 - saves the import of the kernel

    return run_headless(loaded, as_json, STDOUT if to_stdout else events, texts)


def _is_stdout(events: str) -> bool:
    """Return whether a file is what stdout goes to, under its own name or as /dev/stdout."""
    try:
        out, there = os.fstat(sys.stdout.fileno()), os.stat(events)
    except (OSError, ValueError, AttributeError):  # there is no stdout, or no such file
        return False
    return os.path.samestat(out, there) and not stat.S_ISCHR(out.st_mode)


def _keep_inputs(events: str | None, *inputs: str | None) -> None:
    """Refuse to write the events over a file that the run was read from."""
    for name in inputs:
        if events and name and _is_same_file(events, name):
            raise SiteError("is what the run is read from", f"--events {clean_line(events)}")


def _is_same_file(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False
