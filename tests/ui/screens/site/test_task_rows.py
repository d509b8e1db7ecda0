"""The row of a task: its name, its state, and its recent past."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.commands import CauseAccident
from site_sim.ui.screens.site.task_rows import strip_scale
from tests.ui.rows import chain_of, rows_at, texts_of


def test_producer_and_consumer_are_called_so() -> None:
    assert chain_of(program="producer-consumer", at=0.3) == [
        "┏━ PRODUCER  ◐ in send()  for consumer",
        "┃",
        "┃",
        "┗━ CONSUMER  ◌ I/O        #0 █▏░░░░  20%",
        "",
        "                                      ▄▄",
        "                                      ██",
    ]


def test_the_dead_are_seen_to_be_dead() -> None:
    snapshot = {"workers": 3, "model": "coroutines", "supervise": False}
    assert rows_at(4.0, (2.5, CauseAccident(2)), **snapshot) == [
        "┏━ FOREMAN   ◐ blocked  #3 for w0",
        "┃",
        "┗━ WORKER 2  × gone",
        "│                      ········▄▄×××××××",
        "│",
        "├─ WORKER 1  ○ idle",
        "│                      ·····▄▄▄▄········",
        "│",
        "╰─ WORKER 0  ○ idle",
        "                       ·▄▄▄▄▼···········",
        "   ACCEPT    ○ idle     2 done",
    ]


def test_an_accident_leaves_a_mark_though_the_dead_are_replaced_at_once() -> None:
    snapshot = {"workers": 3, "accident_rate": 0.5, "seed": 7, "at": 7.0}
    strips = [row[-29:] for row in chain_of(**snapshot) if "▄▄▄▄" in row]
    assert strips == [
        "▼×▞▞▞▞▞▼▞▞▞▞·▄×▄▄▄▄▼▞▞▞▞▞▼▞▞▞",
        "·×▼▞▞▞▞·▄▄▄▄········▼▞▞▞▞·▄▄▄",
        "·×·▄▄▄▄··············▄▄▄▄····",
    ]


def test_processes_start() -> None:
    snapshot = {"workers": 3, "model": "processes", "workload": "cpu", "at": 2.5}
    assert chain_of("plus", **snapshot) == [
        "╭─ FOREMAN   ○ idle     waits for a job",
        "├─ WORKER 3  ↑ starts   arrives        ←",
        "│",
        "├─ WORKER 2  ◔ ready    #2 ░░░░   7%",
        "│                                   ▼▼▒▒",
        "├─ WORKER 1  ● working  #1 ▍░░░  10%",
        "│                                  ···▼█",
        "╰─ WORKER 0  ● working  #0 ▎░░░   7%",
        "                                  ·····█",
        "   ACCEPT    ○ idle     0 done",
    ]


def test_who_is_to_leave_finishes_first() -> None:
    snapshot = {"workers": 3, "model": "coroutines", "rate": 2.0, "at": 4.5}
    assert chain_of("minus", **snapshot) == [
        "◆━ FOREMAN   ▼ handing  #9 for w0",
        "│",
        "├─ WORKER 2  ↓ I/O      leaves after #8",
        "│                    ····▄▄▄▄▼▼▄▄▄▄▒▼▼▄▄",
        "│",
        "├─ WORKER 1  ◌ I/O      #7 ▊░░░  20%",
        "│                    ···▄▄▄▄··▼▄▄▄▄··▒▄▄",
        "│",
        "╰─ WORKER 0  ◌ I/O      #6 ▊░░░  20%",
        "                     ·▄▄▄▄▼····▄▄▄▄▄▞·▄▄",
        "   ACCEPT    ○ idle     6 done",
    ]


def test_a_longer_name_moves_the_columns_of_all_rows() -> None:
    site = {"workers": 10, "model": "coroutines", "at": 2.5}
    past = " " * 28 + "·" * 10
    assert texts_of("foreman chain accept", "plus", size=(120, 33), **site) == [
        "╭─ FOREMAN    ○ idle         waits for a job",
        "├─ WORKER 10  ○ idle         arrives          ←          ·",
        "├─ WORKER 9   ○ idle                            ·······▒··",
        *(f"├─ WORKER {who}   ○ idle{past}" for who in (8, 7)),
        "◆━ WORKER 6   ▼ handing off  #2 for w2          ·········▼",
        *(f"├─ WORKER {who}   ○ idle{past}" for who in (5, 4, 3, 2)),
        "├─ WORKER 1   ◌ waiting I/O  #1 ███▌░░  60%     ·······▄▄▄",
        "╰─ WORKER 0   ○ idle                            ···▄▄▄▄▼··",
        "   ACCEPT     ○ idle         1 done",
    ]


def test_a_frozen_bar_shows_who_lost_its_turn() -> None:
    snapshot = {"workers": 2, "model": "threads", "workload": "cpu", "rate": 4.0, "at": 3.6}
    assert "╰─ WORKER 0  ◔ ready    #2 ▒░░░  25%" in chain_of(**snapshot)


@given(st.integers(0, 400))
def test_a_strip_never_takes_more_moments_than_there_are(cells: int) -> None:
    assert cells // strip_scale(cells) <= 64
