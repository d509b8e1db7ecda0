"""Says what a search looks for, and how it ended without a result."""

from __future__ import annotations

from site_sim.log.cast import SINK
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.run.search import Outcome, SearchLimits
from site_sim.state.site import SiteState


def looking_for(wanted: Wanted, state: SiteState) -> str:
    """Return a phrase for a wanted event: `the next Died`, `the next event of worker 3`."""
    concerned = _concerned(wanted, state)
    return f"the next event of {concerned}" if concerned else f"the next {_kinds(wanted)}"


def not_found(wanted: Wanted, state: SiteState, outcome: Outcome, limits: SearchLimits) -> str:
    """Return a sentence for a search without a result, with how far it went."""
    concerned = _concerned(wanted, state)
    if outcome == "nothing more":
        return f"nothing more happens to {concerned}" if concerned else f"no {_kinds(wanted)} comes"
    nothing = f"nothing happens to {concerned}" if concerned else f"no {_kinds(wanted)}"
    events = f"{limits.events:,} events"
    bound = events if outcome == "too many events" else f"{limits.seconds // 60} simulated minutes"
    return f"{nothing} within {bound}"


def _concerned(wanted: Wanted, state: SiteState) -> str:
    """Return the job or task that a wanted event is about; "" for none."""
    if wanted.job is not None:
        return f"job #{wanted.job}"
    if wanted.who is None:
        return ""
    cast = state.log.cast
    name = cast.name_of(wanted.who)
    takes_article = wanted.who in cast.members and cast.role_of(wanted.who) != SINK
    return f"the {name}" if takes_article and name.isalpha() else name


def _kinds(wanted: Wanted) -> str:
    return " or ".join(Kind(kind).name for kind in wanted.kinds)
