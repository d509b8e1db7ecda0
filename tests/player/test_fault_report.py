"""The report of a fault can be read by a person, and its session by the program."""

from __future__ import annotations

import pytest

from site_sim.base.errors import SiteError
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.fault_report import LEFT_OUT, REPORT_CAP, SESSION, fault_report, read_report
from site_sim.player.intents import Select, Wish
from site_sim.player.journal import MOST_ORDERS, SessionJournal
from tests.player.playing import Played

TRACE = "Traceback (most recent call last):\n  ...\nLookupError: lost\n"


def wishes_in(text: str) -> list[Wish | None]:
    return [entry.wish for entry in read_report(text, "report-1.txt").entries]


def test_it_tells_what_is_known_and_its_session_is_read_from_it() -> None:
    played = Played(title="Lunch", seed=7)
    journal = SessionJournal(played.player)
    played.player.do(Select("job", 3))
    text = fault_report(TRACE, {"terminal": "80 x 24", "screen": "code"}, journal)
    for line in (
        "LookupError: lost",
        "terminal: 80 x 24",
        "screen: code",
        "scenario: Lunch, seed 7",
    ):
        assert line in text.splitlines()
    assert wishes_in(text) == [Select("job", 3), None]


def test_a_message_that_looks_like_the_start_of_a_session_is_none() -> None:
    journal = SessionJournal(Played().player)
    assert wishes_in(fault_report(f"LookupError: x\n{SESSION}\n", {}, journal)) == [None]


def test_it_has_a_bound_whatever_goes_in() -> None:
    played = Played()
    journal = SessionJournal(played.player)
    for number in range(10_000):
        played.player.do(Select("job", number * 10**12))
    text = fault_report("☃" * 2_000_000, {"terminal": "\x1b[2J" * 9_000}, journal)
    assert REPORT_CAP // 2 < len(text.encode()) <= REPORT_CAP
    assert "\x1b" not in text
    with pytest.raises(SiteError, match=r"report-1\.txt: can't be played again.*wishes"):
        read_report(text, "report-1.txt")


def test_what_is_too_large_is_named_and_not_missed_in_silence() -> None:
    many = tuple(JobOrder(number, JobCard("bricks", 1, 2)) for number in range(MOST_ORDERS + 1))
    text = fault_report(TRACE, {}, SessionJournal(Played(orders=many).player))
    assert f"{LEFT_OUT}the {len(many):,} jobs of the job file" in text.splitlines()
    with pytest.raises(SiteError, match="can't be played again"):
        read_report(text, "report-1.txt")


def test_another_text_is_no_report() -> None:
    with pytest.raises(SiteError, match=r"notes\.txt: is no report"):
        read_report("hello\n", "notes.txt")
