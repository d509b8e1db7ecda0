"""The log as JSON Lines: what each kind of event is written as, and the same bytes every time."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from site_sim.export.jsonl import LogWriter, event_lines, records
from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE, WAITS_FOR_LANE, JobCard, Kind
from tests.export.written import header_of, read, small
from tests.kernel.runs import SECOND

COMMON = ("seq", "at", "event", "who", "job")

# kind, who, job, a, b, and what a person reads
WRITTEN: list[tuple[Kind, int, int, int, int, dict[str, Any]]] = [
    (Kind.LanesOpened, NOBODY, NO_JOB, 2, 0, {"who": None, "job": None, "lanes": 2}),
    (Kind.Hired, 3, NO_JOB, NO_LANE, 0, {"who": "worker 3", "job": None, "lane": None}),
    (Kind.Hired, ACCEPT, NO_JOB, 1, 0, {"who": "accept", "job": None, "lane": 1}),
    (Kind.StartUpBegan, 3, NO_JOB, 0, 0, {"who": "worker 3", "job": None}),
    (Kind.LaidOff, 3, NO_JOB, 0, 0, {"who": "worker 3", "job": None}),
    (Kind.CalledBack, 3, NO_JOB, 0, 0, {"who": "worker 3", "job": None}),
    (Kind.Left, FOREMAN, NO_JOB, 0, 0, {"who": "foreman", "job": None}),
    (
        Kind.JobArrived, NOBODY, 0, 0, 0,
        {"who": None, "job": 0, "name": "Gerüst", "cpu_ns": 5, "io_ns": 7},
    ),
    (Kind.ArrivalsEnded, NOBODY, NO_JOB, 0, 0, {"who": None, "job": None}),
    (Kind.JobTaken, FOREMAN, 0, 3, 0, {"who": "foreman", "job": 0, "worker": 3}),
    (
        Kind.HandOffStarted, FOREMAN, 0, 3, 0,
        {"who": "foreman", "job": 0, "to": "worker 3", "lane": 0},
    ),
    (
        Kind.HandedOff, 3, 0, ACCEPT, GOES_ON,
        {"who": "worker 3", "job": 0, "to": "accept", "then": "goes on"},
    ),
    (
        Kind.HandedOff, 3, 0, 2, WAITS_FOR_LANE,
        {"who": "worker 3", "job": 0, "to": "worker 2", "then": "waits for a lane"},
    ),
    (
        Kind.HandedOff, 3, 0, 2, IS_CALLING,
        {"who": "worker 3", "job": 0, "to": "worker 2", "then": "is calling"},
    ),
    (Kind.Blocked, 3, 0, 2, 0, {"who": "worker 3", "job": 0, "to": "worker 2"}),
    (Kind.Resumed, FOREMAN, NO_JOB, 3, 0, {"who": "foreman", "job": None, "by": "worker 3"}),
    (Kind.WorkStarted, 2, 0, 0, 1, {"who": "worker 2", "job": 0, "lane": 1}),
    (Kind.Preempted, 2, 0, 0, 1, {"who": "worker 2", "job": 0, "lane": 1}),
    (Kind.CpuResumed, 2, 0, 0, 1, {"who": "worker 2", "job": 0, "lane": 1}),
    (Kind.IoStarted, 2, 0, 0, NO_LANE, {"who": "worker 2", "job": 0, "lane": None}),
    (Kind.WorkFinished, 2, 0, 0, NO_LANE, {"who": "worker 2", "job": 0, "lane": None}),
    (Kind.Accepted, ACCEPT, 0, 2, 1, {"who": "accept", "job": 0, "worker": 2, "attempt": 1}),
    (Kind.Rejected, ACCEPT, 0, 2, 1, {"who": "accept", "job": 0, "worker": 2, "attempt": 1}),
    (Kind.Scrapped, NOBODY, 0, 2, 4, {"who": None, "job": 0, "worker": 2, "attempt": 4}),
    (
        Kind.Scrapped, NOBODY, 0, FOREMAN, 1,
        {"who": None, "job": 0, "worker": None, "attempt": 1},
    ),
    (Kind.Unclaimed, 0, 0, 0, 0, {"who": "worker 0", "job": 0, "worker": 0}),
    (Kind.Requeued, NOBODY, 0, 0, 0, {"who": None, "job": 0}),
    (Kind.AccidentHappened, 2, 0, 0, 0, {"who": "worker 2", "job": 0}),
    (Kind.Died, 2, NO_JOB, 0, 0, {"who": "worker 2", "job": None}),
    (Kind.BecameReady, FOREMAN, NO_JOB, 0, 0, {"who": "foreman", "job": None}),
    (Kind.BecameIdle, FOREMAN, NO_JOB, 0, 0, {"who": "foreman", "job": None}),
    (Kind.StartUpGotLane, 3, NO_JOB, 0, 1, {"who": "worker 3", "job": None, "lane": 1}),
    (Kind.StartUpLostLane, 3, NO_JOB, 0, 1, {"who": "worker 3", "job": None, "lane": 1}),
    (Kind.Spawned, 3, NO_JOB, 0, 0, {"who": "worker 3", "job": None}),
]  # fmt: skip


def lines(log: EventLog) -> list[str]:
    text = "".join(event_lines(log))
    assert text.endswith("\n")
    return text.splitlines()


def test_every_kind_of_event_is_written_in_words() -> None:
    log = EventLog(PROGRAM_FACTS["pipeline"].cast)
    log.append(
        0, Kind.SettingChanged, a=log.texts.number_of("program"), b=log.texts.number_of("pipeline")
    )
    log.jobs.add(JobCard("Gerüst", 5, 7))
    for number, (kind, who, job, a, b, _) in enumerate(WRITTEN):
        log.append(10 * number, kind, who, job, a, b)
    found = list(map(json.loads, lines(log)))
    assert found[0] == {
        "seq": 0,
        "at": 0,
        "event": "SettingChanged",
        "who": None,
        "job": None,
        "key": "program",
        "value": "pipeline",
    }
    for number, (kind, *_, words) in enumerate(WRITTEN):
        expected = {"seq": number + 1, "at": 10 * number, "event": kind.name} | words
        assert found[number + 1] == expected
    assert {row["event"] for row in found} == {kind.name for kind in Kind}


def test_a_line_is_compact_and_its_common_fields_come_first() -> None:
    log = EventLog(PROGRAM_FACTS["pipeline"].cast)
    number = log.jobs.add(JobCard('Gerüst "A"', 1, 2))
    log.append(9, Kind.JobArrived, job=number)
    assert lines(log) == [
        '{"seq":0,"at":9,"event":"JobArrived","who":null,"job":0,'
        '"name":"Gerüst \\"A\\"","cpu_ns":1,"io_ns":2}'
    ]


def test_the_two_of_the_other_program_have_names_of_their_own() -> None:
    site = Simulation(
        SimulationConfig(
            program="producer-consumer", workers=1, count=2, rate_per_s=1, model="serial"
        )
    )
    site.run()
    rows = list(records(site.log))
    assert {row["who"] for row in rows} == {None, "producer", "consumer"}
    handed = [(row["who"], row["to"]) for row in rows if row["event"] == "HandedOff"]
    assert handed == [("producer", "consumer")] * 2
    assert [row["who"] for row in rows if row["event"] == "Accepted"] == ["consumer"] * 2


@pytest.mark.parametrize("model", MODELS)
def test_each_kind_has_the_same_fields_in_every_run(model: str) -> None:
    fields: dict[str, set[str]] = {"SettingChanged": {"key", "value"}}
    for kind, *_, words in WRITTEN:
        fields[kind.name] = words.keys() - {"who", "job"}
    site = Simulation(
        SimulationConfig(model=model, workers=3, workload="mixed", rate_per_s=3, defect_rate=0.2,
              accident_rate=0.2, rework_limit=1)
    )  # fmt: skip
    site.run(30 * SECOND)
    rows = list(map(json.loads, lines(site.log)))
    assert [row["seq"] for row in rows] == list(range(len(site.log)))
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    for row in rows:
        assert tuple(row)[:5] == COMMON
        assert set(row) == {*COMMON, *fields[row["event"]]}
    assert {"JobArrived", "Accepted", "WorkStarted"} <= {row["event"] for row in rows}


RUN = """
import sys
from site_sim.commands import CauseAccident, ChooseModel, Hire, LayOff, OrderJobs, SetRate
from site_sim.export.jsonl import event_lines
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation

