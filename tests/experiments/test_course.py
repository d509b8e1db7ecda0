"""The way to a moment has no gaps, and each stretch of it is what the events say."""

from __future__ import annotations

import pytest

from site_sim.base.units import MS
from site_sim.experiments.course import Course, Stretch, Took
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, NO_LANE, Event, Kind


def event(at: int, who: int, job: int = NO_JOB) -> Event:
    return Event(at, Kind.WorkStarted, who, job, 0, 0)


def course_and_stretches(switch_ns: int | None = 0) -> tuple[Course, list[Stretch]]:
    found: list[Stretch] = []
    return Course(switch_ns, found.append), found


def lengths(course: Course) -> list[tuple[Took, int]]:
    """Return what the way is made of, the last first."""
    return [(stretch.took, stretch.ns) for stretch in course.way.stretches()]


def test_what_begins_because_something_else_is_over_stands_on_its_way() -> None:
    course, found = course_and_stretches()
    course.come(5)
    course.begin(event(5, 0, 7), Took.CPU, 0)
    course.end(0, 8)
    course.begin(event(8, 1, 9), Took.IO, 0)
    course.end(1, 20)
    assert lengths(course) == [(Took.IO, 12), (Took.CPU, 3), (Took.OUTSIDE, 5)]
    assert [stretch.job for stretch in found] == [7, 9]


def test_what_is_over_without_having_taken_time_leads_to_nothing() -> None:
    course, found = course_and_stretches()
    course.begin(event(0, 0), Took.CPU, 0)
    course.end(0, 0)
    assert (found, lengths(course)) == ([], [(Took.OUTSIDE, 0)])


def test_who_is_interrupted_did_not_lead_to_it() -> None:
    course, found = course_and_stretches()
    course.begin(event(0, 0), Took.CPU, 0)
    course.begin(event(0, 1), Took.IO, NO_LANE)
    course.end(1, 4)
    course.end(0, 4, led_on=False)
    assert len(found) == 2
    assert lengths(course)[0] == (Took.IO, 4)


@pytest.mark.parametrize(
    ("switch_ns", "at", "way"),
    [
        (2, 6, [(Took.SWITCH, 2), (Took.CPU, 4), (Took.OUTSIDE, 0)]),
        (None, 9, [(Took.SWITCH, 5), (Took.CPU, 4), (Took.OUTSIDE, 0)]),
        (2, 9, [(Took.OUTSIDE, 9)]),
        (0, 4, [(Took.CPU, 4), (Took.OUTSIDE, 0)]),
    ],
)
def test_a_lane_may_be_switched(
    switch_ns: int | None, at: int, way: list[tuple[Took, int]]
) -> None:
    course, _ = course_and_stretches(switch_ns)
    course.begin(event(0, 0), Took.CPU, 0)
    course.end(0, 4)
    course.give(0, 4)
    course.begin(event(at, 1), Took.CPU, 0)
    course.end(1, at + 1)
    assert lengths(course) == [(Took.CPU, 1), *way]


def test_a_switch_to_a_start_up_is_a_part_of_it() -> None:
    course, found = course_and_stretches(2)
    course.give(0, 0)
    course.begin(event(2, 3), Took.SPAWN, 0)
    assert [(stretch.took, stretch.who) for stretch in found] == [(Took.SPAWN, 3)]


def test_what_comes_by_a_command_comes_from_outside() -> None:
    course, _ = course_and_stretches()
    course.begin(event(0, 0), Took.CPU, 0)
    course.end(0, MS)
    course.begin(event(3 * MS, 1), Took.CPU, 0)
    course.end(1, 4 * MS)
    assert lengths(course) == [(Took.CPU, MS), (Took.OUTSIDE, 3 * MS)]


def test_what_is_forgotten_takes_no_time() -> None:
    course, found = course_and_stretches()
    for who in range(3):
        course.begin(event(0, who), Took.CPU, 0)
    course.drop(0)
    course.relabel(1, Took.CPU, Took.IO)
    course.relabel(1, Took.CPU, Took.HOP)
    assert course.end(0, 5) == NO_LANE
    assert course.end(1, 5) == 0
    course.clear()
    course.end(2, 5)
    assert [stretch.took for stretch in found] == [Took.IO]


def test_only_a_worker_passes_on_to_a_worker() -> None:
    def hop(who: int, to: int) -> Stretch:
        return Stretch(Took.HOP, who, 0, to, 0, 1, 0)

    assert hop(3, 2).is_passing_on
    assert not hop(-1, 3).is_passing_on
    assert not hop(3, -2).is_passing_on
    assert not Stretch(Took.CPU, 3, 0, NOBODY, 0, 1, 0).is_passing_on
