"""Executes a run again from its seed and its journal, as anybody could who was told both."""

from __future__ import annotations

from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.run.session import Session
from site_sim.run.simulated import simulation_of


def replayed(session: Session) -> EventLog:
    """Return the log of the same run, executed again up to the live end."""
    live = simulation_of(session.branch)
    again = Simulation(live.config)
    for entry in session.journal:
        again.reach(entry.at, entry.steps)
        again.apply(entry.command)
    again.reach(live.now, live.steps)
    return again.log
