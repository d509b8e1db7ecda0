"""A title is as full as it has room, and is known in full where it is cut short."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from site_sim.ui.drawing.cached_containers import TitledContainer
from site_sim.ui.drawing.title import MARGIN

TITLES = ("Queued · 12,345", "Queued 12,345", "12,345")


@pytest.mark.parametrize(
    ("room", "shown"), [(15, TITLES[0]), (14, TITLES[1]), (12, TITLES[2]), (3, TITLES[2])]
)
def test_the_first_title_that_fits_is_shown_and_the_fullest_is_known(
    room: int, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TitledContainer, "outer_size", Size(room + MARGIN, 5))
    panel = TitledContainer()
    assert (panel.heading.text, panel.heading.fullest) == ("", "")
    panel.heading.set_title(*TITLES)
    assert (panel.heading.text, panel.heading.fullest) == (shown, TITLES[0])
    assert panel.border_title == shown
