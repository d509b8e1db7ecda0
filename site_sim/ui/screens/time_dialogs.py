"""Dialogs about the run: go to a time or an event, find someone."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label

from site_sim.errors import did_you_mean
from site_sim.events import ACCEPT, FOREMAN, Kind
from site_sim.state.search import job_named
from site_sim.state.site import SiteState
from site_sim.ui.screens.dialogs import Dialog
from site_sim.ui.view import Selection
from site_sim.ui.words import NS

EVENT_NAMES = tuple(kind.name for kind in Kind)
STAFF = {"foreman": FOREMAN, "producer": FOREMAN, "consumer": 0, "accept": ACCEPT}
"""Those who go by a name of their own."""


def parse_time(text: str) -> int | None:
    """Return a time in nanoseconds: `12.5`, `1:23`, `1:02:03.5`; None if it is none."""
    parts = text.strip().removesuffix("s").split(":")
    if not 1 <= len(parts) <= 3:
        return None
    total = 0.0
    try:
        for part in parts:
            total = total * 60 + float(part)
    except ValueError:
        return None
    return round(total * NS) if 0 <= total <= 1e9 else None


def parse_event(text: str) -> Kind | None:
    """Return a kind of event by its name, whatever its case; spaces do not count."""
    wanted = text.replace(" ", "").lower()
    return next((kind for kind in Kind if kind.name.lower() == wanted), None)


class Asking(Dialog[object]):
    """A field, and a line for what is wrong with it. Escape changes nothing."""

    DEFAULT_CSS = """
    Asking #fault { color: $text-error; height: auto; }
    Asking #hint { color: $text-muted; height: auto; }
    """
    heading = ""
    hint = ""
    words: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        box = Vertical(
            Input(max_length=60, suggester=SuggestFromList(self.words, case_sensitive=False)),
            Label(self.hint, id="hint", markup=False),
            Label("", id="fault", markup=False),
            id="box",
        )
        box.border_title = self.heading
        yield box

    def answer(self, text: str) -> object | None:
        """Return what was meant; None with `complain` called if it makes no sense."""
        raise NotImplementedError

    def complain(self, words: str) -> None:
        """Say what is wrong."""
        self.query_one("#fault", Label).update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the answer if there is one."""
        found = self.answer(event.value)
        if found is not None:
            self.dismiss(found)


class GoTo(Asking):
    """Ask for a time, or for a kind of event to run to."""

    heading = "Go to"
    hint = "a time such as 12.5 or 1:23, or an event such as Accepted, WorkStarted, Died"
    words = EVENT_NAMES

    def answer(self, text: str) -> object | None:
        """Return the time (ns) or the kind."""
        meant = parse_time(text)
        if meant is None:
            meant = parse_event(text)
        if meant is None:
            self.complain(f"neither a time nor an event; {did_you_mean(text, EVENT_NAMES)}")
        return meant


class Find(Asking):
    """Ask for a worker or a job, by number or by name."""

    heading = "Find"
    hint = "a job such as 17 or #17 or bricks, a worker such as w3, foreman or accept"

    def __init__(self, state: SiteState) -> None:
        super().__init__()
        self._state = state

    def answer(self, text: str) -> object | None:
        """Return whom or what was meant."""
        found = find(self._state, text)
        if found is None:
            self.complain("no such job or worker here now")
        return found


def find(state: SiteState, text: str) -> Selection | None:
    """Return the task or job that a text means: by number, else a job by its name.

    Of several jobs with the name it is the oldest unfinished one, else the one that came last.
    """
    word = text.strip().lower()
    if word in STAFF:
        return Selection("task", STAFF[word])
    digits = word.removeprefix("worker").removeprefix("w").strip()
    if digits != word and digits.isdecimal():
        return Selection("task", int(digits)) if int(digits) < len(state.workers) else None
    number = word.removeprefix("job").strip().removeprefix("#")
    if number.isdecimal():
        return Selection("job", int(number)) if int(number) < state.arrived else None
    if not word:
        return None
    job = job_named(state.log, word, state.jobs)
    if job is None:
        job = job_named(state.log, word, reversed(range(state.arrived)))
    return None if job is None else Selection("job", job)
