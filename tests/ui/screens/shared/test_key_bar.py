"""The footer: its values, and what a click on each part of it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.screen import ModalScreen

from site_sim.commands import Command, Hire, LayOff, SetRate
from site_sim.player.frame import Frame
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar, BarItem
from site_sim.ui.keymap.bindings import KeyBindings, Keymap
from site_sim.ui.screens.shared.key_bar import KeyBar
from site_sim.ui.theme.glyphs import UNICODE
from tests.player.playing import Played
from tests.ui.actions.asking import find
from tests.ui.app_fixture import drawn, run, settle, show, site
from tests.ui.races import race_app
from tests.ui.replays import replay_of
from tests.ui.rows import LARGE, NORMAL, SMALL, texts_of

LEAST = (60, 18)


@pytest.mark.parametrize(
    ("size", "begins"),
    [
        (LEAST, " space pause -+ workers 4 [] rate 1/s c charts ? help q quit"),
        (SMALL, " space pause -+ workers 4 [] rate 1/s <> 1× c charts 1234 view ? help q quit"),
        (
            NORMAL,
            " space pause  -+ workers 4  [] rate 1/s  <> speed 1×  c charts  1234 view  . step",
        ),
    ],
)
def test_the_values_stand_in_the_footer_whatever_the_width(
    size: tuple[int, int], begins: str
) -> None:
    [footer] = texts_of("keys", size=size)
    assert footer.startswith(begins)
    assert len(footer) <= size[0]


@pytest.mark.sampled
@pytest.mark.parametrize("size", [LEAST, SMALL, LARGE])
def test_a_click_on_a_key_takes_a_step_and_one_on_a_value_asks(size: tuple[int, int]) -> None:
    given: list[Command] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        keys = app.screen.query_one("#keys", Bar)
        for action in ("hire", "lay-off", "rate-up"):
            await pilot.click(keys, offset=(find(keys, action), 0))
        given.extend(entry.command for entry in app.player.session.journal)
        for value in ("settings:workers", "settings:rate"):
            await pilot.click(keys, offset=(find(keys, value) + 1, 0))
            await pilot.pause()
            assert isinstance(app.screen, ModalScreen)
            await pilot.press("escape")
            await settle(pilot)
        assert len(app.player.session.journal) == len(given)

    run(site(paused=True), act, size)
    assert [type(command) for command in given] == [Hire, LayOff, SetRate]


def test_a_click_on_the_word_opens_the_panel_and_closes_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        for is_open in (True, False, True):
            keys = app.screen.query_one("#keys", Bar)
            await pilot.click(keys, offset=(find(keys, "controls"), 0))
            await settle(pilot)
            assert screen.has_controls is is_open
            assert bool(screen.query_one("#census").region) is is_open

    run(site(paused=True), act, NORMAL)


def test_a_crew_that_can_not_grow_has_no_keys_and_other_screens_have_no_values() -> None:
    crew = {"program": "producer-consumer", "workers": 1}
    assert "workers" not in texts_of("keys", size=LARGE, **crew)[0]

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, "timeline")
        await settle(pilot)
        items = app.screen.query_one("#keys", Bar).items
        assert "hire" in [action for _, _, action in items]
        assert "settings:workers" not in [action for _, _, action in items]

    run(site(paused=True), act, LARGE)


@pytest.mark.parametrize(
    ("app", "item"),
    [
        (site(paused=True), " 1234 view "),
        (replay_of("masons"), " 123 view "),  # and can't race
        (race_app("serial", "threads"), " up/down track "),
    ],
)
def test_keys_of_one_item_are_those_that_do_something_and_words_are_parted(
    app: SiteApp, item: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        assert item in drawn(app.screen.query_one("#keys", Bar))[0]

    run(app, act, LARGE)


@pytest.mark.parametrize(
    ("own", "item"),
    [
        ({"site": ("f1",), "timeline": ("f2",), "code": ("f3",)}, " f1/f2/f3/4 view "),
        ({"lay-off": ("pagedown",), "rate-down": ("ctrl+r",)}, " pgdn/+ workers 5  ^r/] rate "),
    ],
)
def test_a_key_of_several_signs_is_parted_from_the_one_after_it(own: Keymap, item: str) -> None:
    bar = KeyBar(KeyBindings(ACTIONS, own), UNICODE)
    assert item in "".join(text for text, _, _ in bar.items(Played().player.frame(), 200))


def frames_apart() -> Iterator[Frame]:
    """Yield frames of which each differs from the one before in one thing that keys depend on."""
    frame = Played().player.frame()
    yield frame
    for change in ({"staying": 9}, {"settings": replace(frame.site.settings, rate=3.0)}):
        frame = replace(frame, site=replace(frame.site, **change))
        yield frame
    frame = replace(frame, playhead=replace(frame.playhead, can_restore=True))
    yield frame
    frame = replace(frame, refusals={"commands": "a log takes none"})
    yield frame
    yield replace(frame, view=replace(frame.view, speed=4.0, steady_speed=4.0))


def test_the_keys_are_those_of_each_frame_whatever_was_shown_before() -> None:
    bindings = KeyBindings(ACTIONS, {})
    bar, before = KeyBar(bindings, UNICODE), list[BarItem]()
    *frames, last = frames_apart()
    for frame, cells in (*((frame, 200) for frame in frames), (last, 200), (last, 60)):
        items = bar.items(frame, cells)
        assert items == KeyBar(bindings, UNICODE).items(frame, cells) != before
        before = items


def test_each_value_is_that_of_keys_which_share_an_item() -> None:
    assert {*KeyBar.VALUES} <= {*KeyBar.TOGETHER}
