"""What the help looks like: at small and usual sizes, in ascii, on a panel, on each screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.ui.app_fixture import after, site

Compare = Callable[..., bool]
SIZES = [(80, 24), (120, 36)]


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
@pytest.mark.parametrize("panel", ["queue", "accepted"])
@pytest.mark.parametrize("size", SIZES)
def test_help_on_the_site(
    snap_compare: Compare, size: tuple[int, int], panel: str, glyphs: str
) -> None:
    async def act(pilot: Pilot[int]) -> None:
        await after()(pilot)
        pilot.app.screen.query_one(f"#{panel}").focus()
        await after("question_mark")(pilot)

    assert snap_compare(site(at=20.0, glyphs=glyphs), terminal_size=size, run_before=act)


@pytest.mark.parametrize("screen", ["2", "3"], ids=["timeline", "code"])
@pytest.mark.parametrize("size", SIZES)
def test_help_on_another_screen(snap_compare: Compare, size: tuple[int, int], screen: str) -> None:
    keys = after(screen, "question_mark")
    app = site(at=20.0, model="threads")
    assert snap_compare(app, terminal_size=size, run_before=keys)


def test_what_is_searched_for(snap_compare: Compare) -> None:
    keys = after("question_mark", *"sojourn")
    assert snap_compare(site(at=20.0), terminal_size=SIZES[0], run_before=keys)
