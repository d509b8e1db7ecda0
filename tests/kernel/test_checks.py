"""Commands that make no sense are refused in one line, however large their numbers are."""

from __future__ import annotations

from math import inf, nan, nextafter

import pytest

from site_sim.base.limits import HIGHEST_RATE, HORIZON_NS, LARGEST_CREW, MOST_ORDERED
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
    RefusedCommandError,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
)
from site_sim.kernel.checks import check
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        (Hire(LARGEST_CREW), Hire(LARGEST_CREW + 1)),
        (Hire(0), Hire(-1)),
        (LayOff(10**12), None),
        (LayOff(0), LayOff(-1)),
        (OrderJobs(MOST_ORDERED), OrderJobs(MOST_ORDERED + 1)),
        (OrderJobs(1, JobCard("x", HORIZON_NS, 0)), OrderJobs(1, JobCard("x", HORIZON_NS + 1, 0))),
        (OrderJobs(1, JobCard("x", 0, HORIZON_NS)), OrderJobs(1, JobCard("x", 0, HORIZON_NS + 1))),
        (SetRate(HIGHEST_RATE), SetRate(nextafter(HIGHEST_RATE, inf))),
        (SetRate(0), SetRate(nextafter(0, -inf))),
        (SetDefectRate(1), SetDefectRate(nextafter(1, inf))),
        (SetAccidentRate(0), SetAccidentRate(nextafter(0, -inf))),
        (CauseAccident(0), CauseAccident(-1)),
        (CauseAccident(10**9), None),
    ],
    ids=str,
)
def test_a_bound_is_passed_and_the_next_number_beyond_it_is_refused(
    within: Command, beyond: Command | None
) -> None:
    check(within)
    if beyond is not None:
        with pytest.raises(RefusedCommandError):
            check(beyond)


def test_a_crew_is_as_large_as_those_who_are_there_leave_room_for() -> None:
    check(Hire(LARGEST_CREW - 7), crew=7)
    with pytest.raises(RefusedCommandError, match="to the 7 there are"):
        check(Hire(LARGEST_CREW - 6), crew=7)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (ChooseModel("quantum"), "unknown model"),
        (ChooseDispatch("by-lot"), "unknown dispatch"),
        (ChooseWiring("ring"), "unknown wiring"),
        (ChooseWorkload("none"), "unknown workload"),
        (SetRate(-1), "from 0 to 1,000,000"),
        (SetRate(HIGHEST_RATE + 1), "from 0 to 1,000,000"),
        (SetRate(inf), "from 0 to 1,000,000"),
        (SetRate(nan), "from 0 to 1,000,000"),
        (SetDefectRate(2), "no share"),
        (SetAccidentRate(nan), "no share"),
        (Hire(-1), "fewer than none"),
        (Hire(LARGEST_CREW + 1), "a crew has at most 1,000,000"),
        (Hire(10**12), "a crew has at most 1,000,000"),
        (Hire(10**9_000), "a crew has at most 1,000,000"),
        (LayOff(-(10**9_000)), "fewer than none"),
        (OrderJobs(10**12), "1,000,000 at a time"),
        (OrderJobs(1, JobCard("x", HORIZON_NS + 1, 0)), "longer than 1,000,000,000 seconds"),
        (OrderJobs(1, JobCard("x", 0, -1)), "less than no time"),
        (CauseAccident(-1), "no worker"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_does_not_is_refused_in_one_line(command: Command, words: str) -> None:
    with pytest.raises(ValueError, match=words) as raised:
        check(command)
    assert len(str(raised.value)) < 120


def test_a_crew_grows_to_its_bound_and_no_further() -> None:
    with pytest.raises(ValueError, match="to the 999,999 there are"):
        check(Hire(2), crew=LARGEST_CREW - 1)
    simulation = Simulation(SimulationConfig(workers=3))
    before = len(simulation.log)
    with pytest.raises(ValueError, match="to the 3 there are"):
        simulation.apply(Hire(LARGEST_CREW))
    assert len(simulation.log) == before
