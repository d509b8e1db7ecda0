"""The two lines at the top: what runs and how far it is, and a sentence about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from site_sim.base.quantities import clock
from site_sim.facts.event_text import describe_at, setting_words
from site_sim.facts.figures import ARRIVED, DONE, WAITING
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import PIPELINE
from site_sim.facts.sentences import say
from site_sim.facts.settings import WORKLOADS
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.player.site_copy import SiteCopy
from site_sim.state.entities import State
from site_sim.state.history.news import MODEL
from site_sim.state.lints import GROWING, Condition, Finding
from site_sim.state.overload import HOPS, Cause
from site_sim.ui.drawing.bars import BarItem, cells_of, justify
from site_sim.ui.drawing.segments import cut_row, fit, width_of
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.shared.details import describe_selected
from site_sim.ui.theme.glyphs import Glyphs

LATEST = 20
"""Jobs whose work tells what the workload is."""
MIXED = 0.1
"""The least share of both CPU and I/O in work that is called mixed."""
REAL_WORK = "real work"
"""The kind of work of a job file before its first job."""
_SPARED_FIRST = ("workload", "name", "stripes", "waiting")
SPARED: Mapping[bool, Sequence[Sequence[str]]] = {
    False: [_SPARED_FIRST[: most + 1] for most in range(len(_SPARED_FIRST))],
    True: [
        ("workload",),
        ("workload", "stripes"),
        ("workload", "stripes", "waiting"),
        _SPARED_FIRST,
    ],
}
"""What is left out of the header where there is little room, in this order; a recording (True) is
called one as long as it can be."""
ROUNDABOUT: tuple[Cause, ...] = ("hops", "queueing")
"""Why jobs wait where they need not go down the chain."""
TELLING = 70
"""Cells below which a key that helps is told rather than how many more jobs wait."""
LEAST_STRIPES = 3
"""Stripes on either side of a banner."""
LEAST_TITLE = 16
"""Cells below which a title that does not fit is left out: its beginning says nothing."""
LEAST_DETAILS = 20
"""Cells below which the selected one is not described beside a sentence."""


class Header:
    """What runs, how fast, and what has come of it."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return model, workload and title, clock and counts."""
        site, glyphs = frame.site, self.glyphs
        width, dot = cells, f" {glyphs.dot} "
        left, right = self._ends(frame, ())
        taken = cells_of(left) + cells_of(right)
        for spared in SPARED[bool(frame.recording)]:
            if taken <= width:
                break
            left, right = self._ends(frame, spared)
            taken = cells_of(left) + cells_of(right)
        room = width - taken - 3
        arrived = f"{ARRIVED.name} {count(site.arrived)}{dot}"
        if width_of(arrived) <= room:
            right.insert(-3, (arrived, "muted", ""))
            room -= width_of(arrived)
        left += self._title(frame, room)
        return justify(left, right, width)

    def _ends(self, frame: Frame, spared: Collection[str]) -> tuple[list[BarItem], list[BarItem]]:
        """Return what stands at either end of the line, without what is spared."""
        site, glyphs = frame.site, self.glyphs
        stripes = 0 if "stripes" in spared else 2
        left: list[BarItem] = [(f" {glyphs.stripes * stripes} ".replace("  ", " "), "hazard", "")]
        if "name" not in spared:
            left.append((f"{'recording' if frame.recording else 'site-sim'} ", "strong", ""))
        if frame.is_told("model"):
            left.append((f" {site.settings.model} ", "plate", "model"))
        if "workload" not in spared:
            left.append((f" {self._workload(frame)}", "muted", "workload"))
        is_over = site.is_finished and not frame.recording
        right = [*clock_items(frame, site.at, is_over, glyphs), ("  ", "", "")]
        if "waiting" not in spared:
            right += [
                (f"{WAITING.name} {count(site.waiting)}", "", ""),
                (f" {glyphs.dot} ", "muted", ""),
            ]
        return left, [*right, (f"{DONE.name} {count(site.done)} ", "accepted-text", "")]

    def _workload(self, frame: Frame) -> str:
        """Return what kind of work the jobs are, of a file as far as they have come."""
        if frame.has_job_file and not frame.site.arrived:
            return REAL_WORK
        return WORKLOADS[workload(frame.site)].short

    def _title(self, frame: Frame, room: int) -> list[BarItem]:
        """Return the title of the run, if there is one and room for it."""
        program, dot = frame.site.settings.program, f" {self.glyphs.dot} "
        title = frame.title
        if program != PIPELINE and not (frame.recording and title != "site-sim"):
            title = program
        room -= len(dot)
        if title == "site-sim" or room < min(LEAST_TITLE, width_of(title)):
            return []
        text = fit(title, room, self.glyphs.ellipsis).rstrip()
        return [(dot, "muted", ""), (text, "muted", "")]


