"""Where the bytes of a log come from: files that are whole, cut off or growing, and pipes."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from site_sim.base.errors import SiteError
from site_sim.export.source import LogSource
from tests.export.written import SECOND, small, written

MANY = 10**6


@pytest.fixture(scope="module")
def log() -> bytes:
    """Return a small log with its end mark."""
    return written(small(4 * SECOND), complete=True)


def pulled(source: LogSource) -> LogSource:
    """Read all that is there."""
    while source.pull(MANY) and not source.is_idle:
        pass
    return source


def test_a_whole_file_is_read_to_its_end_mark(tmp_path: Path, log: bytes) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(log)
    source = LogSource.open(str(path))
    assert source.progress == 0
    assert source.pull(10)
    assert source.progress is not None
    assert 0 < source.progress < 1
    source = pulled(source)
    assert source.is_over
    assert source.progress is None
    assert source.reader.end is not None
    assert source.reader.end.complete
    assert not source.pull(MANY)
    assert not source.is_open_ended


def test_a_file_that_grows_is_read_as_it_does(tmp_path: Path, log: bytes) -> None:
    path = tmp_path / "log.jsonl"
    half = len(log) // 2
    path.write_bytes(log[:half])
    source = pulled(LogSource.open(str(path)))
    assert source.is_idle
    assert source.is_open_ended
    assert not source.is_over
    assert source.pipe is None
    assert not source.has_grown
    assert source.reader.log is not None
    before = len(source.reader.log)
    assert before == log[:half].count(b"\n") - 1
    with path.open("ab") as file:
        file.write(log[half:])
    assert source.has_grown
    assert pulled(source).is_over
    assert len(source.reader.log) > before


def test_a_log_cut_at_any_byte_opens_up_to_its_last_whole_line(tmp_path: Path, log: bytes) -> None:
    path = tmp_path / "log.jsonl"
    first = log.index(b"\n")
    for size in (*range(0, len(log), 211), first - 1, first, first + 1, len(log) - 1):
        path.write_bytes(log[:size])
        source = LogSource.open(str(path))
        if size < first:
            with pytest.raises(SiteError) as refused:
                source.read_first()
            assert len(refused.value.faults) == 1
            assert str(path) in str(refused.value)
            continue
        source.read_first()
        assert source.reader.log is not None
        assert len(source.reader.log) == max(0, log[:size].count(b"\n") - 1)
        assert source.is_open_ended or source.reader.cut


def test_a_pipe_ends_when_its_writer_is_gone(log: bytes) -> None:
    reading, writing = os.pipe()
    source = LogSource(reading, "standard input")
    assert source.pipe == reading
    assert source.pull(MANY)
    assert source.is_idle
    half = len(log) // 2
    os.write(writing, log[:half])
    assert not pulled(source).is_over
    assert source.progress is None
    assert not source.is_open_ended
    os.close(writing)
    assert pulled(source).is_over
    assert "middle of line" in source.reader.cut


def test_a_fifo_is_waited_for_until_it_has_a_first_line(tmp_path: Path, log: bytes) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    writer = Thread(target=path.write_bytes, args=(log,))
    writer.start()
    source = LogSource.open(str(path))
    source.read_first()
    assert source.reader.log is not None
    while not source.is_over:
        source.wait()
        pulled(source)
    writer.join()
    assert source.reader.end is not None


def test_a_pipe_or_device_that_has_nothing_in_it_is_no_log() -> None:
    reading, writing = os.pipe()
    os.close(writing)
    with pytest.raises(SiteError, match="is empty"):
        LogSource(reading, "standard input").read_first()
    with pytest.raises(SiteError, match="is empty"):
        LogSource.open(os.devnull).read_first()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nothing.jsonl", "no such file"), (".", "is a folder, not a file"), ("a\0b", "cannot be")],
)
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(SiteError, match=reason):
        LogSource.open(str(tmp_path / name) if name != "." else str(tmp_path))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"")
    with pytest.raises(SiteError, match="is empty"):
        LogSource.open(str(path)).read_first()
