"""`site-sim costs`: what the mechanics of the models take on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from site_sim.base.errors import DONE
from site_sim.base.quantities import duration
from site_sim.base.writing import standard_stream, tell
from site_sim.cli.stopping import stoppable
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.facts.sentences import say

if TYPE_CHECKING:  # they need msgspec, some 40 ms
    from site_sim.scenario.measuring.figures import Measurement, Timing

DIGITS = 3
HEAD = ("", "here", "the middle half", "typical", "")


@click.command(short_help="Show what hops, switches and start-ups take on this machine.")
@click.option("--again", is_flag=True, help="Measure now, whatever is kept.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def costs(again: bool, as_json: bool) -> int:
    """Show what hops, switches and start-ups take on this machine, beside what is typical.

    It is measured, which takes a second or two, and kept in your cache folder. It is measured anew
    with another Python, on another machine, by another version of site-sim, and after 30 days.
    These are the costs of '--costs measured'; nothing else measures them.
    """
    from site_sim.scenario.measuring import kept  # noqa: PLC0415 - saves msgspec

    with stoppable():
        taken = kept.kept_or_measured(kept.cache_folder(), again)
    tell(*(f"site-sim: {remark}" for remark in kept.unsteady_faults(taken)))
    with standard_stream(sys.stdout, data=as_json) as out:
        out.write(f"{_as_json(taken) if as_json else chr(10).join(_as_text(taken))}\n")
    return DONE


def _as_json(taken: Measurement) -> str:
    """Return what was measured as one JSON object; times are nanoseconds."""
    import json  # noqa: PLC0415 - saves every start 2 ms

    from msgspec.structs import asdict  # noqa: PLC0415 - saves msgspec

    from site_sim.kernel.models import TYPICAL  # noqa: PLC0415

    words: dict[str, Any] = {
        "costs": asdict(taken.costs),
        "middle_half": {field_of(key): _half(figure) for key, figure in taken.figures.items()},
        "typical": asdict(TYPICAL),
        "unsteady": [field_of(key) for key in taken.unsteady],
        "beside": {
            field_of(key): {"median": figure.ns, "middle_half": _half(figure)}
            for key, figure in taken.beside.items()
        },
        "measured_at": _date(taken),
        **asdict(taken.circumstances),
    }
    return json.dumps(words, allow_nan=False)


def _half(figure: Timing) -> list[int]:
    return [figure.low_ns, figure.high_ns]


def _as_text(taken: Measurement) -> Iterator[str]:
    """Yield what was measured, line by line."""
    from site_sim.kernel.models import TYPICAL  # noqa: PLC0415 - saves msgspec

    rows = [HEAD]
    for key, words in COST_KEYS.items():
        figure = taken.figures[key]
        typical = _time(getattr(TYPICAL, field_of(key)))
        rows.append((key, _time(figure.ns), _half_text(key, figure), typical, words))
    yield from _columns(rows)
    yield ""
    yield from _beside(taken)
    yield ""
    here = taken.circumstances
    gil = "a" if here.has_gil else "no"
    interval = _time(here.switch_interval_ns)
    told = {"version": here.version, "python": here.python, "gil": gil, "interval": interval}
    yield say("measuring.circumstances", **told)
    yield f"on {here.architecture} with {here.cores} cores, at {_date(taken)}."


def _half_text(key: str, figure: Timing) -> str:
    """Return between what the middle half of the measurements lies, where any were made."""
    if key == "gil-quantum":
        return "as Python is set"
    if key == "os-slice":
        return "not measured"
    return f"{_time(figure.low_ns)} to {_time(figure.high_ns)}"


def _beside(taken: Measurement) -> Iterator[str]:
    """Yield what explains where a simulation is off, in words."""
    beside = {key: _time(figure.ns) for key, figure in taken.beside.items()}
    alone, together = beside["computing-alone"], beside["computing-together"]
    yield say("measuring.gil-wait", time=beside["gil-wait"])
    yield say("measuring.oversleep", late=beside["oversleep"], later=beside["loop-oversleep"])
    yield say("measuring.all-up", time=beside["all-up"])
    yield say("measuring.together", alone=alone, together=together)


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows as lines, their columns one below the other; figures stand at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *figures, words in rows:
        cells = (cell.rjust(width) for cell, width in zip(figures, widths[1:-1], strict=True))
        yield "  ".join((name.ljust(widths[0]), *cells, words)).rstrip()


def _time(ns: int) -> str:
    return duration(ns, DIGITS)


def _date(taken: Measurement) -> str:
    """Return when it was measured."""
    return datetime.fromtimestamp(taken.measured_at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