config = SimulationConfig(model="threads", workers=4, workload="mixed", service="exponential",
                          arrivals="poisson", rate_per_s=4, defect_rate=0.2, accident_rate=0.1)
site = Simulation(config)
for command in (Hire(2), OrderJobs(3), ChooseModel("hybrid"), CauseAccident(1), LayOff(2),
                SetRate(1.5), ChooseModel("processes")):
    site.run(site.now + 3 * 10**9)
    site.apply(command)
site.run(60 * 10**9)
sys.stdout.reconfigure(encoding="utf-8", newline="\\n")
sys.stdout.writelines(event_lines(site.log))
"""


def test_the_bytes_do_not_depend_on_the_process() -> None:
    root = str(Path(__file__).parents[2])

    def written(hash_seed: str, *options: str) -> bytes:
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": root}
        command = [sys.executable, *options, "-c", RUN]
        run = subprocess.run(command, env=environment, capture_output=True, check=True)
        return run.stdout

    first = written("0")
    assert first.count(b"\n") > 1_000
    assert first == written("1") == written("4711", "-O")


def test_a_run_that_is_stopped_between_two_stretches_ends_at_its_last_event() -> None:
    simulation = small(9 * SECOND)
    stream = io.StringIO()
    writer = LogWriter(stream, header_of(simulation))
    writer.write(simulation.log)
    writer.end(0, complete=False)  # as far as it was told
    reader = read(stream.getvalue().encode())
    assert reader.end is not None
    assert reader.end.at == simulation.log[-1].at
    assert reader.end.events == len(simulation.log)
