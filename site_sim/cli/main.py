"""The command line: `site-sim [SCENARIO]` opens the screen, `site-sim run [SCENARIO]` does without.

Everything that is heavy to import is imported where it is used: so `--help` and a mistyped option
are answered within a blink.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from site_sim.base.collector import resume_collector
from site_sim.base.errors import Fault, RunError, SiteError, did_you_mean
from site_sim.base.files import STDIN
from site_sim.base.text import clean_line
from site_sim.base.writing import STDOUT, standard_stream
from site_sim.cli.options import (
    RUN_KEYS,
    SCREEN,
    SCREEN_KEYS,
    ScreenCommand,
    SiteCommand,
    SiteGroup,
    scenario_options,
    usage_fault,
)
from site_sim.scenario.schema import GLYPHS, KEYS, Value, parse_options

if TYPE_CHECKING:  # it needs msgspec, some 40 ms
    from site_sim.scenario.scenario import Scenario

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
"""The exit codes."""

Texts = Mapping[str, str | bool | None]
"""The options of scenario keys by Python name, as click gives them; None is not given."""


def main(args: Sequence[str] | None = None) -> int:
    """Carry out a command line (that of the process, unless given) and return the exit code."""
    words = list(sys.argv[1:] if args is None else args)
    try:
        with site_sim.make_context("site-sim", words) as context:
            return int(site_sim.invoke(context))
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        return _refuse([usage_fault(error, site_sim)])
    except SiteError as error:
        return _refuse(error.faults, FAILED if isinstance(error, RunError) else WRONG_USE)
    except BrokenPipeError:
        return _leave_quietly()
    except OSError as error:  # click's own help on a device that is full, say
        return _refuse([Fault(clean_line(error.strerror or str(error)))], FAILED)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except MemoryError:
        return _refuse([Fault("out of memory", hint="a shorter run takes less")], FAILED)


def _refuse(faults: Iterable[Fault], code: int = WRONG_USE) -> int:
    """Print a line a fault, and return the exit code."""
    if sys.stderr is not None:
        for fault in faults:
            click.echo(f"site-sim: {fault}", err=True)
    return code


def _leave_quietly() -> int:
    """Drop what stdout still holds: whoever read it has had enough, and that is no failure."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return DONE


@click.group(
    cls=SiteGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="site-sim", message="site-sim %(version)s")
def site_sim() -> None:
    """A construction site of generator coroutines, simulated live in the terminal.

    SCENARIO is the name of one that ships (see 'site-sim scenarios') or a TOML file whose keys are
    named as the options are; options win over it.
    """


# -- the screen --------------------------------------------------------------------------------


@site_sim.command(
    SCREEN, cls=ScreenCommand, hidden=True, context_settings={"allow_extra_args": True}
)
@click.argument("scenario", required=False)
@scenario_options(SCREEN_KEYS)
@click.option("--theme", metavar="NAME|PATH", help="How it looks; see 'site-sim themes'.")
@click.option("--glyphs", metavar="|".join(GLYPHS), help="Which characters it draws with.")
@click.pass_context
def screen(
    ctx: click.Context,
    /,
    scenario: str | None,
    theme: str | None,
    glyphs: str | None,
    **texts: str | bool | None,
) -> int:
    """Open the screen."""
    values, faults = _values(texts)
    faults += _word_faults(ctx, scenario)
    if values.get("jobs") == STDIN:
        what = "standard input is the keyboard here"
        faults.append(Fault(what, "--jobs", "'site-sim run --jobs -' reads it"))
    if glyphs is not None and glyphs not in GLYPHS:
        what = f"must be one of {', '.join(GLYPHS)}, not '{clean_line(glyphs, 40)}'"
        faults.append(Fault(what, "--glyphs"))
    _raise_if_any(faults)
    loaded = _load(scenario, values, other_words=_commands())
    from site_sim.ui.startup import has_terminal, open_screen  # noqa: PLC0415 - saves msgspec

    if not has_terminal():
        raise SiteError("the screen needs a terminal", hint="'site-sim run' does without")
    return open_screen(loaded, theme=theme, glyphs=glyphs)


