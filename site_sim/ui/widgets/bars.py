"""The one-line bars: header, notice, controls, metrics and keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events

from site_sim.state.lints import Condition, findings
from site_sim.state.metrics import present_throughput, present_working, recent_times
from site_sim.ui.actions import ACTIONS, BY_ID
from site_sim.ui.keys import sign
from site_sim.ui.messages import Commanded
from site_sim.ui.view import Scene
from site_sim.ui.widgets.details import describe
from site_sim.ui.widgets.lines import Lines, Piece
from site_sim.ui.words import clock, count, rate, seconds, share

Zone = tuple[str, str, str]
"""A text, its role, and the id of the action that a click on it asks for ("" for none)."""


class Bar(Lines):
    """One line of pieces, some of which can be clicked."""

    DEFAULT_CSS = "Bar { height: 1; overflow: hidden hidden; }"

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._zones: list[Zone] = []
        self._hovered = ""
        self.keys_of: Callable[[str], tuple[str, ...]] = lambda action: BY_ID[action].keys

    def zones(self, scene: Scene) -> list[Zone]:
        """Return what the bar is made of."""
        raise NotImplementedError

    def prepare(self, scene: Scene) -> None:
        """Make the line."""
        self._zones = self.zones(scene)

    def row_count(self) -> int:
        """Return one row."""
        return 1

    def key(self, row: int) -> Hashable:
        """Return the line itself."""
        return (tuple(self._zones), self._hovered)

    def pieces(self, row: int) -> Iterable[Piece]:
        """Return the line, what is under the pointer lit up."""
        for text, role, action in self._zones:
            yield text, "hot" if action and action == self._hovered else role

    def _action_at(self, x: int) -> str:
        for text, _, action in self._zones:
            x -= cell_len(text)
            if x < 0:
                return action
        return ""

    def on_click(self, event: events.Click) -> None:
        """Ask for the action under the pointer."""
        action = self._action_at(event.x)
        if action:
            event.stop()
            self.post_message(Commanded(action))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up what can be clicked, and say what it does."""
        self._hover(self._action_at(event.x))

    def on_leave(self) -> None:
        """Light nothing up."""
        self._hover("")

    def _hover(self, action: str) -> None:
        if action != self._hovered:
            self._hovered = action
            self.tooltip = self._tip(action)
            self.refresh_changes()

    def _tip(self, action: str) -> Text | None:
        """Return what an action does, and its keys."""
        if action not in BY_ID:
            return None
        keys = " ".join(map(sign, self.keys_of(action)))
        return Text(f"{BY_ID[action].label} ({keys})" if keys else BY_ID[action].label)


def spread(left: list[Zone], right: list[Zone], width: int) -> list[Zone]:
    """Return both with the room between them; what does not fit is cut on the right."""
    used = sum(cell_len(text) for text, _, _ in left + right)
    return [*left, (" " * max(1, width - used), "", ""), *right]


