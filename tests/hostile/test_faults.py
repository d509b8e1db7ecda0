"""Each call by which a command writes goes wrong: what was asked for is there, or said to fail.

An old file stays what it was until the new one is whole, and nothing else is left behind.
"""

from __future__ import annotations

import ast
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

import site_sim
from site_sim.base.errors import DONE, FAILED, WRONG_USE
from tests.cli.commands import posix_only
from tests.hostile.broken_calls import SHORT
from tests.hostile.drive import Drive, Script, example, example_names
from tests.hostile.inputs import FOUND
from tests.hostile.trials import Files, Outcome, Trial, Trials

pytestmark = posix_only

PART = "faults"
ERRORS = {name: getattr(errno, name) for name in ("ENOSPC", "EIO", "EPIPE", "EACCES")}
OLD: Files = {"log": b"old\n"}
SOON = ("--until", "2")
LONG = ("run", "--rate", "60", "--service-time", "0.01", "--until", "6")


def command(*words: str, files: Files = FOUND, stdin: bytes = b"") -> Trial:
    return Trial("command line", words, files, stdin)


CASES = {
    "figures": command("run", *SOON),
    "json": command("run", *SOON, "--json"),
    "a scenario": command("run", "site.toml"),
    "a new log": command("run", *SOON, "--events", "log"),
    "a log in a folder": command("run", *SOON, "--events", "folder/log"),
    "an old log": command("run", *SOON, "--events", "log", "--json", files=OLD),
    "a long log": command(*LONG, "--events", "log", files=OLD),
    "a log to stdout": command("run", *SOON, "--events", "-"),
    "a log to /dev/stdout": command("run", *SOON, "--events", "/dev/stdout"),
    "a run that does not end": command(
        "run", "--rate", "1", "--count", "3", "--accident-rate", "1", "--no-supervise"
    ),
    "scenarios": command("scenarios"),
    "themes": command("themes"),
    "a theme": command("themes", "--print", "mono"),
    "a theme that is checked": command("themes", "--check", "own.toml"),
    "keys": command("keys"),
    "help": command("--help"),
    "help of a command": command("run", "--help"),
    "version": command("--version"),
    "a wrong option": command("run", "--sede", "3"),
    "a wrong job file": command("run", "--jobs", "site.toml"),
    "a missing file": command("nowhere.toml"),
    "a wrong theme": command("themes", "--check", "jobs.csv"),
    "wrong settings": Trial("settings", (), {"site-sim/config.toml": b"x = 1\n"}),
    "costs": Trial("costs"),
}
UNBUFFERED = ("figures", "a log to stdout", "keys", "help", "a wrong option")
"""The cases that are tried as with PYTHONUNBUFFERED too."""
STREAMS = ("stdout", "stderr")


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    """Return the process whose calls are broken."""
    trials = Trials(tmp_path_factory.mktemp("box"))
    yield trials
    trials.close()


class Breaking:
    """Breaks the calls of the cases; a script names case, call, error, and how the streams are."""

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        self._clean: dict[tuple[str, str], Outcome] = {}

    def clean(self, name: str, streams: str) -> Outcome:
        """Return what comes of a case where nothing goes wrong."""
        if (name, streams) not in self._clean:
            self._clean[name, streams] = self._trials.run(
                CASES[name], buffered=streams == "buffered", cpu_s=10, broken={}
            )
        return self._clean[name, streams]

    def scripts(self, name: str) -> Iterator[Script]:
        """Yield a script for each call of a case and each way in which it can go wrong."""
        for streams in ("buffered", *(["unbuffered"] if name in UNBUFFERED else [])):
            for number, call in enumerate(self.clean(name, streams).calls):
                for error in (*ERRORS, *([SHORT] if call.startswith("write") else [])):
                    for how in ("once", "from then on"):
                        yield name, streams, f"{number} {call}", error, how

    def play(self, script: Script) -> None:
        """Break a call, and check what comes of it."""
        name, streams, call, error, how = script
        number, _, what = call.partition(" ")
        broken = {
            "call": int(number),
            "error": ERRORS.get(error, SHORT),
            "lasting": how != "once",
        }
        trial, clean = CASES[name], self.clean(name, streams)
        assert clean.calls[int(number)] == what, "there is no such call"
        found = self._trials.run(trial, buffered=streams == "buffered", cpu_s=10, broken=broken)
        check(trial, what, error, clean, found)


