"""A first job that arrives days after the start is remarked, and nothing else is."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.scenario.late_start import DAY_S, late_start
from site_sim.scenario.scenario import Scenario


def said(first_s: int, jobs: str | None = "a.csv", rate: float | None = None) -> list[str]:
    orders = (JobOrder(first_s * SECOND, JobCard("a", 1, 0)),)
    return [str(each) for each in late_start(Scenario(jobs=jobs, rate=rate, orders=orders))]


@pytest.mark.parametrize(
    ("first_s", "after"),
    [(DAY_S, "a day"), (2 * DAY_S + 5, "2 days"), (99_999_999, "1,157 days")],
)
def test_a_late_first_job_is_remarked(first_s: int, after: str) -> None:
    assert said(first_s) == [
        f"a.csv: the first job arrives {after} after the start, and nothing happens until then"
        f" (subtract {first_s:,} from each arrival_s to begin with it)"
    ]


def test_standard_input_is_called_that() -> None:
    assert said(DAY_S, "-")[0].startswith("standard input: the first job arrives a day")


def test_nothing_is_said_where_something_happens_or_the_wait_is_short() -> None:
    assert said(DAY_S - 1) == said(0) == said(DAY_S, rate=1.0) == said(DAY_S, jobs=None) == []
    assert late_start(Scenario()) == late_start(Scenario(jobs="a.csv")) == []
