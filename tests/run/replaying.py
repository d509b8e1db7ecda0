"""Executes a run again from its seed and its journal, as anybody could who was told both."""

from __future__ import annotations

from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.run.session import Session


def replayed(session: Session) -> EventLog:
    """Return the log of the same run, executed again up to the live end."""
    live = session.branch.simulation
    again = Simulation(session.scenario.to_config())
    for entry in session.journal:
        again.reach(entry.at, entry.steps)
        again.apply(entry.command)
    again.reach(live.now, live.steps)
    return again.log