def clock_items(frame: Frame, at: int, is_over: bool, glyphs: Glyphs) -> list[BarItem]:
    """Return the clock at a simulated time (ns), and whether and how fast time passes."""
    time: BarItem = (f"  {clock(at)}", "strong", "")
    if frame.view.paused:
        return [(f" {glyphs.pause} paused ", "banner", "pause"), time]
    if is_over:
        return [(f"{glyphs.tick} finished", "accepted-text", ""), time]
    speed = frame.view.speed_text.replace("×", glyphs.times)
    items: list[BarItem] = [(f"{glyphs.play} ", "", "pause"), (speed, "", "set-speed")]
    if frame.progress.is_behind:
        really = frame.progress.real_speed
        real = f"{really:.0f}" if really >= 10 else f"{really:.1f}"
        items.append((f" (really {real}{glyphs.times})", "hazard-text", ""))
    return [*items, time]


def workload(site: SiteCopy) -> str:
    """Return the kind of the latest jobs; before the first, the kind that is set."""
    cpu, io = site.log.jobs.work_in(max(0, site.arrived - LATEST), site.arrived)
    if not cpu + io:
        return site.settings.workload
    share_of_cpu = cpu / (cpu + io)
    return "io" if share_of_cpu < MIXED else "cpu" if share_of_cpu > 1 - MIXED else "mixed"


def last_event(site: SiteCopy) -> str:
    """Return a sentence about the last event on the site."""
    if not site.seq:
        return "nothing has happened yet"
    return f"event {site.seq:,}: {describe_at(site.log, site.seq - 1)}"


