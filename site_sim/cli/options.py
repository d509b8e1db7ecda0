"""The shape of the command line: options from scenario keys, help in sections, one-line faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from site_sim.base.errors import Fault, did_you_mean
from site_sim.base.text import clean_line
from site_sim.scenario.schema import KEYS, Field

SCREEN = "screen"
"""The command that is meant when none is named."""
OWN_OPTIONS = ("-h", "--help", "--version")
"""What the program itself answers to."""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Jobs": ("rate", "arrivals", "count", "jobs", "workload", "service", "service-time"),
    "Site": ("workers", "model", "cores", "dispatch", "wiring", "inbox", "costs"),
    "Trouble": ("defect-rate", "rework-limit", "accident-rate", "supervise"),
}
"""The scenario keys that are options of screen and `run`, as help groups them."""
OTHERS = "Run"
"""The section of all other options."""
SITE_KEYS = (*(key for keys in SECTIONS.values() for key in keys), "seed")
SCREEN_KEYS = (*SITE_KEYS, "speed", "at", "paused")
RUN_KEYS = (*SITE_KEYS, "until")

Function = TypeVar("Function", bound=Callable[..., Any])


# -- options -----------------------------------------------------------------------------------


def scenario_options(keys: Iterable[str]) -> Callable[[Function], Function]:
    """Decorate a command with the options of these scenario keys, their values left as texts."""

    def decorate(function: Function) -> Function:
        for name in reversed(tuple(keys)):
            function = _option(KEYS[name])(function)
        return function

    return decorate


def _option(key: Field) -> Callable[[Function], Function]:
    if key.name == "supervise":
        return click.option("--supervise/--no-supervise", default=None, help=key.help)
    if key.kind == "flag":
        return click.option(f"--{key.name}", is_flag=True, default=None, help=key.help)
    return click.option(f"--{key.name}", metavar=key.metavar, help=key.help)


# -- commands and their help -------------------------------------------------------------------


class SiteCommand(click.Command):
    """A command that takes a scenario, its options listed in sections."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section."""
        section_of = {key: title for title, keys in SECTIONS.items() for key in keys}
        rows: dict[str, list[tuple[str, str]]] = {title: [] for title in (*SECTIONS, OTHERS)}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if isinstance(param, click.Option) and record is not None:
                key = (param.name or "").replace("_", "-")
                rows[section_of.get(key, OTHERS)].append(record)
        for title, records in rows.items():
            with formatter.section(title):
                formatter.write_dl(records)


class ScreenCommand(SiteCommand):
    """The screen, whose help is that of the whole program."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what `site-sim --help` writes."""
        ctx.find_root().command.format_help(ctx, formatter)


class SiteGroup(click.Group):
    """All commands; a command line that names none of them is for the screen."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the screen's name in front unless a command is named."""
        if not args or (args[0] not in self.commands and args[0] not in OWN_OPTIONS):
            args = [SCREEN, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, the commands, and the options of the screen."""
        formatter.write_usage("site-sim", "[SCENARIO] [OPTIONS]")
        formatter.write_usage("site-sim", "COMMAND [ARGUMENTS]", prefix=" " * len("Usage: "))
        self.format_help_text(ctx, formatter)
        listed = [command for command in self.commands.values() if not command.hidden]
        with formatter.section("Commands"):
            formatter.write_dl([(str(c.name), c.get_short_help_str(limit=70)) for c in listed])
        self.commands[SCREEN].format_options(ctx, formatter)


# -- what is wrong with a command line ---------------------------------------------------------


def usage_fault(error: click.UsageError, group: click.Group) -> Fault:
    """Return click's own complaint as one line with the nearest right word."""
    command = error.ctx.command if error.ctx is not None else group
    if isinstance(error, click.NoSuchOption):
        return Fault("no such option", clean_line(error.option_name), _hint(error, command, group))
    if isinstance(error, click.BadOptionUsage):
        what = "takes no value" if error.option_name in _flags(group) else "needs a value"
        return Fault(what, clean_line(error.option_name))
    return Fault(clean_line(error.format_message().rstrip(".")))


def _hint(error: click.NoSuchOption, command: click.Command, group: click.Group) -> str:
    """Say which command has the option, or else which option has the nearest name."""
    for name, other in group.commands.items():
        if error.option_name in _names(other.params):
            return f"'site-sim{'' if name == SCREEN else f' {name}'}' has it"
    wanted = clean_line(error.option_name)
    hint = did_you_mean(wanted, _names(command.params))
    name = "" if command is group or command.name == SCREEN else f" {command.name}"
    return hint if "mean" in hint else f"see 'site-sim{name} --help'"


def _flags(group: click.Group) -> list[str]:
    params = [param for command in group.commands.values() for param in command.params]
    return _names(param for param in params if isinstance(param, click.Option) and param.is_flag)


def _names(params: Iterable[click.Parameter]) -> list[str]:
    return [
        name
        for param in params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    ]
