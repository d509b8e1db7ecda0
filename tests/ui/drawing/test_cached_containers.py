"""Containers are drawn as Textual would draw them."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.widget import Widget

from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.cached_containers import CachedContainer, TitledContainer
from tests.ui.app_fixture import site
from tests.ui.drawing.panels import cells, shown


@pytest.mark.parametrize("theme", ["blueprint", "mono"])
def test_containers_are_drawn_as_textual_draws_them(theme: str) -> None:
    def look(app: SiteApp) -> None:
        kinds = (CachedContainer, TitledContainer)
        inside = [each for each in app.screen.walk_children() if isinstance(each, kinds)]
        containers = [*inside, app.screen]
        assert len(containers) == 8
        for container in containers:
            width, height = container.outer_size
            for crop in (
                Region(0, 0, width, height),
                Region(0, height - 1, width, 1),
                Region(2, 0, width - 4, height - 2),
                Region(0, 1, width, height - 1),
            ):
                container.refresh()
                drawn = container.render_lines(crop)
                assert cells(drawn) == cells(Widget.render_lines(container, crop)), container

    shown(site(theme=theme), (120, 36), look)


@pytest.mark.parametrize("more", [-2, 2])
def test_a_container_is_as_high_as_its_place_while_its_size_is_another(
    more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(app: SiteApp) -> None:
        container = app.screen.query_one("#chain-panel", TitledContainer)
        size = container.outer_size
        right = cells(container.render_lines(size.region))
        place = Region(0, 0, size.width, size.height + more)
        with monkeypatch.context() as patch:
            patch.setattr(TitledContainer, "region", property(lambda _: place))
            between = right[1:2] * (place.height - 2)
            assert cells(container.render_lines(place)) == [right[0], *between, right[-1]]
        assert cells(container.render_lines(size.region)) == right

    shown(site(), (120, 36), look)
