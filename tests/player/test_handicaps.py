"""A command that not all tracks of a race were given is a handicap."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import ChangeSettings, Hire, LayOff, OrderJobs, SetRate
from site_sim.player import handicaps
from site_sim.player.handicaps import handicaps_of
from site_sim.player.intents import Seek
from site_sim.player.race_intents import CommandAlone
from tests.player.racing import Raced


def test_who_got_what_not_all_got_is_handicapped_up_to_the_playhead() -> None:
    raced = Raced("serial", "threads", "hybrid")
    raced.frames(60)
    raced.race.do(Hire(1))
    raced.race.do(ChangeSettings({"rework-limit": 2, "seed": 3}))
    raced.frames(60)
    raced.race.do(CommandAlone(True))
    for command in (LayOff(1), OrderJobs(1), SetRate(3.0), ChangeSettings({"seed": 4})):
        raced.race.do(command)
    sessions = [player.session for player in raced.race.players]
    first, *others = handicaps_of(sessions)
    assert first == "-1 worker; +1 job; 2 more"
    assert others == ["", ""]
    raced.race.do(Seek(0))
    assert [*handicaps_of(sessions)] == ["", "", ""]
    assert [*handicaps_of(sessions, to_the_end=True)] == [first, "", ""]
    raced.race.do(Seek(SECOND))
    assert handicaps_of(sessions) == ["", "", ""]


def test_of_many_commands_only_those_that_are_shown_are_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raced, said = Raced("serial", "threads"), list[object]()
    for rate in range(1, 40):
        raced.race.do(SetRate(float(rate)))
    raced.race.do(CommandAlone(True))
    for rate in range(1, 40):
        raced.race.do(SetRate(float(rate)))
    monkeypatch.setattr(handicaps, "words_of", lambda each: said.append(each) or "said")
    sessions = [player.session for player in raced.race.players]
    assert handicaps_of(sessions) == ["said; said; 37 more", ""]
    assert said == [SetRate(1.0), SetRate(2.0)]
