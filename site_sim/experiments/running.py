"""Runs a scenario to its end, and a track, so that what came of it can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import asdict, replace

from site_sim.base.collector import paused_collector
from site_sim.base.errors import SiteError
from site_sim.base.files import file_name, reason_of
from site_sim.experiments.causes import Why
from site_sim.experiments.outcome import OutcomeReader, TrackOutcome
from site_sim.experiments.tracks import Track
from site_sim.export.header import RunHeader, header_of
from site_sim.export.reading import read_jsonl
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.scenario.run_end import end_of, known_end
from site_sim.scenario.scenario import Scenario
from site_sim.state.settings import Settings

BURST = 4096
"""Steps of the kernel between two looks at the progress of a run."""

TellShare = Callable[[float], None]
"""A function that is told now and then how much of the work is done, 0 to 1."""


class TrackResult(Struct, frozen=True):
    """What came of a track, and what shaped it."""

    outcome: TrackOutcome
    header: RunHeader
    settings: Settings
    """Those in force at its end."""
    why: str = ""
    """Why it took as long as it did, in a sentence."""
    remark: str = ""
    """What is to be known of its recording, if anything."""


def bursts(simulation: Simulation, limit: int) -> Iterator[int]:
    """Run up to a time (ns), and yield after each burst how far the run is, in nanoseconds."""
    is_there = False
    while not is_there:
        is_there = simulation.run(limit, BURST)
        yield simulation.now


def end_reached(scenario: Scenario, simulation: Simulation) -> tuple[int, bool]:
    """Return the time that a run came to (ns), and whether nothing more happens after it.

    If the scenario does not say how far it goes, it ends with the last that happens.
    """
    is_complete = simulation.next_at() is None
    ends_with_last = is_complete and scenario.until is None
    return simulation.log[-1].at if ends_with_last else end_of(scenario), is_complete


def run_track(track: Track, tell: TellShare) -> TrackResult:
    """Run a track, or read its recording, and return what came of it. Raises `SiteError`.

    It can be called in another process: a track and its result can be pickled.
    """
    if track.scenario is None:
        return _read(track, tell)
    simulation = Simulation(track.scenario.to_config())
    share = _share(track.scenario, simulation)
    for _ in bursts(simulation, end_of(track.scenario)):
        tell(share())
    end, is_complete = end_reached(track.scenario, simulation)
    log, costs = simulation.log, asdict(simulation.config.costs)
    del simulation  # of a large crew it takes more room than the figures
    header = header_of(track.scenario, costs, log.cast)
    return _result(track, log, header, end, is_complete, tell)


def with_known_costs(track: Track) -> Track:
    """Return a track whose costs need not be measured: they are measured now, if they are to be.

    Raises `RunError` if they can't be.
    """
    scenario = track.scenario
    if scenario is None or not scenario.is_measured:
        return track
    costs = scenario.to_costs()
    told = {key: f"{getattr(costs, field_of(key))}ns" for key in COST_KEYS}
    return replace(track, scenario=replace(scenario, cost=told))


def longest_first(tracks: Sequence[Track]) -> list[Track]:
    """Return tracks in the order to begin them in, so that none begins late and takes long.

    Where time is cut into slices for those who compute, each slice makes events.
    """
    return sorted(tracks, key=_slices, reverse=True)


def _slices(track: Track) -> float:
    """Return about how many slices of time are needed to compute a second, if there are any."""
    if track.scenario is None or track.scenario.is_measured:
        return 0.0
    scenario = track.scenario
    quantum_ns = MODELS[scenario.model].quantum_ns(scenario.to_costs())
    return 1 / quantum_ns if quantum_ns else 0.0


def _share(scenario: Scenario, simulation: Simulation) -> Callable[[], float]:
    """Return a function that tells how much of a run is done: of its time, or of its jobs."""
    end = known_end(scenario)
    if end:
        return lambda: simulation.now / end
    jobs = (scenario.count or 0) + len(scenario.orders)
    log = simulation.log
    return lambda: (len(log.jobs) - simulation.unfinished) / max(1, jobs)


def _read(track: Track, tell: TellShare) -> TrackResult:
    """Return what came of the run that a recording holds. Raises `SiteError`."""
    path, where = track.recording, file_name(track.recording)
    try:
        with open(path, "rb") as stream:
            reader = read_jsonl(stream, where)
    except FileNotFoundError:
        raise SiteError("no such file", where) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL or a surrogate in the path
        raise SiteError(reason_of(path, error), where) from None
    log = reader.log
    assert log is not None
    header = reader.header or RunHeader(cast=log.cast)
    last = log[-1].at if len(log) else 0
    ended = (last, False) if reader.end is None else (max(last, reader.end.at), reader.end.complete)
    cut = f"is cut off {reader.cut}" if reader.cut else ""
    remark = ", ".join(filter(None, (cut, reader.passed_over)))
    result = _result(track, log, header, *ended, tell)
    return replace(result, remark=f"{where}: {remark}" if remark else "")


def _result(
    track: Track, log: EventLog, header: RunHeader, end: int, is_complete: bool, tell: TellShare
) -> TrackResult:
    with paused_collector():
        reader = OutcomeReader(log)
        reader.work()
        outcome = reader.outcome(end, is_complete, header.never_ends)
    why = Why(track.scenario, log)
    while not why.work(BURST):
        tell(1.0)  # that nothing more is to be run; whoever is told may be gone meanwhile
    return TrackResult(outcome, header, reader.settings, why.sentence)
