"""The lines of buttons: the settings with their values, and the keys."""

from __future__ import annotations

from typing import ClassVar

from site_sim.ui.actions import ACTIONS, BY_ID
from site_sim.ui.keys import sign
from site_sim.ui.view import Scene
from site_sim.ui.widgets.bars import Bar, Zone, cells_of, in_room
from site_sim.ui.words import count, rate, share


class Controls(Bar):
    """Buttons for what is changed most, each with its value."""

    def zones(self, scene: Scene) -> list[Zone]:
        """Return workers, rate, speed, model and the rest as far as there is room."""
        settings, view = scene.state.settings, scene.view
        workers = scene.state.staying
        speed = view.speed_text.replace("×", self.glyphs.times)
        per_s = float(settings["rate"])
        defects = share(float(settings["defect-rate"]))
        groups = [
            self._stepper("Workers", "lay-off", count(workers), "hire", "set-workers"),
            self._stepper("Job rate", "rate-down", rate(per_s), "rate-up", "set-rate"),
            self._stepper("Speed", "slower", speed, "faster", "max-speed"),
            self._choice("Model", settings["model"], "model"),
            self._choice("Workload", settings["workload"], "workload"),
            self._choice("Dispatch", settings["dispatch"], "dispatch"),
            self._choice("Wiring", settings["wiring"], "wiring"),
            self._stepper("Defects", "defects-down", defects, "defects-up", ""),
            self._choice("Supervision", settings["supervise"], "supervision"),
        ]
        return in_room(groups, self.cells)

    def _stepper(self, name: str, down: str, value: str, up: str, exact: str) -> list[Zone]:
        return [
            (f" {name} ", "muted", exact),
            (f"[{self.glyphs.minus}]", "key", down),
            (f" {value} ", "strong", exact),
            (f"[{self.glyphs.plus}]", "key", up),
            (" ", "", ""),
        ]

    def _choice(self, name: str, value: str, action: str) -> list[Zone]:
        return [
            (f" {name} ", "muted", action),
            (f"{value} ", "strong", action),
            (self.glyphs.down, "key", action),
            (" ", "", ""),
        ]


class Keys(Bar):
    """The footer: the keys used most, from the registry, each a button."""

    PAIRS: ClassVar[dict[str, str]] = {
        "faster": "slower",
        "hire": "lay-off",
        "rate-up": "rate-down",
        "zoom-in": "zoom-out",
    }
    """Actions that share an item with their opposite, which is written first."""
    ALWAYS = ("pause", "help", "quit")
    LAST = ("help", "quit")
    """What stands at the right end."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._shown: tuple[tuple[int, str, bool], list[Zone]] = ((-1, "", False), [])

    def zones(self, scene: Scene) -> list[Zone]:
        """Return as many keys as there is room for; help and quit always.

        The old future is offered before others where there is one, and else not at all.
        """
        needs = (self.cells, scene.view.screen, scene.playhead.can_restore)
        if needs != self._shown[0]:
            self._shown = needs, self._chosen(*needs)
        return self._shown[1]

    def _chosen(self, width: int, screen: str, can_restore: bool) -> list[Zone]:
        here = [action for action in ACTIONS if action.is_for(screen) and action.short]
        if not can_restore:
            here.remove(BY_ID["restore"])
        own = {key for action in here if action.screens for key in self.keys_of(action.id)}
        first = (*self.ALWAYS, "restore")
        here.sort(key=lambda action: action.id not in first and not action.screens)
        shown = (
            action.id
            for action in here
            if self.key_of(action.id)
            and (action.screens or own.isdisjoint(self.keys_of(action.id)))
        )
        items = {action: self._item(action) for action in shown}
        while items and sum(map(cells_of, items.values())) > width:
            spare = [action for action in items if action not in self.ALWAYS]
            del items[spare[-1] if spare else next(reversed(items))]
        order = sorted(items, key=lambda action: action in self.LAST)
        return [zone for action in order for zone in items[action]]

    def _item(self, action: str) -> list[Zone]:
        zones: list[Zone] = [(" ", "", "")]
        if action in self.PAIRS:
            other = self.PAIRS[action]
            zones.append((self.key_of(other), "key", other))
        zones.append((self.key_of(action), "key", action))
        return [*zones, (f" {BY_ID[action].short} ", "muted", action)]

    def key_of(self, action: str) -> str:
        """Return the first key that an action is bound to now, "" for none."""
        return next(map(sign, self.keys_of(action)), "")