class Header(Bar):
    """What runs, how fast, and what has come of it."""

    def zones(self, scene: Scene) -> list[Zone]:
        """Return title, model and workload, clock and counts."""
        state, view, glyphs = scene.state, scene.view, self.glyphs
        settings = state.settings
        wide, roomy = self.size.width >= 100, self.size.width >= 140
        dot = f" {glyphs.dot} "
        kind = settings["program"] if settings["program"] != "pipeline" else view.title
        left: list[Zone] = [
            (f" {glyphs.stripes * 2} ", "hazard", ""),
            ("site-sim ", "strong", ""),
        ]
        if roomy and kind != "site-sim":
            left.append((f"{kind}{dot}", "muted", ""))
        left += [
            (settings["model"], "accent", "model"),
            (f"{dot}{settings['workload']}-bound" if wide else f"{dot}{settings['workload']}",
             "muted", "workload"),
        ]  # fmt: skip
        if settings["dispatch"] != "round-robin" and wide:
            left.append((f"{dot}{settings['dispatch']}", "muted", "dispatch"))
        right = [
            (f"{glyphs.pause if view.paused else glyphs.play} ", "hazard" if view.paused else "",
             "pause"),
            ("paused" if view.paused else view.speed_text.replace("×", glyphs.times),
             "hazard-text" if view.paused else "", "pause"),
            *self._real_speed(view.behind and not view.paused, view.real_speed),
            (f"  {clock(state.at)}", "strong", ""),
        ]  # fmt: skip
        if wide:
            right.append((f"  seed {settings['seed']}", "muted", ""))
            right.append((f"   in {count(state.arrived)}{dot}", "muted", ""))
        else:
            right.append(("  ", "", ""))
        right += [
            (f"accepted {count(state.accepted)}", "accepted-text", ""),
            (dot, "muted", ""),
            (f"queue {count(len(state.queue))} ", "", ""),
        ]
        return spread(left, right, self.size.width)

    def _real_speed(self, behind: bool, real_speed: float) -> list[Zone]:
        if not behind:
            return []
        text = f"{real_speed:.0f}" if real_speed >= 10 else f"{real_speed:.1f}"
        return [(f" (really {text}{self.glyphs.times})", "hazard-text", "")]


class Notice(Bar):
    """One sentence: what is the matter, or what the model does."""

    LOOKS: ClassVar[dict[Condition, tuple[str, str]]] = {
        "broken": ("banner", "banner"),
        "overloaded": ("hazard", "hazard-text"),
        "finished": ("accepted", "accepted-text"),
        "empty": ("muted", "muted"),
        "fine": ("line", "muted"),
    }

    def __init__(self, id: str, summaries: dict[str, str]) -> None:
        super().__init__(id)
        self._summaries = summaries

    def zones(self, scene: Scene) -> list[Zone]:
        """Return where it is on the way to, the gravest finding, or the model's summary."""
        if scene.view.destination is not None:
            there, key = clock(scene.view.destination), " ".join(map(sign, self.keys_of("pause")))
            return [(f"  {self.glyphs.hazard} ", "hazard", ""),
                    (f"on the way to {there}; {key} stops here", "hazard-text", "")]  # fmt: skip
        if scene.view.details_in_notice:
            return [(text, role, "") for text, role in describe(scene, self.size.width, self)[0]]
        found = findings(scene.state)
        if not found:
            model = scene.state.settings["model"]
            return [(f"    {model}: {self._summaries.get(model, '')}", "muted", "")]
        condition, line = found[0]
        mark, text = self.LOOKS[condition]
        glyph = {
            "broken": self.glyphs.cross,
            "overloaded": self.glyphs.hazard,
            "finished": self.glyphs.tick,
        }.get(condition, self.glyphs.dot)
        padding = " " * self.size.width if condition == "broken" else ""
        return [(f"  {glyph} ", mark, ""), (f"{condition}: {line}", text, ""), (padding, mark, "")]


class Controls(Bar):
    """Buttons for what is changed most, each with its value."""

    def zones(self, scene: Scene) -> list[Zone]:
        """Return workers, rate, speed, model and the rest as far as there is room."""
        settings, view = scene.state.settings, scene.view
        workers = sum(not task.leaving for task in scene.state.workers[-64:])
        workers += max(0, len(scene.state.workers) - 64)
        speed = view.speed_text.replace("×", self.glyphs.times)
        pairs = [
            self._stepper("Workers", "lay-off", count(workers), "hire", "set-workers"),
            self._stepper(
                "Rate" if self.size.width < 100 else "Job rate",
                "rate-down", rate(float(settings["rate"])), "rate-up", "set-rate",
            ),
            self._stepper("Speed", "slower", speed, "faster", "max-speed"),
            self._choice("Model", settings["model"], "model"),
            self._choice("Workload", settings["workload"], "workload"),
            self._choice("Dispatch", settings["dispatch"], "dispatch"),
            self._choice("Wiring", settings["wiring"], "wiring"),
            self._stepper(
                "Defects", "defects-down", share(float(settings["defect-rate"])), "defects-up", ""
            ),
            self._choice("Supervision", settings["supervise"], "supervision"),
        ]  # fmt: skip
        zones: list[Zone] = [(" ", "", "")]
        left = self.size.width - 1
        for pair in pairs:
            left -= sum(cell_len(text) for text, _, _ in pair)
            if left < 0:
                break
            zones += pair
        return zones

    def _stepper(self, name: str, down: str, value: str, up: str, exact: str) -> list[Zone]:
        return [
            (f"{name} ", "muted", exact),
            (f"[{self.glyphs.minus}]", "key", down),
            (f" {value} ", "strong", exact),
            (f"[{self.glyphs.plus}]", "key", up),
            ("   ", "", ""),
        ]

    def _choice(self, name: str, value: str, action: str) -> list[Zone]:
        return [
            (f"{name} ", "muted", action),
            (f"{value} ", "strong", action),
            (f"{self.glyphs.down}", "key", action),
            ("   ", "", ""),
        ]


