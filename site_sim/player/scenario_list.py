"""The scenarios that can be opened: a person's own, and those that ship."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from site_sim.base.errors import SiteError
from site_sim.base.text import clean_line
from site_sim.scenario.scenario import Scenario, ScenarioWords


class ListedScenario(NamedTuple):
    """A scenario that can be opened."""

    name: str
    """Its name or its path; "" for a job file without a scenario."""
    label: str
    """The name by which it is listed."""
    words: ScenarioWords
    """What it says of itself."""


class ScenarioList:
    """Knows which scenarios were opened and which ship, and loads each of them.

    A job file that was opened without a scenario is kept as it was opened, with the options that
    were given with it.
    """

    def __init__(self) -> None:
        self._opened: dict[str, tuple[str, ScenarioWords]] = {}
        """The file of each that was opened, and what it says of itself, by name, in order."""
        self._job_file: Scenario | None = None

    def note(self, scenario: Scenario) -> None:
        """Take note of a scenario that is opened; one of neither a name nor jobs has no entry."""
        if scenario.source:
            self._opened[scenario.source] = scenario.source, scenario.words
        elif scenario.jobs is not None:
            self._job_file = scenario
            self._opened[""] = scenario.jobs, scenario.words

    def load(self, name: str) -> Scenario:
        """Return a scenario by its name or path; raises `SiteError` where there is none."""
        if name:
            from site_sim.scenario.loading import load_scenario  # noqa: PLC0415 - a log needs none

            return load_scenario(name, {})
        if self._job_file is None:
            raise SiteError("no job file was opened without a scenario")
        return self._job_file

    def listed(self) -> list[ListedScenario]:
        """Return the scenarios in the order of the list.

        A person's own come first, the newest of them at the top, and then those that
        ship, in the order of the story. A file is listed without its folder, unless the name that
        is left is taken.
        """
        from site_sim.scenario.loading import shipped_scenarios  # noqa: PLC0415 - a log needs none

        listed = {name: ListedScenario(name, name, w) for name, w in shipped_scenarios().items()}
        for name, (path, words) in self._opened.items():
            if name in listed:
                continue
            short = clean_line(Path(path).name)
            label = clean_line(path) if short in listed else short
            listed = {label: ListedScenario(name, label, words)} | listed
        return [*listed.values()]
