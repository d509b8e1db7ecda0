"""The command line: `site-sim [SCENARIO]` opens the screen, `site-sim run [SCENARIO]` does without.

`site-sim replay LOG` opens it on a log.

A command has a file of its own beside this one. Everything that is heavy to import is imported
where it is used, so that `--help` and a mistyped option are answered within a blink.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from site_sim.base.errors import DONE, FAILED, INTERRUPTED, WRONG_USE, Fault, RunError, SiteError
from site_sim.base.messages import fault_lines
from site_sim.base.signals import BY_SIGNAL
from site_sim.base.writing import cannot_be_written, discard, standard_stream, tell
from site_sim.cli.command_types import SiteGroup, usage_fault
from site_sim.cli.compare import compare
from site_sim.cli.costs import costs
from site_sim.cli.keys import keys
from site_sim.cli.race import race
from site_sim.cli.replay import replay
from site_sim.cli.run import run
from site_sim.cli.scenarios import scenarios
from site_sim.cli.screen import screen
from site_sim.cli.stopping import Stopped
from site_sim.cli.themes import themes
from site_sim.facts.sentences import say

HELP = f"""{say("site")}

SCENARIO is the name of one that ships (see 'site-sim scenarios') or a TOML file whose keys are
named as the options are; options win over it.
"""
TAKES_LESS = "a shorter run, fewer workers or a smaller job file takes less"


@click.group(
    cls=SiteGroup,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="site-sim", message="site-sim %(version)s")
def site_sim() -> None:
    """Hold the commands; without one, open the screen."""


for command in (screen, race, run, compare, replay, scenarios, costs, themes, keys):
    site_sim.add_command(command)


def main(args: Sequence[str] | None = None) -> int:
    """Carry out a command line (that of the process, unless given) and return the exit code."""
    words = list(sys.argv[1:] if args is None else args)
    try:
        return _carry_out(words)
    except click.UsageError as error:
        return _refuse([usage_fault(error, site_sim)])
    except SiteError as error:
        return _refuse(error.faults, FAILED if isinstance(error, RunError) else WRONG_USE)
    except BrokenPipeError:
        discard(sys.stdout)  # its reader has had enough, and that is no failure
        return DONE
    except OSError as error:  # click's own help on a device that is full, say
        discard(sys.stdout)
        return _refuse([Fault(cannot_be_written(error), "standard output")], FAILED)
    except Stopped as stopped:
        return BY_SIGNAL + stopped.number
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except MemoryError:
        pass  # and what took it is let go first
    return _refuse([Fault("out of memory", hint=TAKES_LESS)], FAILED)


def _carry_out(words: list[str]) -> int:
    try:
        with site_sim.make_context("site-sim", words) as context:
            return int(site_sim.invoke(context))
    except click.exceptions.Exit as done:  # it has printed help or the version
        code = done.exit_code
    with standard_stream(sys.stdout):
        return code


def _refuse(faults: Sequence[Fault], code: int = WRONG_USE) -> int:
    """Print a line a fault, and return the exit code."""
    tell(*fault_lines(faults))
    return code
