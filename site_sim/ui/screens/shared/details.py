"""What is known of the selected worker or job."""

from __future__ import annotations

from site_sim.base.quantities import clock, duration
from site_sim.facts.figures import SERVICE, SOJOURN, WAIT
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.facts.states import IN_SEND, SHORT_WORDS, STARTING, STATES, WORDS
from site_sim.log.cast import NOBODY
from site_sim.player.formatting import share, work_text
from site_sim.player.frame import Frame
from site_sim.player.site_copy import JobCopy, SiteCopy, TaskCopy
from site_sim.state.entities import Place, State, Verdict
from site_sim.ui.drawing.segments import (
    PLAIN_STATES,
    TEXT_STATES,
    StyledText,
    cut_row,
    width_of,
    work_bar,
)
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.theme.glyphs import Glyphs

LIFE = (State.CPU, State.IO, State.READY, State.HANDING_OFF, State.BLOCKED, State.IDLE)
"""The states of a life on the site, in the order in which they are shown."""
LEAST_SHARE = 0.005
"""A smaller share is not shown."""
BAR_CELLS = 30
HINT = "select a worker with the arrow keys or the mouse, or a job with the mouse"


def write_details(sheet: TextSheet, frame: Frame) -> None:
    """Write a few lines about what is selected: who or what it is, and how its time was spent."""
    sheet.title = "Details"
    for line in describe_selected(frame, sheet.width, sheet.glyphs):
        sheet.add(cut_row(line, sheet.width, sheet.glyphs.ellipsis))


def describe_selected(frame: Frame, width: int, glyphs: Glyphs) -> list[list[StyledText]]:
    """Return the lines about what is selected; the first says it all in short."""
    kind, number = frame.view.selected
    site = frame.site
    if kind == "job":
        return _job_lines(site, number, glyphs)
    task = site.tasks.get(number)
    if task is None:
        return [[(f" {HINT}", "muted")]]
    if not site.life:
        return [[(f" {site.name_of(number)} ", "strong"), (say("news.left"), "muted")]]
    return _task_lines(site, task, width, glyphs)


def _task_lines(
    site: SiteCopy, task: TaskCopy, width: int, glyphs: Glyphs
) -> list[list[StyledText]]:
    first = _activity(site, task, glyphs, is_brief=False)
    if sum(width_of(text) for text, _ in first) > width:
        first = _activity(site, task, glyphs, is_brief=True)
    life = sum(site.life[: State.GONE]) or 1
    parts = [(which, site.life[which] / life) for which in LIFE]
    return [first, _shares(parts, width, glyphs), _bar(parts, width, glyphs)]


def _activity(site: SiteCopy, task: TaskCopy, glyphs: Glyphs, is_brief: bool) -> list[StyledText]:
    """Return the state of a task, its job, the job's receiver and what lies in the inbox."""
    name, gap = STATES[task.state], "" if is_brief else " "

    def name_of(who: int) -> str:
        is_short = is_brief and who not in site.cast.members
        return site.cast.short_name(who) if is_short else site.name_of(who)

    pieces: list[StyledText] = [
        (f" {name_of(task.who)} ", "strong"),
        (f"{glyphs.states[name]} ", PLAIN_STATES[task.state]),
        (_word(task, site), TEXT_STATES[task.state]),
        (f" for {duration(site.at - task.since)}", "muted"),
    ]
    job = site.jobs.get(task.job)
    if task.to != NOBODY and is_brief:
        pieces.append((f" {glyphs.right} {name_of(task.to)}", ""))
    if job is not None:
        work, title = work_text(job.cpu_ns, job.io_ns), "" if is_brief else "job "
        pieces.append((f"{gap} {glyphs.dot} {title}#{job.number} ", "strong"))
        pieces += [(f"{job.name} ", ""), (work, "muted")]
    if task.to != NOBODY and not is_brief:
        pieces.append((f"  {glyphs.right} {name_of(task.to)}", ""))
    if task.inbox:
        inbox = " ".join(f"#{number}" for number in task.inbox)
        pieces.append((f"{gap} inbox {inbox}", "muted"))
    return pieces


