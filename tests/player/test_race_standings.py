"""How the tracks stand follows from their runs alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, OrderJobs, SetRate, SetSupervision
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import GoTo, Seek
from site_sim.player.needs import Needs
from site_sim.player.race_intents import CommandAlone
from site_sim.player.track_facts import Standing
from tests.player.racing import Raced, with_recording

ORDERS = tuple(JobOrder(number * SECOND, JobCard("wall", 0, SECOND)) for number in range(3))


def stand(raced: Raced) -> list[Standing]:
    frame = raced.race.frame()
    assert frame.race is not None
    return [each.facts.standing for each in frame.race.tracks]


def test_the_jobs_in_all_are_known_where_they_come_to_an_end() -> None:
    for fields, jobs in (
        ({"count": 12}, 12),
        ({"count": None}, None),
        ({"count": None, "rate": 0.0, "orders": ORDERS, "jobs": "walls.csv"}, 3),
        ({"count": 4, "rate": 1.0, "orders": ORDERS, "jobs": "walls.csv"}, 7),
    ):
        raced = Raced("serial", "threads", **fields)
        assert [each.jobs for each in stand(raced)] == [jobs, jobs]


@pytest.mark.parametrize("frames", [1, 60, 600])
def test_with_jobs_that_were_ordered_meanwhile_there_are_more(frames: int) -> None:
    raced = Raced("serial", "threads", count=3)
    raced.frames(frames)
    raced.race.do(OrderJobs(2))
    raced.frames(1)
    assert [each.jobs for each in stand(raced)] == [5, 5]


def test_where_a_rate_is_set_for_jobs_of_a_file_nobody_knows_how_many_come() -> None:
    raced = Raced("serial", "threads", count=None, rate=0.0, orders=ORDERS, jobs="walls.csv")
    raced.frames(60)
    raced.race.do(SetRate(2.0))
    assert [each.jobs for each in stand(raced)] == [None, None]


def test_a_track_has_ended_when_its_last_job_has_left_and_not_before() -> None:
    raced = Raced()
    raced.race.do(GoTo(100 * SECOND))
    raced.arrive()
    for each, player in zip(stand(raced), raced.race.players, strict=True):
        assert each.ended_at == player.session.log[-1].at
    last = max(each.ended_at or 0 for each in stand(raced))
    raced.race.do(Seek(last - 1))
    assert [each.ended_at is None for each in stand(raced)].count(True) >= 1
    raced.race.do(Seek(0))
    assert {each.ended_at for each in stand(raced)} == {None}


def test_a_track_on_which_nothing_more_happens_says_why() -> None:
    raced = Raced("serial", "threads", workers=2)
    raced.race.do(SetSupervision(False))
    raced.frames(30)
    raced.race.do(CommandAlone(True))
    raced.race.do(CauseAccident(0))
    raced.race.do(GoTo(100 * SECOND))
    raced.arrive()
    first, other = stand(raced)
    assert "dead" in first.fate
    assert (other.fate, other.done) == ("", 12)


def test_a_recording_of_a_run_that_was_stopped_says_so(tmp_path: Path) -> None:
    raced = with_recording(tmp_path)
    raced.arrive()
    raced.race.do(GoTo(1_000 * SECOND))
    raced.arrive()
    first, other = stand(raced)
    assert first.fate == "a recording of a run that was stopped here"
    assert (first.ended_at, other.fate) == (None, "")
    review = None
    while review is None or not review.is_complete:
        frame = raced.race.frame(lambda _: Needs(has_review=True))
        assert frame.race is not None
        review = frame.race.review
    assert "nothing more happens" not in review.tracks[0].facts.standing.fate
    assert review.tracks[0].outcome.ending.condition in {"cut", "endless"}
