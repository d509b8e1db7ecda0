"""The rail beside the chain: who called whom, and what is on its way."""

from __future__ import annotations

from tests.ui.rows import chain_of


def test_nested_calls_look_like_the_call_stack_they_are() -> None:
    assert chain_of(workers=3, rate=2.0, at=4.6) == [
        "┏━ FOREMAN   ◐ in send()  waits for w2",
        "┃",
        "┣━ WORKER 2  ◐ in send()  waits for w1",
        "┃                    ▼▞▞▞▞▞▞▞▞▞▞▄▄▄▄▼▞▞▞",
        "┃",
        "┣━ WORKER 1  ◐ in send()  waits for w0",
        "┃                    ·▞▞▞▞▞▄▄▄▄▼·····▼▞▞",
        "┃",
        "┗━ WORKER 0  ◌ I/O        #3 ██▍░░░  40%",
        "                     ·▄▄▄▄▼···········▄▄",
        "   ACCEPT    ○ idle       3 done",
    ]


def test_the_same_in_ascii() -> None:
    assert chain_of(workers=3, rate=2.0, at=4.6, glyphs="ascii") == [
        "+= FOREMAN   ! in send()  waits for w2",
        "!",
        "+= WORKER 2  ! in send()  waits for w1",
        "!                    v!!!!!!!!!!====v!!!",
        "!",
        "+= WORKER 1  ! in send()  waits for w0",
        "!                    .!!!!!====v.....v!!",
        "!",
        "+= WORKER 0  = I/O        #3 ##----  40%",
        "                     .====v...........==",
        "   ACCEPT    o idle       3 done",
    ]


def test_results_go_to_accept_and_the_full_inbox_blocks() -> None:
    assert chain_of(workers=3, model="coroutines", rate=6.0, at=1.87) == [
        "┏━ FOREMAN   ◐ blocked  #4 for w1",
        "┃",
        "┗━ WORKER 2  ◔ ready    #2 ▒▒▒▒ 100% [1]",
        "│                               ·▼▒▄▄▄▄▒",
        "│",
        "├─ WORKER 1  ▼ handing  #1 → accept",
        "│                               ·▼▒▄▄▄▄▼",
        "│",
        "╰─ WORKER 0  ○ idle",
        "                                ··▒▄▄▄▄·",
        "◆━ ACCEPT    ◔ ready    [#0]",
    ]


def test_a_job_passes_others_on_the_direct_way() -> None:
    rows = chain_of(workers=9, model="coroutines", wiring="direct", rate=6.0, at=0.22)
    assert rows == [
        "┏━ FOREMAN   ▼ handing  #1 for w1",
        "┠━ WORKER 8  ○ idle                    ·",
        "┠━ WORKER 7  ○ idle                    ·",
        "┠━ WORKER 6  ○ idle                    ·",
        "◆━ WORKER 5  ○ idle                    ·",
        "├─ WORKER 4  ○ idle                    ·",
        "├─ WORKER 3  ○ idle                    ·",
        "├─ WORKER 2  ○ idle                    ·",
        "├─ WORKER 1  ○ idle                    ·",
        "╰─ WORKER 0  ◌ I/O      #0     12%     ▄",
        "   ACCEPT    ○ idle     0 done",
    ]


def test_a_direct_call_waits_past_others() -> None:
    assert chain_of(workers=9, wiring="direct", rate=6.0, at=4.5) == [
        "┏━ FOREMAN   ◐ in send()  waits for w3",
        "┠━ WORKER 8  ○ idle                ·····",
        "┠━ WORKER 7  ○ idle                ·····",
        "┠━ WORKER 6  ○ idle                ·····",
        "┠━ WORKER 5  ○ idle                ·····",
        "┠━ WORKER 4  ○ idle                ·····",
        "┗━ WORKER 3  ◌ I/O        #3   80% ·▄▄▄▄",
        "├─ WORKER 2  ○ idle                ·····",
        "├─ WORKER 1  ○ idle                ·····",
        "╰─ WORKER 0  ○ idle                ·····",
        "   ACCEPT    ○ idle       3 done",
    ]
