"""The first and last line of a log: what is known of a run, who takes part, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from site_sim.base.text import clean_line
from site_sim.log.cast import Cast, CastMember
from site_sim.scenario.schema import KEYS

if TYPE_CHECKING:  # who reads a log needs no scenario
    from site_sim.scenario.scenario import Scenario

SCHEMA = 1
"""The version of the format. It counts up when kinds of event or fields are added."""
HEADER, END = "site_sim", "end"
"""The only key of the first line, and of the last."""


class RunHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a run before anything happens; costs are simulated nanoseconds."""

    cast: Cast
    schema: int = SCHEMA
    program: str = ""
    version: str = ""
    """The version of site-sim that wrote the log."""
    title: str = ""
    settings: Mapping[str, object] = {}
    """Every key of the scenario with its value, but for its title, what is to be pressed, and
    whom it races with."""
    costs: Mapping[str, int] = {}
    seed: int = 0
    clock: str = "simulated"
    """Which clock the times of the events are of."""

    @property
    def workers(self) -> int:
        """How many workers there are at the start."""
        workers = self.settings.get("workers")
        crew = workers if isinstance(workers, int) and self.cast.can_grow else 0
        return self.cast.named_workers + crew

    @property
    def wiring(self) -> str:
        """How jobs go from task to task at the start, where the rule for the crew depends on it."""
        return str(self.settings.get("wiring", ""))

    @property
    def never_ends(self) -> bool:
        """Whether it is known that ever more jobs come."""
        return bool(self.settings.get("rate")) and self.settings.get("count", 0) is None

    def to_record(self) -> dict[str, Any]:
        """Return the first line of a log as a plain record."""
        words = {
            "schema": self.schema,
            "program": self.program,
            "version": self.version,
            "title": self.title,
            "settings": dict(self.settings),
            "costs": dict(self.costs),
            "seed": self.seed,
            "clock": self.clock,
            "cast": list(cast_records(self.cast, self.workers, self.wiring)),
            "hires": hires_record(self.cast),
        }
        return {HEADER: words}


def header_of(scenario: Scenario, costs: Mapping[str, int], cast: Cast) -> RunHeader:
    """Return what is known of a run of a scenario before anything happens."""
    from importlib.metadata import version  # noqa: PLC0415 - saves 20 ms where nobody asks

    settings = {key: getattr(scenario, field.field) for key, field in KEYS.items()}
    for key in ("title", "cost", "next", "race"):  # two stand elsewhere, two are not of this run
        del settings[key]
    if scenario.jobs is not None:  # the folder is this machine's, and the bytes are the same on all
        settings["jobs"] = clean_line(Path(scenario.jobs).name)
    return RunHeader(
        program=scenario.program,
        version=version("site-sim"),
        title=scenario.title,
        settings=settings | {"rate": scenario.rate_per_s, "costs": scenario.costs_name},
        costs=costs,
        seed=scenario.seed,
        cast=cast,
    )


def cast_records(cast: Cast, workers: int, wiring: str) -> Iterator[dict[str, Any]]:
    """Yield everybody who is there at the start as plain records, in the order of their rows."""
    for number in cast.rows(workers):
        member = cast.members.get(number) or CastMember(
            number, cast.role_of(number), cast.name_of(number)
        )
        record: dict[str, Any] = {
            "number": number,
            "role": member.role,
            "name": member.name,
            "links": list(map(cast.name_of, cast.links_of(number, workers, wiring))),
        }
        if member.short:
            record["short"] = member.short
        yield record


def hires_record(cast: Cast) -> dict[str, Any] | None:
    """Return the rule for whoever is hired, as a plain record; None where nobody ever is."""
    if cast.crew is None:
        return None
    links = {
        wiring: {role: list(receivers) for role, receivers in rules.items()}
        for wiring, rules in cast.crew.links.items()
    }
    return {"role": "worker", "name": cast.crew.name, "links": links}


def end_record(at: int, complete: bool, events: int) -> dict[str, Any]:
    """Return the last line of a log as a plain record.

    A run is `complete` when nothing more would happen after the time `at` (simulated nanoseconds);
    otherwise it was stopped there.
    """
    return {END: {"at": at, "complete": complete, "events": events}}
