"""Texts and jobs are kept once, and numbered in order."""

from __future__ import annotations

from site_sim.log.event_log import EventLog
from site_sim.log.events import JobCard


def test_texts_and_jobs_are_kept_once_and_numbered_in_order() -> None:
    log = EventLog()
    texts = ("model", "serial", "model", "ü")
    assert [log.texts.number_of(text) for text in texts] == [0, 1, 0, 2]
    assert [log.texts[number] for number in range(3)] == ["model", "serial", "ü"]
    cards = [JobCard("dig", 1, 2), JobCard("pour", 2**60, 0), JobCard("dig", 0, 0)]
    assert [log.jobs.add(card) for card in cards] == [0, 1, 2]
    assert [log.jobs[number] for number in range(3)] == cards
    assert len(log.jobs) == 3
    assert log.texts.number_of("dig") == log.texts.number_of("pour") - 1
