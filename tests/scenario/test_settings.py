"""The settings that can change while a run goes on are told, read and stepped as people do."""

from __future__ import annotations

import re
from math import inf
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_sim.base.limits import MOST_WORKERS
from site_sim.facts.costs import COST_KEYS, LEAST_QUANTUM_NS, MOST_NS
from site_sim.facts.sentences import SENTENCES
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS, parse_options
from site_sim.scenario.settings import SETTINGS, Setting, SettingValue, settings_of

NO_SETTINGS = {
    *("title", "about", "next", "program", "count", "jobs", "cost", "until", "warm-up"),
    *("speed", "at", "paused", "race"),
}
"""What says which jobs there are, how it is looked at, or where figures begin and end."""
SHARES = st.floats(0, 1)
NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "workers": st.integers(1, MOST_WORKERS),
    "cores": st.integers(1, 1024),
    "inbox": st.integers(1, 1_000_000),
    "rate": st.just(0.0) | st.floats(1e-6, 1e6),
    "service-time": st.integers(0, 10**15).map(lambda ns: ns / 1e9),
    "defect-rate": SHARES,
    "accident-rate": SHARES,
    "rework-limit": st.integers(0, 1000),
    "seed": st.integers(0, 2**63 - 1),
}


def values(setting: Setting) -> st.SearchStrategy[SettingValue]:
    """Return any values of a setting."""
    if setting.choices:
        return st.sampled_from([*setting.choices])
    if setting.is_cost:
        is_quantum = setting.name in ("gil-quantum", "os-slice")
        return st.integers(LEAST_QUANTUM_NS if is_quantum else 0, MOST_NS)
    return NUMBERS[setting.name]


def test_every_key_that_shapes_a_run_and_every_cost_is_a_setting() -> None:
    assert {*SETTINGS} == {*KEYS, *COST_KEYS} - NO_SETTINGS


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=str)
def test_each_says_in_a_sentence_of_the_module_what_it_does(setting: Setting) -> None:
    sentence = setting.sentence.removeprefix("Cost: ").removesuffix(".")
    assert sentence in {each.text.removesuffix(".") for each in SENTENCES.values()}
    assert setting.range
    assert all(setting.choices.values())


def same(one: SettingValue, other: SettingValue) -> bool:
    """Say whether two values are the same; of seconds the nanoseconds count."""
    return type(one) is type(other) and (one == other or one == pytest.approx(other, rel=1e-15))


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=str)
@given(data=st.data())
def test_what_is_written_is_read_back(setting: Setting, data: st.DataObject) -> None:
    value = data.draw(values(setting))
    assert same(setting.read(setting.write(value)), value)


@pytest.mark.sampled
@pytest.mark.parametrize("setting", SETTINGS.values(), ids=str)
@given(data=st.data())
def test_a_step_leads_to_a_value_that_may_be_given(setting: Setting, data: st.DataObject) -> None:
    value = data.draw(values(setting))
    for up in (True, False):
        stepped = setting.step(value, up)
        assert same(setting.read(setting.write(stepped)), stepped)
        if not isinstance(value, str):
            assert isinstance(stepped, int | float)
            assert stepped >= value if up else stepped <= value


def test_a_crew_that_is_larger_than_one_can_ask_for_is_stepped_down_by_one() -> None:
    workers = SETTINGS["workers"]
    assert (workers.step(50_000, False), workers.step(50_000, True)) == (49_999, 50_000)


def test_steps_go_through_all_that_is_named() -> None:
    model, value = SETTINGS["model"], "serial"
    seen = [value := str(model.step(value, True)) for _ in range(6)]
    assert ["serial", *seen] == [*model.choices, "hybrid"]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("loop-hop", "50us", 50_000),
        ("loop-hop", "0", 0),
        ("model", " Threads ", "threads"),
        ("supervise", "off", "off"),
    ],
)
def test_what_people_write_is_taken(name: str, text: str, value: SettingValue) -> None:
    assert SETTINGS[name].read(text) == value


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("workers", "10,001", "must be from 1 to 10,000, not 10001"),
        ("loop-hop", "3", "must be a time with its unit, such as 50us, not '3'"),
        ("os-slice", "1us", "must be at least 0.1ms"),
        ("model", "thread", "did you mean 'threads'?"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(name: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as raised:
        SETTINGS[name].read(text)
    assert "\n" not in str(raised.value)


@given(
    st.sampled_from([*NUMBERS]),
    st.one_of(
        st.text(max_size=12), st.from_regex(r"[-+0-9.,_ ]{1,7}(/h|/min| s|ms|%)?", fullmatch=True)
    ),
)
@example("rate", "0,5")
@example("rate", "30/min")
@example("workers", "1,000")
@example("service-time", "1.5 s")
@example("defect-rate", "10%")
def test_a_number_is_read_as_that_of_an_option_is(name: str, text: str) -> None:
    text = text.strip()
    values, faults = parse_options({name: text})
    if not faults and values[name] <= (MOST_WORKERS if name == "workers" else inf):
        assert SETTINGS[name].read(text) == values[name]
        return
    with pytest.raises(ValueError, match="must be") as raised:
        SETTINGS[name].read(text)
    assert "\n" not in str(raised.value)
    if faults and name != "workers":  # of which one can ask for fewer here
        assert str(raised.value) in str(faults[0])


def test_the_site_is_rebuilt_for_what_its_lanes_and_inboxes_are_made_of() -> None:
    rebuilding = {"model", "wiring", "cores", "inbox", "costs", *COST_KEYS}
    assert {each.name for each in SETTINGS.values() if each.rebuilds} == rebuilding


def test_costs_of_their_own_are_counted_beside_the_name_of_the_set() -> None:
    scenario = Scenario(costs="typical", cost={"hop": "1us", "switch": "2us"})
    assert SETTINGS["costs"].value_in(scenario) == "typical, but 5"
    assert SETTINGS["loop-hop"].value_in(scenario) == 1_000
    assert SETTINGS["spawn"].value_in(scenario) == 200_000


def test_costs_with_others_in_them_are_stepped_as_the_set_is() -> None:
    setting = SETTINGS["costs"]
    assert [setting.step("classroom, but 4", up) for up in (False, True)] == ["zero", "typical"]


def test_a_program_of_two_has_no_crew_to_set() -> None:
    names = {each.name for each in settings_of(Scenario(program="producer-consumer"))}
    assert {*SETTINGS} - names == {"workers", "wiring", "dispatch"}
