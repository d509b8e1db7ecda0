"""The numbers of a site that a condition can ask for: one row each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from site_sim.base.limits import HIGHEST_RATE, HORIZON_NS
from site_sim.base.numbers import read_whole
from site_sim.base.quantities import read_rate, read_share, read_time
from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.log.search import KINDS
from site_sim.state.entities import State
from site_sim.state.measures import Measures
from site_sim.state.site import SiteState

Number = int | float


class Unit(NamedTuple):
    """What a number is in: how a person writes it, with an example, and what it can be."""

    read: Callable[[str], Number | None]
    example: str
    meaning: str
    """What is said of a text that is none."""
    most: float = float("inf")


COUNT = Unit(read_whole, "5", "a whole number, 0 or more")
SHARE = Unit(read_share, "20%", "a share such as 20%, from 0% to 100%", 1)
RATE = Unit(read_rate, "2/s", "a rate such as 2/s or 30/min", HIGHEST_RATE)
TIME = Unit(read_time, "1:30", "a time such as 12.5, 1:30 or 2h", HORIZON_NS)


class Asked(NamedTuple):
    """A number that can be asked for."""

    read: Callable[[SiteState], Number]
    about: str
    unit: Unit = COUNT
    moved_by: Collection[int] = KINDS
    """The kinds of event with which it can change."""
    aliases: Collection[str] = ()


_COMES = (Kind.JobArrived,)
_LEAVES = (Kind.Accepted, Kind.Scrapped)
_RETURNS = (Kind.Rejected, Kind.Unclaimed, Kind.Requeued)
_WORK = (Kind.WorkStarted, Kind.CpuResumed, Kind.Preempted, Kind.WorkFinished)
_OF_JOBS = (*_COMES, *_LEAVES, *_RETURNS, *_WORK, Kind.JobTaken, Kind.AccidentHappened)
_OF_CREW = (
    *(Kind.Hired, Kind.StartUpBegan, Kind.LaidOff),
    *(Kind.CalledBack, Kind.Left, Kind.Died, Kind.LanesOpened),
)


def _taken_lanes(site: SiteState) -> int:
    return sum(lane.who != NOBODY for lane in site.lanes)


NUMBERS: Mapping[str, Asked] = {
    "queue": Asked(
        lambda site: site.statistics.queued,
        "jobs in the job queue",
        moved_by=_OF_JOBS,
        aliases=("queued",),
    ),
    "waiting": Asked(
        lambda site: site.statistics.waiting, "jobs that nobody is at work on", moved_by=_OF_JOBS
    ),
    "in progress": Asked(
        lambda site: site.statistics.in_progress,
        "jobs that somebody is at work on",
        moved_by=_OF_JOBS,
    ),
    "in system": Asked(
        lambda site: site.statistics.unfinished,
        "jobs that came and are neither done nor scrapped",
        moved_by=(*_COMES, *_LEAVES),
        aliases=("unfinished",),
    ),
    "arrived": Asked(
        lambda site: site.statistics.arrived, "jobs that came so far", moved_by=_COMES
    ),
    "done": Asked(
        lambda site: site.statistics.done,
        "jobs done so far",
        moved_by=_LEAVES,
        aliases=("accepted",),
    ),
    "rejected": Asked(
        lambda site: site.statistics.rejected,
        "results that failed the inspection so far",
        moved_by=(*_LEAVES, Kind.Rejected),
    ),
    "scrapped": Asked(
        lambda site: site.statistics.scrapped, "jobs given up so far", moved_by=_LEAVES
    ),
    "lost": Asked(
        lambda site: site.statistics.lost,
        "how often a job lost its place so far",
        moved_by=(*_LEAVES, *_RETURNS),
    ),
    "workers": Asked(
        lambda site: site.staying, "workers who are to stay", moved_by=_OF_CREW, aliases=("crew",)
    ),
    "lanes": Asked(lambda site: len(site.lanes), "lanes of the site", moved_by=(Kind.LanesOpened,)),
    "lanes taken": Asked(
        _taken_lanes, "lanes that somebody runs on", aliases=("taken lanes", "busy lanes")
    ),
    "lanes free": Asked(
        lambda site: len(site.lanes) - _taken_lanes(site),
        "lanes that nobody runs on",
        aliases=("free lanes",),
    ),
    "utilisation": Asked(
        lambda site: site.utilisation,
        "share of the crew's time spent at work, of the run so far",
        SHARE,
        aliases=("utilization",),
    ),
    "throughput": Asked(
        lambda site: Measures(site.statistics, site.at).throughput,
        "jobs done a second, over the run so far",
        RATE,
    ),
    "time": Asked(lambda site: site.at, "time of the run", TIME),
}
"""What can be compared with a number, by its name. `workers` can be asked by state too."""
NAMES: Mapping[str, str] = {
    **{name: name for name in NUMBERS},
    **{alias: name for name, asked in NUMBERS.items() for alias in asked.aliases},
}
"""The names and the other names, each with its name in the table."""

SIGNS: Mapping[str, Callable[[Number, Number], bool]] = {
    "<": lt,
    "<=": le,
    "=": eq,
    ">=": ge,
    ">": gt,
    "!=": ne,
}
SIGN_OF = {"==": "=", "=<": "<=", "=>": ">=", "<>": "!=", "≤": "<=", "≥": ">=", "≠": "!="}
"""Other ways to write a sign."""


def workers_in(states: Collection[State]) -> Asked:
    """Return the number of workers in some states."""

    def read(site: SiteState) -> int:
        return site.census.count(*states)

    return Asked(read, "workers in a state")


def read_value(text: str, name: str, unit: Unit) -> Number:
    """Return the number that a text means, in a unit. Raises ValueError, with what it has to be."""
    value = unit.read(text)
    if value is None or not 0 <= value <= unit.most:  # nan is neither
        what = f"{text!r} is none" if text else f"is missing: {name} >= {unit.example}"
        raise ValueError(f"{name} is compared with {unit.meaning}; {what}")
    return value


def value_text(value: Number, unit: Unit, typed: str) -> str:
    """Return a number as it is told: as it was typed, but for a count."""
    return f"{value:,}" if unit is COUNT else typed
