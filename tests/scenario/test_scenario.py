"""A scenario has a field for every key, and defaults that could be given."""

from __future__ import annotations

from site_sim.base.messages import option
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS, value_faults


def test_each_key_is_a_field_of_the_scenario() -> None:
    others = ("orders", "source", "remark")
    fields = [field for field in Scenario.__struct_fields__ if field not in others]
    assert [key.field for key in KEYS.values()] == fields
    assert [name for name in Scenario.__struct_encode_fields__ if name not in others] == list(KEYS)


def test_each_default_of_the_scenario_is_one_that_may_be_said() -> None:
    plain = Scenario()
    said = {name: getattr(plain, key.field) for name, key in KEYS.items()}
    assert value_faults({k: v for k, v in said.items() if v is not None}, option) == []
