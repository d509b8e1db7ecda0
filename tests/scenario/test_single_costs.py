"""Single costs by name: as options and in files, over those of a set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.messages import in_file, option
from site_sim.base.quantities import read_duration
from site_sim.base.units import MS, SECOND, US
from site_sim.facts.costs import COST_KEYS, HOP_KEYS, field_of
from site_sim.kernel.models import CLASSROOM, TYPICAL, ZERO, Costs
from site_sim.scenario.loading import load_scenario
from site_sim.scenario.schema import parse_options, value_faults
from site_sim.scenario.single_costs import costs_in_ns, costs_over


def costs_of(text: str, *options: str) -> Costs:
    """Return the costs of a scenario file and of options `--cost`."""
    Path("my.toml").write_text(text, encoding="utf-8")
    overrides, faults = parse_options({"cost": options} if options else {})
    assert faults == []
    return load_scenario("my.toml", overrides).to_config().costs


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_cost_of_a_site_has_a_name() -> None:
    assert [field_of(key) for key in COST_KEYS] == list(Costs.__struct_fields__)


def test_the_readme_has_the_figures_of_the_sets() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([a-z-]+)` \| .* \| (0|\d+ \w+) \| (\d+ \w+) \|$", readme, re.MULTILINE
    )
    assert [key for key, *_ in rows] == list(COST_KEYS)
    for key, classroom, typical in rows:
        assert read_duration(classroom) == getattr(CLASSROOM, field_of(key))
        assert read_duration(typical) == getattr(TYPICAL, field_of(key))


def test_hop_is_every_hop_of_whichever_model() -> None:
    changed = dict.fromkeys(map(field_of, HOP_KEYS), 50 * US)
    assert costs_of('costs = "zero"', "hop=50us") == Costs(**changed)


@pytest.mark.parametrize("key", COST_KEYS)
def test_each_cost_may_be_given_alone(key: str) -> None:
    assert costs_of('costs = "zero"', f"{key}=3ms") == Costs(**{field_of(key): 3 * MS})
    assert costs_of(f'costs = "zero"\n[cost]\n{key} = "3ms"') == Costs(**{field_of(key): 3 * MS})


def test_one_by_its_own_name_wins_over_all_hops_in_any_order() -> None:
    for options in (("hop=2us", "send=1us"), ("send=1us", "hop=2us")):
        costs = costs_of("workers = 2", *options)
        assert (costs.send_ns, costs.loop_hop_ns) == (US, 2 * US)
        assert costs.switch_ns == CLASSROOM.switch_ns


def test_options_win_over_the_file_and_all_hops_over_each_of_its_own() -> None:
    text = '[cost]\nsend = "5us"\nspawn = "1s"\nswitch = "2 ms"\n'
    costs = costs_of(text, "hop=1us", "spawn=1.5s", "spawn=2.5s")
    assert (costs.send_ns, costs.spawn_ns, costs.switch_ns) == (US, 5 * SECOND // 2, 2 * MS)
    assert costs_over({"send": "1us", "spawn": "0"}, {"hop": "2us"}) == {"spawn": "0", "hop": "2us"}
    assert costs_in_ns({}) == {}


def test_every_mistake_is_named_with_the_nearest_right_cost() -> None:
    texts = ("hopp=50us", "loop_hop=1us", "send=3", "gil-quantum=99us", "os-slice=0", "spawn=-1s")
    texts += ("switch=1001s", "pipe-hop", "=1s")
    _, faults = parse_options({"cost": texts})
    known = ", ".join(sorted(("hop", *COST_KEYS)))
    assert list(map(str, faults)) == [
        "--cost hopp: unknown cost (did you mean 'hop'?)",
        "--cost loop_hop: unknown cost (did you mean 'loop-hop'?)",
        "--cost send: must be a time with its unit, such as 50us, not '3'",
        "--cost gil-quantum: must be at least 0.1ms, not '99us'",
        "--cost os-slice: must be at least 0.1ms, not '0'",
        "--cost spawn: must be from 0 to 1,000s, not '-1s'",
        "--cost switch: must be from 0 to 1,000s, not '1001s'",
        "--cost pipe-hop: must be a time with its unit, such as 50us, not ''",
        f"--cost: unknown cost (known: {known})",
    ]
    faults = value_faults({"cost": {"send": 3, "loophop": "1us"}}, in_file("my.toml"))
    assert list(map(str, faults)) == [
        "my.toml: cost.send: must be a time with its unit, such as 50us, not 3",
        "my.toml: cost.loophop: unknown cost (did you mean 'loop-hop'?)",
    ]
    (fault,) = value_faults({"cost": "50us"}, option)
    assert str(fault) == "--cost: must be a table of times by cost, not '50us'"


def test_a_file_with_a_mistake_is_refused() -> None:
    with pytest.raises(SiteError, match=r"my.toml: cost.hop: must be a time with its unit"):
        costs_of("[cost]\nhop = 50\n")


def test_a_job_file_brings_typical_costs_unless_others_are_named() -> None:
    Path("jobs.csv").write_text("io_s\n1\n", encoding="utf-8")
    assert costs_of("workers = 2") == CLASSROOM
    assert costs_of('jobs = "jobs.csv"') == TYPICAL
    assert costs_of('jobs = "jobs.csv"\ncosts = "classroom"') == CLASSROOM
    assert costs_of('jobs = "jobs.csv"\ncosts = "zero"') == ZERO
