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

    A person's own come first, the newest of them at the top, and then those that ship, in the order
    of the story.
    """

    def __init__(self) -> None:
        self._opened: dict[str, tuple[str, ScenarioWords]] = {}
        """The file of each that was opened, and what it says of itself, by name, in order."""
        self._job_file: Scenario | None = None

    def note(self, scenario: Scenario) -> None:
        """Take note of a scenario that is opened; one of neither a name nor jobs has no entry."""
        if scenario.source:
            self._opened[scenario.source] = scenario.source, scenario.words
        elif scenario.has_job_file:
            self._job_file = scenario
            self._opened[""] = str(scenario.jobs), scenario.words

    def load(self, name: str) -> Scenario:
        """Return a scenario by its name or path; raises `SiteError` where there is none."""
        if name:
            from site_sim.scenario.loading import load_scenario  # noqa: PLC0415 - a log needs none

            return load_scenario(name, {})
        if self._job_file is None:
            raise SiteError("no job file was opened without a scenario")
        return self._job_file

    def beside(self, name: str | None, by: int) -> str | None:
        """Return the name of the scenario `by` places further on in the list; None beyond its ends.

        What has no place in it, such as a recording (None), stands before the story.
        """
        from site_sim.scenario.loading import shipped_names  # noqa: PLC0415 - a log needs none

        shipped = shipped_names()
        names = [*reversed([each for each in self._opened if each not in shipped]), *shipped]
        place = names.index(name) if name in names else names.index(shipped[0]) - (by > 0)
        return names[place + by] if 0 <= place + by < len(names) else None

    def listed(self) -> list[ListedScenario]:
        """Return the scenarios; a file is listed without its folder, where that is enough."""
        from site_sim.scenario.loading import shipped_scenarios  # noqa: PLC0415 - a log needs none

        listed = {name: ListedScenario(name, name, w) for name, w in shipped_scenarios().items()}
        for name, (path, words) in self._opened.items():
            if name in listed:
                continue
            short = clean_line(Path(path).name)
            label = clean_line(path) if short in listed else short
            listed = {label: ListedScenario(name, label, words)} | listed
        return [*listed.values()]
