"""What a command does, in as few words as tell it."""

from __future__ import annotations

from typing import get_args

from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.player.command_words import words_of

TOLD: dict[str, Command] = {
    "+1 worker": Hire(),
    "-12 workers": LayOff(12),
    "+20 jobs": OrderJobs(20),
    "rate 2.5/s": SetRate(2.5),
    "threads": ChooseModel("threads"),
    "least-busy": ChooseDispatch("least-busy"),
    "direct": ChooseWiring("direct"),
    "cpu": ChooseWorkload("cpu"),
    "defects 5%": SetDefectRate(0.05),
    "accidents 30%": SetAccidentRate(0.3),
    "supervision off": SetSupervision(on=False),
    "accident to w3": CauseAccident(3),
    "inbox 3": ChangeSettings({"inbox": 3}),
}


def test_each_command_has_its_words() -> None:
    assert {words: words_of(command) for words, command in TOLD.items()} == {
        words: words for words in TOLD
    }
    assert {type(command) for command in TOLD.values()} == {*get_args(Command)}
