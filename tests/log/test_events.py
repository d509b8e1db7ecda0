"""Kinds of events, and the fields that they have."""

from __future__ import annotations

from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import FIELDS, NO_JOB, Kind


def test_every_kind_that_has_fields_names_both() -> None:
    assert all(len(names) == 2 and any(names) for names in FIELDS.values())
    assert set(FIELDS) <= set(Kind)
    assert [kind.value for kind in Kind] == list(range(len(Kind)))


def test_an_event_is_nobodys_and_about_no_job_unless_it_says_so() -> None:
    log = EventLog()
    log.append(7, Kind.ArrivalsEnded)
    assert log[0] == (7, Kind.ArrivalsEnded, NOBODY, NO_JOB, 0, 0)
