"""Keeps this machine's costs: measured when they are first asked for, in the cache folder.

They are measured again where program, Python or machine is another, after a month, and when a
person asks for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import time

import msgspec
from platformdirs import user_cache_path

from site_sim.base.errors import Fault, RunError, SiteError
from site_sim.base.files import MEBIBYTE, read_text
from site_sim.base.writing import half_written, whole_file
from site_sim.scenario.measuring.driving import MeasuringError
from site_sim.scenario.measuring.figures import Circumstances, Measurement, circumstances
from site_sim.scenario.measuring.measuring import measure

DAY_S = 86_400
KEPT_S = 30 * DAY_S
"""How long what was measured is good for, in real seconds."""

Measure = Callable[[Circumstances, int], Measurement]
"""Measures, given where and when; raises `MeasuringError`."""


@cache
def measured() -> Measurement:
    """Return what was measured here; within one process always the same. Raises `RunError`."""
    return kept_or_measured(cache_folder())


def cache_folder() -> Path:
    """Return the person's folder for what can be had again."""
    return user_cache_path("site-sim", appauthor=False)


def kept_or_measured(
    folder: Path, again: bool = False, measure: Measure = measure, now: float | None = None
) -> Measurement:
    """Return what is kept in a folder, if it is of use here and now; else measure, and keep that.

    With `again` it is measured in any case. `now` is seconds since 1970. Raises `RunError` if it
    can't be measured.
    """
    here, at = circumstances(), int(time() if now is None else now)
    path = file_of(here, folder)
    kept = None if again else _read(path)
    if kept is not None and kept.circumstances == here and 0 <= at - kept.measured_at <= KEPT_S:
        return kept
    try:
        taken = measure(here, at)
        if not taken.is_sound:
            raise MeasuringError("the clock does not tell")
    except MeasuringError as error:
        what = f"can't be had, as {error}"
        raise RunError(what, "--costs measured", "typical ones are fixed") from None
    _keep(path, taken)
    return taken


def unsteady_faults(taken: Measurement) -> list[Fault]:
    """Return a remark on what was measured if some of it can't be relied on; else nothing."""
    if not taken.unsteady:
        return []
    what = f"this machine did not hold still: what was measured of {', '.join(taken.unsteady)} lies"
    hint = "'site-sim costs --again' measures anew"
    return [Fault(f"{what} too far apart to be relied on", "--costs measured", hint)]


def file_of(here: Circumstances, folder: Path) -> Path:
    """Return the file of a folder that has what was measured with this Python on this machine."""
    return folder / f"costs-{sys.implementation.cache_tag}-{here.machine}.json"


def _read(path: Path) -> Measurement | None:
    """Return what a file has; None if it is missing, or has what no machine was measured to."""
    try:
        text = read_text(path, MEBIBYTE, only_regular=True)
        found = msgspec.json.decode(text, type=Measurement)
    except (SiteError, msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return found if found.is_sound else None


def _keep(path: Path, taken: Measurement) -> None:
    """Write it to a file, whole or not at all; failing to do so is no error."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if half_written(path) is not None:  # what is no file would be waited for
            with whole_file(path) as stream:
                stream.write(msgspec.json.encode(taken).decode())
