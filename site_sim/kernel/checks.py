"""Refuses commands that make no sense, before anything is done about them."""

from __future__ import annotations

from math import inf
from typing import get_args

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


def check(command: Command) -> None:
    """Raise ValueError on a command that no site can carry out."""
    match command:
        case ChooseModel(name) if name not in MODELS:
            raise ValueError(f"unknown model {name!r}")
        case ChooseDispatch(name) if name not in get_args(Dispatch):
            raise ValueError(f"unknown dispatch {name!r}")
        case ChooseWiring(name) if name not in get_args(Wiring):
            raise ValueError(f"unknown wiring {name!r}")
        case ChooseWorkload(name) if name not in get_args(Workload):
            raise ValueError(f"unknown workload {name!r}")
        case SetRate(rate) if not 0 <= rate < inf:
            raise ValueError(f"a rate of {rate} jobs a second")
        case SetDefectRate(share) | SetAccidentRate(share) if not 0 <= share <= 1:
            raise ValueError(f"{share} is no share between 0 and 1")
        case Hire(count) | LayOff(count) | OrderJobs(count) if count < 0:
            raise ValueError(f"{count} is fewer than none")
        case OrderJobs(_, card) if card is not None and min(card.cpu_ns, card.io_ns) < 0:
            raise ValueError(f"work that takes less than no time: {card}")
        case CauseAccident(worker) if worker < 0:
            raise ValueError(f"there is no worker {worker}")