def _shares(parts: list[tuple[State, float]], width: int, glyphs: Glyphs) -> list[StyledText]:
    """Return the share of each state, with as much of its name as there is room for."""
    shown = [(which, part) for which, part in parts if part >= LEAST_SHARE]
    line: list[StyledText] = []
    for words, gap in ((WORDS, " "), (SHORT_WORDS, " "), (SHORT_WORDS, ""), ({}, " ")):
        line = [(" ", "")]
        for which, part in shown:
            name = STATES[which]
            word = f"{words[name]} " if words else ""
            line += [
                (glyphs.cells[name] + gap, PLAIN_STATES[which]),
                (f"{word}{share(part)} ", ""),
            ]
        if sum(width_of(text) for text, _ in line) <= width + 1:  # the last is a blank
            break
    return line


def _word(task: TaskCopy, site: SiteCopy) -> str:
    if task.state is State.BLOCKED and MODEL_FACTS[site.settings.model].sends_are_calls:
        return IN_SEND
    return STARTING if task.starting else WORDS[STATES[task.state]]


def _bar(parts: list[tuple[State, float]], width: int, glyphs: Glyphs) -> list[StyledText]:
    """Return a stacked bar of shares that add up to 1."""
    room = max(0, width - 2)
    pieces: list[StyledText] = [(" ", "")]
    total, drawn = 0.0, 0
    for which, part in parts:
        total += part
        cells = round(total * room) - drawn
        drawn += cells
        pieces.append((glyphs.cells[STATES[which]] * cells, PLAIN_STATES[which]))
    return pieces


def _job_lines(site: SiteCopy, number: int, glyphs: Glyphs) -> list[list[StyledText]]:
    job = site.jobs.get(number)
    if job is not None:
        return _unfinished_lines(site, job, glyphs)
    verdict = site.verdict_table.last_of(number, site.verdict_count)
    if verdict is not None:
        return _done_lines(site, verdict, glyphs)
    return [[(f" job #{number} has not arrived yet", "muted")]]


def _unfinished_lines(site: SiteCopy, job: JobCopy, glyphs: Glyphs) -> list[list[StyledText]]:
    place = {
        Place.QUEUE: "in the queue",
        Place.HAND: f"with {site.name_of(job.holder)}",
        Place.INBOX: f"in {site.name_of(job.holder)}'s inbox",
    }[job.place]
    dot = glyphs.dot
    first = [
        (f" job #{job.number} ", "strong"),
        (f"{job.name} ", ""),
        (work_text(job.cpu_ns, job.io_ns), "muted"),
        (f"  {dot} {place}", ""),
    ]
    if job.worker != NOBODY:
        first.append((f", for {site.name_of(job.worker)}", "muted"))
    started = f"first worked on at {clock(job.started)}" if job.started >= 0 else "not begun"
    second = f" attempt {job.attempt}, arrived at {clock(job.arrived)}, {started}"
    third = [(" ", ""), *_progress(job.progress, glyphs)]
    return [first, [(second, "muted")], third]


def _progress(done: float, glyphs: Glyphs) -> list[StyledText]:
    return [*work_bar(BAR_CELLS, done, glyphs), (f" {share(done)} of the work", "muted")]


def _by(site: SiteCopy, verdict: Verdict) -> str:
    """Return the worker that did a job; "" if the job was lost on the way."""
    return f"by {site.name_of(verdict.worker)}, " if verdict.worker >= 0 else ""


def _done_lines(site: SiteCopy, verdict: Verdict, glyphs: Glyphs) -> list[list[StyledText]]:
    dot = glyphs.dot
    first = [
        (f" job #{verdict.job} ", "strong"),
        (f"{site.log.jobs.name_of(verdict.job)} ", ""),
        (f"{verdict.kind.name.lower()} at {clock(verdict.at)}", ""),
        (f"  {dot} {_by(site, verdict)}attempt {verdict.attempt}", "muted"),
    ]
    times = ((WAIT, verdict.wait_ns), (SERVICE, verdict.service_ns), (SOJOURN, verdict.sojourn_ns))
    second = " " + ", ".join(f"{figure.name} {duration(ns)}" for figure, ns in times)
    return [first, [(second, "muted")]]
