"""Each program has a row of facts, and functions to be shown."""

from __future__ import annotations

from typing import get_args

from site_sim.facts.programs import ACCEPT, FOREMAN, PIPELINE, PROGRAM_FACTS, ProgramName
from site_sim.inspection.listing import FUNCTIONS


def test_each_program_has_its_facts_and_its_listing() -> None:
    assert (*PROGRAM_FACTS,) == get_args(ProgramName)
    assert (*FUNCTIONS,) == (*PROGRAM_FACTS,)


def test_the_pipeline_has_an_inspector_and_any_number_of_workers() -> None:
    facts = PROGRAM_FACTS[PIPELINE]
    assert facts.has_accept
    assert facts.can_grow


def test_the_producer_has_one_consumer_and_nobody_to_inspect() -> None:
    facts = PROGRAM_FACTS["producer-consumer"]
    assert not facts.has_accept
    assert not facts.can_grow


def test_who_has_nothing_to_do_waits_for_what_it_works_on() -> None:
    items = {
        name: [facts.next_item_of(who) for who in (FOREMAN, 0, 1, ACCEPT)]
        for name, facts in PROGRAM_FACTS.items()
    }
    assert items[PIPELINE] == [
        "the next job from the queue",
        "the next job",
        "the next job",
        "the next result",
    ]
    assert set(items["producer-consumer"]) == {"the next item"}