def _word_faults(ctx: click.Context, scenario: str | None) -> list[Fault]:
    """Return what is wrong with the words that are no options: perhaps one was to be a command."""
    commands = _commands()
    if scenario in commands:
        return [Fault("is a command, and comes first", scenario, f"site-sim {scenario} ...")]
    if not ctx.args:
        return []
    hint = did_you_mean(clean_line(scenario or ""), commands)
    return _extra_faults(ctx, f"commands: {', '.join(commands)}" if "known" in hint else hint)


def _commands() -> list[str]:
    return [name for name in site_sim.commands if name != SCREEN]


def _extra_faults(ctx: click.Context, hint: str = "") -> list[Fault]:
    return [Fault("one scenario is enough", clean_line(word), hint) for word in ctx.args[:1]]


# -- without it --------------------------------------------------------------------------------


@site_sim.command(
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
    **texts: str | bool | None,
) -> int:
    """Run a scenario without a screen, as fast as it can, and print its figures.

    It goes on until all jobs are done, or for 60 simulated seconds when they never end.
    """
    values, faults = _values(texts)
    faults += _extra_faults(ctx)
    if events == STDOUT and as_json:
        faults.append(Fault("cannot go to stdout too", "--events -", "--json has it"))
    if events is not None and not events.strip():
        faults.append(Fault("must name a file", "--events"))
    _raise_if_any(faults)
    loaded = _load(scenario, values, sys.stdin)
    _keep_inputs(events, scenario, loaded.jobs)
    from site_sim.cli import run as headless  # noqa: PLC0415 - saves the import of the kernel

    resume_collector()  # everything is imported, and this may take long
    return headless.run(loaded, as_json=as_json, events=events)


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


@site_sim.command()
def scenarios() -> int:
    """List the scenarios that ship."""
    from site_sim.scenario.loading import shipped_scenarios  # noqa: PLC0415 - saves msgspec

    listed = shipped_scenarios()
    width = max(len(name) for name, _, _ in listed)
    with standard_stream(sys.stdout) as out:
        for name, _, about in listed:
            out.write(f"{name:<{width}}  {about}\n")
    return DONE


@site_sim.command()
@click.option("--check", metavar="FILE", help="Check one: every pair of colours with its contrast.")
@click.option("--print", "name", metavar="NAME", help="Print one, to start your own from.")
def themes(check: str | None, name: str | None) -> int:
    """List the themes, check one, or print one to start from."""
    if check is not None and name is not None:
        raise SiteError("one of them at a time", "--check, --print")
    from site_sim.cli import themes as theme_commands  # noqa: PLC0415 - saves the import of Textual

    with standard_stream(sys.stdout) as out:
        if check is not None:
            return theme_commands.check(Path(check), out)
        if name is not None:
            return theme_commands.print_theme(name, out)
        return theme_commands.list_themes(out, sys.stderr)


@site_sim.command()
def keys() -> int:
    """Print the keys of the screen, as a file to start your own from."""
    from site_sim.ui.actions.registry import ACTIONS  # noqa: PLC0415 - saves the import of Textual
    from site_sim.ui.keymap.config import keys_file  # noqa: PLC0415

    click.echo(keys_file(ACTIONS), nl=False)
    return DONE


# -- options and the scenario ------------------------------------------------------------------


def _values(texts: Texts) -> tuple[dict[str, Value], list[Fault]]:
    """Return the values of the scenario options that were given, and their faults."""
    keys = {key.field: key.name for key in KEYS.values()}
    return parse_options({keys[field]: text for field, text in texts.items() if text is not None})


def _raise_if_any(faults: list[Fault]) -> None:
    if faults:
        raise SiteError(faults)


def _load(
    name: str | None,
    values: Mapping[str, Value],
    stdin: TextIO | None = None,
    other_words: Iterable[str] = (),
) -> Scenario:
    from site_sim.scenario import loading  # noqa: PLC0415 - saves msgspec

    if name is None:
        name = loading.FIRST
    loading.find_scenario(name, other_words)
    return loading.load_scenario(name, values, None if stdin is None else stdin.buffer)
