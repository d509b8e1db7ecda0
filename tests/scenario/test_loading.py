"""Scenario files: what is read, and every way in which one may be wrong."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.text import clean_line
from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.models import CLASSROOM, ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard, Kind
from site_sim.scenario.loading import SCENARIO_CAP, load_scenario
from site_sim.scenario.scenario import Scenario


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str | bytes, name: str = "my.toml") -> str:
    data = text.encode() if isinstance(text, str) else text
    Path(name).write_bytes(data)
    return name


def faults(name: str, overrides: dict[str, object] | None = None) -> list[str]:
    with pytest.raises(SiteError) as caught:
        load_scenario(name, overrides)
    lines = [str(fault) for fault in caught.value.faults]
    assert all(clean_line(line) == line for line in lines)
    return lines


def test_every_key_is_read() -> None:
    name = write(
        """
        title = "Mine"
        about = "What it shows"
        program = "pipeline"
        workers = 7
        rate = 2.5
        arrivals = "poisson"
        count = 9
        workload = "mixed"
        service = "uniform"
        service-time = 0.25
        model = "free-threads"
        cores = 3
        dispatch = "least-busy"
        wiring = "direct"
        inbox = 5
        costs = "zero"
        defect-rate = 0.1
        accident-rate = 0.2
        supervise = false
        rework-limit = 1
        seed = 7
        until = 30
        speed = 4
        at = 12.5
        paused = true
        """
    )
    scenario = load_scenario(name)
    assert scenario.to_config() == SimulationConfig(
        workers=7,
        model="free-threads",
        cores=3,
        dispatch="least-busy",
        wiring="direct",
        inbox=5,
        costs=ZERO,
        rate_per_s=2.5,
        arrivals="poisson",
        workload="mixed",
        service="uniform",
        service_ns=SECOND // 4,
        count=9,
        defect_rate=0.1,
        accident_rate=0.2,
        supervise=False,
        rework_limit=1,
        seed=7,
    )
    screen = (scenario.title, scenario.about, scenario.speed, scenario.at, scenario.paused)
    assert screen == ("Mine", "What it shows", 4, 12.5, True)
    assert scenario.until == 30


def test_what_a_file_leaves_out_is_as_the_defaults_say() -> None:
    scenario = load_scenario(write("# nothing yet\n", "bare.toml"))
    assert scenario == Scenario(title="bare", source="bare.toml")
    assert scenario.to_config() == SimulationConfig(costs=CLASSROOM)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert load_scenario(write(b"\xef\xbb\xbfworkers = 2\r\n")).workers == 2


def test_options_win_over_the_file() -> None:
    scenario = load_scenario(write("workers = 2\nseed = 1\n"), {"workers": 3})
    assert (scenario.workers, scenario.seed) == (3, 1)


def test_all_faults_of_a_file_and_of_the_options_come_at_once() -> None:
    name = write(
        'wrokers = 3\nmodel = "thread"\nrate = nan\ninbox = true\nseed = -1\n[costs]\nhop = 1\n'
    )
    assert faults(name, {"workers": 0}) == [
        "my.toml: wrokers: unknown key (did you mean 'workers'?)",
        "my.toml: model: must be one of serial, coroutines, threads, free-threads, processes, "
        "hybrid, not 'thread' (did you mean 'threads'?)",
        "my.toml: rate: must be a finite number, not nan",
        "my.toml: inbox: must be a whole number, not true",
        "my.toml: seed: must be from 0 to 9,223,372,036,854,775,807, not -1",
        "my.toml: costs: must be a text, not a table (single ones are given as cost)",
        "--workers: must be from 1 to 1,000,000, not 0",
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"workers = 1\ntitle = '\xff'\n", "line 2: is not UTF-8 (byte 0xff)"),
        (b"\xff\xfew\0o\0", "is UTF-16 or no text at all (save the file as UTF-8)"),
        (b"workers = \n", "is not valid TOML: Invalid value (at line 1, column 11)"),
        (b"seed = 1\nseed = 2\n", "line 2: seed: is there already, in line 1"),
        (b"title = '\x1b[2J'", "is not valid TOML: Found invalid character '\\x1b'"),
        (b"seed = " + b"9" * 5000, "line 1: seed: a number of too many digits"),
        (b"seed = 0x" + b"f" * 9000, "seed: must be from 0 to"),
        (b"seed = " + b"[" * 9000, "is nested too deeply"),
        (b"seed = " + b"{a=" * 9000, "is nested too deeply"),
        (b"a." * 9000 + b"a = 1", "line 1: has a key of more than 100 dots"),
        (b"x" * SCENARIO_CAP + b"x", "is larger than the 1 MiB that are read"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, line: str) -> None:
    (fault,) = faults(write(data))
    assert fault.startswith(f"my.toml: {line}")


def test_a_missing_file_names_the_nearest_one_beside_it() -> None:
    write("workers = 1")
    assert faults("me.toml") == ["me.toml: no such file (did you mean 'my.toml'?)"]
    assert faults("nowhere/me.toml") == ["nowhere/me.toml: no such file"]


def test_a_folder_and_other_things_that_are_no_file(folder: Path) -> None:
    assert faults(".") == [".: is a folder, not a file"]
    Path("d.toml").mkdir()
    assert faults("d.toml") == ["d.toml: is a folder, not a file"]
    assert faults("a\0b.toml") == ["a\ufffdb.toml: cannot be read: no file can have that name"]
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("s.toml")
        assert faults("s.toml")[0].startswith("s.toml: cannot be read: ")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs an endless device")
def test_an_endless_device_is_read_no_further_than_the_cap() -> None:
    assert faults("/dev/zero") == ["/dev/zero: is larger than the 1 MiB that are read"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file() -> None:
    Path(write("workers = 1")).chmod(0)
    assert faults("my.toml") == ["my.toml: cannot be read: Permission denied"]


def test_a_hostile_path_is_shown_disarmed() -> None:
    (fault,) = faults("\x1b]0;x\x07.toml")
    assert fault == "\ufffd]0;x\ufffd.toml: no such file"


def test_an_unknown_name_names_the_nearest_scenario() -> None:
    assert faults("clasic") == [
        "clasic: no such scenario, and no such file (did you mean 'classic'?)"
    ]


def test_a_file_without_suffix_is_found_but_never_hides_a_scenario_that_ships() -> None:
    write("workers = 9", "mine")
    write("workers = 9", "classic")
    assert load_scenario("mine").workers == 9
    assert load_scenario("classic").workers == 4
    assert load_scenario("./classic").workers == 9


def test_titles_are_cleaned_and_cut() -> None:
    scenario = load_scenario(write(f'title = "a\\u001b[2J{"b" * 200}"\nabout = "c\\nd"'))
    assert scenario.title.startswith("a\ufffd[2J")
    assert len(scenario.title) == 80
    assert scenario.about == "c d"


def test_producer_consumer_takes_no_crew() -> None:
    name = write('program = "producer-consumer"\nwiring = "direct"')
    assert faults(name, {"workers": 2}) == [
        "--workers: has no meaning here: the producer-consumer program is one producer and one "
        "consumer",
        "my.toml: wiring: has no meaning here: the producer-consumer program is one producer and "
        "one consumer",
    ]
    for overrides in ({"workers": 1}, {}):
        scenario = load_scenario("producer-consumer", overrides)
        hired = [row for row in Simulation(scenario.to_config()).log.rows() if row[1] == Kind.Hired]
        assert [who for _, _, who, *_ in hired if who >= 0] == [0]


def test_job_files_are_found_beside_the_scenario_and_options_ones_here() -> None:
    Path("sub").mkdir()
    write("cpu_s\n1\n", "sub/jobs.csv")
    write("io_s\n2\n", "here.csv")
    name = write('jobs = "jobs.csv"', "sub/my.toml")
    scenario = load_scenario(name)
    assert scenario.orders == (JobOrder(0, JobCard("job 1", SECOND, 0)),)
    assert scenario.rate_per_s == 0
    assert scenario.ends
    scenario = load_scenario(name, {"jobs": "here.csv", "rate": 2.0})
    assert scenario.to_config().orders == (JobOrder(0, JobCard("job 1", 0, 2 * SECOND)),)
    assert scenario.to_config().rate_per_s == 2
    assert not scenario.ends


def test_a_job_file_as_an_option_takes_the_place_of_the_jobs_that_a_scenario_brings() -> None:
    write("cpu_s\n1\n", "jobs.csv")
    name = write("rate = 3\ncount = 5\nworkers = 2")
    scenario = load_scenario(name, {"jobs": "jobs.csv"})
    assert (scenario.rate_per_s, scenario.count, scenario.workers) == (0, None, 2)
    scenario = load_scenario(name, {"jobs": "jobs.csv", "rate": 3})
    assert (scenario.rate_per_s, scenario.count) == (3, None)


def test_faults_of_the_job_file_come_with_those_of_the_scenario() -> None:
    write("cpu_s\n-1\n", "jobs.csv")
    name = write('jobs = "jobs.csv"\nseed = 1.5')
    assert faults(name) == [
        "my.toml: seed: must be a whole number, not 1.5",
        "my.toml: jobs: jobs.csv: line 2: cpu_s: must not be negative, as '-1' is",
    ]


def test_count_without_a_rate_would_say_nothing() -> None:
    write("cpu_s\n1\n", "jobs.csv")
    (fault,) = faults(write('jobs = "jobs.csv"'), {"count": 3})
    assert fault.startswith("--count: limits the jobs that come at a rate")
    assert load_scenario("my.toml", {"count": 3, "rate": 1}).to_config().count == 3


def test_a_run_is_not_all_warm_up() -> None:
    (fault,) = faults(write("until = 5\nwarm-up = 5"))
    assert fault == "my.toml: warm-up: must be less than the 5 seconds that the run takes, not 5"
    (fault,) = faults(write("warm-up = 4"), {"until": 3.5})
    assert fault.startswith("my.toml: warm-up: must be less than the 3.5 seconds")
    assert load_scenario("my.toml").to_config().warm_up_s == 4.0


def test_standard_input_is_read_for_the_option_only() -> None:
    stdin = io.BytesIO(b'{"io_s": 0.5, "name": "a"}\n')
    scenario = load_scenario(overrides={"jobs": "-"}, stdin=stdin)
    assert scenario.orders == (JobOrder(0, JobCard("a", 0, SECOND // 2)),)
    assert faults("classic", {"jobs": "-"}) == ["standard input: cannot be read here (name a file)"]
    assert faults(write('jobs = "-"')) == [
        "my.toml: jobs: must name a file, not standard input (the option '--jobs -' reads it)"
    ]


def test_standard_input_is_left_alone_when_there_are_faults() -> None:
    stdin = io.BytesIO(b"cpu_s\n1\n")
    with pytest.raises(SiteError):
        load_scenario(overrides={"jobs": "-", "seed": -1}, stdin=stdin)
    assert stdin.tell() == 0


@pytest.mark.parametrize("name", ["work.csv", "work.JSON", "log.jsonl"])
def test_a_job_file_or_a_log_is_told_from_a_scenario(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text("arrival_s,cpu_s,io_s,name\n0,1,0,a\n")
    with pytest.raises(SiteError) as raised:
        load_scenario(str(file))
    (fault,) = raised.value.faults
    assert fault.what.startswith("is not valid TOML")
    assert (
        fault.hint == "a job file is opened with '--jobs FILE', a log with 'site-sim replay FILE'"
    )


@pytest.mark.parametrize(
    ("name", "overrides", "is_told"),
    [
        ("classic", {}, True),
        ("classic", {"workers": 9}, True),
        ("classic", {"model": "serial"}, True),
        ("classic", {"model": "coroutines"}, False),
        ("classic", {"workload": "cpu"}, False),
        ("classic", {"jobs": "work.csv"}, False),
        ("convoy", {"model": "threads"}, True),
        ("convoy", {"model": "free-threads"}, False),
    ],
)
def test_what_a_scenario_says_of_itself_is_shown_where_it_is_true(
    name: str, overrides: dict[str, object], is_told: bool
) -> None:
    Path("work.csv").write_text("name,cpu_s\nwall,1\n")
    shown = load_scenario(name, overrides, only_true=True)
    assert (bool(shown.about), bool(shown.next)) == (is_told, is_told)
    assert load_scenario(name, overrides).about
