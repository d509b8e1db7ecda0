"""Refuses commands that make no sense, before anything is done about them."""

from __future__ import annotations

from typing import get_args

from site_sim.base.limits import HIGHEST_RATE, HORIZON_NS, HORIZON_S, LARGEST_CREW, MOST_ORDERED
from site_sim.base.messages import shown
from site_sim.commands import (
    CauseAccident,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
)
from site_sim.facts.settings import Dispatch, Wiring, Workload
from site_sim.kernel.models import MODELS
from site_sim.log.events import JobCard


def check(command: Command, crew: int = 0) -> None:
    """Raise ValueError on a command that no site with a crew of that size can carry out."""
    match command:
        case ChooseModel(name) if name not in MODELS:
            raise ValueError(f"unknown model {name!r}")
        case ChooseDispatch(name) if name not in get_args(Dispatch):
            raise ValueError(f"unknown dispatch {name!r}")
        case ChooseWiring(name) if name not in get_args(Wiring):
            raise ValueError(f"unknown wiring {name!r}")
        case ChooseWorkload(name) if name not in get_args(Workload):
            raise ValueError(f"unknown workload {name!r}")
        case SetRate(rate) if not 0 <= rate <= HIGHEST_RATE:
            most = f"the rate is from 0 to {HIGHEST_RATE:,}"
            raise ValueError(f"a rate of {shown(rate)} jobs a second: {most}")
        case SetDefectRate(share) | SetAccidentRate(share) if not 0 <= share <= 1:
            raise ValueError(f"{shown(share)} is no share between 0 and 1")
        case Hire(count) | LayOff(count) | OrderJobs(count) if count < 0:
            raise ValueError(f"{shown(count)} is fewer than none")
        case Hire(count) if count + crew > LARGEST_CREW:
            there = f" to the {crew:,} there are" if crew else ""
            most = f"a crew has at most {LARGEST_CREW:,}"
            raise ValueError(f"{shown(count)} workers cannot be hired{there}: {most}")
        case OrderJobs(count) if count > MOST_ORDERED:
            most = f"{MOST_ORDERED:,} at a time are the most"
            raise ValueError(f"{shown(count)} jobs cannot be ordered: {most}")
        case OrderJobs(_, JobCard() as card):
            _check_card(card)
        case CauseAccident(worker) if worker < 0:
            raise ValueError(f"there is no worker {shown(worker)}")


def _check_card(card: JobCard) -> None:
    if min(card.cpu_ns, card.io_ns) < 0:
        raise ValueError(f"work that takes less than no time: {card}")
    if max(card.cpu_ns, card.io_ns) > HORIZON_NS:
        raise ValueError(f"work that takes longer than {HORIZON_S:,} seconds")
