"""Drives a session from a test, by what the program itself drives it with."""

from __future__ import annotations

from site_sim.commands import Command
from site_sim.run.session import Session


def run_to(session: Session, at: int) -> None:
    """Run a session to a time, in simulated nanoseconds."""
    assert session.playback.advance(at - session.now)


def run_to_end(session: Session) -> None:
    """Run a session until nothing more can happen; time stands at the last event then."""
    while not session.playback.rush(4096):
        pass


def give(session: Session, command: Command) -> None:
    """Give a command at the playhead; in the past this executes the run again up to it."""
    session.begin(command)
    assert session.work()
