"""A run without a screen: as fast as it can, figures on stdout, events in a file."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from msgspec.structs import asdict

from site_sim.base.collector import paused_collector, resume_collector
from site_sim.base.errors import DONE, RunError, SiteError
from site_sim.base.files import file_name
from site_sim.base.quantities import clock
from site_sim.base.writing import (
    STDOUT,
    cannot_be_written,
    discard,
    half_written,
    standard_stream,
    tell,
    whole_file,
)
from site_sim.cli.options import Texts
from site_sim.cli.progress import ProgressLine
from site_sim.cli.remarks import remarks_on
from site_sim.cli.repeating import repeating
from site_sim.cli.stopping import Stopped, stoppable
from site_sim.cli.terminals import is_drawn_on
from site_sim.experiments.running import bursts, end_reached
from site_sim.export.header import RunHeader, header_of
from site_sim.export.jsonl import LogWriter
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.player.report import report
from site_sim.scenario.run_end import end_of, known_end
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import HORIZON_S
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.summary import summarise

OF_THE_NAME = (
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL, errno.ENXIO, errno.ETXTBSY, errno.EBADF),
)
"""Errors of opening a file against which another name would help: the use is wrong."""


def run_headless(
    scenario: Scenario,
    as_json: bool = False,
    events: str | None = None,
    texts: Texts | None = None,
) -> int:
    """Run a scenario to its end, print its figures, and return the exit code.

    The JSON has the command that they can be had again with; `texts` are the options that were
    given over the scenario.

    `events` names the file for the log as JSON Lines; with `-` it goes to stdout, and the figures
    to stderr, unless who reads the log has a screen there. Nothing is printed of a run that is
    stopped, and no file is kept; who reads the log as it comes gets its end mark. Raises
    `SiteError`, and `Stopped` on a signal.
    """
    resume_collector()  # everything is imported, and this may take long
    to_stdout = events == STDOUT
    with (
        stoppable(None if events is None or to_stdout else half_written(Path(events))),
        _events_file(events) as stream,
    ):
        simulation = Simulation(scenario.to_config())
        header = header_of(scenario, asdict(simulation.config.costs), simulation.log.cast)
        writer = None if stream is None else LogWriter(stream, header)
        shown_on = None if to_stdout and _is_pipe(sys.stdout) else sys.stderr
        if shown_on is not None:
            tell(*(f"site-sim: {remark}" for remark in remarks_on(scenario)))
        try:
            with ProgressLine(shown_on, known_end(scenario)) as progress:
                end = _run_to(scenario, simulation, progress, writer)
        except Stopped:
            if not _is_taken(sys.stderr):
                tell(f"site-sim: stopped at {clock(simulation.now)} of simulated time")
            raise
        if scenario.until is None and scenario.ends and simulation.unfinished:
            tell(f"site-sim: not all jobs were done: {_why_unfinished(simulation, end)}")
        log = simulation.log
        del simulation  # of a large crew it takes more room than the figures
        with paused_collector():
            if as_json:
                measured = header.costs if scenario.is_measured else {}
                again = repeating(scenario.source, texts or {}, measured, scenario.cores)
                words = _as_json(log, end, header, again)
            else:
                words = _as_text(log, end, header)
    if not to_stdout:
        with standard_stream(sys.stdout, data=as_json) as out:
            out.write(words + "\n")
    elif not _is_taken(sys.stderr):
        tell(words)
    return DONE


def _is_taken(stream: TextIO | None) -> bool:
    """Return whether nothing can be written there, or who reads the log draws on it."""
    return stream is None or is_drawn_on(stream)


def _is_pipe(stream: TextIO) -> bool:
    """Return whether another program reads a stream: it may have a screen, and open it later."""
    try:
        return stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _run_to(
    scenario: Scenario,
    simulation: Simulation,
    progress: Callable[[int], None],
    writer: LogWriter | None = None,
) -> int:
    """Run for as long as a scenario says, and return the time it came to.

    If it says nothing, a run ends with the last that happens. `progress` is told the simulated time
    now and then, and the `writer` what has happened; all times are in nanoseconds.
    """
    reached = 0
    try:
        for now in bursts(simulation, end_of(scenario)):
            if writer is not None:
                writer.write(simulation.log)
            reached = now
            progress(reached)
    except Stopped:
        if writer is not None:
            _end_early(writer, reached)
        raise
    end, complete = end_reached(scenario, simulation)
    if writer is not None:
        writer.end(end, complete)
    return end


def _end_early(writer: LogWriter, reached: int) -> None:
    """Mark the end of a log whose run is stopped; nobody may be there to read it."""
    try:
        writer.end(reached, complete=False)
    except BrokenPipeError:
        discard(sys.stdout)
    except OSError:
        pass


def _as_json(log: EventLog, end: int, header: RunHeader, command: str) -> str:
    """Return the figures as one JSON object, with what shaped them, and how to get them again."""
    told = {"version": header.version, "command": command}
    shaped = {"settings": dict(header.settings), "costs": dict(header.costs)}
    return json.dumps(told | summarise(log, end).to_json() | shaped, allow_nan=False)


def _as_text(log: EventLog, end: int, header: RunHeader) -> str:
    """Return the figures in words, with what shaped them, and how workers spent their time."""
    site = SiteState(log)
    fold(site)
    site.advance_to(end)
    return report(site, header)


def _why_unfinished(simulation: Simulation, end: int) -> str:
    """Return why a finite run ended before its jobs were all done."""
    if simulation.next_at() is None:
        return f"nothing more happens after {clock(end)}"
    return f"{HORIZON_S:,} s is the largest time that a run can reach, and more was to come"


# -- where results go --------------------------------------------------------------------------


@contextmanager
def _events_file(events: str | None) -> Iterator[TextIO | None]:
    """Open what the log is written to; a file appears only when it is whole."""
    if events is None:
        yield None
        return
    if events == STDOUT:
        with standard_stream(sys.stdout, data=True) as stream:
            yield stream
        return
    where = file_name(events)
    opened = False
    try:
        with whole_file(Path(events)) as stream:
            opened = True
            yield stream
    except OSError as error:
        is_wrong_use = not opened and error.errno in OF_THE_NAME
        raise (SiteError if is_wrong_use else RunError)(cannot_be_written(error), where) from None
