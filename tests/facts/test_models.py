"""The facts about models agree with how the kernel runs them."""

from __future__ import annotations

from site_sim.facts.models import MODEL_FACTS
from site_sim.kernel.models import MODELS


def test_the_facts_are_about_the_models_that_the_kernel_runs() -> None:
    assert [*MODEL_FACTS] == [*MODELS]


def test_what_is_said_of_a_model_is_what_it_does() -> None:
    for name, facts in MODEL_FACTS.items():
        model = MODELS[name]
        assert (facts.sends_are_calls, facts.is_pinned) == (model.sends_are_calls, model.pinned)
