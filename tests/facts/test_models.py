"""The facts about models agree with how the kernel runs them."""

from __future__ import annotations

from typing import get_args

from site_sim.facts.models import MODEL_FACTS, ModelName
from site_sim.facts.programs import PROGRAM_FACTS, ProgramName
from site_sim.kernel.models import MODELS


def test_the_facts_are_about_the_models_that_the_kernel_runs() -> None:
    assert [*MODEL_FACTS] == [*MODELS]


def test_each_row_of_the_kernel_has_the_facts_of_its_own_model() -> None:
    assert {name: model.facts for name, model in MODELS.items()} == MODEL_FACTS


def test_every_name_that_may_be_given_has_its_row() -> None:
    assert get_args(ModelName) == tuple(MODEL_FACTS)
    assert get_args(ProgramName) == tuple(PROGRAM_FACTS)
