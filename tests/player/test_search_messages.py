"""What is said of a search, and of one that found nothing."""

from __future__ import annotations

import pytest

from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.search_messages import looking_for, not_found
from site_sim.run.search import Outcome, SearchLimits
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario

STATE = Session(Scenario(workers=5)).state
LIMITS = SearchLimits(seconds=120, events=5_000)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(job=29), "the next event of job #29"),
        (Wanted(who=4), "the next event of worker 4"),
        (Wanted(who=FOREMAN), "the next event of the foreman"),
        (Wanted(who=ACCEPT), "the next event of accept"),
        (Wanted((Kind.Died,)), "the next Died"),
        (Wanted((Kind.Rejected, Kind.Scrapped)), "the next Rejected or Scrapped"),
    ],
)
def test_it_is_said_what_is_looked_for(wanted: Wanted, words: str) -> None:
    assert looking_for(wanted, STATE) == words


@pytest.mark.parametrize(
    ("wanted", "outcome", "words"),
    [
        (Wanted((Kind.Died,)), "nothing more", "no Died comes"),
        (Wanted((Kind.Died,)), "too long", "no Died within 2 simulated minutes"),
        (Wanted((Kind.Died,)), "too many events", "no Died within 5,000 events"),
        (Wanted(job=3), "nothing more", "nothing more happens to job #3"),
        (Wanted(who=2), "too long", "nothing happens to worker 2 within 2 simulated minutes"),
    ],
)
def test_it_is_said_how_far_was_searched(wanted: Wanted, outcome: Outcome, words: str) -> None:
    assert not_found(wanted, STATE, outcome, LIMITS) == words
