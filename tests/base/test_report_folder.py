"""The last ten reports are kept, and nothing else in the folder is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_sim.base.report_folder import MOST_REPORTS, save_report


def test_the_folder_is_made_and_the_last_ones_stay(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "reports"
    paths = [save_report(folder, f"text {number}\n") for number in range(MOST_REPORTS + 5)]
    assert sorted(folder.iterdir()) == sorted(paths[-MOST_REPORTS:])
    assert [path.read_text() for path in paths[-2:]] == ["text 13\n", "text 14\n"]


def test_another_process_counts_on_and_other_files_stay(tmp_path: Path) -> None:
    other = tmp_path / "report-41-1.txt"
    other.write_text("from another")
    for name in ("notes.txt", "report-x-1.txt", "report-7.txt"):
        (tmp_path / name).write_text("mine")
    assert save_report(tmp_path, "text").name == f"report-42-{os.getpid()}.txt"
    assert len(os.listdir(tmp_path)) == 5


def test_a_folder_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        save_report(tmp_path / "file" / "reports", "text")
