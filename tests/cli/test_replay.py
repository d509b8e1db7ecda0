"""`site-sim replay` without a terminal, and with what is no log: one clear line, exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import refused
from tests.export.written import SECOND, small, written


@pytest.fixture(scope="module")
def log() -> bytes:
    """Return a small log."""
    return written(small(2 * SECOND))


def test_wrong_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert refused(capsys, "replay") == ["LOG: is missing (site-sim replay FILE)"]
    assert refused(capsys, "replay", "a", "b") == ["b: one log is enough"]
    assert refused(capsys, "replay", "x", "--glyphs", "runes") == [
        "--glyphs: must be one of auto, unicode, ascii, not 'runes'"
    ]
    path = str(tmp_path / "none.jsonl")
    assert refused(capsys, "replay", path) == [f"{path}: no such file"]
    assert refused(capsys, "replay", str(tmp_path)) == [f"{tmp_path}: is a folder, not a file"]


def test_without_a_terminal_the_other_way_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, log: bytes
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(log)
    lines = refused(capsys, "replay", str(path))
    assert lines == ["the screen needs a terminal ('site-sim run' does without)"]
    lines = refused(capsys, "replay", "-")
    assert len(lines) == 1
    assert "site-sim run" in lines[0]


def test_a_wrong_line_is_named_before_the_terminal_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, log: bytes
) -> None:
    path = tmp_path / "log.jsonl"
    lines = log.splitlines(keepends=True)
    lines[9] = lines[9].replace(b'"at":', b'"at":"soon",', 1)
    path.write_bytes(b"".join(lines))
    found = refused(capsys, "replay", str(path))
    assert len(found) == 1
    assert found[0].startswith(f"{path}: line 10")
