"""A file that a person named is read whole, or it is said in a line why not."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.files import MEBIBYTE, read_stream, read_text
from tests.cli.commands import posix_only


def fault(path: str | Path, cap: int = MEBIBYTE) -> str:
    """Return what is said of a file that can't be read."""
    with pytest.raises(SiteError) as caught:
        read_text(path, cap)
    (only,) = caught.value.faults
    return str(only)


def test_a_text_comes_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(b"\xef\xbb\xbfworkers = 3\r\n")
    assert read_text(path, MEBIBYTE) == "workers = 3\r\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"a\nb\xff\n", "line 2: is not UTF-8 (byte 0xff)"),
        (b"a\xe9", "is not UTF-8 (byte 0xe9) (save the file as UTF-8)"),
        ("workers = 1".encode("utf-16"), "is UTF-16 or no text at all (save the file as UTF-8)"),
        ("workers = 1".encode("utf-16-be"), "is UTF-16 or no text at all"),
        (b"x" * (MEBIBYTE + 1), "is larger than the 1 MiB that are read"),
    ],
)
def test_what_is_no_text_says_why(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(data)
    assert reason in fault(path)


@pytest.mark.parametrize("data", [b"x" * (MEBIBYTE + 1), "workers = 1".encode("utf-16")])
def test_a_stream_of_what_is_no_text_is_named(data: bytes) -> None:
    with pytest.raises(SiteError, match="standard input: is "):
        read_stream(io.BytesIO(data), MEBIBYTE, "standard input")


def test_a_file_of_exactly_the_size_that_is_read_is_read(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(b"x" * MEBIBYTE)
    assert len(read_text(path, MEBIBYTE)) == MEBIBYTE


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "classic.toml").write_text("workers = 3")
    assert "did you mean 'classic.toml'?" in fault(tmp_path / "clasic.toml")
    assert "mean" not in fault(tmp_path / "something else")


@posix_only
@pytest.mark.parametrize("device", ["pipe", "/dev/zero"])
def test_what_nobody_named_must_be_a_regular_file(device: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SiteError, match="is no regular file"):
        read_text(tmp_path / device, MEBIBYTE, only_regular=True)


@pytest.mark.parametrize("name", ["\0", "a\nb", "\ud800"])
def test_a_name_that_no_file_can_have_harms_nothing(name: str, tmp_path: Path) -> None:
    said = fault(f"{tmp_path}/{name}")
    assert said.isprintable()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "is a folder, not a file" in fault(tmp_path)


def test_a_stream_that_is_closed_says_so() -> None:
    stream = io.BytesIO()
    stream.close()
    with pytest.raises(SiteError, match="cannot be read"):
        read_stream(stream, MEBIBYTE, "standard input")
