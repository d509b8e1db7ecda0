"""What is packed is all that a state declares, and it is seen if it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, groupby, product, starmap
from operator import attrgetter
from typing import Any

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import (
    ChangeSettings,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetRate,
)
from site_sim.facts.costs import COST_KEYS, setting_of
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.state.checkpoints import Checkpoint
from site_sim.state.entities import Census, JobState, LaneState, TaskState
from site_sim.state.fold import fold
from site_sim.state.jobs import Jobs
from site_sim.state.lately import Lately
from site_sim.state.packing import KEPT, NOT_KEPT, Kept, changed_since, pack
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState
from site_sim.state.statistics import Statistics
from tests.oracles.plain_values import attributes, plain, plain_value

FIELDS = [(part, name) for part, names in KEPT.items() for name in names]


def named(value: object) -> str:
    """Return the name of a class, or a name as it is."""
    return value.__name__ if isinstance(value, type) else str(value)


COSTS = dict.fromkeys(map(setting_of, COST_KEYS), 1_000_000)
COMMANDS: tuple[Command, ...] = (
    *(Hire(2), OrderJobs(40), LayOff(1), ChooseWiring("direct"), ChangeSettings(COSTS)),
)


@cache
def states() -> tuple[SiteState, ...]:
    """Return states of runs in which everything happens, at times when much is under way."""
    two = Simulation(SimulationConfig(program="producer-consumer", workers=1))
    two.run(2 * SECOND)
    early = tuple(_at_the_end_of(two.log, two.now))
    two.run(3 * SECOND)
    kinds = product(MODELS, (True, False))
    eventful = chain.from_iterable(starmap(_states_of, kinds))
    return (*eventful, *early, *_at_the_end_of(two.log, two.now))


def _states_of(model: str, supervise: bool) -> Iterator[SiteState]:
    config = SimulationConfig(
        **{"model": model, "supervise": supervise, "workers": 4, "seed": 7, "inbox": 2},
        **{"rate_per_s": 6.0, "arrivals": "poisson", "workload": "mixed", "cores": 3},
        **{"service": "exponential", "defect_rate": 0.3, "accident_rate": 0.05},
        **{"dispatch": "least-busy", "rework_limit": 2, "warm_up_s": 3.6},
    )
    simulation = Simulation(config)
    for number, command in enumerate(COMMANDS):
        simulation.run((3 + 4 * number) * SECOND)
        simulation.apply(command)
        yield from _at_the_end_of(simulation.log, simulation.now)
        simulation.run(simulation.now + SECOND // 3)
        yield from _at_the_end_of(simulation.log, simulation.now)
    simulation.apply(SetRate(0.0))
    simulation.run()
    yield from _at_the_end_of(simulation.log, simulation.now)


def _at_the_end_of(log: EventLog, at: int) -> Iterator[SiteState]:
    state = SiteState(log)
    fold(state)
    state.advance_to(at)
    yield state


def restored(state: SiteState, kept: Kept = KEPT) -> SiteState:
    return Checkpoint.of(state, kept).state(state.log, state.verdict_table, kept)


def restored_in_turn(states: Iterable[SiteState], kept: Kept = KEPT) -> Iterator[SiteState]:
    """Yield states of one log, each restored from the first and what changed since it."""
    last: Checkpoint | None = None
    holders: dict[int, int] = {}
    for state in states:
        changed = changed_since(last.seq, holders, state) if last else None
        packed = pack(state, kept, changed)
        last = Checkpoint(state.seq, packed, last)
        holders = state.jobs.holders
        yield last.state(state.log, state.verdict_table, kept)


@cache
def lives() -> tuple[tuple[SiteState, ...], ...]:
    """Return the same states, those of one run together."""
    return tuple(tuple(group) for _, group in groupby(states(), key=attrgetter("log")))


def parts_of(state: SiteState) -> dict[type, list[Any]]:
    """Return the parts of a state by their kind."""
    return {
        SiteState: [state],
        Settings: [state.settings],
        Statistics: [state.statistics],
        Census: [state.census],
        Lately: [state.lately],
        Jobs: [state.jobs],
        JobState: [*state.jobs.taken.values()],
        TaskState: [*state.staff, *state.workers],
        LaneState: state.lanes,
    }


def new_parts() -> dict[type, list[Any]]:
    """Return each part as it is before anything has happened."""
    new = parts_of(SiteState(EventLog(PROGRAM_FACTS["pipeline"].cast)))
    return new | {JobState: [JobState(0, "", 0, 0, 0)], LaneState: [LaneState()]}


def test_what_was_packed_is_restored() -> None:
    for state in states():
        assert plain(restored(state)) == plain(state)


def test_the_states_of_the_crew_are_those_of_its_workers() -> None:
    for state in states():
        for each in (state, restored(state)):
            assert list(each.census.states) == [worker.state for worker in each.workers]


@pytest.mark.parametrize(("part", "name"), FIELDS, ids=named)
def test_a_field_that_is_not_kept_is_missed(part: type, name: str) -> None:
    kept = {**KEPT, part: tuple(other for other in KEPT[part] if other != name)}
    assert any(plain(restored(state, kept)) != plain(state) for state in states())


def test_what_changed_is_restored() -> None:
    for life in lives():
        assert len(life) > 1
        for state, again in zip(life, restored_in_turn(life), strict=True):
            assert plain(again) == plain(state)
            assert list(again.jobs) == list(state.jobs)


@pytest.mark.parametrize(("part", "name"), FIELDS, ids=named)
def test_a_field_that_is_not_kept_of_what_changed_is_missed(part: type, name: str) -> None:
    kept = {**KEPT, part: tuple(other for other in KEPT[part] if other != name)}
    assert any(
        plain(again) != plain(state)
        for life in lives()
        for state, again in zip(life[1:], list(restored_in_turn(life, kept))[1:], strict=True)
    )


@pytest.mark.parametrize(("part", "name"), FIELDS, ids=named)
def test_each_field_has_another_value_than_at_first_in_some_run(part: type, name: str) -> None:
    first = plain_value(getattr(new_parts()[part][0], name))
    assert any(
        plain_value(getattr(each, name)) != first
        for state in states()
        for each in parts_of(state)[part]
    )


@pytest.mark.parametrize("part", KEPT, ids=lambda part: part.__name__)
def test_all_that_a_part_holds_is_kept_or_said_to_be_not(part: type) -> None:
    held = {
        name
        for each in new_parts()[part]
        for name in (getattr(part, "__struct_fields__", None) or attributes(each))
    }
    assert held == {*KEPT[part], *NOT_KEPT.get(part, ())}


def test_no_field_is_left_out_without_a_reason() -> None:
    for part, reasons in NOT_KEPT.items():
        assert all(reasons.values())
        assert set(reasons) <= set(part.__annotations__)
