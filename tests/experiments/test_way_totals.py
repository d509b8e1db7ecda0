"""What there is on a way is counted, and freed while it is counted."""

from __future__ import annotations

from gc import get_referrers

import pytest

from site_sim.experiments.course import Stretch, Took, Way
from site_sim.experiments.way_totals import WayTotals
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_LANE


def way_of(*parts: tuple[Took, int, int]) -> Way:
    """Return the way of some stretches: what each is, of which job, and how long."""
    way, at = None, 0
    for took, job, ns in parts:
        way = Way(way, Stretch(took, 0, job, NOBODY, at, at + ns, NO_LANE))
        at += ns
    assert way is not None
    return way


PARTS = [
    (Took.OUTSIDE, -1, 4),
    (Took.IO, 1, 5),
    (Took.HOP, 1, 1),
    (Took.IO, 2, 5),
    (Took.HOP, 2, 2),
]


@pytest.mark.parametrize("stretches", [1, 2, 5, 100])
def test_all_stretches_are_counted(stretches: int) -> None:
    totals = WayTotals(way_of(*PARTS), last_job=2)
    while not totals.count_on(stretches):
        pass
    assert [totals.count(took) for took in (Took.IO, Took.HOP, Took.CPU)] == [2, 2, 0]
    assert totals.ns(Took.HOP) == 3
    assert totals.ns(*Took) == 17
    assert (totals.each_io_ns, totals.io_of_others_ns) == (5, 5)
    assert totals.count_on(stretches)


def test_waits_of_different_lengths_have_no_length_of_each() -> None:
    totals = WayTotals(way_of(*PARTS, (Took.IO, 3, 7)), last_job=3)
    totals.count_on(9)
    assert (totals.each_io_ns, totals.io_of_others_ns) == (None, 10)


def test_no_way_has_nothing_on_it() -> None:
    totals = WayTotals(None, last_job=0)
    assert totals.count_on(1)
    assert (totals.ns(*Took), totals.each_io_ns) == (0, None)


def test_what_is_counted_is_let_go() -> None:
    way = way_of(*PARTS)
    last = way.last
    totals = WayTotals(way, last_job=0)
    del way
    totals.count_on(1)
    assert not [each for each in get_referrers(last) if isinstance(each, Way)]
