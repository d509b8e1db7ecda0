"""The words for what a task is at, and for what happens, in conditions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_sim.facts.states import STATES, WORDS
from site_sim.log.events import NO_LANE
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.conditions.words import (
    JOB_VERBS,
    STATE_WORDS,
    TASK_VERBS,
    TASK_WORDS,
    all_workers_are,
    negated,
    task_is,
)
from site_sim.state.entities import State
from site_sim.state.site import SiteState

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


def site() -> SiteState:
    return Session(Scenario(workers=3)).state


def test_each_word_that_a_screen_has_means_that_state() -> None:
    assert {word: STATE_WORDS[WORDS[word].lower()] for word in STATES} == {
        word: (State(number),) for number, word in enumerate(STATES)
    }


@pytest.mark.parametrize("state", State)
def test_a_task_is_at_what_its_state_is(state: State) -> None:
    here = site()
    here.task(1).state = state
    true = {word for word in STATE_WORDS if task_is(1, word).holds(here)}
    assert true == {word for word, states in STATE_WORDS.items() if state in states}
    assert {word for word in STATE_WORDS if negated(task_is(1, word)).holds(here)} == (
        {*STATE_WORDS} - true
    )


@pytest.mark.parametrize("flag", ["dead", "starting", "leaving"])
def test_a_task_may_be_about_to_come_or_go(flag: str) -> None:
    here = site()
    assert not task_is(1, flag).holds(here)
    setattr(here.task(1), flag, True)
    assert task_is(1, flag).holds(here)
    assert not task_is(9, flag).holds(here), "nobody is there"


def test_all_workers_are_those_who_are_there() -> None:
    here, idle = site(), all_workers_are("idle")
    assert idle.holds(here)
    assert here.lanes[0].who < 0
    assert here.task(0).lane == NO_LANE
    here.census.states[0] = State.GONE
    assert idle.holds(here)
    here.census.states[1] = State.CPU
    assert not idle.holds(here)
    assert not idle.holds(SiteState(here.log)), "nobody is there"


def test_the_readme_tells_of_every_word() -> None:
    section = README.partition("### To a moment")[2].partition("\n#")[0]
    told = {*re.findall(r"`([^`|]+)`", section)}
    assert {*TASK_WORDS, *TASK_VERBS, *JOB_VERBS} <= told
