"""`site-sim [SCENARIO]`: the screen, the command that is meant when none is named."""

from __future__ import annotations

import click

from site_sim.base.errors import Fault, did_you_mean
from site_sim.base.files import STDIN, blank_faults
from site_sim.base.messages import shown
from site_sim.base.text import clean_line
from site_sim.cli.command_types import SCREEN, ScreenCommand
from site_sim.cli.options import (
    SCREEN_KEYS,
    extra_faults,
    load,
    option_values,
    raise_if_any,
    scenario_options,
)
from site_sim.scenario.schema import GLYPHS, OptionText


@click.command(SCREEN, cls=ScreenCommand, hidden=True, context_settings={"allow_extra_args": True})
@click.argument("scenario", required=False)
@scenario_options(SCREEN_KEYS)
@click.option("--theme", metavar="NAME|PATH", help="How it looks; see 'site-sim themes'.")
@click.option("--glyphs", metavar="|".join(GLYPHS), help="Which characters it draws with.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal, to copy text.")
@click.pass_context
def screen(
    ctx: click.Context,
    /,
    scenario: str | None,
    theme: str | None,
    glyphs: str | None,
    no_mouse: bool,
    **texts: OptionText | None,
) -> int:
    """Open the screen."""
    commands = _commands(ctx)
    values, faults = option_values(texts)
    faults += _word_faults(ctx, scenario, commands)
    if values.get("jobs") == STDIN:
        what = "standard input is the keyboard here"
        faults.append(Fault(what, "--jobs", "'site-sim run --jobs -' reads it"))
    if glyphs is not None and glyphs not in GLYPHS:
        what = f"must be one of {', '.join(GLYPHS)}, not {shown(glyphs)}"
        faults.append(Fault(what, "--glyphs"))
    faults += blank_faults({"SCENARIO": scenario, "--theme": theme})
    raise_if_any(faults)
    loaded = load(scenario, values, other_words=commands)
    from site_sim.ui import startup  # noqa: PLC0415 - saves msgspec

    if not startup.has_terminal():
        raise startup.no_terminal()
    return startup.open_screen(loaded, theme=theme, glyphs=glyphs, mouse=not no_mouse)


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
