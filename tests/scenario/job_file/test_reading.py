"""Job files: exact times, kind defaults, and every fault by its line."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.text import clean_line
from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.scenario.job_file import cells, reading
from site_sim.scenario.job_file import faults as found
from site_sim.scenario.job_file.reading import load_jobs, read_jobs
from tests.scenario.job_file.job_files import faults, jobs


def test_csv_rows_come_in_order_of_arrival_and_ties_keep_theirs() -> None:
    text = "name,arrival_s,io_s,cpu_s\r\nlate,2,1,0\r\nb,0.5,1,0.25\r\n\r\na,0.5,,3\r\n"
    assert jobs(text, ".csv") == (
        JobOrder(SECOND // 2, JobCard("b", SECOND // 4, SECOND)),
        JobOrder(SECOND // 2, JobCard("a", 3 * SECOND, 0)),
        JobOrder(2 * SECOND, JobCard("late", 0, SECOND)),
    )


def test_json_lines_say_the_same() -> None:
    text = (
        '{"name": "late", "arrival_s": 2, "io_s": 1}\n'
        '{"name": "b", "arrival_s": 0.5, "io_s": 1e0, "cpu_s": 0.25}\r\n'
        "\n"
        '{"name": "a", "arrival_s": 0.5, "io_s": null, "cpu_s": 3}'
    )
    assert jobs(text, ".jsonl") == (
        JobOrder(SECOND // 2, JobCard("b", SECOND // 4, SECOND)),
        JobOrder(SECOND // 2, JobCard("a", 3 * SECOND, 0)),
        JobOrder(2 * SECOND, JobCard("late", 0, SECOND)),
    )


def test_what_is_left_out_is_zero_and_a_number_for_a_name() -> None:
    expected = (
        JobOrder(0, JobCard("job 1", 0, SECOND)),
        JobOrder(0, JobCard("job 2", 0, 2 * SECOND)),
    )
    assert jobs("io_s\n1\n2\n") == expected
    assert jobs('{"io_s": 1}\n{"io_s": 2, "name": " "}\n') == expected


@pytest.mark.parametrize(
    ("seconds", "nanoseconds"),
    [
        ("0.1", 100_000_000),
        ("0.3", 300_000_000),
        ("1e-9", 1),
        ("5e-10", 0),
        ("15e-10", 2),
        ("1e-9999", 0),
        ("-0", 0),
        ("+.5", SECOND // 2),
        ("7.", 7 * SECOND),
        ("123456789.123456789", 123456789123456789),
        ("1000000000", 10**18),
        ("0." + "3" * 5000, 333_333_333),
    ],
)
def test_times_are_exact_decimals(seconds: str, nanoseconds: int) -> None:
    assert jobs(f"cpu_s\n{seconds}\n")[0].card.cpu_ns == nanoseconds


@given(st.integers(0, 10**18))
def test_every_nanosecond_survives_both_formats(nanoseconds: int) -> None:
    seconds = Decimal(nanoseconds).scaleb(-9)
    for text in (f"cpu_s\n{seconds:f}\n", f'{{"cpu_s": {seconds:f}}}'):
        assert jobs(text)[0].card.cpu_ns == nanoseconds


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("-1", "must not be negative, as '-1' is"),
        ("-1e-30", "must not be negative, as '-1e-30' is"),
        ("nan", "must be a finite number, not 'nan'"),
        ("-Infinity", "must be a finite number, not '-Infinity'"),
        ("1000000001", "must be at most 1,000,000,000 seconds, not '1000000001'"),
        ("1e9999", "must be at most 1,000,000,000 seconds, not '1e9999'"),
        ("1e99999", "must be at most 1,000,000,000 seconds, not '1e99999'"),
        ("1e99999999999999999999", "must be at most 1,000,000,000 seconds, not '1e99999"),
        ("two", "must be a number, not 'two'"),
        ("1_000", "must be a number, not '1_000'"),
        ("٣", "must be a number, not '٣'"),
        ('"1,5"', "must be a number, not '1,5'"),
        ("1" * 100_000 + "x", f"must be a number, not '{'1' * 39}…'"),
        ("\x1b[2J", "must be a number, not '\ufffd[2J'"),
    ],
    ids=lambda value: value[:30],
)
def test_a_bad_time_is_named_by_line_and_column(cell: str, why: str) -> None:
    (fault,) = faults(f"name,cpu_s\nfine,1\nbad,{cell}\n")
    assert fault.startswith(f"f: line 3: cpu_s: {why}")


@pytest.mark.parametrize(
    ("member", "why"),
    [
        ('"cpu_s": true', "cpu_s: must be a number, not true"),
        ('"cpu_s": []', "cpu_s: must be a number, not a list"),
        ('"cpu_s": {}', "cpu_s: must be a number, not an object"),
        ('"cpu_s": NaN', "cpu_s: must be a finite number, not NaN"),
        ('"cpu_s": -Infinity', "cpu_s: must be a finite number, not -Infinity"),
        ('"cpu_s": -2', "cpu_s: must not be negative, as -2 is"),
        ('"cpu_s": ' + "9" * 5000, "cpu_s: must be at most 1,000,000,000 seconds, not 9999"),
        (
            '"cpu_s": 1e99999999999',
            "cpu_s: must be at most 1,000,000,000 seconds, not 1e99999999999",
        ),
        ('"cpu_s": null', "has neither cpu_s nor io_s"),
        ('"cpu_s": "x"', "cpu_s: must be a number, not 'x'"),
        ('"cpu_s": 1, "name": false', "name: must be a text, not false"),
        ('"cpu_s": 1, "name": ["a"]', "name: must be a text, not a list"),
        ('"cpu_s": 1, "cpu_s": 2', "cpu_s: is there 2 times"),
        ('"cpu": 1, "io_s": 1', "cpu: unknown column (did you mean 'cpu_s'?)"),
        ('"name": "a"', "has neither cpu_s nor io_s"),
        ('"cpu_s": 1,', "is not valid JSON: "),
        ('"cpu_s": ' + "[" * 100_000, "is nested too deeply"),
    ],
    ids=lambda value: value[:30],
)
def test_a_bad_member_is_named_by_line(member: str, why: str) -> None:
    (fault,) = faults(f'{{"cpu_s": 1}}\n{{{member}}}\n', ".jsonl")
    assert fault.startswith(f"f: line 2: {why}")


@pytest.mark.parametrize("line", ["[1]", "7", '"text"', "null", "true"])
def test_a_line_that_is_no_object(line: str) -> None:
    (fault,) = faults(f"{line}\n", ".jsonl")
    assert fault.startswith("f: line 1: must be an object, not ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("cpu,io_s\n1,2\n", "line 1: cpu: unknown column (did you mean 'cpu_s'?)"),
        ("cpu_s,cpu_s\n1,2\n", "line 1: cpu_s: is there 2 times"),
        ("name\na\n", "line 1: has neither cpu_s nor io_s"),
        ("1,2,3\n", "line 1: must name the columns: arrival_s, cpu_s, io_s, name"),
        ("cpu_s,io_s\n1,2\n1\n", "line 3: has 1 field, the first line names 2"),
        ("cpu_s,io_s\n1,2,3\n", "line 2: has 3 fields, the first line names 2"),
        ('cpu_s,name\n1,a\n1,"b\n1,c\n', "line 3: has a quote that is never closed"),
        ('cpu_s,name\n1,"a"b\n', "line 2: has text behind a closing quote (a quote within"),
        ("cpu_s,name\n1," + "x" * 200_000, "line 2: has a cell of more than 131,072 characters"),
        ("cpu_s\n1\n2\0\n", "line 3: has a NUL byte: it is not a text"),
        ("cpu_s\n", "has no jobs"),
    ],
    ids=lambda value: value[:30],
)
def test_a_bad_csv_file_says_where(text: str, line: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(f"f: {line}")


def test_lines_are_counted_through_quoted_line_breaks_and_after_a_bad_line() -> None:
    text = 'cpu_s,name\n1,"two\nlines"\n1,"x"y\nz,last\n'
    assert faults(text) == [
        "f: line 4: has text behind a closing quote (a quote within quotes is written twice)",
        "f: line 5: cpu_s: must be a number, not 'z'",
    ]


def test_all_faults_come_at_once_up_to_a_number_and_the_reading_ends() -> None:
    lines = faults("cpu_s,io_s\n" + "x,-1\n" * 1000)
    assert len(lines) == found.FAULT_CAP + 1
    assert lines[0] == "f: line 2: cpu_s: must be a number, not 'x'"
    assert lines[1] == "f: line 2: io_s: must not be negative, as '-1' is"
    assert lines[-1] == "f: nothing is read after line 12"


def test_more_rows_than_the_cap_are_a_fault() -> None:
    assert len(read_jobs(b"cpu_s\n1\n1\n1\n", "f", row_cap=3)) == 3
    with pytest.raises(SiteError, match="f: line 5: is beyond the 3 jobs that are read"):
        read_jobs(b"cpu_s\n1\n1\n1\n1\n1\n", "f", row_cap=3)


def test_names_are_cleaned_and_cut() -> None:
    text = '{"cpu_s": 1, "name": "\\u001b]0;x\\u0007\\ud800\\u202e\\n' + "n" * 99 + '"}'
    name = jobs(text)[0].card.name
    assert name.startswith("\ufffd]0;x\ufffd\ufffd\ufffd n")
    assert len(name) == cells.NAME_CELLS


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "cpu_s\n1\n"),
        ("a.CSV", "cpu_s\n1\n"),
        ("a.jsonl", '{"cpu_s": 1}'),
        ("a.ndjson", '{"cpu_s": 1}'),
        ("a.txt", '\n {"cpu_s": 1}'),
        ("a", "cpu_s\n1\n"),
        ("bom.csv", "\ufeffcpu_s\n1\n"),
        ("mac.csv", "cpu_s\r1\r"),
    ],
)
def test_suffix_or_first_character_tells_the_format(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert load_jobs(str(path)) == (JobOrder(0, JobCard("job 1", SECOND, 0)),)


def test_standard_input_is_named_in_its_faults() -> None:
    with pytest.raises(SiteError, match="standard input: line 2: cpu_s: must be a number"):
        load_jobs("-", io.BytesIO(b"cpu_s\nx\n"))
    with pytest.raises(SiteError, match="standard input: is empty"):
        load_jobs("-", io.BytesIO(b""))
    with pytest.raises(SiteError, match="standard input: is larger than the 64 MiB"):
        load_jobs("-", _Endless())


class _Endless(io.BytesIO):
    """Gives as many bytes as it is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 <= size <= reading.FILE_CAP + 1
        return b"x" * size


def lines_of(text: str, suffix: str) -> list[str]:
    """Return what is said of a job file: its faults, or a line a job."""
    try:
        return [order.card.name for order in jobs(text, suffix)]
    except SiteError as error:
        return [str(fault) for fault in error.faults]


@given(st.text(st.characters(), min_size=1, max_size=60), st.sampled_from(["", ".csv", ".jsonl"]))
def test_any_text_is_read_or_refused_in_clean_words(text: str, suffix: str) -> None:
    lines = lines_of("x" + text, suffix)
    assert lines
    assert all(clean_line(line) == line for line in lines)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        orders = load_jobs("-", io.BytesIO(data))
    except SiteError:
        return
    assert orders
