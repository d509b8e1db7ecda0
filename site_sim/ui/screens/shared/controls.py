"""The lines of buttons: the settings with their values, and what else is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_sim.base.quantities import exact_share, rate
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.ui.drawing.bars import BarItem, in_lines
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.theme.glyphs import Glyphs

SHOWN = ("rate", "model", "workload", "dispatch", "wiring", "defect_rate", "supervise")
"""The settings of a run that have buttons."""
BUTTONS = {
    "order": "job",
    "burst": "burst",
    "accident": "accident",
    "scenario": "scenario",
    "theme": "theme",
    "new-seed": "new seed",
    "find": "find",
    "zoom": "zoom",
}
"""What is done at a click, and what the button says."""


class ControlButtons:
    """A line of buttons for what is changed most, each with its value, then for what is done."""

    def __init__(self, glyphs: Glyphs, keys: KeyBindings[Any], line: int = 0) -> None:
        self.glyphs = glyphs
        self._keys = keys
        self._line = line
        self._refusals: Mapping[str, str] = {}
        self._written_for: tuple[object, int] = ((), -1)
        """The values, and the cells, that the line was last written for."""
        self._written: list[BarItem] = []

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return the line: what has no room on those before, as far as there is room."""
        settings, view = frame.site.settings, frame.view
        shown = (getattr(settings, name) for name in SHOWN)
        self._refusals = frame.refusals
        values = (
            *shown,
            frame.site.staying,
            view.speed_text,
            frozenset(self._refusals),
            frame.settings_told,
        )
        if (values, cells) != self._written_for:
            self._written_for = values, cells
            lines = in_lines([*self._settings(frame), *self._buttons()], cells)
            self._written = lines[self._line] if self._line < len(lines) else []
        return self._written

    def _settings(self, frame: Frame) -> list[list[BarItem]]:
        """Return the buttons for workers, rate, speed, model and the rest."""
        settings, view = frame.site.settings, frame.view
        workers = frame.site.staying
        speed = view.speed_text.replace("×", self.glyphs.times)
        per_s = settings.rate
        defects = exact_share(settings.defect_rate)
        supervision = "on" if settings.supervise else "off"
        groups = {
            "workers": self._stepper(
                "Workers", "lay-off", count(workers), "hire", "set-workers", "workers"
            ),
            "rate": self._stepper(
                "Job rate", "rate-down", rate(per_s), "rate-up", "set-rate", "rate"
            ),
            "speed": self._stepper("Speed", "slower", speed, "faster", "set-speed"),
            "model": self._choice("Model", settings.model, "model"),
            "workload": self._choice("Workload", settings.workload, "workload"),
            "dispatch": self._choice("Dispatch", settings.dispatch, "dispatch"),
            "wiring": self._choice("Wiring", settings.wiring, "wiring"),
            "defect_rate": self._stepper(
                "Defects", "defects-down", defects, "defects-up", "set-defects", "defect-rate"
            ),
            "supervise": self._switch("Supervision", supervision, "supervision"),
        }
        if frame.has_job_file and not per_s:  # it would be that of no job that is to come
            del groups["workload"]
        seen = ("workers", "speed")
        return [group for key, group in groups.items() if key in seen or frame.is_told(key)]

    def _buttons(self) -> list[list[BarItem]]:
        """Return the buttons for orders, accidents and what is looked at."""
        return [
            [(" ", "", ""), (f"[{BUTTONS[action]}]", "key", action), (" ", "", "")]
            for action in BUTTONS
            if not self._is_refused(action)
        ]

    def _is_refused(self, action: str) -> bool:
        return self._keys[action].needs in self._refusals

    def _shown(self, name: str, value: str) -> list[BarItem]:
        """Return a setting that can't be changed in this run."""
        return [(f" {name} ", "muted", ""), (f"{value} ", "strong", "")]

    def _stepper(
        self, name: str, down: str, value: str, up: str, exact: str, setting: str = ""
    ) -> list[BarItem]:
        """Return a number between its steps; a click on it shows it among all settings."""
        if self._is_refused(up):
            return self._shown(name, value)
        return [
            (f" {name} ", "muted", exact),
            (f"[{self.glyphs.minus}]", "key", down),
            (f" {value} ", "strong", f"settings:{setting}" if setting else exact),
            (f"[{self.glyphs.plus}]", "key", up),
            (" ", "", ""),
        ]

    def _switch(self, name: str, value: str, action: str) -> list[BarItem]:
        if self._is_refused(action):
            return self._shown(name, value)
        return [
            (f" {name} ", "muted", "settings:supervise"),
            (f"[{value}]", "key", action),
            (" ", "", ""),
        ]

    def _choice(self, name: str, value: str, action: str) -> list[BarItem]:
        if self._is_refused(action):
            return self._shown(name, value)
        return [
            (f" {name} ", "muted", action),
            (f"{value} ", "strong", f"settings:{action}"),
            (self.glyphs.down, "key", action),
            (" ", "", ""),
        ]
