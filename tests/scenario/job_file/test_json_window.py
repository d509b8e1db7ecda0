"""An array is read through a window, which is never longer than two jobs may be."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.scenario.job_file.text import LINE_CAP
from tests.scenario.job_file.job_files import faults, jobs

JOB = '{"io_s": 1, "name": "bricks"}'


def test_an_array_may_be_one_line_of_many_windows() -> None:
    count = 4 * LINE_CAP // len(JOB)
    orders = jobs("[" + ",".join([JOB] * count) + "]", ".json")
    assert len(orders) == count
    assert set(orders) == {orders[0]}
    assert orders[0].card == ("bricks", 0, SECOND)


def test_places_are_exact_behind_many_windows() -> None:
    spaces = " " * (3 * LINE_CAP)
    first = f"[{spaces}{JOB}\n,\n{JOB},{spaces}"
    column = len(f"{JOB},{spaces}") + 1
    said = f"f: line 3: is not valid JSON: Expecting value at column {column:,}"
    assert faults(f"{first}x]", ".json") == [said]


def test_a_job_may_be_as_long_as_a_line_and_no_longer() -> None:
    frame = len('{"io_s": 1, "name": ""}')
    fits = '{"io_s": 1, "name": "' + "x" * (LINE_CAP - frame) + '"}'
    assert len(jobs(f"[{fits}, {fits}]", ".json")) == 2
    said = "is longer than the 1 MiB that are read of a job (is a quote or a bracket not closed?)"
    for longer in (1, LINE_CAP, 4 * LINE_CAP):
        long = fits.replace('"}', "x" * longer + '"}')
        assert faults(f"[{fits},\n{long}, {fits}]", ".json") == [f"f: line 2: {said}"]
    members = ",".join(f'"k{n}": 1' for n in range(400_000))
    assert faults("[{" + members + "}]", ".json") == [f"f: line 1: {said}"]
