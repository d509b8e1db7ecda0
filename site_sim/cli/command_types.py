"""The kinds of command: help in sections, the screen as the default, one-line faults."""

from __future__ import annotations

from collections.abc import Iterable

import click

from site_sim.base.errors import Fault, did_you_mean
from site_sim.base.overriding import override
from site_sim.base.text import clean_line
from site_sim.cli.options import OTHERS, SECTIONS

SCREEN = "screen"
"""The command that is meant when none is named."""
OWN_OPTIONS = ("-h", "--help", "--version")
"""What the program itself answers to."""


class SiteCommand(click.Command):
    """A command that takes a scenario, its options listed in sections."""

    @override
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        section_of = {key: title for title, keys in SECTIONS.items() for key in keys}
        rows: dict[str, list[tuple[str, str]]] = {title: [] for title in (*SECTIONS, OTHERS)}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if isinstance(param, click.Option) and record is not None:
                key = (param.name or "").replace("_", "-")
                rows[section_of.get(key, OTHERS)].append(record)
        for title, records in rows.items():
            if records:  # a command may have no option of a section
                with formatter.section(title):
                    formatter.write_dl(records)


class ScreenCommand(SiteCommand):
    """The screen, whose help is that of the whole program."""

    @override
    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        ctx.find_root().command.format_help(ctx, formatter)


class SiteGroup(click.Group):
    """All commands; a command line that names none of them is for the screen."""

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in OWN_OPTIONS):
            args = [SCREEN, *args]
        return super().parse_args(ctx, args)

    @override
    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
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
