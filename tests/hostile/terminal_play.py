"""Plays a script in a real terminal, and checks that the program ends as it should.

An hour that passes while it is stopped is the matter of tests with a clock of their own: here it is
stopped, and goes on in a window of another size.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import signal
import subprocess
import termios
from collections.abc import Callable
from pathlib import Path
from select import select
from time import monotonic

from tests.e2e.terminal import SITE_SIM, Terminal
from tests.hostile.drive import Script

HUNG_S = 20.0
"""Real seconds after which something has hung."""
SHELL = Path("/bin/sh")
PROMPT = {"PS1": "ended $? $ "}
"""A prompt that tells how the command before it ended, be it in the midst of a sequence."""
STATUS = re.compile(r"ended (\d+) \$ |Done\((\d+)\)")
NEW_LINE = "\n"
"""What is typed already is not part of the command that follows."""
CLOSE_ALL = "\x1b[27u" * 4 + "1"
HELP = "─ Help ─"
OF_A_SHELL = {0, 2, 126, 127} | {128 + number for number in (19, 20, 21, 22, 23)}
"""What a shell says of its own commands, of what is no command, and of what was stopped."""
ENDED_BY = {
    "Terminated": 128 + signal.SIGTERM,
    "Hangup": 128 + signal.SIGHUP,
    "Quit": 128 + signal.SIGQUIT,
}
"""What a shell says of a program that a signal ended in the background."""
TOLD = re.compile(rf"^(?:\[\d+\] [+-]? *)?({'|'.join(ENDED_BY)})\b", re.MULTILINE)
"""How it says so; the palette has a line of such a name too."""
AGAIN_S = 0.7
"""How often a key is pressed anew: what is typed while it takes the terminal may get lost."""


class Life:
    """One life of the program in a terminal: what was done to it, and what must come of that."""

    def __init__(self, line: str, folder: Path) -> None:
        how, columns, lines, *words = line.split()
        command = [str(SITE_SIM), *words]
        self.has_shell = how == "shell"
        self._is_deaf = how == "unheard"
        """Whether hang-ups are ignored."""
        self.codes = {2} if "nowhere.toml" in words else set()
        """The exit codes that are right."""
        self.is_told = False
        """Whether it was told to end in a way that can't get lost."""
        self.is_typed_at = False
        self.is_gone = False
        """Whether the terminal was taken away."""
        self.is_flushed = False
        """Whether a key made the system drop what nobody had read yet, be it the end of a mode."""
        self.reads = "on"
        size = int(columns), int(lines)
        (folder / "pid").unlink(missing_ok=True)
        if not self.has_shell:
            self.it = Terminal(*command, size=size, cwd=folder, hears_hang_ups=not self._is_deaf)
            self.pid = self.it.process.pid
            return
        self.it = Terminal(SHELL, "-i", size=size, env=PROMPT, cwd=folder)
        self.it.wait_for("ended 0 $ ")
        self.it.press(f'sh -c \'echo $$ >pid; exec "$0" "$@"\' {shlex.join(command)}\n')
        assert self.comes(lambda: (folder / "pid").is_file() and (folder / "pid").read_text())
        self.pid = int((folder / "pid").read_text())

    # -- what can be seen of it ------------------------------------------------------------

    @property
    def state(self) -> str:
        """The state that the system says it is in: a letter, none once it has ended."""
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].strip()
        except OSError:
            state = "" if Path("/proc/self/stat").exists() else state_by_ps(self.pid)
        return "" if state.startswith("Z") else state[:1]

    @property
    def has_ended(self) -> bool:
        """Whether it has ended."""
        if self.has_shell:
            return not self.state
        return self.it.process.poll() is not None

    @property
    def is_at_prompt(self) -> bool:
        """Whether the shell has the terminal."""
        return self.has_shell and os.tcgetpgrp(self.it.leader) == self.it.process.pid

    def wait(self, seconds: float) -> None:
        """Let real seconds pass, reading what is written as the script says."""
        end = monotonic() + seconds
        self.comes(lambda: monotonic() >= end, seconds + 1)

    def comes(self, holds: Callable[[], object], within_s: float = HUNG_S) -> bool:
        """Wait until a condition holds, reading as the script says; return whether it came."""
        end = monotonic() + within_s
        while not holds():
            if monotonic() > end:
                return False
            if self.is_gone or self.reads == "not":
                select([], [], [], 0.01)
            elif self.reads == "slowly":
                sip_end = monotonic() + 0.05
                self.it.sip(lambda until=sip_end: monotonic() >= until)  # type: ignore[misc]
            else:
                self.it.read_for(0.005)
        return True

    # -- what is done to it ----------------------------------------------------------------

    def type(self, text: str) -> None:
        """Type, as far as the terminal takes it."""
        self.is_typed_at = True
        if not self.is_gone and {"\x03", "\x1a"} & {*text}:
            self.is_flushed |= bool(termios.tcgetattr(self.it.follower)[3] & termios.ISIG)
        data = b"" if self.is_gone else text.encode()
        while data and self.comes(lambda: select([], [self.it.leader], [], 0)[1], 0.3):
            data = data[os.write(self.it.leader, data[:512]) :]

    def command(self, words: str) -> None:
        """Write a command at the prompt, if there is one soon."""
        if self.is_gone or not self.comes(lambda: self.is_at_prompt, 0.5):
            return
        if "kill %1" in words:
            self.codes.add(128 + signal.SIGTERM)
        self.type(f"{NEW_LINE}{words}\n")

    def signal(self, name: str) -> None:
        """Send a signal, if there is somebody to get it."""
        number = getattr(signal, f"SIG{name}")
        if name in ("TERM", "INT", "QUIT") or (name == "HUP" and not self._is_deaf):
            self.codes.add(128 + number)
            self.is_told = True
        if not self.has_ended:
            with contextlib.suppress(ProcessLookupError):  # it has, meanwhile
                os.kill(self.pid, number)

    def key(self, key: str, code: int) -> None:
        """Press a key that ends it."""
        self.codes.add(code)
        self.type(key)

    def hang_up(self) -> None:
        """Take the terminal away."""
        if not self.is_gone:
            self.codes |= {129, 2} if self._is_deaf else {129}  # 2: it found no terminal
            self.is_gone = self.is_told = True
            self.it.hang_up()

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        if not self.is_gone:
            self.it.resize(columns, lines)


