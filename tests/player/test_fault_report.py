"""The report of a fault can be read by a person, and its session by the program."""

from __future__ import annotations

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.commands import Command, Hire, SetRate
from site_sim.kernel.config import JobOrder
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard
from site_sim.player.fault_report import LEFT_OUT, REPORT_CAP, SESSION, fault_report, read_report
from site_sim.player.intents import Seek, Select, Wish
from site_sim.player.journal import MOST_ORDERS, SessionJournal
from site_sim.player.repetition import repeat_on
from site_sim.player.tuning import PlayerTuning
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


LAST = SetRate(9.0)


def apply_and_fail(self: Simulation, command: Command) -> None:
    """Carry out a command as the kernel does, and fail in the midst of one."""
    apply(self, command)
    if command == LAST:
        raise LookupError("broken for a test")


apply = Simulation.apply


@pytest.mark.parametrize("earlier", [(), (Seek(15 * SECOND),)], ids=["now", "in the past"])
def test_the_command_in_which_the_kernel_fails_is_met_again(
    earlier: tuple[Wish, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Simulation, "apply", apply_and_fail)
    played = Played()
    journal = SessionJournal(played.player)
    played.player.do(Hire(1))
    played.frames(30)
    for wish in earlier:
        played.player.do(wish)
    with pytest.raises(LookupError):
        played.player.do(LAST)
    text = fault_report(TRACE, {}, journal)
    assert wishes_in(text) == [Hire(1), *earlier, LAST, None]
    done = []
    with pytest.raises(LookupError):
        done.extend(repeat_on(Played().player, read_report(text, "report-1.txt")))
    assert done == [*range(1 + len(earlier))]


def test_a_command_that_is_refused_is_no_part_of_the_session() -> None:
    played = Played(workers=30, at=0.0, tuning=PlayerTuning(hired_at_once=10, hired_slice=4))
    journal = SessionJournal(played.player)
    with pytest.raises(SiteError):
        played.player.session.begin(LAST)
    played.player.do(LAST)
    assert played.notices
    assert wishes_in(fault_report(TRACE, {}, journal)) == [None]


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
