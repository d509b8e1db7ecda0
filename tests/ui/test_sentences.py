"""Whatever a screen says of Python is a sentence of `facts/sentences.py`, however it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import ChooseModel
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import PIPELINE
from site_sim.inspection.listing import listing
from site_sim.player.intents import SetNative, SetPaused
from site_sim.player.view_state import ScreenName
from site_sim.ui.app import SiteApp
from tests.facts.said import WORDS, unsaid
from tests.ui.app_fixture import run, run_until, settle, show, site, strips_of

SIZES = [(80, 24), (120, 36), (200, 50)]
DIALOGS = ("m", "w", "o", "question_mark", "question_mark end", "ctrl+p")
"""The keys of the dialogs that say something."""
TASK = r"(?:worker \d+|foreman|accept)"
LABELS = (
    r"^GIL(?: [·.] \d+ ready)?$",  # the title of a panel
    rf"^ GIL (?:\S )?(?={TASK}|free|switches)",  # a row about what has that lane
    r"^ GIL(?= {2,})",  # a row of the timeline
    r"^ *GIL(?= {2,}who may run now)",  # the same panel in the help
    r"^(?:GIL|process)(?= [→>] )",  # what a call stack begins with
    r"^GEN_\w+ +(?=[a-z+])",  # whose generators are in a state
    rf"^ *{TASK}  GEN_\w+(?=  in |$)",  # one of those on a call stack
    rf"^{TASK} [·.] GEN_\w+$",  # one in focus
    r"(?<=^ ▞▞ site-sim  )processes(?=  )",  # the model of the run
    r"(?<=Model )processes(?= )",
    r"^ *processes(?= +a process)",  # one that can be chosen
    *(
        re.escape(line.text.strip())  # what is no prose in a listing
        for line in listing(PIPELINE).lines
        if re.search(WORDS, line.text) and '"""' not in line.text
    ),
)
"""Where a thing is named, and nothing is said of it."""


def texts_on(app: SiteApp) -> Iterator[str]:
    """Yield what stands in each widget of the screen in front, line by line, and on its border."""
    strips = strips_of(app)
    for widget in app.screen.query("*"):
        if widget.children or not widget.display:
            continue
        region = widget.content_region
        rows = strips[region.y : region.bottom]
        yield "\n".join(row.crop(region.x, region.right).text.rstrip() for row in rows)
        yield from map(str, (widget.border_title or "", widget.border_subtitle or ""))


@cache
def unsaid_in(text: str) -> Sequence[str]:
    """Return what is named in a text by no sentence of the module, and by no label."""
    return unsaid(re.sub("|".join(LABELS), "", text, flags=re.MULTILINE), may_be_cut=True)


@pytest.mark.parametrize("size", SIZES)
def test_the_screens_have_only_sentences_of_the_module(size: tuple[int, int]) -> None:
    seen: list[str] = []
    found: set[str] = set()

    async def look(app: SiteApp, pilot: Pilot[int], screen: ScreenName, native: bool) -> None:
        app.host.wish(SetPaused(True), SetNative(native))
        show(app, screen)
        await pilot.pause()
        app.advance(0)
        await pilot.pause()
        for text in texts_on(app):
            seen.append(text)
            found.update(unsaid_in(text))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for number, model in enumerate(MODEL_FACTS):
            app.host.wish(ChooseModel(model))
            run_until(app, (number + 1) * 8 * SECOND)
            await look(app, pilot, "site", False)
            await look(app, pilot, "code", False)
            await look(app, pilot, "code", True)
        await look(app, pilot, "timeline", False)

    run(site(workers=4, workload="cpu", rate=1.0), act, size)
    assert found == set()
    assert sum(len(re.findall(WORDS, text)) for text in seen) > 40


def test_the_dialogs_have_only_sentences_of_the_module() -> None:
    found: set[str] = set()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for keys in DIALOGS:
            await pilot.press(*keys.split())
            await settle(pilot)
            assert app.screen is not app.screens.site
            for text in texts_on(app):
                found.update(unsaid_in(text))
            await pilot.press("escape")
            await pilot.pause()

    run(site(workers=4, model="threads", rate=1.0), act)
    assert found == set()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (" GIL ● worker 1 working #15", 0),
        ("worker 1 · GEN_SUSPENDED", 0),
        (" GIL computes", 1),
        ("worker 1 is GEN_SUSPENDED", 1),
        ("Model processes ↓  and pickling", 1),
    ],
)
def test_a_label_is_no_sentence_and_a_sentence_no_label(text: str, left: int) -> None:
    assert len([*unsaid_in(text)]) == left
