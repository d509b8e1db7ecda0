"""Keys of scenarios as options, and what is wrong with their values."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.base.overriding import override
from site_sim.cli import options
from site_sim.cli.options import RUN_KEYS, SCREEN_KEYS
from site_sim.cli.progress import ProgressLine
from site_sim.scenario.schema import KEYS
from tests.cli.commands import refused


def test_every_key_but_the_file_s_own_is_an_option() -> None:
    assert {*SCREEN_KEYS, *RUN_KEYS} == set(KEYS) - {"title", "about", "next", "program", "race"}


def test_all_wrong_options_come_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    args = ["--workers", "0", "--rate", "nan", "--speed", "1/99", "--glyphs", "utf"]
    assert refused(capsys, *args) == [
        "--workers: must be from 1 to 1,000,000, not 0",
        "--rate: must be a finite number, not nan",
        "--speed: must be from 0.0625 to 1,024, not 0.010101010101010102",
        "--glyphs: must be one of auto, unicode, ascii, not 'utf'",
    ]


def test_a_long_job_file_tells_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    class Told(ProgressLine):
        @override
        def __call__(self, reached: int) -> None:
            told.append(reached)

    monkeypatch.setattr(options, "ProgressLine", Told)
    path = tmp_path / "long.csv"
    path.write_text("io_s\n" + "1\n" * 20_000)
    assert len(options.load(None, {"jobs": str(path)}).orders) == 20_000
    assert told == [8192, 16384]
