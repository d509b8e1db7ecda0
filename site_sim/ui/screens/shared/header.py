"""The two lines at the top: what runs and how far it is, and a sentence about it."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len

from site_sim.facts.event_text import tell
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.event_log import EventLog
from site_sim.player.formatting import clock, count
from site_sim.player.view_state import Snapshot
from site_sim.state.lints import Condition, Finding, findings
from site_sim.state.site import SiteState
from site_sim.ui.drawing.bars import Bar, BarItem, cells_of, spread
from site_sim.ui.drawing.rows_panel import fit
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.shared.details import cut, describe

WORKLOADS = {"io": "io-bound", "cpu": "cpu-bound", "mixed": "mixed work"}
LATEST = 20
"""Jobs whose work tells what the workload is."""
MIXED = 0.1
"""The least share of both CPU and I/O in work that is called mixed."""
CALM = 30
"""Frames without a jam before an overloaded site is called so no more: around the limit the notice
would flicker, and the queue's colours with it."""
LEAST_STRIPES = 3
"""Stripes on either side of a banner."""
LEAST_TITLE = 16
"""Cells below which a title that does not fit is left out: its beginning says nothing."""
LEAST_DETAILS = 20
"""Cells below which the selected is not told of beside a sentence."""


class Header(Bar):
    """What runs, how fast, and what has come of it."""

    def zones(self, snapshot: Snapshot) -> list[BarItem]:
        """Return model, workload and title, clock and counts."""
        state, view, glyphs = snapshot.state, snapshot.view, self.glyphs
        settings, width = state.settings, self.cells
        dot = f" {glyphs.dot} "
        left: list[BarItem] = [
            (f" {glyphs.stripes * 2} ", "hazard", ""),
            ("site-sim ", "strong", ""),
            (f" {settings.model} ", "plate", "model"),
            (f" {WORKLOADS[workload(state)]}", "muted", "workload"),
        ]
        right: list[BarItem] = [
            *self._clock(snapshot),
            ("  ", "", ""),
            (f"queue {count(len(state.queue))}", "", ""),
            (dot, "muted", ""),
            (f"accepted {count(state.accepted)} ", "accepted-text", ""),
        ]
        if cells_of(left) + cells_of(right) > width:
            del left[-1], left[1]
        room = width - cells_of(left) - cells_of(right) - 3
        arrived = (f"arrived {count(state.arrived)}{dot}", "muted", "")
        if cells_of([arrived]) <= room:
            right.insert(-3, arrived)
            room -= cells_of([arrived])
        is_pipeline = settings.program == "pipeline"
        title = view.title if is_pipeline else settings.program
        room -= len(dot)
        if title != "site-sim" and room >= min(LEAST_TITLE, cell_len(title)):
            left += [(dot, "muted", ""), (_cut(title, room, glyphs.ellipsis), "muted", "")]
        return spread(left, right, width)

    def _clock(self, snapshot: Snapshot) -> list[BarItem]:
        """Return whether time passes, how fast, and how late it is."""
        state, view, glyphs = snapshot.state, snapshot.view, self.glyphs
        time: BarItem = (f"  {clock(state.at)}", "strong", "")
        if view.paused:
            return [(f" {glyphs.pause} paused ", "banner", "pause"), time]
        if state.finished:
            return [(f"{glyphs.tick} finished", "accepted-text", "restart"), time]
        speed = view.speed_text.replace("×", glyphs.times)
        zones: list[BarItem] = [(f"{glyphs.play} {speed}", "", "pause")]
        if view.behind:
            real = f"{view.real_speed:.0f}" if view.real_speed >= 10 else f"{view.real_speed:.1f}"
            zones.append((f" (really {real}{glyphs.times})", "hazard-text", ""))
        return [*zones, time]


def workload(state: SiteState) -> str:
    """Return what the jobs that came last are; before the first, what they are to be."""
    cpu, io = state.log.jobs.work_in(max(0, state.arrived - LATEST), state.arrived)
    if not cpu + io:
        return state.settings.workload
    share_of_cpu = cpu / (cpu + io)
    return "io" if share_of_cpu < MIXED else "cpu" if share_of_cpu > 1 - MIXED else "mixed"


def last_event(state: SiteState) -> str:
    """Return the sentence about the last event that the state has taken in."""
    if not state.seq:
        return "nothing has happened yet"
    return f"event {state.seq:,}: {tell(state.log, state.seq - 1)}"


def _cut(text: str, width: int, ellipsis: str) -> str:
    return fit(text, width, ellipsis).rstrip()