def check(trial: Trial, call: str, error: str, clean: Outcome, found: Outcome) -> None:
    """Raise an error unless a command ended as it should with a call that went wrong."""
    operation, _, on = call.partition(" ")
    told = f"{found.code=} {found.out[-300:]=} {found.err.decode()=} {sorted(found.files)=}"
    if error == SHORT:
        assert found[:4] == clean[:4], f"a short write changed something: {told}"
    elif trial.entry == "costs":
        assert found[:3] == clean[:3], f"a cache is no reason to fail: {told}"
        assert found.files in ({}, clean.files), f"a stray file: {told}"
    elif on == "stderr":
        assert (found.code, found.out) == (clean.code, clean.out), f"nobody can hear it: {told}"
        assert clean.err.startswith(found.err), f"another word: {told}"
        assert found.files == clean.files, f"another file: {told}"
    elif on == "stdout":
        assert found.files == clean.files, f"another file: {told}"
        if error == "EPIPE":
            assert found.code == DONE, f"its reader left: {told}"
            assert clean.err.startswith(found.err), f"its reader left: {told}"
            return
        said = f"site-sim: standard output: cannot be written: {os.strerror(ERRORS[error])}\n"
        assert found.code == FAILED, f"not said by its code: {told}"
        assert found.err.decode() in (said, clean.err.decode() + said), f"not said: {told}"
    else:
        name = trial.words[trial.words.index("--events") + 1]
        said = f"site-sim: {name}: cannot be written: {os.strerror(ERRORS[error])}\n"
        wrong = operation == "open" and error == "EACCES"
        assert found.code == (WRONG_USE if wrong else FAILED), f"not said by its code: {told}"
        assert found.err.decode() == said, f"not said: {told}"
        assert found.out == b"", f"figures of a run that failed: {told}"
        assert found.files == trial.files, f"not as it was: {told}"


def test_a_call_that_goes_wrong_is_said_and_breaks_nothing(drive: Drive, trials: Trials) -> None:
    """Without `-m hostile` a quarter of the calls goes wrong, at each run the same one."""
    breaking = Breaking(trials)
    every = [script for name in CASES for script in breaking.scripts(name)]
    chosen = iter(Random(drive.seed).sample(every, len(every)))

    def make(chance: Random) -> Script:
        return next(chosen, None) or chance.choice(every)

    drive.assert_no_finds(make, breaking.play, len(every) // 4, kept=5)


@pytest.mark.parametrize("name", example_names(PART))
def test_what_went_wrong_before(name: str, trials: Trials) -> None:
    Breaking(trials).play(example(PART, name))


def test_the_calls_of_all_outputs_are_broken(trials: Trials) -> None:
    breaking = Breaking(trials)
    calls = {name: set(breaking.clean(name, "buffered").calls) for name in CASES}
    assert {"open .log.part", "write .log.part", "close .log.part", "replace log"} <= calls[
        "a new log"
    ]
    assert "chmod .log.part" in calls["an old log"]
    assert any(call.startswith("replace costs-") for call in calls["costs"])
    for name in CASES.keys() - {"costs"}:
        assert {f"write {stream}" for stream in STREAMS} & calls[name], name


# -- who writes --------------------------------------------------------------------------------

PACKAGE = Path(site_sim.__file__).parent
MAY_WRITE = ("base/writing.py", "ui/terminal/")
"""The only places that open something for writing, or write to a descriptor."""
OTHER_USES = {("cli/replay.py", "os.open"): "the terminal, as the keyboard"}
WRITING = {
    *("os.write", "os.writev", "os.pwrite", "os.replace", "os.rename", "os.fdopen", "os.sendfile"),
    *(
        "os.open",
        "os.truncate",
        "os.link",
        "os.symlink",
        "os.mkfifo",
        "io.open",
        "io.FileIO",
        "print",
    ),
}
METHODS = {"write_text", "write_bytes", "touch", "rename", "symlink_to", "hardlink_to"}
MODULES = {"shutil", "tempfile", "logging", "sqlite3", "dbm", "shelve"}


def writes(tree: ast.AST) -> Iterator[str]:
    """Yield the names of what a module calls or imports that can write."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield node.module
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in WRITING and not (called == "os.open" and is_reading(node)):
                yield called
            elif isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                yield node.func.attr
            elif called in ("open", "io.open") or called.endswith(".open"):
                mode = mode_of(node)
                if set("wax+") & set(mode):
                    yield f"{called} {mode}"


def mode_of(call: ast.Call) -> str:
    """Return the mode in which a file is opened, as far as it stands there."""
    given = [word.value for word in call.keywords if word.arg == "mode"] + call.args
    texts = [arg.value for arg in given if isinstance(arg, ast.Constant)]
    return next(
        (text for text in texts if isinstance(text, str) and set(text) <= set("rwaxbt+")), ""
    )


def is_reading(call: ast.Call) -> bool:
    """Return whether a descriptor is opened only to read."""
    flags = ast.unparse(call.args[1])
    return "O_WRONLY" not in flags and "O_RDWR" not in flags and "O_CREAT" not in flags


def test_nothing_is_written_but_where_failing_is_thought_of() -> None:
    found = {
        (module, what)
        for path in PACKAGE.rglob("*.py")
        if not (module := path.relative_to(PACKAGE).as_posix()).startswith(MAY_WRITE)
        for what in writes(ast.parse(path.read_text("utf-8")))
    }
    assert found == {*OTHER_USES}


@pytest.mark.parametrize(
    "line",
    [
        *("open(path, 'w')", "path.open('ab')", "open(path, mode='x')", "os.write(1, b'')"),
        *("os.open(path, os.O_RDWR)", "path.write_text('')", "print('x')", "import tempfile"),
    ],
)
def test_what_writes_is_seen(line: str) -> None:
    assert list(writes(ast.parse(line)))


def test_what_reads_is_passed_over() -> None:
    lines = "open(path)\nopen(path, 'rb')\nos.open(path, os.O_RDONLY | os.O_NOCTTY)\nsite.open()"
    assert not list(writes(ast.parse(lines)))
