"""A file is written whole or not at all, and a stream that can't be written to says why."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from site_sim.base.errors import RunError
from site_sim.base.writing import standard_stream, whole_file


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("old")
    with whole_file(path) as stream:
        stream.write("new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["log"]


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("old")

    def write() -> None:
        with whole_file(path) as stream:
            stream.write("half of the n")
            raise MemoryError

    with pytest.raises(MemoryError):
        write()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["log"]


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), whole_file(tmp_path):
        pass
    assert tmp_path.is_dir()


@pytest.mark.parametrize("data", [True, False])
def test_data_is_the_same_bytes_everywhere_and_words_are_what_can_be_shown(data: bool) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\r\n")
    with standard_stream(stream, data) as out:
        out.write("ü 50µs\n")
    assert raw.getvalue() == ("ü 50µs\n".encode() if data else b"? 50us\r\n")


def test_a_stream_that_is_closed_or_full_is_said_to_be_so() -> None:
    with pytest.raises(RunError, match="is closed"), standard_stream(None):
        pass

    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(RunError, match="cannot be written: No space left"), standard_stream(Full()):
        pass


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
@pytest.mark.parametrize("data", [True, False])
def test_what_a_stream_holds_from_before_is_no_fault_of_another_kind(data: bool) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        full.write("painted before the device was full")
        with pytest.raises(RunError, match="No space left"), standard_stream(full, data):
            pytest.fail("it is prepared, although it holds what it cannot write")


def test_a_reader_that_has_read_enough_is_no_fault_of_the_stream() -> None:
    with pytest.raises(BrokenPipeError), standard_stream(io.StringIO()):
        raise BrokenPipeError
