"""All that shapes the figures of a run, in words: settings, costs, seed and version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from site_sim.base.quantities import exact_duration, exact_rate, exact_share
from site_sim.base.units import SECOND
from site_sim.export.header import RunHeader, header_of
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.log.cast import Cast
from site_sim.scenario.scenario import Scenario
from site_sim.state.settings import Settings

if TYPE_CHECKING:
    from site_sim.player.replay import Replay  # a simulation does not need it


def header_told(source: Scenario | Replay | None, cast: Cast) -> RunHeader:
    """Return what is known of a run that is shown, before anything happens."""
    if isinstance(source, Scenario):
        return header_of(source, asdict(source.to_costs()), cast)
    return RunHeader(cast=cast) if source is None else source.header


def run_settings(settings: Settings, workers: int, header: RunHeader) -> Iterator[tuple[str, str]]:
    """Yield the settings in force with their values; `workers` is how many stay.

    What a log does not tell, as it was written by hand or before, is left out.
    """
    yield "program", settings.program
    yield "model", settings.model
    yield "workers", f"{workers:,}"
    yield "cores", f"{settings.cores:,}"
    yield "wiring", settings.wiring
    yield "dispatch", settings.dispatch
    yield "inbox", f"{settings.inbox:,}"
    jobs = header.settings.get("jobs")
    if jobs:
        yield "jobs", str(jobs)
    if settings.rate or not jobs:
        yield "rate", f"{exact_rate(settings.rate)}, {settings.arrivals}"
        yield "workload", settings.workload
        service_ns = round(settings.service_time * SECOND)
        yield "service", f"{settings.service}, {exact_duration(service_ns)} on average"
    yield "defects", exact_share(settings.defect_rate)
    yield "accidents", exact_share(settings.accident_rate)
    yield "supervise", "on" if settings.supervise else "off"
    yield "rework limit", f"{settings.rework_limit:,}"
    if header.costs:
        yield "costs", _costs(header, settings.costs(header.costs))
    yield "seed", str(settings.seed)
    yield "warm-up", exact_duration(round(settings.warm_up * SECOND))
    if header.version:
        yield "version", header.version


def _costs(header: RunHeader, costs: Mapping[str, int]) -> str:
    """Return which set of costs it is, and every cost that is not nothing."""
    named = ((key, costs.get(field_of(key), 0)) for key in COST_KEYS)
    each = ", ".join(f"{key} {exact_duration(ns)}" for key, ns in named if ns)
    name = str(header.settings.get("costs", ""))
    if name and costs != header.costs:
        name += ", changed"
    return ": ".join(part for part in (name, each) if part)
