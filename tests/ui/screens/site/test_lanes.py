"""The panel of lanes and the call stack."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from site_sim.player.intents import Step
from tests.ui.app_fixture import after, drawn, look, site
from tests.ui.rows import NORMAL, texts_of

LANE_LINES = {
    "serial": [
        " call stack ● worker 1 working #6    used 100% of the time",
        " 5 deep: foreman → w4 → w3 → w2 → w1",
    ],
    "coroutines": [
        " event loop ● worker 0 working #5    used 100% of the time",
        " ◔ 2 and the foreman ready: wait for the event loop",
    ],
    "threads": [
        " GIL ● worker 2 working #7            used 96% of the time",
        " ◔ 3 and the foreman ready: wait for the GIL",
    ],
    "processes": [
        " core 0 ▼ worker 1 handing off #5     used 89% of the time",
        " core 1 switches to the next          used 94% of the time",
        " ◔ 3 and the foreman ready: wait for a core",
    ],
    "hybrid": [
        " loop 0 ▼ worker 4 handing off #8     used 98% of the time",
        " loop 1 ● worker 1 working #6         used 58% of the time",
        " ◔ the foreman is ready: waits for its loop",
    ],
}


@pytest.mark.sampled
@pytest.mark.parametrize("model", LANE_LINES)
def test_who_has_the_lane(model: str) -> None:
    snapshot = {"workers": 5, "workload": "cpu", "model": model, "at": 9.0}
    assert texts_of("lanes", size=NORMAL, **snapshot) == LANE_LINES[model]


def test_a_deep_stack_is_told_from_both_ends() -> None:
    deep = texts_of("lanes", size=NORMAL, workers=500, at=90.0)
    assert deep[1] == " 390 deep: foreman → w499 → w498 → … → w113 → w112 → w111"


def test_of_many_cores_the_taken_are_told() -> None:
    snapshot = {"workers": 50, "model": "processes", "workload": "cpu", "cores": 100, "at": 90.0}
    assert texts_of("lanes", size=NORMAL, **snapshot) == [
        " 4 of 100 taken",
        " 0:w45        1:w40        3:foreman    4:w37",
        " nobody waits",
    ]


def test_lanes_that_have_no_room_are_counted() -> None:
    snapshot = {
        "workers": 40,
        "model": "free-threads",
        "cores": 30,
        "wiring": "direct",
        "rate": 40.0,
    }
    first, *_ = texts_of("lanes", size=NORMAL, workload="cpu", costs="zero", at=9.0, **snapshot)
    assert re.fullmatch(r" \d+ of 30 taken, \d+ of them not named here *", first)


def test_a_lane_is_not_called_free_while_someone_is_ready_for_it() -> None:
    snapshot = {"workers": 6, "workload": "cpu", "model": "free-threads", "rate": 6.0, "at": 6.0}
    app = site(**snapshot, paused=True)
    seen = set()

    async def step(pilot: Pilot[int]) -> None:
        state = app.player.session
        for _ in range(120):
            app.player.do(Step())
            app.advance(0)
            text = "\n".join(drawn(app.screens.site.lanes))
            is_ready = " ready" in text
            assert not (is_ready and "free" in text), text
            seen.update(word for word in ("switches to the next",) if word in text)
        assert state.log

    look(app, NORMAL, after(), step)
    assert seen == {"switches to the next"}


@pytest.mark.sampled
@pytest.mark.parametrize("columns", [100, 104])
def test_a_reason_that_has_no_room_is_left_out_whole(columns: int) -> None:
    crew = {"workers": 6, "model": "threads", "workload": "cpu", "rate": 2.0}
    whole = re.compile(r"[\w ]+ ready(: waits? for the GIL)?")
    seen = [
        texts_of("lanes", size=(columns, 30), **crew, at=at / 2)[1].strip(" ◔")
        for at in range(20, 32)
    ]
    assert [text for text in seen if not whole.fullmatch(text)] == []
    assert any(text.endswith("ready") for text in seen)
