"""All tracks of a race together: their sizes, and the rows that they leave."""

from __future__ import annotations

from site_sim.facts.models import MODEL_FACTS
from tests.ui.app_fixture import drawn
from tests.ui.screens.race.tracks import SMALL, TracksScreen, look


def test_all_tracks_have_the_same_size_and_their_grounds_are_in_one_row() -> None:
    def act(screen: TracksScreen) -> None:
        panels = screen.floor.tracks
        assert len({panel.outer_size for panel in panels}) == 1
        grounds = {
            number for panel in panels for number, row in enumerate(drawn(panel)) if "▔" in row
        }
        assert len(grounds) == 1

    look(act, {"model": "threads", "workers": 2}, {"model": "threads", "workers": 9}, size=(90, 32))


def test_rows_that_are_left_over_tell_more_of_the_chosen_track() -> None:
    def act(screen: TracksScreen) -> None:
        rows = drawn(screen.floor.panels[-1])
        assert len(rows) == 2
        sentence = " ".join(row.strip() for row in rows).strip()
        now = screen.tracks.players[0].frame().site.now
        assert sentence.removeprefix("▸ serial: ") in now

    look(act, size=SMALL)

    def act_in_more_rows(screen: TracksScreen) -> None:
        text = " ".join(row.strip() for row in drawn(screen.floor.panels[-1]))
        assert text.strip() == f"▸ serial: {MODEL_FACTS['serial'].summary}"

    look(act_in_more_rows, size=(80, 20))

    def act_beside(screen: TracksScreen) -> None:
        assert not screen.floor.panels[-1].display

    look(act_beside)
