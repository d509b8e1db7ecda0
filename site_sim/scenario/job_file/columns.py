"""The columns of a job file, and what can be wrong with their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from site_sim.base.errors import did_you_mean
from site_sim.base.messages import SHOWN_CELLS
from site_sim.base.text import clean_line
from site_sim.scenario.job_file.faults import JobFileFaults

COLUMNS = ("arrival_s", "cpu_s", "io_s", "name")
COLUMN_CAP = 1_000
"""The most columns in a file, nameless ones too."""

JobRow = tuple[object, object, object, object]
"""The cells of one job, one for each of `COLUMNS`; None and an empty text are nothing."""


def check_columns(columns: Sequence[str], line: int, faults: JobFileFaults) -> None:
    """Find the columns that are unknown or there twice, and that there is work."""
    if len(columns) > COLUMN_CAP:
        what = f"has {len(columns):,} columns, at most {COLUMN_CAP:,} are read"
        faults.add(line, what)
        return
    for column, times in Counter(columns).items():
        name = clean_line(column, SHOWN_CELLS) or "''"
        if times > 1:
            faults.add(line, f"is there {times} times", name)
        if column not in COLUMNS:
            faults.add(line, "unknown column", name, did_you_mean(name, COLUMNS))
    if "cpu_s" not in columns and "io_s" not in columns:
        faults.add(line, "has neither cpu_s nor io_s")
