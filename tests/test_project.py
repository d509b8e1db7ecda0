"""The project as a whole: what stands where, and that its documents tell the truth."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
from operator import attrgetter
from pathlib import Path

import pytest

from site_sim.base import limits
from site_sim.base.errors import EXIT_CODES
from site_sim.base.messages import FAULT_CAP
from site_sim.cli.main import main, site_sim
from site_sim.export.reading import read_jsonl
from site_sim.player.long_work import MOST_WAITING
from site_sim.run.recorded import Recorded, recorded
from site_sim.run.search import SearchLimits
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS, Field
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS
from site_sim.ui.terminal import input_queue
from site_sim.ui.terminal.app_base import MOST_NOTICES
from site_sim.ui.terminal.input_parser import PASTE_CAP

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MACHINE_PATH = re.compile(r"(?<![\w.>~-])/(?:home|root|work|Users|tmp|opt|mnt)/\w")
REGISTRY = re.compile(r"\bpypi\.org|pythonhosted\.|\bpackages\.\w+\.(?:com|io)\b")


def tracked_files() -> list[str]:
    """Return the paths that git keeps, or skip the test where there is no repository."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [path for path in listing.split("\0") if path]


def readme_command(name: str) -> str:
    """Return the README's command as CI reads it."""
    command = [str(ROOT / ".ci" / "readme-command"), name]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def readme_section(title: str) -> str:
    """Return the text of the README under that heading."""
    sections = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")
    (section,) = (text for text in sections if text.startswith(f"{title}\n"))
    return section


def test_the_top_level_holds_only_what_belongs_there() -> None:
    top = {path.split("/")[0] for path in tracked_files()}
    assert {name for name in top if not name.startswith(".")} == {
        "README.md",
        "pyproject.toml",
        "site_sim",
        "tests",
        "themes",
    }


def test_no_file_names_a_path_of_one_machine_or_a_registry() -> None:
    assert MACHINE_PATH.search("see " + "/".join(["", "home", "someone", "site-sim"]))
    found = []
    for path in tracked_files():
        if not (ROOT / path).is_file():
            continue
        text = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        if not (MACHINE_PATH.search(text) or REGISTRY.search(text)):
            continue
        lines = enumerate(text.splitlines(), start=1)
        found += [
            f"{path}:{number}: {line.strip()[:80]}"
            for number, line in lines
            if MACHINE_PATH.search(line) or REGISTRY.search(line)
        ]
    assert found == []


def test_the_version_is_said_in_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    told = PYPROJECT["project"]["version"]
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"site-sim {told}\n"
    texts = {
        path: (ROOT / path).read_bytes() for path in tracked_files() if (ROOT / path).is_file()
    }
    assert [path for path, text in texts.items() if told.encode() in text] == ["pyproject.toml"]


def test_every_room_below_the_screen_is_under_the_contract_that_keeps_textual_out() -> None:
    modules = {
        f"site_sim.{entry.stem}"
        for entry in (ROOT / "site_sim").iterdir()
        if entry.suffix == ".py" or (entry / "__init__.py").exists()
    }
    above = {"site_sim.__init__", "site_sim.__main__", "site_sim.cli", "site_sim.ui"}
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    (contract,) = (
        each for each in contracts if each.get("forbidden_modules") == ["rich", "textual"]
    )
    assert set(contract["source_modules"]) == modules - above


@pytest.mark.parametrize(("name", "last"), [("screen", "site-sim"), ("test", "pytest")])
def test_each_command_of_the_readme_does_all_the_set_up(name: str, last: str) -> None:
    command = readme_command(name)
    assert command.startswith("python3 -m venv ")
    assert command.endswith(f"&& .venv/bin/{last}")
    checked = subprocess.run(["bash", "-n", "-c", command], capture_output=True, check=False)
    assert checked.returncode == 0


def test_a_command_that_the_readme_does_not_hold_is_an_error() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        readme_command("nothing")


def test_the_readme_tells_of_every_option_and_of_no_other() -> None:
    screen, run = (site_sim.commands[name] for name in ("screen", "run"))
    options = {
        name
        for parameter in (*screen.params, *run.params)
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }
    assert set(re.findall(r"`(--[a-z-]+)", readme_section("Options"))) == options - {"--help"}


def test_the_readme_tells_of_every_option_of_comparisons() -> None:
    compare, run = (site_sim.commands[name] for name in ("compare", "run"))
    options = {name for parameter in compare.params for name in parameter.opts}
    own = options - {name for parameter in run.params for name in parameter.opts} | {"--json"}
    told = {*re.findall(r"`(--[a-z-]+)", readme_section("Compare"))}
    assert own - {"tracks", "models"} == told


@pytest.mark.parametrize(
    "key", [key for key in KEYS.values() if key.choices], ids=attrgetter("name")
)
def test_the_readme_tells_of_every_choice(key: Field) -> None:
    section = "Scenarios" if key.name == "program" else "Options"
    if key.name == "model":
        section = "The program, and six ways to run it"
    assert set(key.choices) <= set(re.findall(r"`([a-z-]+)`", readme_section(section)))


def test_the_defaults_in_the_readme_are_those_in_force() -> None:
    row = r"^\| `--([a-z-]+).*\| `?([a-z0-9-]+)`?(?:, or .*`--jobs`.*)? \|$"
    rows = re.findall(row, readme_section("Options"), re.M)
    told = {name: value for name, value in rows if name != "supervise"}
    scenario = Scenario()
    held = {name: getattr(scenario, KEYS[name].field) for name in told}
    held |= {"rate": scenario.rate_per_s, "costs": scenario.costs_name}
    assert told == {
        name: value if isinstance(value, str) else f"{value:g}" for name, value in held.items()
    }
    assert len(told) > 14


