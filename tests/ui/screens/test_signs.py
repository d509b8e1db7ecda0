"""Each sign of the help stands on the screen that it explains, and each sign there is explained."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, ChooseModel, Hire, LayOff
from site_sim.facts.states import IN_SEND, STATES, WORDS
from site_sim.player.intents import (
    PutBookmark,
    Seek,
    Select,
    SetNative,
    SetPaused,
    ShowControls,
    Wish,
)
from site_sim.player.race_intents import Predict
from site_sim.player.view_state import PlaceName, ScreenName
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.signs import PANEL_SIGNS, RUN_SIGNS, TOP_SIGNS, WORD_SIGNS, Sign
from site_sim.ui.screens.told import ToldRun, told_sections
from site_sim.ui.theme.glyphs import GLYPHS, Glyphs
from tests.ui.app_fixture import run, run_until, settle, show, site, strips_of
from tests.ui.races import MODELS, let_pass, race_app, race_in

SCREENS: tuple[ScreenName, ...] = ("site", "timeline", "code")
MOMENTS: Sequence[tuple[dict[str, Any], Sequence[Wish]]] = (
    (
        {"at": 20.0},
        (SetPaused(True), Select("job", 13), PutBookmark("here"), Seek(18_700_000_000)),
    ),
    ({"at": 10.22, "model": "coroutines", "rate": 1.4, "workload": "mixed"}, ()),
    ({"at": 8.22, "model": "coroutines", "wiring": "direct"}, (Select("task", 1), LayOff(1))),
    ({"at": 5.0, "model": "coroutines"}, (ChooseModel("threads"),)),
    ({"at": 19.0, "model": "threads", "workload": "cpu"}, (CauseAccident(0),)),
    ({"at": 1.5, "model": "processes", "workload": "cpu"}, (Hire(1),)),
    ({"at": 1.0, "model": "coroutines", "rate": 0.1}, (LayOff(1),)),
    ({"at": 9.0, "model": "hybrid", "workers": 200, "rate": 9.0, "wiring": "direct"}, ()),
    ({"at": 30.6, "defect_rate": 0.5, "rework_limit": 1, "workload": "cpu"}, ()),
    ({"at": 30.0, "accident_rate": 0.3, "model": "coroutines", "supervise": False}, ()),
    ({"at": 15.0, "workers": 900, "rate": 30.0, "model": "coroutines"}, ()),
    ({"at": 5.0, "count": 3, "program": "producer-consumer"}, (SetNative(True),)),
)
"""Scenarios, and what is wanted then."""
TOP, RUN = ("header", "notice"), ("scrubber",)
"""The lines above and below the panels, by their ids."""
PARTS = dict.fromkeys(("census", "controls", "more-controls", "metrics", "plots"), "control-panel")
"""The panel that some lines belong to."""
SIZE = (130, 44)


class Seen:
    """What was seen on the screens at all moments."""

    def __init__(self) -> None:
        self.texts: defaultdict[str, str] = defaultdict(str)
        """All text in a panel or line, its border too, by its id."""
        self.signs: defaultdict[str, set[str]] = defaultdict(set)
        """The signs that are no letters, figures or marks of ascii, by screen."""
        self.explained: defaultdict[str, set[str]] = defaultdict(set)
        """The signs in the help of a screen."""

    def look(self, app: SiteApp, name: PlaceName) -> None:
        """Take note of what is on the screen that is shown."""
        rows = strips_of(app)
        for widget in app.screen.query("*"):
            if widget.id and widget.region:
                self.texts[PARTS.get(widget.id, widget.id)] += text_in(rows, widget.region)
            if not widget.children and widget.region:
                inside = widget.scrollable_content_region
                self.signs[name] |= signs_of(text_in(rows, inside))
        state = app.player.session.state
        told = ToldRun(app.themes.glyphs, state.settings.model, state.log.cast)
        for section in told_sections(app.screen, name, told):
            for entry in section.entries:
                self.explained[name] |= signs_of("".join(text for text, _ in entry.look))


def text_in(rows: Sequence[Strip], region: Region) -> str:
    lines = (row.crop(region.x, region.right) for row in rows[region.y : region.bottom])
    return "".join(f"{line.text.rstrip()}\n" for line in lines)


def signs_of(text: str) -> set[str]:
    return {each for each in text if not each.isascii() and not each.isalnum()}


def families(glyphs: Glyphs) -> Iterator[set[str]]:
    """Yield the signs of which one in the help explains all."""
    yield {*glyphs.levels[1:]}
    yield {*glyphs.bar}
    yield {*glyphs.heavy}
    yield {*glyphs.corners, *glyphs.tees, glyphs.horizontal, glyphs.vertical}
    yield {*"▀▄█"}  # digits in large


@cache
def seen(glyphs: str) -> Seen:
    """Return what all moments show in a set of glyphs."""
    everything = Seen()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(ShowControls(on=True))
        for name in SCREENS:
            show(app, name)
            await settle(pilot)
            everything.look(app, name)
        app.host.wish(*moment[1])
        if ChooseModel("threads") in moment[1]:
            run_until(app, app.player.session.now + SECOND)
        for name in SCREENS:
            show(app, name)
            await settle(pilot)
            app.player.pacing.is_behind = True
            app.screens.publish()
            await pilot.pause()
            everything.look(app, name)

    async def race(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        race_in(app).do(Predict((1, 0)))
        await pilot.press("space")
        await let_pass(app, 9)
        await pilot.press("a", "plus", "space")
        await settle(pilot)
        everything.look(app, "race")
        await pilot.press("o")
        await settle(pilot)
        everything.look(app, "race")

    for moment in MOMENTS:
        run(site(**moment[0], glyphs=glyphs), act, SIZE)
    for tracks, count, size in ((2, None, SIZE), (6, 24, SIZE), (6, 24, (60, 18))):
        models = MODELS[:tracks]
        run(race_app(*models, workers=4, rate=2.0, count=count, glyphs=glyphs), race, size)
    return everything


def missing(signs: Sequence[Sign], glyphs: Glyphs, text: str) -> list[str]:
    """Return the signs and labels that are not in a text; figures stand for any."""
    shown = [(sign, "".join(part for part, _ in sign.look).format(g=glyphs)) for sign in signs]
    parts = [(sign.sentence, part) for sign, look in shown for part in (*look.split(), sign.label)]
    return [f"{id}: {part}" for id, part in parts if not re.search(pattern(part), text, re.I)]


def pattern(part: str) -> str:
    return re.sub(r"[\d.]*\d", r"[\\d.,]+", re.escape(part).replace("\\.", "."))


@pytest.mark.parametrize("glyphs", ["unicode", pytest.param("ascii", marks=pytest.mark.by_hand)])
def test_signs_and_words_stand_where_the_help_says(glyphs: str) -> None:
    """All of it in one test: it takes long to see everything, and each process would for itself."""
    used, texts = GLYPHS[glyphs], seen(glyphs).texts
    for panel, signs in PANEL_SIGNS.items():
        assert missing(signs, used, texts[panel]) == [], panel
    assert missing(TOP_SIGNS, used, "".join(texts[id] for id in TOP)) == []
    assert missing(RUN_SIGNS, used, "".join(texts[id] for id in RUN)) == []
    assert missing(WORD_SIGNS, used, "".join(texts.values())) == []
    chain = texts["chain-panel"]
    for name in STATES:
        words = (WORDS[name], IN_SEND) if name == "blocked" else (WORDS[name],)
        assert [word for word in words if f"{used.states[name]} {word}" not in chain] == []
        assert used.cells[name] in chain
    if glyphs == "unicode":
        for screen in (*SCREENS, "race"):
            check_that_all_is_explained(screen)


def check_that_all_is_explained(screen: PlaceName) -> None:
    everything = seen("unicode")
    explained = everything.explained[screen]
    for family in families(GLYPHS["unicode"]):
        explained |= family if explained & family else set()
    assert everything.signs[screen] - explained == set(), screen
    assert len(everything.signs[screen]) > 10
