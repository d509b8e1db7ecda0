"""What the machine's costs are, in words and as JSON, and what a run says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import asdict

from site_sim.cli.main import main
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.kernel.models import TYPICAL
from site_sim.scenario.measuring import kept
from site_sim.scenario.measuring.driving import MeasuringError
from site_sim.scenario.measuring.figures import Circumstances, Measurement, Timing
from tests.scenario.measuring.machines import made_up

NOW = 1_800_000_000


class Machine:
    """A machine that is made up, whose costs are kept in a folder of the test's."""

    def __init__(self) -> None:
        self.figures: dict[str, Timing] = {}
        self.measured = 0
        self.fails = False

    def measure(self, here: Circumstances, at: int) -> Measurement:
        self.measured += 1
        if self.fails:
            raise MeasuringError("no process can be started")
        return made_up(here, at, **self.figures)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    monkeypatch.setattr(kept, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(kept, "time", lambda: NOW)
    defaults = (False, made.measure, None)
    monkeypatch.setattr(kept.kept_or_measured, "__defaults__", defaults)
    kept.measured.cache_clear()
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    return made


def test_they_stand_beside_those_that_are_typical(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.figures = {"loop-hop": Timing(3_050, 2_990, 14_000)}
    assert main(["costs"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert [line.split("  ")[0] for line in lines[1:11]] == list(COST_KEYS)
    assert lines[2].split() == (
        [
            "loop-hop",
            "3.05µs",
            "2.99µs",
            "to",
            "14.0µs",
            "3.00µs",
            "a",
            "send",
            "within",
            "an",
            "event",
            "loop",
        ]
    )
    assert "A thread that wakes up while another computes continues after 5.16ms." in lines
    assert lines[-2].endswith("with CPython 3.99.0 (a GIL, switch interval 5.00ms)")
    assert lines[-1].endswith("cores, at 2027-01-15 08:00:00 UTC.")
    assert all(len(line) <= 80 for line in lines)
    assert err == (
        "site-sim: --costs measured: this machine did not hold still: what was measured of "
        "loop-hop lies too far apart to be relied on ('site-sim costs --again' measures anew)\n"
    )


def test_they_are_kept_until_somebody_wants_them_anew(machine: Machine) -> None:
    for words in (["costs"], ["costs"], ["costs", "--json"]):
        assert main(words) == 0
    assert machine.measured == 1
    assert main(["costs", "--again"]) == 0
    assert machine.measured == 2


def test_as_json_they_have_the_names_that_a_log_has(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.figures = {"spawn": Timing(70, 1, 99)}
    assert main(["costs", "--json"]) == 0
    words = json.loads(capsys.readouterr().out)
    assert list(words["costs"]) == list(map(field_of, COST_KEYS))
    assert words["typical"] == asdict(TYPICAL)
    assert words["middle_half"]["spawn_ns"] == [1, 99]
    assert words["unsteady"] == ["spawn_ns"]
    assert words["beside"]["gil_wait_ns"] == {"median": 5_160_000, "middle_half": [5_160_000] * 2}
    assert (words["python"], words["measured_at"]) == ("CPython 3.99.0", "2027-01-15 08:00:00 UTC")


def test_a_run_asks_for_them_and_says_what_can_not_be_relied_on(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["run", "--until", "1", "--json"]
    assert main(run) == 0
    assert main([*run, "--costs", "typical"]) == 0
    assert machine.measured == 0
    capsys.readouterr()
    machine.figures = {"send": Timing(9, 1, 99)}
    assert main([*run, "--costs", "measured", "--cost", "spawn=1us"]) == 0
    out, err = capsys.readouterr()
    costs = json.loads(out)["costs"]
    assert (costs["send_ns"], costs["loop_hop_ns"], costs["spawn_ns"]) == (9, 20, 1_000)
    assert "this machine did not hold still: what was measured of send lies" in err
    assert machine.measured == 1


def test_where_they_can_not_be_measured_nothing_else_is_taken(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.fails = True
    for words in (["costs"], ["run", "--costs", "measured"]):
        assert main(words) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err == (
            "site-sim: --costs measured: can't be had, as no process can be started "
            "(typical ones are fixed)\n"
        )