def state_by_ps(pid: int) -> str:
    """Return the state of a process, none if there is none, where no file tells it."""
    asked = ("ps", "-o", "state=", "-p", str(pid))
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def act(life: Life, line: str) -> None:
    """Do what a line of a script says."""
    verb, _, words = line.partition(" ")
    if line in ("read on", "read slowly", "stand still"):
        life.reads = {"read on": "on", "read slowly": "slowly", "stand still": "not"}[line]
    elif verb == "wait":
        expected = json.loads(words.removeprefix("for "))
        found = life.comes(lambda: life.is_told or life.is_gone or expected in life.it.text)
        assert found, f"{expected} is not on the screen:\n{life.it.text}"
    elif verb == "pass":
        life.wait(float(words))
    elif verb == "flood":
        times, _, text = words.partition(" ")
        life.type(json.loads(text) * int(times))
    elif verb == "resizes":
        for number in range(int(words)):
            life.resize(20 + number * 7 % 200, 6 + number * 5 % 50)
            life.wait(0.001)
    else:
        ACTS[verb](life, words)


def _numbers(words: str) -> tuple[int, int]:
    first, second = words.split()
    return int(first), int(second)


def _click(life: Life, words: str) -> None:
    x, y = _numbers(words)
    life.codes.add(0)  # it may be where the keys are told, and quit
    life.type(f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m")


ACTS: dict[str, Callable[[Life, str], None]] = {
    "keys": lambda life, words: life.type(json.loads(words)),
    "paste": lambda life, words: life.type(f"\x1b[200~{'x' * int(words)}\x1b[201~"),
    "click": _click,
    "resize": lambda life, words: life.resize(*_numbers(words)),
    "signal": Life.signal,
    "stop": lambda life, _: life.type("\x1a"),
    "type": Life.command,
    "quit": lambda life, _: life.key("q", 0),
    "interrupt": lambda life, _: life.key("\x03", 130),
    "hang": lambda life, _: life.hang_up(),
}


# -- the end ---------------------------------------------------------------------------------


def go_on(life: Life) -> None:
    """Let it go on, if it is stopped or in the background."""
    if life.is_at_prompt and not life.has_ended:
        life.type(f"{NEW_LINE}fg\n")
        life.comes(lambda: not life.is_at_prompt or life.has_ended, 2)
    elif life.state == "T":
        os.kill(life.pid, signal.SIGCONT)


def answers(life: Life) -> bool:
    """Press keys until help is shown, or it has ended, of itself or by a key that got through."""
    end = monotonic() + HUNG_S
    while HELP not in life.it.text and not life.has_ended:
        if monotonic() > end:
            return False
        go_on(life)
        if not life.is_at_prompt:
            life.type(f"{CLOSE_ALL}?")
        life.comes(lambda: HELP in life.it.text or life.has_ended, AGAIN_S)
    return True


def see_it_end(life: Life) -> None:
    """Tell it to end if nobody did, wait for that, and check how it was."""
    if life.has_shell and life.reads == "not":
        life.reads = "on"  # a shell waits too until what it says is read
    if life.is_told:
        end_as_told(life)
    else:
        quit_it(life)
    life.reads = "on"
    if life.is_gone:
        end_without_terminal(life)
    elif life.has_shell:
        check_shell(life)
    else:
        check_alone(life)


def end_as_told(life: Life) -> None:
    """Wait for the end of a program that was told to end."""

    def has_ended() -> bool:
        if life.has_ended:
            return True
        if life.state == "T":
            os.kill(life.pid, signal.SIGCONT)  # and not `fg`: it needs no terminal to end
        return False

    assert life.comes(has_ended), f"told to end, and it did not; state {life.state}"


def quit_it(life: Life) -> None:
    """See that it answers a key, and quit it."""
    if life.reads == "on":
        life.resize(120, 36)
        assert answers(life), f"no answer; state {life.state}, on the screen:\n{life.it.text}"
    if life.has_ended:
        assert life.codes, f"nobody ended it:\n{life.it.text}"
        return
    life.codes.add(0)
    end = monotonic() + HUNG_S
    while not life.has_ended:
        assert monotonic() < end, f"q did not end it; state {life.state}"
        go_on(life)
        if not life.is_at_prompt:
            life.type(f"{CLOSE_ALL}q")
        life.comes(lambda: life.has_ended, AGAIN_S)


def end_without_terminal(life: Life) -> None:
    """Check how it ended where nobody could see it."""
    if not life.has_shell:
        code = life.it.wait_for_code()
        assert code in life.codes, f"ended with {code}, not {life.codes}"


def check_alone(life: Life) -> None:
    """Check exit code and terminal of a program that was started without a shell."""
    it = life.it
    code = it.wait_for_code()
    it.drain()
    told = f"{it.modes.unusual=} {it.after_screen[-2000:]=}"
    assert code in life.codes, f"ended with {code}, not {life.codes}: {told}"
    check_words(it)
    assert life.is_flushed or not it.modes.unusual, f"modes that are left: {told}"
    assert termios.tcgetattr(it.follower) == it.before, f"the terminal's settings: {told}"
    if not life.is_typed_at and code != 2:
        assert it.after_screen == "", f"words: {told}"


def check_words(it: Terminal) -> None:
    """Check that nothing was said that a person can't make sense of."""
    for words in (b"Traceback", b"Exception ignored", b"Fatal Python", b"has crashed", b"Error:"):
        assert words not in it.written, it.written.partition(words)[2][:3_000].decode(
            errors="replace"
        )


def check_shell(life: Life) -> None:
    """Check what the shell says of the program's end, and that it can go on with the terminal."""
    it = life.it
    assert life.comes(lambda: life.is_at_prompt), f"no prompt:\n{it.text}"
    life.resize(120, 36)
    life.type(f"{NEW_LINE}echo over $((40+2)).\n")
    assert life.comes(lambda: "over 42." in it.text), f"the shell does not answer:\n{it.text}"
    said = it.written.decode("utf-8", "replace")
    codes = {int(first or second) for first, second in STATUS.findall(said)}
    codes |= {ENDED_BY[word] for word in TOLD.findall(said)}
    assert codes <= life.codes | OF_A_SHELL, f"ended otherwise: {codes}, not {life.codes}"
    assert codes & life.codes, f"none of {life.codes} in {codes}"
    check_words(it)
    assert life.is_flushed or not it.modes.unusual, f"modes that are left: {it.modes.unusual}"
    assert termios.tcgetattr(it.follower) == it.before, "the terminal's settings"


def play_in_terminal(script: Script, folder: Path) -> None:
    """Play a script in a terminal."""
    life = Life(script[0], folder)
    try:
        for line in script[1:]:
            act(life, line)
        see_it_end(life)
    finally:
        if not life.has_ended:
            os.kill(life.pid, signal.SIGKILL)
        life.it.close()
