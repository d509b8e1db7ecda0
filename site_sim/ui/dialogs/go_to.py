"""Dialogs about the run: go to a time or an event, find someone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label

from site_sim.base.errors import did_you_mean
from site_sim.base.units import SECOND
from site_sim.log.events import ACCEPT, FOREMAN, NO_JOB, NOBODY, Kind
from site_sim.log.search import jobs_named
from site_sim.player.view_state import Selection
from site_sim.state.site import SiteState
from site_sim.ui.dialogs.common import Dialog

EVENT_NAMES = tuple(kind.name for kind in Kind)
STAFF = {
    "pipeline": {"foreman": FOREMAN, "accept": ACCEPT},
    "producer-consumer": {"producer": FOREMAN, "consumer": 0},
}
"""Those who go by a name of their own, program by program."""
NOTHING = Selection("task", NOBODY)


TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+\.?\d*|\.\d+)s?", re.ASCII)
"""Hours, minutes and seconds."""
LATEST_S = 1_000_000_000
"""The last second that one may go to; a signed 64-bit integer holds nine times as many."""


def parse_time(text: str) -> int | None:
    """Return a time in nanoseconds: `12.5`, `1:23`, `1:02:03.5`; None if it is none."""
    match = TIME.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    rest = Decimal(seconds)
    if (minutes and rest >= 60) or (hours and int(minutes) >= 60):
        return None
    return round((int(hours or 0) * 3600 + int(minutes or 0) * 60 + rest) * SECOND)


def time_fault(text: str) -> str:
    """Return what is wrong with what was meant as a time; "" if it looks like none."""
    word = text.strip()
    if word.startswith(("-", "−")) and parse_time(word[1:]) is not None:
        return "the run starts at 0: there is nothing before"
    pointed = word.replace(",", ".")
    if pointed != word and parse_time(pointed) is not None:
        return f"a fraction of a second follows a point: {pointed}"
    if TIME.fullmatch(word):
        return "the minutes and seconds after a colon go up to 59"
    return ""


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
    text = ""
    """What stands in the field at first, and what was answered."""

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        suggester = SuggestFromList(self.words, case_sensitive=False)
        box = Vertical(
            Input(self.text, max_length=60, suggester=suggester, select_on_focus=True),
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
            self.text = event.value
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
        elif meant > LATEST_S * SECOND:
            self.complain(f"too late: one can go to {LATEST_S:,} s, some 31 years on")
            return None
        if meant is None:
            neither = f"neither a time nor an event; {did_you_mean(text, EVENT_NAMES)}"
            self.complain(time_fault(text) or neither)
        return meant


class Find(Asking):
    """Ask for a worker or a job, by number or by name.

    It begins with the `text` that was sought last: enter goes on to the next job of that name.
    """

    heading = "Find"

    def __init__(self, state: SiteState, selected: Selection = NOTHING, text: str = "") -> None:
        super().__init__()
        self._state = state
        self._selected = selected
        self.text = text
        staff = " or ".join(_staff(state))
        workers = "a worker such as w3, " if _has_workers(state) else ""
        self.hint = (
            f"a job such as 17 or #17 or bricks, {workers}{staff}; "
            "the same name again finds the next"
        )

    def answer(self, text: str) -> object | None:
        """Return whom or what was meant."""
        found = find(self._state, text, self._selected)
        if found is None:
            self.complain(f"no such job or worker: {self._there_are()}")
        return found

    def _there_are(self) -> str:
        """Return which numbers there are."""
        state = self._state
        come = state.arrived - 1
        jobs = "no job has come yet" if come < 0 else f"jobs 0 to {come:,} have come"
        if not _has_workers(state):
            return jobs
        last = len(state.workers) - 1
        return f"{jobs}, the workers are 0 to {last:,}" if last >= 0 else jobs


def _staff(state: SiteState) -> dict[str, int]:
    return STAFF[state.settings.program]


def _has_workers(state: SiteState) -> bool:
    return state.settings.program == "pipeline"


def find(state: SiteState, text: str, selected: Selection = NOTHING) -> Selection | None:
    """Return the task or job that a text means: by number, else a job by its name.

    Of several jobs with the name it is the one after the selected job if that has it too; else,
    and after the last, the first.
    """
    word = text.strip().lower()
    staff = _staff(state)
    if word in staff:
        return Selection("task", staff[word])
    digits = word.removeprefix("worker").removeprefix("w").strip()
    if digits != word and digits.isdecimal():
        return Selection("task", int(digits)) if int(digits) < len(state.workers) else None
    number = word.removeprefix("job").strip().removeprefix("#")
    if number.isdecimal():
        return Selection("job", int(number)) if int(number) < state.arrived else None
    job = _job_named(state, word, selected) if word else None
    return None if job is None else Selection("job", job)


def _job_named(state: SiteState, word: str, selected: Selection) -> int | None:
    names = state.log.texts.containing(word)
    first = next(_jobs_named(state, names), None)
    kind, number = selected
    if first is None or kind != "job" or not 0 <= number < state.arrived:
        return first
    is_one = state.log.jobs.name_number(number) in names
    return next(_jobs_named(state, names, number), first) if is_one else first


def _jobs_named(state: SiteState, names: set[int], after: int = NO_JOB) -> Iterator[int]:
    """Yield jobs by their names: the unfinished from the oldest on, then the done, the last first.

    They are those that come `after` one of them in this order.
    """
    log, jobs = state.log, state.jobs
    is_done = after != NO_JOB and after not in jobs
    if not is_done:
        for job in sorted(jobs.known):
            if job > after and log.jobs.name_number(job) in names:
                yield job
        yield from jobs_named(log, names, range(max(jobs.fresh, after + 1), jobs.arrived))
    taken = range(after if is_done else jobs.fresh)
    for job in jobs_named(log, names, taken[::-1]):
        if job not in jobs.known:
            yield job
