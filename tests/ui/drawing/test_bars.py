"""Bars of buttons and words: what fits, and where it goes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Offset
from textual.pilot import Pilot

from site_sim.commands import Hire
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar, BarItem, in_room, justify
from tests.ui.app_fixture import WIDE, run, site
from tests.ui.rows import texts_of


def test_the_footer_has_whole_keys_only_and_these_always() -> None:
    everything = texts_of("keys", size=(400, 24))[0].replace("speed ", "")
    for width in (60, 80, 120, 200):
        for crew in (4, 10_000):
            [footer] = texts_of("keys", size=(width, 24), workers=crew, costs="zero")
            own = footer.replace("speed ", "").replace(f"{crew:,}", "4")
            assert len(footer) <= width
            for item in ("q quit", "? help", "space pause", "-+ workers 4", "[] rate 1/s"):
                assert item in own
            words = r"(?<=\S) +(?=(?:space|1234?|\^p|[-+<>\[\].,?cqrjmCoxz/]+) )"
            assert all(item.strip() in everything for item in re.split(words, own))


@given(st.lists(st.integers(1, 9), max_size=8), st.integers(0, 40))
def test_groups_end_the_line_before_it_is_too_long(lengths: list[int], width: int) -> None:
    groups: list[list[BarItem]] = [[("x" * length, "", "")] for length in lengths]
    kept = in_room(groups, width)
    assert sum(len(text) for text, _, _ in kept) <= width
    assert kept == [zone for group in groups[: len(kept)] for zone in group]


def test_spread_puts_the_rest_at_the_right_end() -> None:
    zones = justify([("left", "", "")], [("日本", "", "")], 12)
    assert "".join(text for text, _, _ in zones) == "left    日本"


def test_what_comes_under_the_mouse_is_lit_up() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        bar = app.screens.site.query_one("#controls", Bar)

        def lit_up() -> list[str]:
            hot = bar.segments.segment("", "hot").style
            return [segment.text for segment in bar.render_line(0) if segment.style == hot]

        texts = [text for text, _, _ in bar.items]
        await pilot.hover(bar, Offset(len("".join(texts[: texts.index("[+]")])), 0))
        assert lit_up() == ["[+]"]
        assert "Hire a worker" in str(bar.tooltip)
        app.host.wish(Hire(9_000))
        assert lit_up() == [" 9,009 "]
        assert "Change any setting: workers" in str(bar.tooltip)

    run(site(workers=9, paused=True), act, WIDE)
