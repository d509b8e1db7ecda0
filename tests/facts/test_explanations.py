"""What is said of what a person sees and can choose: of all of it, and of nothing else."""

from __future__ import annotations

from site_sim.facts.costs import COST_KEYS
from site_sim.facts.explanations import COSTS, KEYS, NEXT, SCENARIOS, STATES
from site_sim.facts.sentences import SENTENCES
from site_sim.facts.states import STATES as NAMES_OF_STATES
from site_sim.scenario.loading import shipped_names
from site_sim.scenario.schema import KEYS as SCHEMA


def test_each_state_key_cost_and_scenario_is_explained_and_no_other() -> None:
    assert STATES.keys() == {*NAMES_OF_STATES}
    assert KEYS.keys() == SCHEMA.keys()
    assert COSTS.keys() == {*COST_KEYS}
    assert SCENARIOS.keys() == NEXT.keys() == {*shipped_names()}


def test_they_are_sentences_of_the_program() -> None:
    assert SENTENCES["key.seed"].text == KEYS["seed"]
    assert SENTENCES["scenario.gil"].text == SCENARIOS["gil"]
    assert SENTENCES["next.gil"].text == NEXT["gil"]
