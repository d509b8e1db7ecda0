"""A comparison as JSON and CSV: the figures of the outcomes, in their units."""

from __future__ import annotations

import csv
import io
import json

from site_sim.cli.comparison_data import comparison_csv, comparison_json
from site_sim.experiments.outcome import COLUMNS
from site_sim.facts.figures import FIGURES, OF_TRACKS
from tests.cli.compared import results, tracks

TRACKS = tracks("serial", "threads cores=1")
RESULTS = results(TRACKS)
ENDLESS = tracks("serial", "hybrid", count=None, until=0.01)


def test_json_has_all_figures_and_what_shaped_them() -> None:
    found = json.loads(comparison_json(TRACKS, RESULTS, "site-sim compare", "1"))
    assert (found["command"], found["version"]) == ("site-sim compare", "1")
    serial, threads = found["tracks"]
    assert (serial["name"], threads["track"]) == ("serial", "threads cores=1")
    keys = {figure.key.split(".")[0] for figure in (*FIGURES, *OF_TRACKS)}
    assert keys <= serial.keys()
    assert threads["speed_up"] == serial["makespan_s"] / threads["makespan_s"]
    assert threads["settings"]["cores"] == 1
    assert threads["costs"] == dict(RESULTS[1].header.costs)
    assert "race" not in threads["settings"]
    assert [track["why"] for track in found["tracks"]] == [each.why for each in RESULTS]
    assert "the call stack" in serial["why"]


def test_csv_has_a_column_a_figure_of_the_table() -> None:
    head, *rows = csv.reader(io.StringIO(comparison_csv(TRACKS, RESULTS, "site-sim compare")))
    assert head == [
        "name",
        "ended",
        *(column.key for column in COLUMNS),
        "reason",
        "why",
        "command",
    ]
    outcomes = [each.outcome for each in RESULTS]
    for column in COLUMNS:
        told = [float(row[head.index(column.key)]) for row in rows]
        assert told == column.values(outcomes)


def test_a_figure_that_there_is_none_of_is_left_empty() -> None:
    text = comparison_csv(ENDLESS, results(ENDLESS), "x")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["makespan_s"], row["speed_up"], row["wait_s.mean"]) == ("", "", "")
    assert row["reason"] == "does not end: more jobs were to come, and 1 was not done"
    assert '"speed_up": null' in comparison_json(ENDLESS, results(ENDLESS), "x", "1")
