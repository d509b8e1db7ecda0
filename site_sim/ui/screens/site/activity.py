"""A task's activity, in words and a bar: the part of its row that names its job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from site_sim.facts.figures import DONE, REJECTED, SCRAPPED
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.facts.states import STATES
from site_sim.log.cast import NOBODY, SINK, SOURCE
from site_sim.log.events import NO_JOB, Event, Kind
from site_sim.player.formatting import work_text
from site_sim.player.site_copy import JobCopy, SiteCopy, TaskCopy
from site_sim.state.entities import (
    BLOCKED,
    GONE,
    HANDING_OFF,
    IDLE,
    READY,
    State,
)
from site_sim.state.history.news import FRESH_CELLS
from site_sim.ui.drawing.segments import PLAIN_STATES, StyledText, fit, progress_bar, width_of
from site_sim.ui.theme.glyphs import Glyphs

FULL, AMPLE = 30, 60
"""Cells from which on a row has the job's name, and its work."""
INBOX_CELLS = (0, 4, 8)
"""Cells kept for the inbox, from widths of 0, 16 and `FULL` cells on."""
SHORT_NAME, LONG_NAME = 8, 14
"""Cells of a job's name; a longer one has some more where there is room for it."""
MORE = 8
"""Cells more that it has, or twice as many, and so on: so that most bars begin at few places."""
LEAST_BAR = 15
"""Cells of a progress bar, with its percentage, that a long name leaves."""
WORK_CELLS = 10
BESIDE_NAME = 36
"""Cells that a long name leaves for what is said of its job."""
LONGEST_ARROW = 24
LEAST_WALK, LONGEST_WALK = 3, 48
"""Cells on which one who arrives or leaves walks."""
ACCIDENTS = (Kind.AccidentHappened, Kind.Died)
ARRIVALS = (Kind.Hired, Kind.StartUpBegan)
DEPARTURES = (Kind.LaidOff, Kind.Left)


class NewsOfTask(NamedTuple):
    """What has just happened to a task, as it is drawn."""

    kind: int
    """The kind of the event."""
    job: int
    """The job that the task had in hand."""
    step: int
    """How many cells of its way one has walked who arrives or leaves."""


def news_of(event: Event, at: int, cell_ns: int, cells: int) -> NewsOfTask:
    """Return what has happened to a task as it is drawn at a time, in so many cells.

    A cell of the strips is `cell_ns` long.
    """
    progress = (at - event.at) / (FRESH_CELLS * cell_ns)
    return NewsOfTask(event.kind, event.job, int(progress * min(cells, LONGEST_WALK)))


def inbox_cells(cells: int) -> int:
    """Return how many of the cells are kept for what lies in the inbox."""
    return INBOX_CELLS[(cells >= 16) + (cells >= FULL)]


def shows_way(task: TaskCopy, state: SiteCopy) -> bool:
    """Return whether the way of a task's job is drawn in its row: no rail leads to the receiver."""
    return task.to == state.cast.last != NOBODY and not is_web(state)


def is_web(state: SiteCopy) -> bool:
    """Return whether jobs move between any two tasks, so that a row has to say where its job goes.

    Elsewhere it is enough to say whose the job is.
    """
    return state.cast.shape(state.settings.wiring) == "web"


def activity(
    task: TaskCopy, state: SiteCopy, cells: int, glyphs: Glyphs, progress: float
) -> Iterable[StyledText]:
    """Yield what a task does, in exactly `cells` cells.

    `progress` is the share of its work that is done, or of its job's way to the last, 0 to 1.
    """
    cast = state.cast
    kept = inbox_cells(cells) if cast.role_of(task.who) != SOURCE else 0
    room = cells - kept
    if task.state is GONE:
        yield " " * cells, ""
        return
    card = state.jobs.get(task.job)
    first = int(task.job == NO_JOB and task.state is READY)  # it is about to receive that one
    waiting = max(0, task.inbox_length - first)
    has_begun = task.state is READY and card is not None and progress > 0
    if card is not None and (task.state.working or has_begun):
        yield from _work(card, task.state, room, glyphs, progress)
    elif task.state is HANDING_OFF and shows_way(task, state):
        yield from _way(task.job, cast.short_name(task.to), room, glyphs, progress)
    else:
        if not waiting and task.to != NOBODY and is_web(state):
            room, kept = cells, 0
        text, role = _words(task, state, room, glyphs)
        yield fit(text, room, glyphs.ellipsis), role
    yield _inbox(task.inbox[first : first + 1], waiting, kept, glyphs), "muted"


