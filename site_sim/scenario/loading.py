"""Loading a scenario: one that ships, or a TOML file; every fault of it is named at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct

from site_sim.base.errors import Fault, SiteError, did_you_mean
from site_sim.base.files import MEBIBYTE, STDIN, file_name, read_text
from site_sim.base.messages import in_file, option, shown
from site_sim.base.text import clean_line
from site_sim.base.toml import parse_toml
from site_sim.scenario.described import UNTOLD, stays_as_described
from site_sim.scenario.real_work import settled, title_of
from site_sim.scenario.scenario import Scenario, ScenarioWords
from site_sim.scenario.schema import (
    KEYS,
    Value,
    accepted,
    joint_faults,
    texts_read,
    value_faults,
)
from site_sim.scenario.single_costs import costs_over

if TYPE_CHECKING:
    from site_sim.scenario.job_file.held_jobs import HeldJobs

SHIPPED = Path(__file__).parent / "shipped"
"""The scenarios that ship."""
STORY = (
    *("classic", "producer-consumer", "overlap", "gil", "convoy", "cores", "hybrid"),
    *("head-of-line", "rework", "accidents", "crowd", "commits"),
)
"""The scenarios in the order in which one leads to the next."""
FIRST = STORY[0]
"""The scenario that runs when none is named."""
OTHER_FILES = (".csv", ".json", ".jsonl", ".ndjson")
"""How the names of job files and logs end."""
OTHER_FILES_HINT = "a job file is opened with '--jobs FILE', a log with 'site-sim replay FILE'"
SCENARIO_CAP = MEBIBYTE
"""Bytes a scenario file may have."""


def load_scenario(
    name: str | None = None,
    overrides: Mapping[str, object] | None = None,
    stdin: BinaryIO | None = None,
    tell_jobs: Callable[[int], None] | None = None,
    kept: MutableMapping[str, HeldJobs] | None = None,
    only_true: bool = False,
) -> Scenario:
    """Return the scenario of that name (one that ships, or a path to a TOML file).

    Without a name it is that of a job file alone, or `FIRST` where there is none either.
    `overrides` are keys that win over the file's, and are named as options in messages. `stdin`
    is what a job file `-` is read from; `tell_jobs` is told now and then how many jobs of one have
    been read. The jobs of files in `kept` are known, and others are added to it: a stream is read
    only once. `only_true` leaves out what a file says of itself where `overrides` make it untrue; a
    log has it all the same. Raises `SiteError` with all faults found.
    """
    overrides = dict(overrides or {})
    if name is None:
        name = "" if "jobs" in overrides else FIRST
    path = find_scenario(name) if name else Path()
    found, faults = _read_scenario(path) if name else ({}, [])
    faults += value_faults(overrides, option)
    words = _merge(found, accepted(overrides), path)
    faults += joint_faults(words.given, words.values)
    jobs = words.values.get("jobs")
    orders: HeldJobs | None = None
    if jobs is not None and kept is not None and jobs in kept:
        orders = kept[str(jobs)]
    elif jobs is not None and not (jobs == STDIN and faults):  # it would wait for a stream first
        from site_sim.scenario.job_file.reading import load_jobs  # noqa: PLC0415 - saves csv and json, 4 ms

        try:
            orders = load_jobs(str(jobs), stdin, tell_jobs)
        except SiteError as error:
            given = words.given["jobs"]
            by_file = "jobs" not in overrides
            faults += [
                fault._replace(where=f"{given}: {fault.where}") if by_file else fault
                for fault in error.faults
            ]
    if faults:
        raise SiteError(faults)
    if kept is not None and orders is not None:
        kept[str(jobs)] = orders
    titles = [str(found.get("title", path.stem)), title_of(str(overrides.get("jobs", "")))]
    fields: dict[str, Any] = {KEYS[key].field: value for key, value in words.values.items()}
    fields["title"] = clean_line(": ".join(filter(None, titles)), KEYS["title"].cells)
    if only_true and not _is_as_described(found, overrides):
        fields |= UNTOLD
    scenario = Scenario(**fields, source=name)
    return scenario if orders is None else settled(scenario, orders, words.given)


def _is_as_described(found: Mapping[str, Value], overrides: Mapping[str, object]) -> bool:
    """Return whether what a file says of its scenario is true with other values."""
    first = Scenario()
    file = {"model": first.model, "workload": first.workload, **found}
    return stays_as_described(file, overrides)


def shipped_scenarios() -> dict[str, ScenarioWords]:
    """Return what each scenario that ships says of itself, in the order of the story."""
    listed = {}
    for name in shipped_names():
        values, _ = _read_scenario(SHIPPED / f"{name}.toml")
        words = {key: str(values[key]) for key in ScenarioWords._fields if key in values}
        listed[name] = ScenarioWords(**{"title": name, **words})
    return listed


def shipped_names() -> list[str]:
    """Return the names of the scenarios that ship, in the order of the story."""
    names = {path.stem for path in SHIPPED.glob("*.toml")}
    return [name for name in STORY if name in names] + sorted(names.difference(STORY))


def find_scenario(name: str, other_words: Iterable[str] = ()) -> Path:
    """Return the file of a scenario given by name or path.

    Raises `SiteError` for neither, with the nearest of the names and of `other_words`.
    """
    shipped = shipped_names()
    if name in shipped:
        return SHIPPED / f"{name}.toml"
    path = Path(name)
    if path.suffix == ".toml" or len(path.parts) != 1 or _exists(path):
        return path
    hint = did_you_mean(clean_line(name), [*shipped, *other_words])
    raise SiteError("no such scenario, and no such file", file_name(name), hint)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _read_scenario(path: Path) -> tuple[dict[str, Value], list[Fault]]:
    """Return the good values of a scenario file, and all that is wrong with the others."""
    where = scenario_label(path)
    try:
        data = texts_read(parse_toml(read_text(path, SCENARIO_CAP), where))
    except SiteError as error:
        other = OTHER_FILES_HINT if path.suffix.lower() in OTHER_FILES else ""
        return {}, [fault._replace(hint=fault.hint or other) for fault in error.faults]
    values, faults = accepted(data), value_faults(data, in_file(where))
    race = values.pop("race", None)
    if isinstance(race, Sequence):
        values["race"], wrong = _race([*map(str, race)], path)
        faults += wrong
    return values, faults


def _race(texts: Iterable[str], path: Path) -> tuple[tuple[str, ...], list[Fault]]:
    """Return the tracks of a scenario's file, and what is wrong with what they say.

    Files that they name are looked for beside it.
    """
    from site_sim.scenario.track_text import read_tracks  # noqa: PLC0415 - few files have a race

    named = in_file(scenario_label(path))("race")
    tracks, faults = read_tracks(texts, lambda text: f"{named}: {shown(text)}")
    return tuple(track.moved(lambda name: str(path.parent / name)).text for track in tracks), faults


def scenario_label(path: Path) -> str:
    """Return how messages name a scenario's file: one that ships without its folder."""
    return path.name if path.parent == SHIPPED else file_name(path)


class _Words(Struct, frozen=True):
    """The values to use, and what messages call the file or option that gave each of them."""

    values: dict[str, Value]
    given: dict[str, str]


def _merge(found: dict[str, Value], overrides: dict[str, Value], path: Path) -> _Words:
    if "jobs" in overrides and "jobs" not in found:  # it takes the place of the file's own jobs
        found = {key: value for key, value in found.items() if key not in ("rate", "count")}
    values = found | overrides
    own, given_costs = found.get("cost"), overrides.get("cost")
    if isinstance(own, Mapping) and isinstance(given_costs, Mapping):
        values["cost"] = costs_over(own, given_costs)
    if "jobs" in found and "jobs" not in overrides and found["jobs"] != STDIN:
        values["jobs"] = str(path.parent / str(found["jobs"]))
    named = in_file(scenario_label(path))
    given = {key: option(key) if key in overrides else named(key) for key in values}
    return _Words(values, given)
