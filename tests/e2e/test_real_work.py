"""Real work through the defaults, as an engineer would try it: how many workers do I need?"""

from __future__ import annotations

import csv
import json
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.oracles.erlang import fcfs_waits

ROOT = Path(__file__).parents[2]
WORK = Path(__file__).parent / "real_work"
SECOND = 1_000_000_000
SERVERS = range(4, 9)
"""How many workers the table of the README asks for."""


class Queue(NamedTuple):
    """A file of real work as G/G/c, in nanoseconds: what a job takes is all that it takes."""

    file: str
    jobs: list[tuple[int, int]]
    """Of each job when it comes, and for how long it is served."""

    def load(self, servers: int) -> float:
        """Return the share of the time, until the last job comes, that the servers are needed."""
        return sum(service for _, service in self.jobs) / (servers * self.jobs[-1][0])

    def mean_wait_s(self, servers: int) -> float:
        waits = fcfs_waits(self.jobs, servers)
        return sum(waits) / len(waits) / SECOND


def queue(file: str) -> Queue:
    with (WORK / file).open(encoding="utf-8", newline="") as stream:
        jobs = [
            (ns(row["arrival_s"]), ns(row.get("cpu_s", "0")) + ns(row["io_s"]))
            for row in csv.DictReader(stream)
        ]
    return Queue(file, jobs)


def ns(seconds: str) -> int:
    return round(float(seconds) * SECOND)


WEB, BUILDS = queue("web-requests.csv"), queue("ci-builds.csv")
ASKED = [(WEB, 4, "coroutines"), (BUILDS, 6, "processes")]
IDS = ["web", "builds"]


def run(file: str, workers: int, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "site_sim", "run", "--jobs", file, "--workers", str(workers)]
    return subprocess.run([*command, *more], cwd=WORK, capture_output=True, text=True, check=True)


@pytest.mark.parametrize("file", [WEB.file, BUILDS.file])
def test_the_files_are_what_their_script_makes(file: str) -> None:
    made = runpy.run_path(str(WORK / "make.py"))["FILES"][file]
    assert (WORK / file).read_text("utf-8") == made()


@pytest.mark.parametrize(("asked", "servers", "model"), ASKED, ids=IDS)
def test_the_mean_wait_is_that_of_a_queue_with_as_many_servers(
    asked: Queue, servers: int, model: str
) -> None:
    assert len(asked.jobs) == 500
    assert 0.8 <= asked.load(servers) <= 0.9
    found = json.loads(run(asked.file, servers, "--json").stdout)
    assert found["model"] == model
    assert found["wait_s"]["mean"] == pytest.approx(asked.mean_wait_s(servers), rel=0.01)


@pytest.mark.parametrize(("asked", "servers", "model"), ASKED, ids=IDS)
def test_the_summary_tells_what_was_run(asked: Queue, servers: int, model: str) -> None:
    told = run(asked.file, servers)
    heading = " ".join(told.stdout.split("\n\n")[0].split())
    for words in (
        *(f"pipeline · {model} · {servers} workers · seed 42", f"cores {servers};"),
        *("wiring direct;", "dispatch least-busy;", "inbox 1;", f"jobs {asked.file};"),
        *("defects 0%", "accidents 0%", "costs typical: send 150ns, loop-hop 3µs,"),
    ):
        assert words in heading
    assert "rate" not in heading
    (line,) = told.stderr.splitlines()
    assert line.startswith(f"site-sim: {asked.file}: by default model {model} (")
    assert line.endswith(
        f" of the work is CPU), cores {servers} (one a worker), wiring direct,"
        " dispatch least-busy, costs typical"
    )


def test_the_table_of_the_readme_is_what_they_wait() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    _, _, table = readme.partition("### How many workers do I need?")
    rows = re.findall(r"^\| (\d) \| (\S+) \| (\S+) \|$", table, re.MULTILINE)
    assert rows == [(str(n), p95(WEB.file, n), p95(BUILDS.file, n)) for n in SERVERS]


def p95(file: str, servers: int) -> str:
    """Return the 95th percentile of the wait as the summary tells it."""
    rows = run(file, servers).stdout.splitlines()
    columns, (wait,) = (
        next(row.split() for row in rows if row.split()[:1] == ["mean"]),
        [row.split()[1:] for row in rows if row.split()[:1] == ["wait"]],
    )
    return wait[columns.index("p95")]
