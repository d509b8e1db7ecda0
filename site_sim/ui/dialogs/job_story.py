"""The dialog that shows a job's whole life with times, as a bar and as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from site_sim.base.overriding import override
from site_sim.base.quantities import clock, duration, places_for
from site_sim.base.units import SECOND
from site_sim.facts.event_text import describe_at
from site_sim.facts.figures import SERVICE, SOJOURN, WAIT
from site_sim.player.formatting import work_text
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.job_lifecycle import LAST, WAITING, WORKING, Interval, Phase, life_of, totals
from site_sim.state.site import SiteState
from site_sim.ui.dialogs.dialog import Dialog
from site_sim.ui.theme.glyphs import Glyphs

MUTED = "$text-muted"
SEVERAL = "   "
"""Separates entries in one line."""


class PhaseStyle(NamedTuple):
    """How a phase is drawn and named."""

    state: str
    """The state of a worker whose colour the phase has, and (but for an inbox) whose glyph."""
    word: str
    """Its name in the legend."""
    aside: str
    """The words after its length, beside the event that began it."""


PHASE_STYLES: dict[Phase, PhaseStyle] = {
    Phase.QUEUE: PhaseStyle("idle", "in the queue", "in the queue"),
    Phase.INBOX: PhaseStyle("idle", "in an inbox", "in the inbox"),
    Phase.LANE: PhaseStyle("ready", "waited for a lane", "until there is a lane"),
    Phase.ROOM: PhaseStyle("blocked", "no room for it", "until there is room"),
    Phase.HOP: PhaseStyle("handing-off", "handed on", "on the way"),
    Phase.CPU: PhaseStyle("working", "computed", "of computing"),
    Phase.IO: PhaseStyle("io", "I/O", "of I/O"),
}


def glyph_of(phase: Phase, glyphs: Glyphs) -> str:
    """Return the glyph that fills the cells of a phase in the bar."""
    return glyphs.bar_rest if phase is Phase.INBOX else glyphs.cells[PHASE_STYLES[phase].state]


def colour_of(phase: Phase) -> str:
    """Return the colour of a phase, as a variable of the theme."""
    return f"$state-{PHASE_STYLES[phase].state}"


class JobLife(NamedTuple):
    """The intervals of a job's life up to where a state stands."""

    state: SiteState
    job: int
    intervals: list[Interval]

    @classmethod
    def of(cls, state: SiteState, changes: ChangeLog, job: int) -> JobLife:
        """Return the life of a job up to where a state stands."""
        among = changes.stretches_about(job)
        return cls(state, job, life_of(state.log, job, state.seq, state.at, among))

    @property
    def title(self) -> str:
        """Which job it is."""
        name, cpu_ns, io_ns = self.state.log.jobs[self.job]
        return f"Job #{self.job} {name}, {work_text(cpu_ns, io_ns)}"

    @property
    def sum(self) -> str:
        """Its outcome and sojourn, its wait with how long it was handed on, and its service."""
        spent = totals(self.intervals)
        last = self.intervals[-1]
        lasted = f"{SOJOURN.name} {duration(last.stop - self.intervals[0].start)}"
        if last.kind in LAST:
            attempt = self.state.log[last.seq].b
            again = f" at attempt {attempt}" if attempt > 1 else ""
            lasted = f"{last.kind.name.lower()}{again}, {lasted}"
        else:
            lasted += " so far"
        waited = duration(sum(spent[phase] for phase in WAITING))
        worked = duration(sum(spent[phase] for phase in WORKING))
        hops = spent[Phase.HOP]
        handed_on = f" ({duration(hops)} of it handed on)" if hops else ""
        return f"{lasted}: {WAIT.name} {waited}{handed_on}, {SERVICE.name} {worked}"

    @property
    def places(self) -> int:
        """The digits of its times after the point: enough to show the shortest interval."""
        lasted = (interval.lasted for interval in self.intervals if interval.lasted)
        return places_for(min([SECOND // 10, *lasted]))


class FittedLines(Widget):
    """A widget whose lines are laid out for its width."""

    DEFAULT_CSS = "FittedLines { height: auto; text-wrap: nowrap; padding-right: 1; }"

    def __init__(self, life: JobLife, glyphs: Glyphs) -> None:
        super().__init__()
        self.life = life
        self.glyphs = glyphs

    def lines(self, width: int) -> Sequence[Content]:
        """Return the lines for a width in cells, which is 1 or more."""
        raise NotImplementedError

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.lines(max(1, width)))

    @override
    def render(self) -> Content:
        return Content("\n").join(self.lines(max(1, self.size.width)))


class LifeBar(FittedLines):
    """A bar of a whole life, each phase in its glyph and colour, with the times of both ends."""

    @override
    def lines(self, width: int) -> Sequence[Content]:
        intervals = self.life.intervals
        first, last = (
            clock(at, self.life.places) for at in (intervals[0].start, intervals[-1].stop)
        )
        scale = first + last.rjust(width - len(first))
        return Content.assemble(*self._parts(width)), Content.styled(scale, MUTED)

    def _parts(self, width: int) -> Iterable[tuple[str, str]]:
        intervals = self.life.intervals
        start = intervals[0].start
        length = max(1, intervals[-1].stop - start)
        drawn = 0
        for interval in intervals:
            cells = round((interval.stop - start) * width / length) - drawn
            drawn += cells
            yield glyph_of(interval.phase, self.glyphs) * cells, colour_of(interval.phase)


class Legend(FittedLines):
    """The glyph, name and total time of each phase in the bar; then the outcome."""

    @override
    def lines(self, width: int) -> Sequence[Content]:
        rows: list[Content] = []
        for phase, spent in sorted(totals(self.life.intervals).items()):
            entry = Content.assemble(
                (glyph_of(phase, self.glyphs), colour_of(phase)),
                (f" {PHASE_STYLES[phase].word} ", MUTED),
                duration(spent),
            )
            longer = Content(SEVERAL).join([*rows[-1:], entry])
            if rows and longer.cell_length <= width:
                rows[-1] = longer
            else:
                rows.append(entry)
        return [*rows, *Content.styled(self.life.sum, "bold").wrap(width)]


class EventList(FittedLines):
    """The events of a job, each with its time, a sentence, and the phase that it began."""

    @override
    def lines(self, width: int) -> Sequence[Content]:
        intervals, places = self.life.intervals, self.life.places
        margin = max(len(clock(interval.start, places)) for interval in intervals)
        found: list[Content] = []
        for interval in intervals:
            when = clock(interval.start, places).rjust(margin)
            first, *others = self._sentence(interval).wrap(max(1, width - margin - 4))
            sign = (glyph_of(interval.phase, self.glyphs), colour_of(interval.phase))
            if not interval.lasted:
                sign = (" ", "")
            found.append(Content.assemble((when, "bold"), " ", sign, "  ", first))
            found += [Content(" " * (margin + 4)) + line for line in others]
        return found

    def _sentence(self, interval: Interval) -> Content:
        sentence = describe_at(self.life.state.log, interval.seq)
        if not interval.lasted:
            return Content(sentence)
        aside = PHASE_STYLES[interval.phase].aside
        return Content.assemble(sentence, (f", {duration(interval.lasted)} {aside}", MUTED))


class JobStory(Dialog[None]):
    """Shows a job's whole life with times, as a bar and as text."""

    BINDINGS = [("q,s", "dismiss(None)", "Close")]  # noqa: RUF012
    DEFAULT_CSS = """
    JobStory VerticalScroll { height: auto; max-height: 70vh; }
    JobStory Legend { margin-bottom: 1; }
    """

    def __init__(self, life: JobLife, glyphs: Glyphs) -> None:
        super().__init__()
        self._life = life
        self._glyphs = glyphs

    @override
    def compose(self) -> ComposeResult:
        parts = (part(self._life, self._glyphs) for part in (LifeBar, Legend, EventList))
        box = Vertical(VerticalScroll(*parts), id="box")
        box.border_title = Content(self._life.title)
        box.border_subtitle = "escape closes"
        yield box

    def on_mount(self) -> None:
        """Focus the scrolling part, so that the arrow keys scroll it."""
        self.query_one(VerticalScroll).focus()