class Notice:
    """One sentence: what is the matter, what has just happened, or what the model does.

    `tells_details` says whether the selected one is described too, as there is no panel for it.
    """

    LOOKS: ClassVar[dict[Condition, tuple[str, str]]] = {
        "broken": ("banner", "banner"),
        "overloaded": ("hazard", "hazard-text"),
        "held up": ("hazard", "hazard-text"),
        "finished": ("accepted", "accepted-text"),
        "empty": ("accent", "accent"),
        "fine": ("line", "muted"),
    }

    def __init__(
        self,
        glyphs: Glyphs,
        keys: KeyBindings[Any],
        tells_details: Callable[[Frame], bool] = lambda _: False,
    ) -> None:
        self.glyphs = glyphs
        self._tells_details = tells_details
        self._keys = keys

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return the sentence, and beside it what the model does, if there is room."""
        finding = frame.site.finding
        under_way = self._under_way(frame)
        if under_way:
            return [(f"  {self.glyphs.hazard} ", "hazard", ""), (under_way, "hazard-text", "")]
        announced = self._announcement(frame)
        if announced and finding.condition != "broken":
            room = cells - 4
            text = fit(announced, room, self.glyphs.ellipsis).rstrip()
            return [(f"  {self.glyphs.vertical} ", "hazard", ""), (text, "strong", "")]
        sentence = self._sentence(frame, finding, cells)
        if self._tells_details(frame):
            return self._with_details(frame, finding, sentence, cells)
        is_told = frame.is_told("model")
        summary = MODEL_FACTS[frame.site.settings.model].summary if is_told else ""
        if not sentence:
            return [(f"    {summary}", "muted", "")]
        aside: list[BarItem] = [(f"{summary} ", "muted", "")]
        room = cells - cells_of(sentence) - cells_of(aside)
        return justify(sentence, aside if room >= 3 else [], cells)

    def _announcement(self, frame: Frame) -> str:
        """Return what is different since the site was built anew, if that was just now; else "".

        While paused, what happened last is told as soon as anything has happened since.
        """
        site = frame.site
        rebuilt = site.news.rebuilt
        if rebuilt is None:
            return ""
        if frame.view.paused and site.log.time_of(site.seq - 1) > rebuilt.at:
            return ""
        if rebuilt.setting == MODEL and rebuilt.value in MODEL_FACTS:
            return MODEL_FACTS[rebuilt.value].announcement
        if rebuilt.setting:
            key, value = setting_words(rebuilt.setting, rebuilt.value)
            return say("news.setting", key=key, value=value)
        return say("news.rebuilt")

    def _with_details(
        self, frame: Frame, finding: Finding, sentence: list[BarItem], cells: int
    ) -> list[BarItem]:
        """Return the details of the selected; before them what matters more, in short."""
        if finding.condition == "broken":
            sentence = [(f" {finding.condition} ", "banner", "")]
        elif frame.view.paused:
            sentence = [*sentence, (f" {self.glyphs.dot}", "muted", "")]
        else:
            sentence = []
        room = cells - cells_of(sentence)
        if room < LEAST_DETAILS:
            return sentence
        first = cut_row(describe_selected(frame, cells, self.glyphs)[0], room, self.glyphs.ellipsis)
        return [*sentence, *((text, role, "") for text, role in first)]

    def _under_way(self, frame: Frame) -> str:
        """Return where the playhead is going, and how to stop it; "" if it is going nowhere."""
        if frame.playhead.hiring:
            return f"hiring {frame.playhead.hiring:,} workers{self.glyphs.ellipsis}"
        if frame.playhead.fork_progress is not None:
            return f"the run up to here is re-executed; {self._signs('restore')} gives it up"
        keys = self._signs("pause")
        if frame.playhead.looking_for:
            return f"on the way to {frame.playhead.looking_for}; {keys} gives it up"
        to = frame.progress.destination
        return "" if to is None else f"on the way to {clock(to)}; {keys} stops here"

    def _signs(self, action: str) -> str:
        return " ".join(map(sign, self._keys.keys_of(action)))

    def _sentence(self, frame: Frame, finding: Finding, cells: int) -> list[BarItem]:
        """Return the finding, or while paused the last event, or nothing."""
        condition = finding.condition
        if condition == "broken":
            return self._banner(self._broken(frame, finding.line, cells), cells)
        if frame.recording and frame.playhead.is_live:
            keys = self._signs("pause") if frame.view.paused else ""
            plays = f"; {keys} plays it from the start" if keys else ""
            words = f"{frame.recording}{plays}"
            return [(f"  {self.glyphs.dot} ", "accent", ""), (words, "", "")]
        if frame.view.paused:
            return [(f"  {self.glyphs.pause} ", "hazard", ""), (last_event(frame.site), "", "")]
        if condition == "fine":
            return []
        mark, text = self.LOOKS[condition]
        glyph = {
            "overloaded": f" {self.glyphs.stripes * 2} ",
            "held up": f" {self.glyphs.stripes * 2} ",
            "finished": f"  {self.glyphs.tick} ",
        }.get(condition, f"  {self.glyphs.dot} ")
        room = cells - width_of(glyph)
        return [(glyph, mark, ""), (self._told(frame, finding, room), text, "")]

    def _told(self, frame: Frame, finding: Finding, room: int) -> str:
        """Return a finding as fully as there is room for, and for the key that helps."""
        ways = self._ways(frame, finding)
        lines = [f"{finding.condition}: {line}" for line in (finding.line, *finding.shorter)]
        is_vital = finding.cause in (*HOPS, *ROUNDABOUT) or room < TELLING
        least = len(self._ways_out(frame, ways, room, most=1)) if is_vital else 0
        line = next((line for line in lines if width_of(line) + least <= room), lines[-1])
        told = line + self._ways_out(frame, ways, room - width_of(line))
        return told if width_of(told) <= room else fit(told, room, self.glyphs.ellipsis)

    @staticmethod
    def _ways(frame: Frame, finding: Finding) -> Mapping[str, str]:
        """Return the actions that help, the best first, each with what it does."""
        settings, can_grow = frame.site.settings, frame.site.cast.can_grow
        ways: dict[str, str] = {}
        if finding.condition not in GROWING:
            return ways
        if finding.cause in ROUNDABOUT and settings.wiring == "chain":
            ways["wiring"] = "direct wiring"
        elif finding.cause == "queueing" and settings.dispatch != "least-busy":
            ways["dispatch"] = "least-busy"
        if finding.cause in HOPS:
            ways["settings"] = "cheaper hops"
        if finding.cause == "work":
            ways["model"] = "model"
        elif finding.cause == "workers" and can_grow:
            ways["hire"] = "workers"
        return ways or {"rate-down": "fewer jobs"}

    def _broken(self, frame: Frame, line: str, cells: int) -> str:
        """Return what is broken, as much of it as leaves room for the key that helps most."""
        room = cells - 2 - 2 * LEAST_STRIPES
        ways_out = {"restart": "starts again"}
        if not frame.site.settings.supervise:
            ways_out = {"supervision": "replaces the dead"} | ways_out
        site, least = frame.site, len(self._ways_out(frame, ways_out, room, most=1))
        dead = site.states[State.GONE] - site.starting + sum(task.dead for task in site.staff)
        count_only = f"{dead:,} {'is' if dead == 1 else 'are'} dead"
        ways = (line, line.split(";", maxsplit=1)[0], count_only)
        texts = [f"broken: {way}" for way in ways]
        text = next((text for text in texts if width_of(text) + least <= room), texts[-1])
        return f" {text}{self._ways_out(frame, ways_out, room - width_of(text))} "

    def _ways_out(self, frame: Frame, ways: Mapping[str, str], room: int, most: int = 2) -> str:
        """Return the keys that help, as far as there is room for them and the run obeys them.

        `ways` are what each action does, the best first, of which at most so many are shown.
        """
        shown = ""
        for action, way in ways.items():
            if self._keys[action].needs in frame.refusals:
                continue
            keys = self._keys.keys_of(action)
            more = f" {self.glyphs.dot} {sign(keys[0])} {way}" if keys else ""
            if more and most and len(shown + more) <= room:
                shown += more
                most -= 1
        return shown

    def _banner(self, text: str, cells: int) -> list[BarItem]:
        """Return a line with the stripes of a barrier on both sides of a text."""
        stripes = self.glyphs.stripes
        before = stripes * LEAST_STRIPES + text
        return [(before + stripes * max(0, cells - width_of(before)), "banner", "")]
