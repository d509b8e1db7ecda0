"""`site-sim [SCENARIO]`: the screen, the command that is meant when none is named."""

from __future__ import annotations

import click

from site_sim.base.errors import Fault, did_you_mean
from site_sim.base.files import STDIN, blank_faults
from site_sim.base.text import clean_line
from site_sim.cli.command_types import SCREEN, ScreenCommand
from site_sim.cli.options import (
    SCREEN_KEYS,
    extra_faults,
    fps_of,
    load,
    look_faults,
    look_options,
    option_values,
    raise_if_any,
    scenario_options,
)
from site_sim.scenario.schema import OptionText


@click.command(SCREEN, cls=ScreenCommand, hidden=True, context_settings={"allow_extra_args": True})
@click.argument("scenario", required=False)
@scenario_options(SCREEN_KEYS)
@look_options
@click.pass_context
def screen(
    ctx: click.Context,
    /,
    scenario: str | None,
    theme: str | None,
    glyphs: str | None,
    no_mouse: bool,
    fps: str | None,
    **texts: OptionText | None,
) -> int:
    """Open the screen."""
    commands = _commands(ctx)
    values, faults = option_values(texts)
    faults += _word_faults(ctx, scenario, commands)
    if values.get("jobs") == STDIN:
        what = "standard input is the keyboard here"
        faults.append(Fault(what, "--jobs", "'site-sim run --jobs -' reads it"))
    faults += look_faults(theme, glyphs, fps)
    faults += blank_faults({"SCENARIO": scenario})
    raise_if_any(faults)
    loaded = load(scenario, values, other_words=commands, only_true=True)
    from site_sim.ui import startup  # noqa: PLC0415 - saves msgspec

    if not startup.has_terminal():
        raise startup.no_terminal()
    return startup.open_screen(loaded, theme, glyphs, mouse=not no_mouse, fps=fps_of(fps))


def _commands(ctx: click.Context) -> list[str]:
    """Return the names of the commands that a person can give."""
    group = ctx.find_root().command
    assert isinstance(group, click.Group)
    return [name for name in group.commands if name != SCREEN]


def _word_faults(ctx: click.Context, scenario: str | None, commands: list[str]) -> list[Fault]:
    """Return what is wrong with the words that are no options: perhaps one was to be a command."""
    if scenario in commands:
        return [Fault("is a command, and comes first", scenario, f"site-sim {scenario} ...")]
    if not ctx.args:
        return []
    hint = did_you_mean(clean_line(scenario or ""), commands)
    return extra_faults(ctx, f"commands: {', '.join(commands)}" if "known" in hint else hint)