BOUNDS: tuple[tuple[int, ...], ...] = (
    (limits.LARGEST_CREW, limits.MOST_WORKERS),
    (limits.MOST_ORDERED,),
    (limits.HIGHEST_RATE,),
    (limits.HORIZON_S,),
    (limits.LONGEST_RUN,),
    (FIELD_CHARACTERS,),
    (PASTE_CAP,),
    (MOST_NOTICES,),
    (1,),  # `run/test_letting_go.py` shows that there is one
    (SearchLimits().seconds, SearchLimits().events),
    (MOST_WAITING,),
    (input_queue.MESSAGES_WAITING, input_queue.REPEATS_WAITING, input_queue.MOVES_WAITING),
    (FAULT_CAP,),
)
"""What is bounded, in the order in which the README lists it."""


def test_the_readme_lists_every_bound() -> None:
    rows = re.findall(r"^\| .* \| ([\d,; ]+) \|$", readme_section("Limits"), re.M)
    told = [tuple(int(each.replace(",", "")) for each in row.split(";")) for row in rows]
    assert told == [*BOUNDS]


def test_the_readme_tells_of_every_exit_code() -> None:
    _, _, table = readme_section("Without a screen").partition("| exit code | means |\n|---|---|\n")
    assert dict(re.findall(r"^\| (.+) \| (.+) \|$", table, re.M)) == EXIT_CODES


def test_the_log_in_the_readme_opens() -> None:
    (text,) = re.findall(r"^```jsonl\n(.*?)^```$", readme_section("What `run` writes"), re.M | re.S)
    reader = read_jsonl(io.BytesIO(text.encode()), "README.md")
    assert reader.log is not None
    assert reader.end is not None
    assert (reader.cut, reader.unknown) == ("", {})
    session = Session(recorded(Recorded(reader.log, reader.end.at)))
    session.recording.catch_up()
    assert session.state.statistics.done == 1
    assert [session.log.cast.name_of(task.who) for task in session.state.everyone] == [
        "boss",
        "ann",
    ]


SNAPSHOT_TEST = """
from textual.app import App

class Sign(App[None]):
    pass

def test_sign(snap_compare):
    assert snap_compare(Sign())
"""
SURROUNDINGS_TEST = """
import os
from pathlib import Path
from platformdirs import user_config_dir
from textual import constants

def test_surroundings(tmp_path_factory):
    assert (constants.TEXTUAL_ANIMATIONS, constants.MAX_FPS) == ("full", 60)
    assert os.environ.keys().isdisjoint(["NO_COLOR", "TEXTUAL_FPS", "TEXTUAL_ANIMATIONS"])
    assert (os.environ["COLUMNS"], os.environ["TERM"]) == ("80", "xterm-256color")
    assert Path(user_config_dir("site-sim")).is_relative_to(tmp_path_factory.getbasetemp())
"""
OTHER_VERSION = """
import importlib.metadata
importlib.metadata.version = lambda name: "0.0.1"
"""


def run_pytest(
    folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the two tests above in `folder`, which holds no snapshot, under this conftest."""
    (folder / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (folder / "test_sign.py").write_text(SNAPSHOT_TEST)
    (folder / "test_surroundings.py").write_text(SURROUNDINGS_TEST)
    (folder / "other_version.py").write_text(OTHER_VERSION)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "reports").mkdir()
    # It is a run of its own, though this test's may be shared among several processes.
    outer = {name: value for name, value in os.environ.items() if "XDIST" not in name}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=outer | {"TMPDIR": str(folder / "reports")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_surroundings_of_a_test_are_the_same_in_every_shell(tmp_path: Path) -> None:
    shell = {"NO_COLOR": "1", "COLUMNS": "7", "TERM": "dumb", "XDG_CONFIG_HOME": str(ROOT)}
    textual = {"TEXTUAL_FPS": "7", "TEXTUAL_ANIMATIONS": "none"}
    outcome = run_pytest(tmp_path, "test_surroundings.py", **shell, **textual)
    assert outcome.returncode == 0, outcome.stdout


def test_a_mismatch_is_reported_outside_the_checkout_and_without_the_environment(
    tmp_path: Path,
) -> None:
    outcome = run_pytest(tmp_path, "test_sign.py", PASSWORD_OF_SOMEONE="correct horse")
    assert outcome.returncode == 1, outcome.stderr
    assert not list(tmp_path.glob("*.html"))
    (report,) = (tmp_path / "reports").glob("site-sim-snapshots-*/report.html")
    text = report.read_text(encoding="utf-8")
    assert "test_sign" in text
    assert "correct horse" not in text
    assert "PASSWORD_OF_SOMEONE" not in text


def test_snapshots_are_not_drawn_with_other_versions(tmp_path: Path) -> None:
    outcome = run_pytest(tmp_path, "--snapshot-update", "-p", "other_version")
    assert outcome.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--snapshot-update: the snapshots are drawn with" in outcome.stderr
    assert not list(tmp_path.glob("**/*.svg"))
    assert not list((tmp_path / "reports").iterdir())


def run_benchmarks(word: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.benchmarks", word]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_quickest_benchmark_meets_its_target() -> None:
    """They are run by hand: what they need must be there all the same."""
    outcome = run_benchmarks("help")
    assert outcome.returncode == 0, outcome.stderr
    assert re.search(r"--help imports neither .* 0 modules .* met$", outcome.stdout, re.M)


def test_a_benchmark_that_there_is_not_is_wrong_use() -> None:
    outcome = run_benchmarks("nothing")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "no benchmark has “nothing” in its name: hops, oracle, " in outcome.stderr
