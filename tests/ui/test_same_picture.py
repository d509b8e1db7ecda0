"""A picture is a function of log, moment, view and size, whichever way one came."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.pilot import Pilot

from site_sim.player.view_state import ScreenName
from site_sim.run.simulated import simulation_of
from site_sim.ui.app import SiteApp
from tests.export.written import LOGS, written
from tests.sampling import examples
from tests.ui.app_fixture import Act, Seconds, site, strips_of
from tests.ui.moments import Moment
from tests.ui.replays import read_whole, replay_of
from tests.ui.ways import SIZES, WAYS, Visit, come_back

ANY_MOMENT = {
    "seed": st.integers(0, 100_000),
    "size": st.sampled_from(SIZES),
    "screen": st.sampled_from(("site", "site", "timeline", "code")),
}
CREWS, LARGE_CREWS = (1, 3, 9, 60), (1, 9, 60, 300)
SPEEDS = (1.0, 64.0, 1024.0)
FRAME_TAKES_S = 0.01
"""What drawing a frame takes where some are left out, in real seconds."""

Cells = list[list[tuple[str, str]]]
"""The sign and the style of each cell, line by line."""
Pictures = list[tuple[str, Cells]]
"""What was seen, and by which ways one came to see it."""


def cells_of(app: SiteApp) -> Cells:
    """Return the cells of the whole screen; of a blank only the ground is seen."""
    assert {cell_len(strip.text) for strip in strips_of(app)} == {app.size.width}
    return [
        [(sign, look_of(sign, segment.style)) for segment in strip for sign in segment.text]
        for strip in strips_of(app)
    ]


def look_of(sign: str, style: Style | None) -> str:
    if style is None:
        return ""
    is_ground = sign == " " and not (style.reverse or style.underline or style.strike)
    return str(style.bgcolor if is_ground else style)


def differences(found: Cells, wanted: Cells) -> list[str]:
    """Return the lines that differ, each as it is and as it should be."""
    lines = []
    for number, (ours, theirs) in enumerate(zip(found, wanted, strict=True)):
        if ours != theirs:
            texts = ["".join(sign for sign, _ in line) for line in (ours, theirs)]
            places = [x for x, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b]
            lines += [f"{number} at {places[:9]}:", *texts]
            if texts[0] == texts[1]:
                lines += [f"{ours[places[0]]} {theirs[places[0]]}"]
    return lines


def first_unlike(pictures: Pictures) -> str:
    """Compare all pictures with the first; return the ways to one that differs, and where."""
    (_, wanted), *others = pictures
    for ways, found in others:
        if lines := differences(found, wanted):
            return "\n".join((ways, *lines))
    return ""


async def opened(app: SiteApp, act: Act, size: tuple[int, int]) -> None:
    """Open the app without showing messages, which disappear in real time, and act."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await act(app, pilot)


async def see_again(visit: Visit, arrivals: int, pictures: Pictures) -> None:
    """Arrive at the moment again and again, each time in other ways."""
    ways = ""
    for _ in range(arrivals):
        for way in visit.chance.choices(WAYS, k=visit.chance.randrange(1, 3)):
            ways += f"{way.__name__}, "
            await way(visit)
        ways += f"{await come_back(visit)}; "
        pictures.append((ways, cells_of(visit.app)))


def see(moment: Moment, size: tuple[int, int], arrivals: int) -> tuple[str, bytes]:
    """Compare the pictures of who came at once, and of who came in many ways.

    Returns how one is unlike the others, and the log.
    """
    pictures, logs = Pictures(), list[bytes]()

    async def at_once(app: SiteApp, pilot: Pilot[int]) -> None:
        moment.run(app)
        moment.go_there(app)
        await moment.look(app, pilot)
        pictures.append(("at once", cells_of(app)))
        app.advance(0)
        await pilot.pause()
        pictures.append(("a frame later", cells_of(app)))
        logs.append(written(simulation_of(app.player.session.branch)))

    async def by_detours(app: SiteApp, pilot: Pilot[int]) -> None:
        chance = random.Random(str(moment.fields))
        moment.run(app, chance.choices(SPEEDS, k=3))
        moment.go_there(app)
        await moment.look(app, pilot)
        pictures.append(("at other speeds", cells_of(app)))
        await see_again(Visit(app, pilot, moment, chance), arrivals, pictures)

    asyncio.run(opened(site(**moment.fields), at_once, size))
    slow = site(now=Seconds(FRAME_TAKES_S), **moment.fields)
    asyncio.run(opened(slow, by_detours, size))
    return first_unlike(pictures), logs[0]


def see_recorded(log: Path, moment: Moment, size: tuple[int, int], arrivals: int) -> str:
    """Compare the same of a recording; return how one is unlike the others."""
    pictures = Pictures()

    async def at_once(app: SiteApp, pilot: Pilot[int]) -> None:
        read_whole(app.player)
        moment.fit(app.player.session.playhead.end)
        moment.go_there(app)
        await moment.look(app, pilot)
        pictures.append(("at once", cells_of(app)))

    async def by_detours(app: SiteApp, pilot: Pilot[int]) -> None:
        read_whole(app.player)
        visit = Visit(app, pilot, moment, random.Random(str(moment.fields)))
        await see_again(visit, arrivals, pictures)

    for act in (at_once, by_detours):
        asyncio.run(opened(replay_of(log), act, size))
    return first_unlike(pictures)


@given(**ANY_MOMENT)
@settings(max_examples=examples(2))
def test_a_moment_looks_the_same_whichever_way_one_came(
    seed: int, size: tuple[int, int], screen: ScreenName
) -> None:
    unlike, _ = see(Moment(seed, screen, CREWS), size, arrivals=3)
    assert unlike == ""


@given(**ANY_MOMENT, name=st.sampled_from(sorted(path.stem for path in LOGS.glob("*.jsonl"))))
@settings(max_examples=examples(2))
def test_a_moment_of_a_recording_looks_the_same(
    seed: int, size: tuple[int, int], screen: ScreenName, name: str
) -> None:
    log = LOGS / f"{name}.jsonl"
    unlike = see_recorded(log, Moment(seed, screen, CREWS), size, arrivals=3)
    assert unlike == ""


@pytest.mark.by_hand
@given(**ANY_MOMENT)
@settings(max_examples=300)
def test_many_moments_look_the_same_live_and_recorded(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: tuple[int, int], screen: ScreenName
) -> None:
    moment = Moment(seed, screen, LARGE_CREWS)
    log = tmp_path_factory.mktemp("log") / "log.jsonl"
    unlike, written_down = see(moment, size, arrivals=8)
    assert unlike == ""
    log.write_bytes(written_down)
    unlike = see_recorded(log, moment, size, arrivals=8)
    assert unlike == ""
