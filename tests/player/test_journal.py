"""What is kept for a report is the session, and it has a bound."""

from __future__ import annotations

from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import Select, SetSpeed
from site_sim.player.journal import MOST_ORDERS, SCENARIO_CAP, SessionJournal
from site_sim.player.transcript import read_transcript
from tests.player.playing import Played


def orders(count: int, name: str = "bricks") -> tuple[JobOrder, ...]:
    return tuple(JobOrder(number, JobCard(name, 1, 2)) for number in range(count))


def test_it_has_all_that_was_wanted_from_the_start() -> None:
    played = Played(seed=7, orders=orders(3))
    journal = SessionJournal(played.player)
    played.player.do(Select("job", 3))
    played.frames(3)
    played.player.do(SetSpeed(4.0))
    transcript = read_transcript(journal.text(), "")
    assert transcript.scenario == played.player.scenario == journal.scenario
    assert [entry.wish for entry in transcript.entries] == [Select("job", 3), SetSpeed(4.0), None]
    assert journal.left_out == []


def test_of_very_many_wishes_the_last_are_kept() -> None:
    played = Played()
    journal = SessionJournal(played.player, wishes_cap=1_000)
    for number in range(100):
        played.player.do(Select("job", number))
    text = journal.text()
    kept = [entry.wish for entry in read_transcript(text, "").entries[:-1]]
    assert kept == [Select("job", number) for number in range(100 - len(kept), 100)]
    assert 5 < len(kept) < 20
    assert journal.left_out == [f"the first {100 - len(kept)} wishes"]


def test_jobs_that_are_too_many_or_too_large_are_left_out() -> None:
    for too_large in (orders(MOST_ORDERS + 1), orders(300, "b" * 1_000)):
        played = Played(orders=too_large)
        journal = SessionJournal(played.player)
        assert journal.left_out == [f"the {len(too_large):,} jobs of the job file"]
        assert len(journal.text()) < SCENARIO_CAP
        assert '"orders":[]' in journal.text()
