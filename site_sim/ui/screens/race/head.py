"""The two lines at the top of a race: what is raced and how far it is, and a sentence about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_sim.base.quantities import clock
from site_sim.facts.settings import WORKLOADS
from site_sim.player.formatting import ordinal
from site_sim.player.frame import Frame, RaceData
from site_sim.player.track_facts import TrackFacts
from site_sim.ui.drawing.bars import BarItem, cells_of, justify
from site_sim.ui.drawing.segments import fit, width_of
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.race.lead import lead_sentences
from site_sim.ui.screens.shared.header import LEAST_TITLE, REAL_WORK, clock_items, workload
from site_sim.ui.theme.glyphs import Glyphs

SPARED = ((), ("stripes",), ("stripes", "name"), ("stripes", "name", "workload"))
"""What is left out of the header where there is little room, in this order."""


def race_of(frame: Frame) -> RaceData:
    """Return the race that a frame is of; raise ValueError for one of a single run."""
    if frame.race is None:
        raise ValueError("this frame is of one run, and of no race")
    return frame.race


class RaceHeader:
    """What is raced, and how fast time passes."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return workload and title, who gets commands, and the clock."""
        time = clock_items(frame, frame.playhead.at, race_of(frame).is_over, self.glyphs)
        right = [*self._receivers(frame), *time, (" ", "", "")]
        left: list[BarItem] = []
        for spared in SPARED:
            left = self._left(frame, spared)
            if cells_of(left) + cells_of(right) < cells:
                break
        left += self._title(frame, cells - cells_of(left) - cells_of(right) - 3)
        return justify(left, right, cells)

    def _left(self, frame: Frame, spared: Sequence[str]) -> list[BarItem]:
        stripes = 0 if "stripes" in spared else 2
        left: list[BarItem] = [
            (f" {self.glyphs.stripes * stripes} ".replace("  ", " "), "hazard", "")
        ]
        if "name" not in spared:
            left.append(("site-sim ", "strong", ""))
        left.append((" race ", "plate", "tracks"))
        if "workload" not in spared:
            is_unknown = frame.has_job_file and not frame.site.arrived
            words = REAL_WORK if is_unknown else WORKLOADS[workload(frame.site)].short
            left.append((f" {words}", "muted", "turn"))
        return left

    def _title(self, frame: Frame, room: int) -> list[BarItem]:
        dot = f" {self.glyphs.dot} "
        room -= len(dot)
        if frame.title == "site-sim" or room < min(LEAST_TITLE, width_of(frame.title)):
            return []
        text = fit(frame.title, room, self.glyphs.ellipsis).rstrip()
        return [(dot, "muted", ""), (text, "muted", "")]

    def _receivers(self, frame: Frame) -> list[BarItem]:
        """Return who gets commands, where that is one track alone."""
        if not frame.view.race.alone:
            return []
        name = race_of(frame).tracks[frame.view.race.chosen].facts.standing.name
        return [(f" {self.glyphs.pointer} {name} alone ", "hazard", "alone"), ("  ", "", "")]


