"""Says what a command does in as few words as tell it."""

from __future__ import annotations

from msgspec.structs import astuple

from site_sim.base.quantities import exact_share, rate
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.facts.event_text import setting_words


def words_of(command: Command) -> str:
    """Return what a command does, in a few cells: `+2 workers`, `rate 4/s`."""
    match command:
        case Hire(count):
            return f"+{_counted(count, 'worker')}"
        case LayOff(count):
            return f"-{_counted(count, 'worker')}"
        case OrderJobs(count, _):
            return f"+{_counted(count, 'job')}"
        case SetRate(per_s):
            return f"rate {rate(per_s)}"
        case SetDefectRate(share):
            return f"defects {exact_share(share)}"
        case SetAccidentRate(share):
            return f"accidents {exact_share(share)}"
        case CauseAccident(who):
            return f"accident to w{who}"
        case SetSupervision(on):
            return f"supervision {'on' if on else 'off'}"
        case ChangeSettings(values):
            return ", ".join(" ".join(setting_words(*each)) for each in _texts(values))
        case _:
            return " ".join(map(str, astuple(command)))


def _texts(values: dict[str, int | float | str]) -> list[tuple[str, str]]:
    return [(key, str(value)) for key, value in values.items()]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
