"""What is written on a track: its place, what it has done, its queue, its lanes, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from site_sim.base.quantities import duration
from site_sim.facts.figures import DONE, QUEUED
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.player.formatting import count, ordinal, share
from site_sim.player.frame import Frame
from site_sim.player.site_copy import SiteCopy, declared
from site_sim.player.track_facts import RaceScale, TrackFacts
from site_sim.state.lints import GROWING
from site_sim.ui.drawing.masonry.pieces import Cells
from site_sim.ui.drawing.masonry.pile import crate_row
from site_sim.ui.drawing.segments import StyledRow, StyledText, progress_bar
from site_sim.ui.screens.race.wrapping import first_that_fits
from site_sim.ui.screens.site.queue import calm_jobs
from site_sim.ui.screens.talk.panels import figure_text
from site_sim.ui.theme.glyphs import Glyphs

QUEUE_CELLS = 4
"""Cells of the number of jobs in the queue, with a blank."""
LEAST_BAR = 3
"""Cells of a bar at least: a shorter one says nothing."""
SHARE_CELLS = 5
"""Cells of a share, with a blank."""


def place_words(facts: TrackFacts) -> str:
    """Return the place of a track, and when it ended, in few cells; "" before there is one."""
    if not facts.place:
        return ""
    ended = facts.standing.ended_at
    return ordinal(facts.place) + (f" {duration(ended, 3)}" if ended is not None else "")


def done_words(site: SiteCopy, facts: TrackFacts) -> str:
    """Return how much is done, of how much if that is known."""
    jobs = facts.standing.jobs
    if jobs is None:
        return f"{count(site.done)} {DONE.name}"
    return say("track.done-of", done=count(site.done), jobs=count(jobs))


def goal_words(scale: RaceScale) -> str:
    """Return up to what the walls of all tracks reach at the most."""
    if scale.jobs is not None:
        return say("track.all-jobs", jobs=count(scale.jobs))
    return say("track.some-jobs", jobs=count(scale.top)) if scale.top > 1 else ""


def figure_words(frame: Frame) -> tuple[str, str, str]:
    """Return the figure of a track that is shown in large, what it is of, and its role.

    What is done is told below it in any case.
    """
    shown = frame.view.figure
    if shown == "waiting":
        return figure_text(frame), say("track.waiting"), "accent"
    return figure_text(frame), say("track.rate") if shown == "rate" else "", "accepted-text"


@lru_cache(maxsize=64)
def labelled(label: str, cells: int) -> StyledText:
    """Return a label in so many cells."""
    return f"{label:<{cells}}", "muted"


def queue_row(site: SiteCopy, facts: TrackFacts, width: int, label: int, glyphs: Glyphs) -> Cells:
    """Return how many jobs wait in the queue, and as crates, to the scale of all tracks.

    The first `label` cells are for the label.
    """
    is_growing = site.finding.condition in GROWING
    calm = calm_jobs(site.workers, is_growing)
    most = facts.scale.most_queued
    return _queue_row(site.queue.length, is_growing, calm, most, width, label, glyphs)


@lru_cache(maxsize=64)
def _queue_row(
    queued: int, is_growing: bool, calm: int, most: int, width: int, label: int, glyphs: Glyphs
) -> Cells:
    number = f"{count(queued):<{QUEUE_CELLS}}"
    crates = crate_row(queued, calm, most, width - label - len(number), glyphs)
    return (
        labelled(QUEUED.name, label),
        (number, "hazard-text" if is_growing else "strong"),
        *crates,
    )


def lane_row(site: SiteCopy, width: int, label: int, glyphs: Glyphs) -> Cells:
    """Return what the lanes are, and how much of the time they were taken, also as a bar."""
    name, taken = lane_words(site)
    if len(name) >= label:
        name = _brief(name)
    words = f"{share(taken):>{SHARE_CELLS}}"
    cells = max(0, width - max(label, len(name) + 1) - len(words))
    bar: StyledRow = [(" " * cells, "")]
    if cells >= LEAST_BAR:
        bar = progress_bar(cells, taken, glyphs.taken, glyphs.bar_rest, "strong")
    return (labelled(f"{name} ", label), *bar, (words, "strong"))


def _brief(name: str) -> str:
    """Return what a lane is called in one word; a number of them is needed with it."""
    return name if name[0].isdigit() else name.rsplit(maxsplit=1)[-1]


def lane_words(site: SiteCopy) -> tuple[str, float]:
    """Return what the lanes are called, with their number, and the share that was taken."""
    lanes, facts = declared(site.lanes), MODEL_FACTS[site.settings.model]
    name = facts.lane if lanes.count == 1 else f"{lanes.count:,} {facts.lane}s"
    if lanes.count == len(lanes.shown):
        taken = sum(lane.taken for lane in lanes.shown) / max(1, lanes.count)
    else:
        taken = lanes.taken / lanes.count
    return name, min(1.0, taken)


def why_rows(
    site: SiteCopy,
    facts: TrackFacts,
    width: int,
    rows: int,
    glyphs: Glyphs,
    before: str = "",
) -> Sequence[Cells]:
    """Return what matters on a track now, in so many rows, some of which may be blank.

    `before` is written before it.
    """
    fate = facts.standing.fate
    texts, role = ([fate], "hazard-text") if fate else (site.now, "")
    told = first_that_fits([before + text for text in texts], width, rows, glyphs.ellipsis)
    return [*(((text, role),) for text in told), *[()] * (rows - len(told))]


def remarks(facts: TrackFacts, glyphs: Glyphs) -> Iterator[StyledText]:
    """Yield what was done to a track alone, and the place that was predicted for it."""
    standing = facts.standing
    if standing.handicap:
        yield f"{glyphs.hazard} {standing.handicap}", "hazard-text"
    if standing.predicted:
        yield say("track.predicted", place=ordinal(standing.predicted)), "muted"
