"""Says what a search looks for, and how it ended without a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.log.cast import SINK
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.run.search import Outcome, SearchLimits
from site_sim.state.site import SiteState

if TYPE_CHECKING:
    from site_sim.state.conditions.clauses import SiteCondition


def looking_for(wanted: Wanted | SiteCondition, state: SiteState, back: bool = False) -> str:
    """Return a phrase for what is wanted: `the next Died`, `the next event of worker 3`.

    A condition stands for itself.
    """
    if not isinstance(wanted, Wanted):
        return f"the last moment before this of {wanted.text}" if back else wanted.text
    concerned = _concerned(wanted, state)
    return f"the next event of {concerned}" if concerned else f"the next {_kinds(wanted)}"


def not_found(
    wanted: Wanted | SiteCondition, state: SiteState, outcome: Outcome, limits: SearchLimits
) -> str:
    """Return a sentence for a search without a result, with how far it went."""
    events = f"{limits.events:,} events"
    bound = events if outcome == "too many events" else f"{limits.seconds // 60} simulated minutes"
    if not isinstance(wanted, Wanted):
        again = " again" if wanted.holds(state) else ""
        within = "" if outcome == "nothing more" else f" within {bound}"
        return f"{wanted.text}: that does not come true{again}{within}"
    concerned = _concerned(wanted, state)
    if outcome == "nothing more":
        return f"nothing more happens to {concerned}" if concerned else f"no {_kinds(wanted)} comes"
    nothing = f"nothing happens to {concerned}" if concerned else f"no {_kinds(wanted)}"
    return f"{nothing} within {bound}"


def never_before(wanted: Wanted | SiteCondition) -> str:
    """Return a sentence for a search of the past without a result."""
    if isinstance(wanted, Wanted):
        is_kind = wanted.who is None and wanted.job is None
        return f"no {_kinds(wanted)} before this" if is_kind else "nothing happened to it before"
    return f"{wanted.text}: that did not come true before this"


def no_bookmark(name: str) -> str:
    """Return a sentence for a name that no moment has."""
    return f"there is no bookmark {name!r}"


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
