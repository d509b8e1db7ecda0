"""The sentence of now: the fullest that there is room for."""

from __future__ import annotations

from msgspec.structs import replace

from site_sim.ui.screens.site.foot.now_bar import NowBar
from site_sim.ui.theme.glyphs import UNICODE
from tests.player.playing import Played


def test_the_sentence_is_that_of_each_frame_and_room_whatever_was_told_before() -> None:
    bar, frame = NowBar(UNICODE), Played().player.frame()
    told = [
        "".join(text for text, _, _ in bar.items(each, cells)).strip()
        for sentences in (["all wait for worker 0", "all wait"], ["worker 0 works", "works"])
        for each in [replace(frame, site=replace(frame.site, now=sentences))]
        for cells in (40, 14, 40)
    ]
    wide, narrow = ["all wait for worker 0", "worker 0 works"], ["all wait", "works"]
    assert told == [wide[0], narrow[0], wide[0], wide[1], narrow[1], wide[1]]
