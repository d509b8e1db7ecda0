"""`site-sim scenarios`: what there is to run."""

from __future__ import annotations

import sys

import click

from site_sim.base.errors import DONE
from site_sim.base.writing import standard_stream


@click.command()
def scenarios() -> int:
    """List the scenarios that ship."""
    from site_sim.scenario.loading import shipped_scenarios  # noqa: PLC0415 - saves msgspec

    listed = shipped_scenarios()
    width = max(len(name) for name, _, _ in listed)
    with standard_stream(sys.stdout) as out:
        for name, _, about in listed:
            out.write(f"{name:<{width}}  {about}\n")
    return DONE
