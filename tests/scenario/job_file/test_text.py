"""The text of a job file is read up to a limit of each kind, which is said with its number."""

from __future__ import annotations

import tracemalloc

import pytest

from site_sim.base.files import MEBIBYTE
from site_sim.scenario.job_file.faults import LINES_AFTER_FAULT
from site_sim.scenario.job_file.text import LINE_CAP, LINES_CAP
from tests.scenario.job_file.job_files import faults, jobs

TOO_LONG = "is longer than the 1 MiB that are read of a line"


@pytest.mark.parametrize(
    ("text", "suffix", "said"),
    [
        ("io_s,name\n1,a\n1," + "x" * LINE_CAP, ".csv", f"line 3: {TOO_LONG}"),
        ("io_s," * LINE_CAP, ".csv", f"line 1: {TOO_LONG}"),
        ('{"io_s": 1}\n{' + " " * LINE_CAP, ".jsonl", f"line 2: {TOO_LONG}"),
        ('{"io_s": 1, "name": "' + "x" * LINE_CAP + '"}', ".jsonl", f"line 1: {TOO_LONG}"),
        ("x" * LINE_CAP * 2, "", f"line 1: {TOO_LONG}"),
        ("io_s\n" + "\n" * LINES_CAP, ".csv", "is beyond the 2,000,000 lines that are read"),
    ],
    ids=lambda value: value[:20],
)
def test_a_limit_is_said_with_its_number(text: str, suffix: str, said: str) -> None:
    (fault,) = faults(text, suffix)
    assert said in fault


def test_a_line_of_a_mebibyte_is_read() -> None:
    start = '{"io_s": 1, "name": "'
    assert len(jobs(start + "x" * (LINE_CAP - len(start) - 2) + '"}', ".jsonl")) == 1


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".json"])
def test_another_encoding_names_byte_line_and_remedy(suffix: str) -> None:
    row = {"csv": "io_s,name\n1,café\n", "jsonl": '\n{"io_s": 1, "name": "café"}'}
    text = row.get(suffix[1:], '[\n{"io_s": 1, "name": "café"}]')
    said = "f: line 2: is not UTF-8 (byte 0xe9) (save the file as UTF-8)"
    assert faults(text.encode("cp1252"), suffix) == [said]
    assert jobs(text, suffix)[0].card.name == "café"


def test_after_a_fault_so_many_lines_are_read_and_no_more() -> None:
    last = 2 + LINES_AFTER_FAULT
    rows = "io_s\nx\n" + "1\n" * LINES_AFTER_FAULT
    assert len(faults(rows)) == 1
    assert faults(rows + "x\n")[1] == f"f: nothing is read after line {last:,}"
    objects = '{"io_s": 1}\n' * LINES_AFTER_FAULT
    said = f"f: nothing is read after line {1 + LINES_AFTER_FAULT:,}"
    assert faults("x\n" + objects + '{"io_s": 1}', ".jsonl")[1] == said


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("start", "line", "suffix"),
    [
        ("", "1\n", ".jsonl"),
        ("", "}\n", ".jsonl"),
        ("", "[\n", ".jsonl"),
        ("", "{}\n", ".jsonl"),
        ("cpu_s,io_s\n", '"a"b\n', ".csv"),
        ("cpu_s,io_s\n", '","\n', ".csv"),
        ("[", '  {\n    "x": 1\n  },\n', ".json"),
        ("[", "1,", ".json"),
        ("[", '"\U0001f600",', ".json"),
        ('[{"a":1', ',"a":1', ".json"),
        ("cpu_s", ",cpu_s", ".csv"),
    ],
)
def test_a_long_file_of_faults_is_refused_in_little_memory(
    start: str, line: str, suffix: str
) -> None:
    size = 16 * MEBIBYTE
    data = (start + line * (size // len(line.encode()))).encode()
    tracemalloc.start()
    try:
        faults(data, suffix)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size + peak < 3 * size + 40 * MEBIBYTE