def _words(task: TaskCopy, state: SiteCopy, room: int, glyphs: Glyphs) -> StyledText:
    """Return the task's job in words, and what the task waits for."""
    card = state.jobs.get(task.job)
    if task.state is IDLE:
        return _idle_words(task, state, room), "muted"
    if task.state is READY:
        if card is None:
            text = f"[#{task.inbox[0]}]" if task.inbox else ""
            return _reason(text, f"waits for {_lane(state)}", room), ""
        return _reason(_addressed(card, state, room, glyphs), f"waits for {_lane(state)}", room), ""
    if card is None:  # the call took the job along
        return _wait_for(task.to, state, room), ""
    cast = state.cast
    if is_web(state):
        return _handed(card, task, state, room, glyphs), ""
    if cast.role_of(task.to) == SINK or (task.to != NOBODY and card.worker == NOBODY):
        return f"#{card.number} {glyphs.right} {cast.short_name(task.to)}", ""
    text = _addressed(card, state, room, glyphs)
    if task.state is BLOCKED:
        return _reason(text, f"{cast.short_name(task.to)}'s inbox is full", room), ""
    return text, ""


def _handed(card: JobCopy, task: TaskCopy, state: SiteCopy, room: int, glyphs: Glyphs) -> str:
    """Return a job and to whom it goes, and what it waits for there."""
    number = _titled(card, room, glyphs)
    if task.to == NOBODY:
        return number
    name, short = state.name_of(task.to), state.cast.short_name(task.to)
    texts = [f"{number} {glyphs.right} {receiver}" for receiver in (name, short)]
    brief = f"#{card.number}{glyphs.right}{short}"
    text = next((text for text in texts if width_of(text) <= room), brief)
    return _reason(text, "its inbox is full", room) if task.state is BLOCKED else text


def _wait_for(callee: int, state: SiteCopy, room: int) -> str:
    """Return the task that a caller waits for, until that is back at its bare yield."""
    if callee == NOBODY:
        return ""
    cast = state.cast
    is_short = callee not in cast.members and room < FULL
    name = cast.short_name(callee) if is_short else state.name_of(callee)
    texts = (f"waits for {name}", f"for {name}", name)
    return next((text for text in texts if len(text) <= room), name)


def _idle_words(task: TaskCopy, state: SiteCopy, room: int) -> str:
    cast = state.cast
    if task.who == cast.last:
        return _tally(state, room)
    if cast.role_of(task.who) != SOURCE:
        return ""
    if not state.queue.length:
        return "waits for a job" if room >= 15 else ""
    if is_web(state):
        return ""  # the cast does not tell what it waits for
    return "waits for an idle worker" if room >= 24 else "no one is idle"


def _tally(state: SiteCopy, room: int) -> str:
    """Return what the only sink has found so far."""
    text = f"{state.done:,} {DONE.name}"
    for number, figure in ((state.rejected, REJECTED), (state.scrapped, SCRAPPED)):
        more = f", {number:,} {figure.name}"
        if number and len(text + more) <= room:
            text += more
    return text


def _titled(card: JobCopy, room: int, glyphs: Glyphs) -> str:
    """Return a job's number, and its name where there is ample room."""
    number = f"#{card.number}"
    if room < AMPLE:
        return number
    longest = max(LONG_NAME, room - BESIDE_NAME)
    return f"{number} {fit(card.name, longest, glyphs.ellipsis).rstrip()}"


def _addressed(card: JobCopy, state: SiteCopy, room: int, glyphs: Glyphs) -> str:
    """Return a job and whose it is."""
    number = _titled(card, room, glyphs)
    if card.worker == NOBODY:
        return number
    name = state.cast.short_name(card.worker)
    text = f"{number} for {name}"
    return text if width_of(text) <= room else f"{number}{glyphs.right}{name}"


def _reason(text: str, reason: str, room: int) -> str:
    """Return a text with its reason, if there is room for both."""
    if not text:
        return reason if len(reason) <= room else ""
    whole = f"{text}, {reason}"
    return whole if width_of(whole) <= room else text


def _lane(state: SiteCopy) -> str:
    return MODEL_FACTS[state.settings.model].awaited


def _inbox(first: Sequence[int], waiting: int, kept: int, glyphs: Glyphs) -> str:
    """Return what lies in the inbox, in exactly the cells kept for it: the only one, or how many.

    `first` holds the job that waits first, if there is one.
    """
    if not waiting or not kept:
        return " " * kept
    only, brief = f" [#{first[0]}]", f" [{waiting}]"
    text = only if waiting == 1 and len(only) <= kept else brief
    return fit(text, kept, glyphs.ellipsis)


