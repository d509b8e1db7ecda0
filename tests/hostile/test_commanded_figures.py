"""The figures of runs in which anything happens are those of an independent fold over the lines.

A person gives commands meanwhile: the summary of the log and what the screen shows are held against
the fold in mid-run, after a step back, wherever one jumps to, and at the end.
"""

from __future__ import annotations

import io
from random import Random
from typing import Any

import pytest
from msgspec.structs import asdict

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.export.header import RunHeader
from site_sim.export.jsonl import LogWriter
from site_sim.facts.models import MODEL_FACTS
from site_sim.player.site_copier import RATE_CELLS
from site_sim.player.site_copy import declared
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.metrics import RECENT
from site_sim.state.summary import summarise, summary_of
from tests.hostile.test_figures import differences
from tests.oracles.event_lines import Lines
from tests.player.copies import copy_of
from tests.run.driving import give, run_to

CELL_NS = SECOND // 4
"""How long a cell of the recent past is at the speed of a real second."""
IN_CI, BY_HAND = 30, 2_000
COUNTED = ("arrived", "waiting", "done", "rejected", "scrapped")
"""The jobs that the screen counts, by what became of them."""
PIPELINE = {"dispatch": ("round-robin", "least-busy"), "wiring": ("chain", "direct")}


def any_scenario(chance: Random) -> Scenario:
    choice = chance.choice
    fields: dict[str, Any] = {name: choice(values) for name, values in PIPELINE.items()}
    return Scenario(
        **fields,
        model=choice([*MODEL_FACTS]),
        workers=choice((1, 2, 3, 5, 9)),
        cores=choice((1, 2, 4)),
        inbox=choice((1, 1, 3, 1_000)),
        rate=choice((0.3, 1.0, 2.0, 4.0)),
        arrivals=choice(("regular", "poisson")),
        count=choice((None, None, 3, 20)),
        workload=choice(("io", "cpu", "mixed")),
        service=choice(("fixed", "exponential", "uniform")),
        service_time=choice((0.0, 0.01, 0.7, 1.5)),
        costs=choice(("zero", "classroom", "typical")),
        defect_rate=choice((0.0, 0.0, 0.3, 1.0)),
        accident_rate=choice((0.0, 0.0, 0.2)),
        supervise=chance.random() < 0.7,
        rework_limit=choice((0, 1, 3)),
        warm_up=choice((0.0, 0.0, 2.0, 5.000000001, 50.0)),
        seed=chance.getrandbits(40),
    )


def any_command(chance: Random) -> Command:
    some = chance.random()
    return chance.choice(
        (
            Hire(chance.randrange(1, 4)),
            LayOff(chance.randrange(1, 3)),
            SetRate(chance.choice((0.0, 0.5, 3.0))),
            ChooseModel(chance.choice([*MODEL_FACTS])),
            ChooseWiring("chain" if some < 0.5 else "direct"),
            ChooseDispatch("round-robin" if some < 0.5 else "least-busy"),
            ChooseWorkload(chance.choice(("io", "cpu", "mixed"))),
            SetDefectRate(some),
            SetAccidentRate(some / 2),
            SetSupervision(some < 0.5),
            ChangeSettings({"cores": chance.randrange(1, 4), "service-time": some}),
            ChangeSettings({"inbox": chance.randrange(1, 4), "seed": chance.randrange(9)}),
            ChangeSettings({"loop-hop-ns": round(some * 10**8), "thread-hop-ns": 0}),
            ChangeSettings({"rework-limit": chance.randrange(3), "arrivals": "poisson"}),
            OrderJobs(chance.randrange(1, 6)),
            CauseAccident(chance.randrange(4)),
        )
    )


def lines_of(session: Session, scenario: Scenario) -> str:
    """Return a log as `--events` writes it, as if the run ended now."""
    config, out = scenario.to_config(), io.StringIO()
    header = RunHeader(
        program=config.program,
        settings={"warm-up": scenario.warm_up},
        costs=asdict(config.costs),
        seed=config.seed,
        cast=session.log.cast,
    )
    writer = LogWriter(out, header)
    writer.write(session.log)
    writer.end(session.now, complete=False)
    return out.getvalue()


def only_figures(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is told without what it came from."""
    return {
        name: value for name, value in told.items() if name not in ("version", "settings", "costs")
    }


def wrong_in(session: Session, scenario: Scenario) -> list[str]:
    """Return what is not as the fold has it at the present moment, in numbers and on the screen."""
    state = session.state
    told = Lines(lines_of(session, scenario), state.seq, state.at)
    wanted = only_figures(told.figures())
    site = copy_of(state, figures=40)
    figures = declared(site.figures)
    shown = {name: getattr(site, name) for name in COUNTED} | {
        "queued": site.queue.length,
        "utilisation": figures.utilisation,
        "throughput": figures.throughput[0],
        "span": figures.throughput[1],
        "times": figures.times,
    }
    jobs = {name: wanted["jobs"][name] for name in (*COUNTED, "queued")}
    return [
        *differences(summary_of(state).to_json(), wanted),
        *differences(shown, jobs | figures_to_show(session, scenario, told), ".on the screen"),
    ]


def figures_to_show(session: Session, scenario: Scenario, told: Lines) -> dict[str, Any]:
    """Return the figures that the fold has for the screen; of a run that is over, of all of it."""
    state = session.state
    if state.finished:  # it ended with its last event
        told = Lines(lines_of(session, scenario), state.seq, state.log.time_of(state.seq - 1))
    wanted = told.figures()
    if state.finished:
        span = max(0, state.at - round(scenario.warm_up * SECOND))
        throughput, times = wanted["throughput_per_s"], told.recent(span, len(told.left))["times"]
    else:
        span = min(state.at, (RATE_CELLS - 1) * CELL_NS + state.at % CELL_NS)
        throughput, times = told.recent(span, RECENT).values()
    return {
        "utilisation": pytest.approx(wanted["utilisation"], rel=1e-12),
        "throughput": pytest.approx(throughput, rel=1e-12),
        "span": span,
        "times": times,
    }


def wrong_on_the_way(number: int) -> list[str]:
    """Play a run of its number; return all that is ever not as the fold has it."""
    chance = Random(number)
    scenario = any_scenario(chance)
    session = Session(scenario)
    at = 0
    for _ in range(chance.randrange(2, 6)):
        at += round(chance.uniform(0, 4) * SECOND)
        run_to(session, at)
        if chance.random() < 0.8:
            give(session, any_command(chance))
    wrong = wrong_in(session, scenario)
    for _ in range(3):
        session.playback.step_back()
    wrong += wrong_in(session, scenario)
    session.playhead.seek(round(session.playhead.end * chance.random()))
    wrong += wrong_in(session, scenario)
    session.playhead.seek(session.playhead.end)
    run_to(session, at + chance.randrange(5) * SECOND)
    wrong += wrong_in(session, scenario)
    wanted = only_figures(Lines(lines_of(session, scenario)).figures())
    return wrong + differences(summarise(session.log, session.now).to_json(), wanted)


@pytest.mark.sampled
@pytest.mark.parametrize("number", range(IN_CI))
def test_all_figures_are_those_of_the_lines(number: int) -> None:
    assert wrong_on_the_way(number) == []


@pytest.mark.by_hand
def test_all_figures_of_many_runs_are_those_of_the_lines() -> None:
    for number in range(IN_CI, BY_HAND):
        assert wrong_on_the_way(number) == [], f"run {number}"
