"""The one door between a person and a run: commands go in, and the state comes out."""

from site_sim.session.search import Search
from site_sim.session.session import Session

__all__ = ["Search", "Session"]
