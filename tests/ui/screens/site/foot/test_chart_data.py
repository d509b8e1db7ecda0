"""What the charts show is what happened, and what is over stays as it is."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.player.frame import Frame
from site_sim.player.intents import Seek
from site_sim.player.needs import Needs
from site_sim.player.player import Player
from site_sim.player.site_copier import RATE_CELLS
from site_sim.player.site_copy import declared
from site_sim.ui.screens.site.foot.chart_data import (
    ChartReader,
    cells_a_column,
    cells_for_charts,
)
from tests.player.playing import Played

COLUMNS = 40


def frame_of(player: Player) -> Frame:
    """Return a frame with what the charts need."""
    return player.frame(lambda _: Needs(figures=cells_for_charts(COLUMNS)))


def at(second: float, **fields: Any) -> Frame:
    """Return a frame of a run at a time."""
    return frame_of(Played(**{"at": second, "workers": 4, "rate": 1.0} | fields).player)


@pytest.mark.parametrize("second", [3.0, 20.1, 61.7])
def test_throughput_is_what_was_done_in_the_seconds_before(second: float) -> None:
    frame = at(second)
    throughput, _, _ = ChartReader().read(frame, COLUMNS)
    now, cell = frame.site.at, frame.view.cell_ns
    since = max(0, (now // cell + 1 - RATE_CELLS) * cell)
    done = sum(
        row[1] is Kind.Accepted and row[0] >= since
        for row in frame.site.log.rows(0, frame.site.seq)
    )
    assert throughput.past[-1] == pytest.approx(done * SECOND / (now - since), rel=0.05)
    assert throughput.past[-1] == pytest.approx(
        declared(frame.site.figures).throughput.per_s, rel=0.05
    )
    assert throughput.line == 1.0
    assert throughput.line_name == "1/s arrive"


def most(**fields: Any) -> tuple[float, str]:
    """Return where the line of what is possible at most is drawn, and what is said of it."""
    throughput, _, _ = ChartReader().read(at(30.0, **fields), COLUMNS)
    return throughput.limit, throughput.limit_name


def test_what_is_possible_at_most_is_told_and_drawn_where_it_is_near() -> None:
    assert most() == (pytest.approx(1 / 1.35), "0.741/s")
    assert most(rate=0.01) == (0.0, "2,667/h")
    assert most(model="coroutines", wiring="direct", rate=3.0) == (pytest.approx(4 / 1.1), "3.64/s")


def test_what_is_possible_is_not_told_where_nobody_can_know_it() -> None:
    assert most(accident_rate=1.0, supervise=False, model="threads") == (0.0, "")
    assert most(accident_rate=0.1, supervise=True, model="threads")[1]
    assert most(jobs="work.csv", rate=0.0) == (0.0, "")
    assert most(service_time=0.0, costs="zero") == (0.0, "")


def test_the_newest_column_of_those_that_wait_is_what_waits_now() -> None:
    frame = at(60.0, rate=2.0)
    _, waiting, at_work = ChartReader().read(frame, COLUMNS)
    assert waiting.past[-1] >= frame.site.waiting
    assert waiting.now == str(frame.site.waiting)
    assert sum(each <= waiting.line for each in waiting.past) >= 0.95 * COLUMNS
    assert at_work.now == "1 of 4"
    assert max(at_work.past) <= at_work.least == 4.0


@pytest.mark.parametrize("second", [0.0, 0.3, 4.0, 20.0, 61.0, 500.0])
def test_the_time_before_the_start_counts_for_nothing(second: float) -> None:
    """Twenty jobs a second come for workers who do few: at most times there were more before."""
    frame = at(second, rate=20.0)
    _, waiting, _ = ChartReader().read(frame, COLUMNS)
    of_cells = declared(frame.site.figures).series.waiting[:-1]
    cells = min(len(of_cells), frame.site.at // frame.view.cell_ns)
    lasted = [jobs for jobs in of_cells[len(of_cells) - cells :] if jobs <= waiting.line]
    assert len(lasted) >= 0.8 * cells
    assert waiting.line >= 0.8 * max(of_cells)


def test_columns_that_are_over_stay_as_they_are_and_move_on_by_one() -> None:
    player = Played(at=70.0, workers=4, rate=1.0).player
    column = cells_a_column(COLUMNS) * player.view.cell_ns
    player.do(Seek(70 * SECOND // column * column - SECOND // 4))
    reader = ChartReader()
    before = reader.read(frame_of(player), COLUMNS)
    player.do(Seek(70 * SECOND // column * column + SECOND // 4))
    after = reader.read(frame_of(player), COLUMNS)
    assert after == ChartReader().read(frame_of(player), COLUMNS)
    for old, new in zip(before, after, strict=True):
        assert new.past[:-2] == old.past[1:-1]
