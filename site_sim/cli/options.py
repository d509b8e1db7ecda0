"""The options that scenario keys give a command: what they are called, and what they say."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from site_sim.base.errors import Fault, SiteError
from site_sim.base.files import blank_faults
from site_sim.base.limits import MOST_FPS
from site_sim.base.messages import shown
from site_sim.base.numbers import read_whole
from site_sim.base.text import clean_line
from site_sim.cli.progress import ProgressLine, jobs_read
from site_sim.cli.stopping import stoppable
from site_sim.scenario.schema import GLYPHS, KEYS, Field, OptionText, Value, parse_options

if TYPE_CHECKING:  # it needs msgspec, some 40 ms
    from site_sim.scenario.job_file.held_jobs import HeldJobs
    from site_sim.scenario.scenario import Scenario

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Jobs": ("rate", "arrivals", "count", "jobs", "workload", "service", "service-time"),
    "Site": ("workers", "model", "cores", "dispatch", "wiring", "inbox", "costs", "cost"),
    "Trouble": ("defect-rate", "rework-limit", "accident-rate", "supervise"),
}
"""The scenario keys that are options of screen and `run`, as help groups them."""
OTHERS = "Run"
"""The section of all other options."""
SITE_KEYS = (*(key for keys in SECTIONS.values() for key in keys), "seed", "warm-up")
SCREEN_KEYS = (*SITE_KEYS, "speed", "at", "paused")
RUN_KEYS = (*SITE_KEYS, "until")

Function = TypeVar("Function", bound=Callable[..., Any])
Texts = Mapping[str, OptionText | None]
"""The options of scenario keys by Python name, as click gives them; None or () is not given."""


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
    if key.kind == "costs":
        return click.option(f"--{key.name}", metavar=key.metavar, multiple=True, help=key.help)
    return click.option(f"--{key.name}", metavar=key.metavar, help=key.help)


def look_options(function: Function) -> Function:
    """Decorate a command with the options of how the screen looks, their values left as texts."""
    options = (
        click.option("--theme", metavar="NAME|PATH", help="How it looks; see 'site-sim themes'."),
        click.option("--glyphs", metavar="|".join(GLYPHS), help="Which characters it draws with."),
        click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal, to copy."),
        click.option("--fps", metavar="N", help="Frames a second at the most, over a slow line."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def look_faults(theme: str | None, glyphs: str | None, fps: str | None) -> list[Fault]:
    """Return what is wrong with the options of how the screen looks."""
    faults = blank_faults({"--theme": theme})
    if glyphs is not None and glyphs not in GLYPHS:
        what = f"must be one of {', '.join(GLYPHS)}, not {shown(glyphs)}"
        faults.append(Fault(what, "--glyphs"))
    if fps is not None and fps_of(fps) is None:
        what = f"must be a whole number from 1 to {MOST_FPS}, not {shown(fps)}"
        faults.append(Fault(what, "--fps"))
    return faults


def fps_of(text: str | None) -> int | None:
    """Return the frames a second that a text means; None if it means none."""
    number = None if text is None else read_whole(text)
    return number if number is not None and 1 <= number <= MOST_FPS else None


def option_values(texts: Texts) -> tuple[dict[str, Value], list[Fault]]:
    """Return the values of the scenario options that were given, and their faults."""
    keys = {key.field: key.name for key in KEYS.values()}
    given = {keys[field]: text for field, text in texts.items() if text not in (None, ())}
    return parse_options({name: text for name, text in given.items() if text is not None})


def extra_faults(ctx: click.Context, hint: str = "") -> list[Fault]:
    """Return the fault of a second scenario on the command line, if there is one."""
    return [Fault("one scenario is enough", clean_line(word), hint) for word in ctx.args[:1]]


def raise_if_any(faults: list[Fault]) -> None:
    """Raise `SiteError` with the faults unless there are none."""
    if faults:
        raise SiteError(faults)


def load(
    name: str | None,
    values: Mapping[str, Value],
    stdin: TextIO | None = None,
    other_words: Iterable[str] = (),
    kept: MutableMapping[str, HeldJobs] | None = None,
    only_true: bool = False,
) -> Scenario:
    """Return the scenario of that name, with option values in force.

    Without a name it is that of their job file, or else the first that ships.

    A job file `-` is read from `stdin`; a line on stderr tells how far a long one is read.
    A name that is none is compared with `other_words` too, for the hint. Jobs that are `kept` by
    their file are not read again. `only_true` leaves out what the scenario says of itself where the
    options make it untrue. Raises `SiteError`.
    """
    from site_sim.scenario import loading  # noqa: PLC0415 - saves msgspec

    if name is not None:
        loading.find_scenario(name, other_words)
    with stoppable(), ProgressLine(sys.stderr, None, say=jobs_read) as progress:
        return loading.load_scenario(
            name, values, None if stdin is None else stdin.buffer, progress, kept, only_true
        )