class RaceNotice:
    """One sentence: what is under way, who is ahead, or how the outcome was predicted."""

    def __init__(self, glyphs: Glyphs, keys: KeyBindings[Any]) -> None:
        self.glyphs = glyphs
        self._keys = keys

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return the sentence, and a key that is of use now, if there is room."""
        under_way = self._under_way(frame)
        if under_way:
            return [(f"  {self.glyphs.hazard} ", "hazard", ""), (under_way, "hazard-text", "")]
        mark, role, sentences = self._sentences(frame)
        texts = [words + _handicaps(race_of(frame)) for words in sentences]
        words = next((each for each in texts if width_of(each) + 4 <= cells), texts[-1])
        left: list[BarItem] = [(f"  {mark} ", role, ""), (words, "", "")]
        hint = self._hint(frame)
        room = cells - cells_of(left) - cells_of(hint)
        return justify(left, hint if room >= 3 else [], cells)

    def _under_way(self, frame: Frame) -> str:
        """Return what is done first, and how to stop it; "" for nothing."""
        race, playhead = race_of(frame), frame.playhead
        if race.is_reading:
            return f"a recording is read{self.glyphs.ellipsis}"
        if playhead.hiring:
            return f"hiring {playhead.hiring:,} workers on each track{self.glyphs.ellipsis}"
        if playhead.fork_progress is not None:
            return f"the runs up to here are re-executed; {self._signs('restore')} gives it up"
        to, keys = frame.progress.destination, self._signs("pause")
        if playhead.looking_for:
            return f"on the way to {playhead.looking_for}; {keys} gives it up"
        if race.runs_to_the_end:
            return f"on the way to the end of all; {keys} stops here"
        return "" if to is None else f"on the way to {clock(to)}; {keys} stops here"

    def _sentences(self, frame: Frame) -> tuple[str, str, Sequence[str]]:
        """Return a mark with its role, and what can be said of the order of the tracks.

        That is said in several ways, the shortest last.
        """
        facts = [each.facts for each in race_of(frame).tracks]
        ended = [each for each in facts if each.is_over]
        predicted = _as_predicted(facts)
        if race_of(frame).is_over and predicted:
            return self.glyphs.tick, "accepted", [predicted]
        if ended:
            first = min(ended, key=lambda each: each.place)
            at = clock(first.standing.ended_at or 0)
            others = 0 if race_of(frame).is_over else _still_at_work(facts)
            rest = f", {others} still at work" if others else ""
            return self.glyphs.tick, "accepted", [f"{_names(facts, 1)} ended first, at {at}{rest}"]
        if not any(each.place for each in facts):
            same = race_of(frame).have_same_jobs
            told = "all tracks have the same jobs" if same else "not all tracks have the same jobs"
            yet = "" if race_of(frame).is_over else " yet"
            return self.glyphs.dot, "muted", [f"nothing is done{yet}: {told}"]
        return self.glyphs.dot, "accent", lead_sentences(race_of(frame).tracks)

    def _hint(self, frame: Frame) -> list[BarItem]:
        """Return the key that is of use now."""
        facts = [each.facts for each in race_of(frame).tracks]
        ended = [each for each in facts if each.is_over]
        if race_of(frame).is_over:
            if not frame.view.race.outcome:
                return self._key("outcome", "shows what came of it, and why")
            return self._key("turn", "turns I/O and CPU, and starts again")
        if ended:
            return self._key("finish", "runs the others to their ends")
        if frame.view.paused and not frame.playhead.at:
            return [*self._predicts(frame), *self._key("pause", "starts")]
        if not any(each.place for each in facts) and self._predicts(frame):
            return self._predicts(frame)
        return self._key("open-track", "opens the track that is pointed at")

    def _predicts(self, frame: Frame) -> list[BarItem]:
        """Return the key that predicts the order, unless that is done, or what comes is known."""
        if frame.view.race.predicted or not frame.playhead.is_live:
            return []
        return self._key("predict", "predicts the order")

    def _key(self, action: str, does: str) -> list[BarItem]:
        keys = self._keys.keys_of(action)
        return [(sign(keys[0]), "key", action), (f" {does} ", "muted", action)] if keys else []

    def _signs(self, action: str) -> str:
        return " ".join(map(sign, self._keys.keys_of(action)))


def _handicaps(race: RaceData) -> str:
    """Return what was done to one track and not to all; "" for nothing."""
    told = (each.facts.standing for each in race.tracks)
    return "".join(f"; {each.name} alone: {each.handicap}" for each in told if each.handicap)


def _names(facts: Sequence[TrackFacts], place: int) -> str:
    """Return the tracks that have a place."""
    return ", ".join(each.standing.name for each in facts if each.place == place)


def _still_at_work(facts: Sequence[TrackFacts]) -> int:
    """Return how many tracks have not ended and, as far as is known, still may."""
    return sum(not (each.is_over or each.standing.fate) for each in facts)


def _as_predicted(facts: Sequence[TrackFacts]) -> str:
    """Return how many places were predicted, and the others; "" where there are none."""
    said = [each for each in facts if each.standing.predicted and each.place]
    if not said:
        return ""
    right = sum(each.is_as_predicted for each in said)
    wrong = [
        f"{each.standing.name} came {ordinal(each.place)}, not {ordinal(each.standing.predicted)}"
        for each in said
        if not each.is_as_predicted
    ]
    return "; ".join([f"{right} of {len(said)} places as predicted", *wrong])
