"""The rows of a track: beside others its wall stands upright, above others it lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress
from operator import is_not

from site_sim.base.quantities import duration
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.player.site_copy import SiteCopy
from site_sim.player.track_facts import TrackFacts
from site_sim.ui.drawing.masonry.pieces import Cells, ground, unit_captions
from site_sim.ui.drawing.segments import StyledRow, StyledText, cut_row, fit, width_of
from site_sim.ui.screens.race.crew_picture import (
    compact_detail,
    crew_rows,
    detail_for,
    time_row,
    time_words,
)
from site_sim.ui.screens.race.done_wall import LyingWall, UprightWall
from site_sim.ui.screens.race.track_layout import (
    DIGITS,
    ROOMY,
    Columns,
    Lines,
    label_cells,
)
from site_sim.ui.screens.race.track_words import (
    done_words,
    figure_words,
    goal_words,
    labelled,
    lane_row,
    place_words,
    queue_row,
    why_rows,
)
from site_sim.ui.screens.race.wrapping import first_that_fits
from site_sim.ui.screens.talk.big_letters import enlarge, magnify, width_enlarged
from site_sim.ui.theme.glyphs import Glyphs

WORD_CELLS = 16
"""Cells beside a row of shares for what it is most of."""


class UprightTrack:
    """Draws the rows of a track that stands beside others.

    A row is the same one as before until it changes, as far as that is known.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._wall = UprightWall(glyphs)
        self._margin: StyledText = ("", "")
        """What stands beside the wall."""
        self._courses: Sequence[Cells] = ()
        """The courses as they were drawn last, from the ground."""
        self._drawn: list[Cells] = []
        """The row of each."""

    def rows(self, frame: Frame, facts: TrackFacts, layout: Columns) -> Sequence[Cells]:
        """Return the rows from the top."""
        site, width, glyphs = frame.site, layout.width, self._glyphs
        label = label_cells(width)
        return [
            *_sentence(MODEL_FACTS[site.settings.model].summary, layout.model, width, glyphs),
            *self._figure(frame, facts, layout),
            *self._wall_rows(site, facts, layout),
            queue_row(site, facts, width, label, glyphs),
            lane_row(site, width, label, glyphs),
            *_times(site, layout, glyphs),
            *_crew(site, facts, layout, glyphs),
            *why_rows(site, facts, width, layout.now, glyphs),
        ]

    def _figure(self, frame: Frame, facts: TrackFacts, layout: Columns) -> Iterator[Cells]:
        """Yield the figure in large, if there is room for it, and how much is done in words."""
        if layout.figure:
            yield from _figure_rows(figure_words(frame), layout.width, layout.figure, self._glyphs)
        yield ((_centred(done_words(frame.site, facts), layout.width), "accepted-text"),)

    def _wall_rows(self, site: SiteCopy, facts: TrackFacts, layout: Columns) -> Sequence[Cells]:
        """Return the wall with the place on top of it, and the line that all have to reach."""
        wall, width, most, glyphs = self._wall, layout.width, facts.scale.top, self._glyphs
        wall.build(site, most, width, max(0, layout.wall - 1))
        top, goal = wall.height, wall.height_of(most)
        rows = [*self._course_rows((width - wall.width) // 2)[:top]]
        rows += [()] * (layout.wall - top)
        if goal < layout.wall:
            rows[goal] = _line(goal_words(facts.scale), "muted", width, glyphs)
        if top < layout.wall:
            role = "plate" if facts.place == 1 else "strong"
            draw = _line if top == goal else _roof
            rows[top] = draw(place_words(facts), role, width, glyphs)
        rows.reverse()
        return [*rows, _ground(wall.unit, width, glyphs)]

    def _course_rows(self, margin: int) -> Sequence[Cells]:
        """Return the rows of the courses, from the ground: each the same one until it changes."""
        courses, beside = self._wall.courses, (" " * margin, "")
        if beside != self._margin or len(courses) != len(self._courses):
            self._margin, self._drawn = beside, [(beside, *course) for course in courses]
        else:
            changed = map(is_not, courses, self._courses)
            for number in compress(range(len(courses)), changed):
                self._drawn[number] = (beside, *courses[number])
        self._courses = (*courses,)
        return self._drawn


@lru_cache(maxsize=64)
def _roof(words: str, role: str, width: int, glyphs: Glyphs) -> Cells:  # noqa: ARG001 - as a line
    """Return what stands on a wall."""
    text = f" {words} " if words else ""
    return (" " * ((width - width_of(text)) // 2), ""), (text, role)


@lru_cache(maxsize=64)
def _line(words: str, role: str, width: int, glyphs: Glyphs) -> Cells:
    """Return the line that all have to reach, with words in it."""
    text = f" {words} " if words else ""
    left, odd = divmod(width - width_of(text), 2)
    dash = glyphs.horizontal
    return ((dash * left, "line"), (text, role), (dash * (left + odd), "line"))


@lru_cache(maxsize=16)
def _ground(unit: int, width: int, glyphs: Glyphs) -> Cells:
    """Return the ground, which says how many jobs a brick stands for."""
    return tuple(ground(unit_captions("brick", "job", unit), width, glyphs))


@lru_cache(maxsize=32)
def _figure_rows(
    figure: tuple[str, str, str], width: int, rows: int, glyphs: Glyphs
) -> Sequence[Cells]:
    """Return a figure in large, in so many rows: its text, what it is of, and its role."""
    text, name, role = figure
    digits = _digits(text, width - 2 * (width_of(name) + 1 if name else 0), rows, glyphs)
    drawn: list[Cells] = [()] * rows
    for number, row in enumerate(digits):
        told = f" {name}" if number == len(digits) - 1 and name else ""
        drawn[number] = ((_centred(row, width), role), (told, "muted"))
    return drawn


def _digits(text: str, cells: int, rows: int, glyphs: Glyphs) -> Sequence[str]:
    """Return a figure as large as there is room."""
    if rows < DIGITS and width_enlarged(text) <= cells:
        return enlarge(text)
    return magnify(text, cells, rows, glyphs)


def _centred(text: str, width: int) -> str:
    return " " * ((width - width_of(text)) // 2) + text


@lru_cache(maxsize=16)
def _sentence(text: str, rows: int, width: int, glyphs: Glyphs) -> Sequence[Cells]:
    """Return a sentence in so many rows, some of which may be blank."""
    told = first_that_fits([text], width, rows, glyphs.ellipsis) if rows else []
    return [*(((row, "muted"),) for row in told), *[()] * (rows - len(told))]


def _times(site: SiteCopy, layout: Columns, glyphs: Glyphs) -> Iterator[Cells]:
    """Yield how the crew has spent its time, in the rows there are."""
    width, label = layout.width, label_cells(layout.width)
    calls = MODEL_FACTS[site.settings.model].sends_are_calls
    begins = labelled(say("track.times"), label)
    if layout.times == 1:
        words = time_words(site, WORD_CELLS, calls)
        shares = time_row(site, width - label - WORD_CELLS - 1, glyphs)
        yield (begins, *shares, (" ", ""), words)
    elif layout.times:
        yield (begins, *time_row(site, width - label, glyphs))
        indent = label if width >= ROOMY else 0
        yield ((" " * indent, ""), time_words(site, width - indent, calls))


def _crew(site: SiteCopy, facts: TrackFacts, layout: Columns, glyphs: Glyphs) -> Iterator[Cells]:
    """Yield the crew, with its label where no worker has a row of its own."""
    label = label_cells(layout.width)
    detail = detail_for(facts.scale.most_workers, layout.width - label, layout.crew)
    if detail == "strips":
        yield from crew_rows(detail, site, layout.width, layout.crew, glyphs)
        return
    rows = crew_rows(detail, site, layout.width - label, layout.crew, glyphs)
    for number, row in enumerate(rows):
        yield (labelled("" if number else say("track.crew"), label), *row)


class LyingTrack:
    """Draws the rows of a track that lies above others."""

    PLACE = 5
    """Cells of the place, with a blank."""
    SIDE, MORE = 28, 14
    """Cells beside the wall, the place among them, and more where lines are wide."""
    WIDE = 76
    """Cells of lines that are wide."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._wall = LyingWall(glyphs)

    def rows(self, frame: Frame, facts: TrackFacts, layout: Lines) -> Iterator[Cells]:
        """Yield the rows from the top."""
        site, glyphs = frame.site, self._glyphs
        is_wide = layout.width >= self.WIDE
        side = self.SIDE + self.MORE * is_wide
        room = layout.width - side - 2
        self._wall.build(site, facts.scale.top, room, layout.wall)
        beside = self._beside(frame, facts, side)
        for number in range(layout.wall):
            row = beside[number] if number < len(beside) else ()
            yield (*_padded(row, side, glyphs.ellipsis), *self._wall_row(number, facts))
        told = layout.width - self.PLACE
        below = [
            *why_rows(site, facts, told, layout.now, glyphs),
            *_sentence(MODEL_FACTS[site.settings.model].summary, layout.model, told, glyphs),
        ]
        for row in below:
            yield (self._indent, *row)

    @property
    def _indent(self) -> StyledText:
        return " " * self.PLACE, ""

    def _wall_row(self, number: int, facts: TrackFacts) -> Cells:
        """Return a row of the wall, and the line that all have to reach."""
        edge = (self._glyphs.vertical, "line")
        goal, row = self._wall.length_of(facts.scale.top), self._wall.row(number)
        is_last = number == self._wall.height - 1
        told = _caption_in(row, goal, self._wall.unit) if is_last else ""
        room = goal - width_of(told)
        return (edge, *_padded(row, room, self._glyphs.ellipsis), (told, "muted"), edge)

    def _beside(self, frame: Frame, facts: TrackFacts, side: int) -> Sequence[StyledRow]:
        """Return what stands beside the wall, the most telling first."""
        site = frame.site
        glyphs, room = self._glyphs, self.SIDE - self.PLACE - 1
        most, cells = facts.scale.most_workers, room - WORD_CELLS - 1
        (crew,) = crew_rows(compact_detail(most, cells, 1), site, cells, 1, glyphs)
        calls = MODEL_FACTS[site.settings.model].sends_are_calls
        head = self._head(facts, frame)
        at_work: StyledRow = (
            self._indent,
            *_padded(crew, cells + 1, glyphs.ellipsis),
            time_words(site, WORD_CELLS, calls),
        )
        label = label_cells(room)
        if side > self.SIDE:
            queue = queue_row(site, facts, self.MORE - 1, label, glyphs)
            lanes = lane_row(site, self.MORE - 1, label, glyphs)
            return [(*_padded(row, self.SIDE, glyphs.ellipsis), *more) for row, more in
                    ((head, queue), (at_work, lanes))]  # fmt: skip
        return [
            head,
            at_work,
            (self._indent, *queue_row(site, facts, room, label, glyphs)),
            (self._indent, *lane_row(site, room, label, glyphs)),
        ]

    def _head(self, facts: TrackFacts, frame: Frame) -> StyledRow:
        """Return place, name, and how much is done or when all was, or the figure in large."""
        site, standing = frame.site, facts.standing
        place = place_words(facts).partition(" ")[0]
        jobs = f" of {count(standing.jobs)}" if standing.jobs is not None else ""
        done, role = f" {count(site.done)}{jobs}", "accepted-text"
        if standing.ended_at is not None:
            done, role = f" {duration(standing.ended_at, 3)}", "strong"
        elif frame.view.figure not in ("", "done"):
            number, name, role = figure_words(frame)
            done = f" {number} {name}"
        mark = self._glyphs.pointer if standing.is_chosen else " "
        room = self.SIDE - self.PLACE - width_of(done) - 1
        return [
            (place.ljust(self.PLACE - 1), "plate" if facts.place == 1 else "strong"),
            (mark, "accent"),
            (fit(standing.name, room, self._glyphs.ellipsis), "strong"),
            (done, role),
        ]


def _caption_in(row: Iterable[StyledText], cells: int, unit: int) -> str:
    """Return what a brick stands for, if that is several jobs, and the row leaves room for it."""
    room = cells - sum(width_of(text) for text, _ in row) - 1
    captions = unit_captions("brick", "job", unit) if unit > 1 else ()
    return next((each for each in captions if width_of(each) <= room), "")


def _padded(row: Iterable[StyledText], cells: int, ellipsis: str) -> Sequence[StyledText]:
    """Return a row in exactly so many cells."""
    pieces = [*cut_row(row, cells, ellipsis)]
    gap = cells - sum(width_of(text) for text, _ in pieces)
    return [*pieces, (" " * gap, "")] if gap > 0 else pieces
