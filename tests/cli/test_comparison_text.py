"""A comparison in words: what is in common, the table, how it ended, the picture, the command."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from msgspec.structs import replace

from site_sim.base.text import cell_width
from site_sim.cli.comparison_text import LEAST_COLUMNS, comparison_text
from site_sim.cli.time_picture import PLAIN, TimePicture
from site_sim.experiments.outcome import COLUMNS
from site_sim.facts.models import MODEL_FACTS
from tests.cli.compared import results, tracks

COMMAND = "site-sim compare ours"


def told(*texts: str, columns: int = 80, **fields: object) -> list[str]:
    made = tracks(*texts, **fields)
    picture = TimePicture(levels=PLAIN)
    return comparison_text(made, results(made), COMMAND, picture, columns).splitlines()


def test_a_comparison_of_two_in_full() -> None:
    lines = [line.replace(version("site-sim"), "1") for line in told("serial", "coroutines")]
    assert lines == [
        "in common: program pipeline; workers 4; cores 2; wiring chain; dispatch",
        "  round-robin; inbox 1; rate 4/s, regular; workload io; service fixed, 500ms on",
        "  average; defects 0%; accidents 0%; supervise on; rework limit 3; costs zero:",
        "  gil-quantum 5ms, os-slice 4ms; seed 42; warm-up 0s; version 1",
        "",
        "              makespan  speed-up  throughput  utilisation  mean wait  wait p95",
        "  serial         3.00s     1.00×         2/s        25.0%      625ms     1.25s",
        "  coroutines     1.75s     1.71×      3.43/s        42.9%     41.7ms     250ms",
        "",
        "              worst wait  hand-offs  switches  woken in vain  lane held",
        "  serial           1.25s         23         0              0         0s",
        "  coroutines       250ms         23         0              0         0s",
        "",
        "response times: share of jobs within; | p50, p95, p99",
        "                                                             p50     p95     p99",
        "  serial      ::::::::::::--------|======******####|@@@@   1.00s   1.75s   1.75s",
        "  coroutines  |###########|@@@@@@@@@@@@@@@@@@@@@@@@@@@@@   500ms   750ms   750ms",
        "              500ms                1s                   2s",
        "",
        "serial: I/O kept the call stack for 3.0s, and nobody else could use it: without",
        "  that, it is done 1.3s earlier",
        "coroutines: nothing held it up: #5 came at 00:01.2, and took 500ms",
        "",
        f"again: {COMMAND}",
    ]


@pytest.mark.parametrize("columns", [20, 60, 80, 132, 250])
def test_no_line_is_wider_than_it_may_be_but_the_command(columns: int) -> None:
    *lines, last = told(*MODEL_FACTS, "threads cores=1 wiring=direct", columns=columns)
    assert last == f"again: {COMMAND}"
    widest = max(columns, LEAST_COLUMNS)
    assert max(map(cell_width, lines)) <= widest
    heads = " ".join(line for line in lines if line.startswith("      ")).split()
    assert {word for column in COLUMNS for word in column.name.split()} <= {*heads}


@pytest.mark.parametrize("columns", [60, 61, 80])
@pytest.mark.parametrize("begins", ["", "a"])
def test_wide_names_make_no_line_wider(columns: int, begins: str) -> None:
    made = [
        replace(track, name=begins + name * 30)
        for track, name in zip(tracks("serial", "threads"), ("\u7816", "\u5899"), strict=True)
    ]
    text = comparison_text(made, results(made), COMMAND, TimePicture(levels=PLAIN), columns)
    assert max(map(cell_width, text.splitlines())) <= columns
    assert "\0" not in text
    assert sum(text.count(character) for character in "\u7816\u5899") > 2 * 30


def test_what_differs_is_told_but_what_names_tell_is_not() -> None:
    assert not any(line.startswith("different") for line in told("serial", "threads"))
    lines = told("serial", "threads cores=1")
    assert "different: model serial | threads; cores 2 | 1" in lines


def test_how_a_track_ended_is_told_with_the_reason() -> None:
    lines = told("serial", "coroutines", count=None, until=9.0)
    endings = [line for line in lines if "does not end: more jobs were to come, and " in line]
    assert [line.partition(":")[0] for line in endings] == ["serial", "coroutines"]
    assert not any("does not end" in line for line in told("serial", "coroutines"))


def test_a_name_that_is_long_is_cut() -> None:
    name = "threads cores=1 wiring=direct dispatch=least-busy"
    assert any(line.startswith("  threads cores=1 wiring=dire… ") for line in told("serial", name))
