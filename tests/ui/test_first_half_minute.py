"""The picture at the top of the README is the first half minute of the site as it is now."""

from __future__ import annotations

import re

from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from tests.ui.first_half_minute import FRAME_S, FRAMES, first_half_minute
from tests.ui.test_readme import README, ROOT

MOST_BYTES = 400_000


def test_it_shows_the_screen_as_it_is(snapshot: SnapshotAssertion) -> None:
    assert first_half_minute() == snapshot(extension_class=SVGImageExtension)


def test_the_readme_begins_with_it_and_it_is_small() -> None:
    path = re.findall(r"!\[[^\]]+\]\(([^)]*)\)", README)[0]
    assert path.endswith("/test_first_half_minute/test_it_shows_the_screen_as_it_is.svg")
    text = (ROOT / path).read_text("utf-8")
    assert len(text.encode()) <= MOST_BYTES
    assert f"animation:{FRAMES * FRAME_S:g}s " in text
    assert "<script" not in text
    assert not re.search(r'(?:href|src)="[^#]|url\(|@import', text), "all of it is in the file"