def _work(
    card: JobCopy, state: State, room: int, glyphs: Glyphs, progress: float
) -> Iterable[StyledText]:
    """Return a job's number, what else there is room for, and how much of it is done."""
    number = f"#{card.number} "
    number = fit(number, min(room, len(number)), glyphs.ellipsis)
    yield number, "strong"
    room -= len(number)
    given = 0 if room + len(number) < FULL else SHORT_NAME if room < AMPLE else LONG_NAME
    work_cells = WORK_CELLS if room - given > AMPLE - LONG_NAME else 0
    room -= work_cells
    if given:
        more = max(0, width_of(card.name) - given)
        cells = max(given, min(given + -(-more // MORE) * MORE, room - LEAST_BAR))
        yield fit(card.name, cells, glyphs.ellipsis) + " ", ""
        room -= cells + 1
    if work_cells:
        yield fit(work_text(card.cpu_ns, card.io_ns), work_cells, glyphs.ellipsis), "muted"
    yield from bar_with_share(room, state, glyphs, progress)


def bar_with_share(
    cells: int, state: State, glyphs: Glyphs, progress: float
) -> Iterable[StyledText]:
    """Yield a progress bar with its percentage, in exactly `cells` cells."""
    room = cells - 5
    if room >= 3:
        parts = glyphs.bar if state.working else glyphs.cells[STATES[state]]
        yield from progress_bar(room, progress, parts, glyphs.bar_rest, PLAIN_STATES[state])
        yield f"{int(100 * progress):>4}%", "strong"
    else:
        yield f"{int(100 * progress)}%".rjust(max(0, cells))[: max(0, cells)], "strong"


def _way(
    job: int, receiver: str, room: int, glyphs: Glyphs, progress: float
) -> Iterable[StyledText]:
    """Return a result on its way to its receiver."""
    number, goal = f"#{job} ", f"{glyphs.right} {receiver}"
    way = min(LONGEST_ARROW, room - len(number) - len(goal))
    if way < 3:
        yield fit(number + goal, room, glyphs.ellipsis), "state-handing-off-text"
        return
    gone = min(way - 1, int(progress * way))
    yield number, "strong"
    yield glyphs.horizontal * gone, "state-handing-off"
    yield glyphs.token, "token"
    yield glyphs.horizontal * (way - 1 - gone), "line"
    yield goal, "state-handing-off-text"
    yield " " * (room - len(number) - way - len(goal)), ""


def accident(news: NewsOfTask, cells: int, glyphs: Glyphs) -> str:
    """Return what an accident did to a task, in exactly `cells` cells."""
    if news.kind == Kind.Died:
        texts = [say("news.closed"), say("news.closed.brief")]
    elif news.job != NO_JOB:
        texts = [say("news.accident-with", job=news.job), say("news.accident")]
    else:
        texts = [say("news.accident")]
    told = [f" {glyphs.hazard} {text}" for text in texts]
    text = next((text for text in told if width_of(text) <= cells), told[-1])
    return fit(text, cells, glyphs.ellipsis)


def coming_or_going(news: NewsOfTask, job: int, cells: int, glyphs: Glyphs) -> Iterable[StyledText]:
    """Yield how a task arrives or leaves, in exactly `cells` cells; it may have a job in hand."""
    if news.kind == Kind.LaidOff:
        text = say("news.leaves") if job == NO_JOB else say("news.leaves-after", job=job)
        if width_of(text) > cells:
            text = say("news.leaves.brief")
        yield fit(text, cells, glyphs.ellipsis), "accent"
        return
    is_arrival = news.kind in ARRIVALS
    text = say("news.arrives" if is_arrival else "news.walks-off")
    way = min(LONGEST_WALK, cells - width_of(text) - 1)
    if way < LEAST_WALK:
        yield fit(text, cells, glyphs.ellipsis), "accent"
        return
    step = min(way - 1, news.step * way // min(cells, LONGEST_WALK))
    yield f"{text} ", "accent"
    if is_arrival:
        yield " " * (way - 1 - step), ""
        yield glyphs.left, "token"
        yield glyphs.dot * step, "muted"
    else:
        yield glyphs.dot * step, "muted"
        yield glyphs.right, "token"
        yield " " * (way - 1 - step), ""
    yield " " * (cells - width_of(text) - 1 - way), ""
