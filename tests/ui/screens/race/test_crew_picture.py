"""The crew of a track in few cells, and how it has spent its time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.facts.states import STATES
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.player import Player
from site_sim.state.entities import GONE, State
from site_sim.ui.drawing.segments import StyledText, width_of
from site_sim.ui.screens.race.crew_picture import (
    MOST_STRIPS,
    ORDER,
    crew_rows,
    detail_for,
    shares,
    strip_needs,
    time_row,
    time_words,
)
from site_sim.ui.theme.glyphs import UNICODE
from tests.player.playing import Played


def text_of(row: Sequence[StyledText]) -> str:
    return "".join(text for text, _ in row)


def playing(**fields: Any) -> Player:
    return Played(**{"model": "coroutines", "at": 9.3, "rate": 4.0} | fields).player


@pytest.mark.parametrize(
    ("workers", "rows", "detail"),
    [(4, 4, "strips"), (4, 3, "cells"), (54, 3, "cells"), (55, 3, "shares"), (13, 20, "cells")],
)
def test_what_there_is_room_for(workers: int, rows: int, detail: str) -> None:
    assert detail_for(workers, 18, rows) == detail
    assert MOST_STRIPS < 13


def test_each_worker_has_a_row_with_the_sign_of_its_state_and_its_past() -> None:
    def declare(outline: Outline) -> Needs:
        return Needs(tasks=strip_needs(outline, 20))

    player = playing()
    rows = crew_rows("strips", player.frame(declare).site, 20, 6, UNICODE)
    tasks = [*reversed(player.session.state.workers)]
    assert [text_of(row)[:4] for row in rows] == [
        *(f"w{task.who} {UNICODE.states[STATES[task.state]]}" for task in tasks),
        "",
    ]
    assert all(width_of(text_of(row)) == 20 for row in rows[:-1])
    for row, task in zip(rows, tasks, strict=False):
        assert text_of(row)[-1] == UNICODE.cells[STATES[task.state]]


def test_each_worker_has_a_cell_and_rows_that_are_not_needed_are_blank() -> None:
    player = playing(workers=30)
    site = player.frame(lambda _: Needs(has_map=True)).site
    rows = crew_rows("cells", site, 12, 5, UNICODE)
    cells = "".join(map(text_of, rows))
    workers = reversed(player.session.state.workers)
    assert cells == "".join(UNICODE.cells[STATES[task.state]] for task in workers)
    assert [len(text_of(row)) for row in rows] == [12, 12, 6, 0, 0]


def test_of_a_crowd_the_shares_are_shown_in_all_rows() -> None:
    site = playing(workers=1000, wiring="direct", rate=90.0).frame().site
    rows = crew_rows("shares", site, 20, 3, UNICODE)
    cells = "".join(map(text_of, rows))
    assert len(cells) == 60
    for state, number in enumerate(site.states):
        shown = cells.count(UNICODE.cells[STATES[state]])
        assert abs(shown - number * 60 / 1000) <= len(State)
        assert (shown > 0) == (number > 0)


AMOUNTS = st.lists(st.integers(0, 10**6), min_size=len(State), max_size=len(State)).map(tuple)


@given(AMOUNTS, st.integers(len(State), 60), st.integers(1, 3))
def test_shares_fill_the_room_and_nothing_is_left_out(
    amounts: tuple[int, ...], width: int, rows: int
) -> None:
    cells = "".join(text_of(row) for row in shares(amounts, width, rows, UNICODE))
    assert len(cells) == (width * rows if any(amounts) else 0)
    looks = {state: UNICODE.cells[STATES[state]] for state in State}
    if any(amounts):
        assert [state for state in State if looks[state] in cells] == [
            state for state in State if amounts[state]
        ]
    at = [cells.find(looks[state]) for state in ORDER if looks[state] in cells]
    assert at == sorted(at)
    total = sum(amounts)
    for state in State:
        if total:
            exact = amounts[state] * width * rows / total
            assert abs(cells.count(looks[state]) - exact) <= len(State)


def times_of(player: Player) -> tuple[str, str, str]:
    site = player.frame(lambda _: Needs(has_crew_times=True)).site
    calls = site.settings.model == "serial"
    words = [time_words(site, width, calls)[0] for width in (60, 16)]
    return text_of(time_row(site, 20, UNICODE)), *words


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"model": "serial", "rate": 9.0}, "in send()"),
        ({"model": "threads", "workload": "cpu", "rate": 9.0, "wiring": "direct"}, "ready"),
        ({"model": "free-threads", "rate": 9.0, "wiring": "direct"}, "waiting I/O"),
        ({"rate": 0.1}, "idle"),
    ],
)
def test_what_most_of_the_time_went_into(fields: dict[str, Any], word: str) -> None:
    player = playing(**fields)
    row, long, short = times_of(player)
    spent = player.session.state.census.spent_at(player.session.now)[:GONE]
    state = next(state for state in State if STATES[state] in (word, "blocked", "io"))
    if word in STATES:
        state = State(STATES.index(word))
    elif word == "in send()":
        state = State.BLOCKED
    else:
        state = State.IO
    much = f"{spent[state] / sum(spent):.0%}"
    assert long == f"{much} of its time {word}"
    assert short == f"{much} {word}"
    assert len(row) == 20
    assert UNICODE.cells[STATES[state]] in row


def test_before_any_time_has_passed_there_is_none_to_show() -> None:
    assert times_of(playing(at=0.0)) == ("", "", "")
