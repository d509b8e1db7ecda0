"""`site-sim keys`: the keys of the screen, as a file to start from."""

from __future__ import annotations

import sys

import click

from site_sim.base.errors import DONE
from site_sim.base.writing import standard_stream


@click.command()
def keys() -> int:
    """Print the keys of the screen, as a file to start your own from."""
    from site_sim.ui.actions.registry import ACTIONS  # noqa: PLC0415 - saves the import of Textual
    from site_sim.ui.keymap.config import keys_file  # noqa: PLC0415

    with standard_stream(sys.stdout) as out:
        out.write(keys_file(ACTIONS))
    return DONE
