"""`site-sim replay`: the screen over a log that was written before, or is being written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from site_sim.base.errors import Fault, SiteError
from site_sim.base.files import STDIN, blank_faults
from site_sim.base.text import clean_line
from site_sim.cli.command_types import SiteCommand
from site_sim.cli.options import fps_of, look_faults, look_options, raise_if_any


@click.command(
    cls=SiteCommand,
    short_help="Show a log that was written before, or is being written.",
    context_settings={"allow_extra_args": True},
)
@click.argument("log", required=False)
@look_options
@click.pass_context
def replay(
    ctx: click.Context,
    /,
    log: str | None,
    theme: str | None,
    glyphs: str | None,
    no_mouse: bool,
    fps: str | None,
) -> int:
    """Show a log on the screen, as 'site-sim run --events LOG' writes it.

    LOG is a file, also one that is still being written, a FIFO, or - for standard input. It opens
    at its end, and space plays it from the start. All screens and all moments can be looked at,
    but it takes no commands.
    """
    faults = [Fault("one log is enough", clean_line(word)) for word in ctx.args]
    if log is None:
        faults.append(Fault("is missing", "LOG", "site-sim replay FILE"))
    faults += look_faults(theme, glyphs, fps)
    faults += blank_faults({"LOG": log})
    raise_if_any(faults)
    assert log is not None
    from site_sim.export.source import LogSource  # noqa: PLC0415 - saves msgspec
    from site_sim.player.replay import Replay  # noqa: PLC0415 - saves the import of the run
    from site_sim.ui import startup  # noqa: PLC0415 - saves msgspec

    if log == STDIN:
        source = LogSource(_take_keyboard(), "standard input")
    else:
        if Path(log).is_fifo() and not startup.has_terminal():
            raise startup.no_terminal()  # before anybody is waited for
        source = LogSource.open(log)
        source.read_first()  # what is wrong with a file is told without a terminal too
    if not startup.has_terminal():
        raise startup.no_terminal()
    source.read_first()
    return startup.open_screen(Replay(source), theme, glyphs, mouse=not no_mouse, fps=fps_of(fps))


def _take_keyboard() -> int:
    """Put the controlling terminal in the place of standard input; return what that was."""
    from site_sim.ui import startup  # noqa: PLC0415 - saves msgspec

    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        hint = "site-sim run --events - | site-sim replay -"
        raise SiteError("standard input is the keyboard here", "-", hint)
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        raise startup.no_terminal() from None
    piped = os.dup(sys.stdin.fileno())
    os.dup2(terminal, sys.stdin.fileno())
    os.close(terminal)
    return piped
