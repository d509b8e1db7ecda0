"""Inputs of every kind, right and wrong: each is carried out, or refused in plain words."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path
from random import Random
from time import process_time
from unicodedata import category

import pytest

from site_sim.base.errors import DONE, FAILED, WRONG_USE
from site_sim.base.messages import FAULT_CAP
from site_sim.scenario.job_file.reading import FILE_CAP
from tests.cli.commands import posix_only
from tests.hostile import inputs
from tests.hostile.drive import Drive, Script, example, example_names
from tests.hostile.trials import CPU_S, ROOM, Outcome, Trial, Trials, script_of, trial_of

pytestmark = posix_only

PART = "inputs"
STOPPED = 128 + 15
"""The exit code of what took its time, and was told to end."""
LINE_CHARACTERS = 1000
"""The most characters of a line that is said."""
OF_THE_PROGRAM = re.compile(
    r"Traceback|Exception ignored|<class |object at 0x|\bNoneType\b|\[Errno|\w+Error\b|set_int_max"
    r"|\bcodec\b|\b_\w+\(|csv\.|msgspec|\bat at\b|not None\b"
)
"""What no person has words for."""
MUCH = re.compile(rb"\d{5}|\de[+]?\d")
"""A number in what is asked for that may take long, or much memory."""
ANSWER = re.compile(r"throughput|^Usage: ")
"""What a run that is done prints."""
LARGE = 8 << 20
"""Bytes of a large file; the long way takes larger ones."""
MOST_LARGE = 64 << 20
REFUSED_CPU_S = 2.0
"""Seconds of CPU that the refusal of a large file takes at most, on a machine at rest."""
LINES = ",\n" * 1_000_000
LINES_CPU_S = 0.055
"""Seconds of CPU that the standard library takes to read these there."""


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    """Return the process that tries out what a script says."""
    trials = Trials(tmp_path_factory.mktemp("box"))
    yield trials
    trials.close()


def slowness() -> float:
    """Return how many times as long as at rest this machine takes now, but one at least."""
    begun = process_time()
    deque(csv.reader(StringIO(LINES)), maxlen=0)
    return max(1.0, (process_time() - begun) / LINES_CPU_S)


def player(trials: Trials) -> Callable[[Script], None]:
    """Return a function that tries a script out, and checks what came of it."""

    def play(script: Script) -> None:
        trial = trial_of(script)
        size = len(trial.stdin) + sum(map(len, trial.files.values()))
        is_large = size > 1 << 20
        most = 3 * size + (40 << 20)
        room = (
            most + FILE_CAP if is_large else ROOM
        )  # as many bytes as are read at most are asked for
        cpu_s = REFUSED_CPU_S * slowness() if is_large else CPU_S
        outcome = trials.run(trial, room=room, cpu_s=cpu_s)
        check(trial, outcome)
        if is_large:
            assert outcome.grown <= most, f"{outcome.grown >> 20} MiB for {size >> 20}"

    return play


def check(trial: Trial, outcome: Outcome) -> None:
    """Raise an error if anything came of an input that a person should not see."""
    code, out, err = outcome.code, outcome.out.decode(), outcome.err.decode()
    told = f"{code=} {outcome.cpu_s=:.2f}\nout: {out[-500:]!r}\nerr: {err[-3000:]!r}"
    asked = " ".join(trial.words).encode("utf-8", "replace")
    asks_much = MUCH.search(asked + trial.stdin + b"".join(trial.files.values()))
    if code == STOPPED:
        assert asks_much or "stopped at" in err, f"took too long: {told}"
        return
    assert code in (DONE, FAILED, WRONG_USE), f"ended otherwise: {told}"
    has_figures = code == DONE and "--events" in " ".join(trial.words)
    for line in err.splitlines():
        assert has_figures or line.startswith("site-sim: "), f"not a fault: {told}"
        assert len(line) <= LINE_CHARACTERS, f"a long line: {told}"
    assert not OF_THE_PROGRAM.search(without_input(err)), f"words of the program: {told}"
    named = {word.rpartition("=")[2] for word in trial.words}
    assert "." in named or not err.startswith("site-sim: .: "), f"nobody named the folder: {told}"
    assert err.count("\n") <= FAULT_CAP + 3, f"many lines: {told}"
    assert not controls(err), f"a control character in what is said: {controls(err)} {told}"
    assert not controls(out), f"a control character in what is printed: {controls(out)} {told}"
    if code == DONE and trial.words[:1] == ("run",):
        assert ANSWER.search(out) or ANSWER.search(err), f"neither figures nor help: {told}"
    if trial.entry == "settings":
        assert code == DONE, f"settings stopped it: {told}"
    if code == WRONG_USE:
        assert not out, f"something is printed, and the use is wrong: {told}"
    if code != DONE and not out:
        assert err, f"not a word: {told}"
    if "out of memory" in err:
        assert asks_much, f"took too much memory: {told}"
    changed = {
        name
        for name in {*outcome.files, *trial.files}
        if outcome.files.get(name) != trial.files.get(name)
    }
    assert changed <= (asked_for(trial.words) if code == DONE else set()), f"{changed=} {told}"


def asked_for(words: Sequence[str]) -> set[str]:
    """Return the names of the files that a command line says are to be written."""
    after = {value for name, value in pairwise(words) if name == "--events"}
    return after | {word.removeprefix("--events=") for word in words}


def without_input(err: str) -> str:
    """Return what is said without what it quotes."""
    return re.sub(r"'[^']*'", "", err)


def controls(text: str) -> list[str]:
    """Return the characters of a text that a terminal acts on."""
    wrong = set(text) - {"\n"}
    return sorted(
        repr(sign)
        for sign in wrong
        if category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in "\u202e\u2066\u200f"
    )


KINDS = {
    "command lines": (inputs.command_line, 120),
    "scenarios": (inputs.scenario, 80),
    "job files": (inputs.job_file, 100),
    "settings": (inputs.settings, 50),
    "themes": (inputs.theme, 40),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_is_carried_out_or_refused(kind: str, drive: Drive, trials: Trials) -> None:
    make, count = KINDS[kind]
    drive.assert_no_finds(lambda chance: script_of(make(chance)), player(trials), count, kept=1)


def test_a_log_is_shown_or_refused(drive: Drive, trials: Trials) -> None:
    make = inputs.log_maker()
    drive.assert_no_finds(lambda chance: script_of(make(chance)), player(trials), 40, kept=1)


def test_a_large_file_is_refused_soon_and_with_little_memory(
    drive: Drive, trials: Trials, request: pytest.FixtureRequest
) -> None:
    sizes = (LARGE, MOST_LARGE) if "long" in request.node.name else (LARGE,)

    def make(chance: Random) -> Script:
        return script_of(inputs.large(chance.choice(sizes))(chance))

    drive.assert_no_finds(make, player(trials), 8, kept=1)


@pytest.mark.parametrize("name", example_names(PART))
def test_what_was_found_before(name: str, trials: Trials) -> None:
    player(trials)(example(PART, name))


def test_a_script_says_all_of_an_input(tmp_path: Path) -> None:
    chance = Random(1)
    for make, _ in KINDS.values():
        for _ in range(50):
            trial = make(chance)
            assert trial_of(script_of(trial)) == trial


FINE = Outcome(WRONG_USE, b"", b"site-sim: no such model: 'x'\n", {}, 0.1, 0, ())


@pytest.mark.parametrize(
    "wrong",
    [
        FINE._replace(code=139),
        FINE._replace(code=STOPPED),
        FINE._replace(err=b""),
        FINE._replace(err=b"Traceback (most recent call last):\n"),
        FINE._replace(err=b"site-sim: NoneType has no length\n"),
        FINE._replace(err=b"site-sim: " + b"x" * LINE_CHARACTERS + b"\n"),
        FINE._replace(err=b"site-sim: no\n" * 99),
        FINE._replace(err=b"site-sim: \x1b[2J\n"),
        FINE._replace(err=b"site-sim: out of memory\n"),
        FINE._replace(out=b"jobs 7\n"),
        FINE._replace(files={"left": b""}),
    ],
    ids=str,
)
def test_what_a_person_should_not_see_is_a_find(wrong: Outcome) -> None:
    trial = Trial("main", ("run", "--model", "x"))
    check(trial, FINE)
    with pytest.raises(AssertionError):
        check(trial, wrong)