class Notice(Bar):
    """One sentence: what is the matter, what has just happened, or what the model does."""

    LOOKS: ClassVar[dict[Condition, tuple[str, str]]] = {
        "broken": ("banner", "banner"),
        "overloaded": ("hazard", "hazard-text"),
        "finished": ("accepted", "accepted-text"),
        "empty": ("accent", "accent"),
        "fine": ("line", "muted"),
    }

    def __init__(self, id: str, keys: KeyBindings[Any]) -> None:
        super().__init__(id, keys)
        self.condition: Condition = "fine"
        self._overload = Finding("fine", "")
        """What was found when the site was overloaded last, in `_overloaded_log`."""
        self._overloaded_log: EventLog | None = None
        self._calm = CALM
        """Frames since then."""

    def zones(self, snapshot: Snapshot) -> list[BarItem]:
        """Return the sentence, and beside it what the model does, if there is room."""
        sentence = self._sentence(snapshot)
        under_way = self._under_way(snapshot)
        if under_way:
            return [(f"  {self.glyphs.hazard} ", "hazard", ""), (under_way, "hazard-text", "")]
        if snapshot.view.details_in_notice:
            return self._with_details(snapshot, sentence)
        model = snapshot.state.settings.model
        summary = MODEL_FACTS[model].summary
        if not sentence:
            return [(f"    {summary}", "muted", "")]
        aside: list[BarItem] = [(f"{summary} ", "muted", "")]
        room = self.cells - cells_of(sentence) - cells_of(aside)
        return spread(sentence, aside if room >= 3 else [], self.cells)

    def _with_details(self, snapshot: Snapshot, sentence: list[BarItem]) -> list[BarItem]:
        """Return what is known of the selected, after what must be said none the less."""
        if self.condition == "broken":
            sentence = [(f" {self.condition} ", "banner", "")]
        elif snapshot.view.paused:
            sentence = [*sentence, (f" {self.glyphs.dot}", "muted", "")]
        else:
            sentence = []
        room = self.cells - cells_of(sentence)
        if room < LEAST_DETAILS:
            return sentence
        first = cut(describe(snapshot, self.cells, self)[0], room, self.glyphs.ellipsis)
        return [*sentence, *((text, role, "") for text, role in first)]

    def _under_way(self, snapshot: Snapshot) -> str:
        """Return what it is on the way to, and how that is ended; "" for nothing."""
        if snapshot.playhead.fork_progress is not None:
            return f"the run up to here is re-executed; {self._key('restore')} gives it up"
        key = self._key("pause")
        if snapshot.playhead.looking_for:
            return f"on the way to {snapshot.playhead.looking_for}; {key} gives it up"
        to = snapshot.view.destination
        return "" if to is None else f"on the way to {clock(to)}; {key} stops here"

    def _key(self, action: str) -> str:
        return " ".join(map(sign, self.keys.keys_of(action)))

    def _sentence(self, snapshot: Snapshot) -> list[BarItem]:
        """Return the gravest finding, or while paused the last event, or nothing."""
        condition, line = self._finding(snapshot.state)
        self.condition = condition
        if condition == "broken":
            text = f" {condition}: {line}"
            room = self.cells - len(text) - 1 - 2 * LEAST_STRIPES * len(self.glyphs.stripes)
            return self._banner(f"{text}{self._ways_out(snapshot.state, room)} ")
        if snapshot.view.paused:
            return [(f"  {self.glyphs.pause} ", "hazard", ""), (last_event(snapshot.state), "", "")]
        if condition == "fine":
            return []
        mark, text = self.LOOKS[condition]
        sign = {
            "overloaded": f" {self.glyphs.stripes * 2} ",
            "finished": f"  {self.glyphs.tick} ",
        }.get(condition, f"  {self.glyphs.dot} ")
        return [(sign, mark, ""), (f"{condition}: {line}", text, "")]

    def _finding(self, state: SiteState) -> Finding:
        """Return the gravest finding; one that comes and goes stays for a moment."""
        found = next(iter(findings(state)), Finding("fine", ""))
        if found.condition == "overloaded":
            self._overload, self._overloaded_log, self._calm = found, state.log, 0
        elif found.condition == "fine" and self._overloaded_log is state.log:
            self._calm += 1
            if self._calm <= CALM:
                return self._overload
        return found

    def _ways_out(self, state: SiteState, room: int) -> str:
        """Return the keys that help, as far as there is room for them."""
        ways = {"restart": "starts again"}
        if not state.settings.supervise:
            ways = {"supervision": "replaces the dead"} | ways
        told = ""
        for action, way in ways.items():
            keys = self.keys.keys_of(action)
            more = f" {self.glyphs.dot} {sign(keys[0])} {way}" if keys else ""
            if len(told + more) <= room:
                told += more
        return told

    def _banner(self, text: str) -> list[BarItem]:
        """Return a line with the stripes of a barrier on both sides of a text."""
        stripes = self.glyphs.stripes
        return [(stripes * LEAST_STRIPES + text + stripes * self.cells, "banner", "")]