class Metrics(Bar):
    """Throughput, workers at work and queue length as small plots, and the times of late."""

    def zones(self, scene: Scene) -> list[Zone]:
        """Return each figure with its plot."""
        state = scene.state
        width = self.size.width
        cells = 8 if width < 100 else 16 if width < 160 else 32
        working, crew = present_working(state)
        times = recent_times(state)
        busy = working / crew if crew else 0.0
        zones: list[Zone] = [(" ", "", "")]
        figures = (
            ("throughput" if width >= 100 else "done", state.throughput.read(state.moment, cells),
             0, rate(present_throughput(state)), "accepted"),
            ("at work", state.working.read(state.moment, cells), crew, share(busy),
             "state-working"),
            ("queue", state.queue_lengths.read(state.moment, cells), 0, count(len(state.queue)),
             "state-ready"),
        )  # fmt: skip
        for name, series, most, value, role in figures:
            zones += [
                (f"{name} ", "muted", ""),
                (self._plot(series, most), role, ""),
                (f" {value:<6}", "strong", ""),
                (" ", "", ""),
            ]
        zones += [("wait p95 ", "muted", ""), (f"{seconds(times.wait_p95):<7}", "strong", "")]
        if width >= 100:
            utilisation = share(state.utilisation)
            zones += [("utilisation ", "muted", ""), (f"{utilisation:<5}", "strong", "")]
        if width >= 140:
            zones += [
                ("in all p50 ", "muted", ""), (f"{seconds(times.sojourn_p50):<7}", "strong", ""),
                ("p95 ", "muted", ""), (f"{seconds(times.sojourn_p95):<7}", "strong", ""),
            ]  # fmt: skip
        return zones

    def _plot(self, series: list[int], most: int) -> str:
        levels = self.glyphs.levels
        top = max(most, *series) or 1
        last = len(levels) - 1
        return "".join(levels[-(-value * last // top)] for value in series)


class Keys(Bar):
    """The footer: the keys used most, from the registry, each a button."""

    PAIRS: ClassVar[dict[str, str]] = {
        "faster": "slower",
        "hire": "lay-off",
        "rate-up": "rate-down",
    }

    def zones(self, scene: Scene) -> list[Zone]:
        """Return as many keys as there is room for; help and quit always."""
        shown = [action for action in ACTIONS if action.short]
        items = []
        for action in shown:
            pair = BY_ID.get(self.PAIRS.get(action.id, ""))
            keys = self.key_of(action.id) + (self.key_of(pair.id) if pair else "")
            if keys:
                items.append((action, f" {keys}", f" {action.short} "))
        while items and sum(len(key) + len(text) for _, key, text in items) > self.size.width:
            spare = [item for item in items if item[0].id not in ("help", "quit", "pause")]
            items.remove(spare[-1] if spare else items[-1])
        zones: list[Zone] = []
        for action, key, text in items:
            zones += [(key, "key", action.id), (text, "muted", action.id)]
        return zones

    def key_of(self, action: str) -> str:
        """Return the first key that an action is bound to now, "" for none."""
        return next(map(sign, self.keys_of(action)), "")
