"""Refuses commands that make no sense, before anything is done about them."""

from __future__ import annotations

from typing import get_args

from site_sim.base.limits import HIGHEST_RATE, HORIZON_NS, HORIZON_S, LARGEST_CREW, MOST_ORDERED
from site_sim.base.messages import shown
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    RefusedCommandError,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
)
from site_sim.facts.settings import Dispatch, Wiring, Workload
from site_sim.kernel.changes import check_changes
from site_sim.kernel.models import MODELS
from site_sim.log.events import JobCard


def check(command: Command, crew: int = 0) -> None:
    """Raise `RefusedCommandError` on what no site with a crew of that size can carry out."""
    match command:
        case ChooseModel(name) if name not in MODELS:
            raise RefusedCommandError(f"unknown model {name!r}")
        case ChooseDispatch(name) if name not in get_args(Dispatch):
            raise RefusedCommandError(f"unknown dispatch {name!r}")
        case ChooseWiring(name) if name not in get_args(Wiring):
            raise RefusedCommandError(f"unknown wiring {name!r}")
        case ChooseWorkload(name) if name not in get_args(Workload):
            raise RefusedCommandError(f"unknown workload {name!r}")
        case SetRate(rate) if not 0 <= rate <= HIGHEST_RATE:
            most = f"the rate is from 0 to {HIGHEST_RATE:,}"
            raise RefusedCommandError(f"a rate of {shown(rate)} jobs a second: {most}")
        case SetDefectRate(share) | SetAccidentRate(share) if not 0 <= share <= 1:
            raise RefusedCommandError(f"{shown(share)} is no share between 0 and 1")
        case Hire(count) | LayOff(count) | OrderJobs(count) if count < 0:
            raise RefusedCommandError(f"{shown(count)} is fewer than none")
        case Hire(count) if count + crew > LARGEST_CREW:
            there = f" to the {crew:,} there are" if crew else ""
            most = f"a crew has at most {LARGEST_CREW:,}"
            raise RefusedCommandError(f"{shown(count)} workers cannot be hired{there}: {most}")
        case OrderJobs(count) if count > MOST_ORDERED:
            most = f"{MOST_ORDERED:,} at a time are the most"
            raise RefusedCommandError(f"{shown(count)} jobs cannot be ordered: {most}")
        case OrderJobs(_, JobCard() as card):
            _check_card(card)
        case ChangeSettings(values):
            check_changes(values)
        case CauseAccident(worker) if worker < 0:
            raise RefusedCommandError(f"there is no worker {shown(worker)}")


def _check_card(card: JobCard) -> None:
    if min(card.cpu_ns, card.io_ns) < 0:
        raise RefusedCommandError(f"work that takes less than no time: {card}")
    if max(card.cpu_ns, card.io_ns) > HORIZON_NS:
        raise RefusedCommandError(f"work that takes longer than {HORIZON_S:,} seconds")
