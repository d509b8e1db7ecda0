"""`site-sim scenarios`: what there is to run."""

from __future__ import annotations

import sys

import click

from site_sim.base.errors import DONE
from site_sim.base.writing import standard_stream


@click.command()
def scenarios() -> int:
    """List the scenarios that ship: what each shows, and what to press next."""
    from site_sim.scenario.loading import shipped_scenarios  # noqa: PLC0415 - saves msgspec

    listed = shipped_scenarios()
    width = max(map(len, listed))
    with standard_stream(sys.stdout) as out:
        for name, words in listed.items():
            out.write(f"{name:<{width}}  {words.about}\n")
            out.write(f"{'':<{width}}  {words.advice}\n")
    return DONE
