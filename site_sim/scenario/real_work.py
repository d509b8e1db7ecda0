"""How the jobs of a job file are run where nobody says how, and the line that tells it.

What a class is to see (one call stack, a chain, hops of a tenth of a second) makes nonsense of real
work. What the mechanics cost by default, `Scenario` knows.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from site_sim.base.files import STDIN, file_name
from site_sim.base.text import clean_line
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.facts.sentences import say
from site_sim.scenario.job_file.held_jobs import HeldJobs
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS

MOSTLY = 0.5
"""Work is mostly CPU if more than this share of it is."""
MODELS = {"coroutines": "job-file.coroutines", "processes": "job-file.processes"}
"""The models that real work is run under, each with the sentence that says why."""
ON_STDIN = "standard input"


def settled(scenario: Scenario, jobs: HeldJobs, given: Container[str]) -> Scenario:
    """Return a scenario with the jobs of its file, and with what suits them where nothing is given.

    A program that has only one worker needs a model alone.
    """
    chosen: dict[str, Any] = {"model": "processes" if jobs.cpu_share > MOSTLY else "coroutines"}
    if PROGRAM_FACTS[scenario.program].can_grow:
        cores = min(scenario.workers, int(KEYS["cores"].high))
        chosen |= {"cores": cores, "wiring": "direct", "dispatch": "least-busy"}
    by_default = {key: value for key, value in chosen.items() if key not in given}
    scenario = replace(scenario, orders=jobs, **by_default)
    if "costs" not in given:
        by_default["costs"] = scenario.costs_name
    return replace(scenario, remark=_remark(scenario, by_default, jobs.cpu_share))


def where_jobs_are(jobs: str) -> str:
    """Return what messages call a job file."""
    return ON_STDIN if jobs == STDIN else file_name(jobs)


def title_of(jobs: str) -> str:
    """Return what a run of a job file is called: the file's name without folders, "" for none."""
    return ON_STDIN if jobs == STDIN else clean_line(Path(jobs).name, KEYS["title"].cells)


def _remark(scenario: Scenario, by_default: Mapping[str, Any], cpu_share: float) -> str:
    """Return the line on what was taken by default; "" where everything was given."""
    if not by_default:
        return ""
    words = {key: f"{key} {value}" for key, value in by_default.items()}
    if "model" in words:
        words["model"] = say(MODELS[scenario.model], share=f"{cpu_share * 100:.3g}%")
    if "cores" in words and scenario.cores == scenario.workers:
        words["cores"] += " (one a worker)"
    cores = "" if "cores" in words else f"; cores {scenario.cores}"
    return f"{where_jobs_are(str(scenario.jobs))}: by default {', '.join(words.values())}{cores}"
