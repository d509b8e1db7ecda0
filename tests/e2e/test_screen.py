"""The installed program in a real terminal: what a person does, and what they see."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.terminal.output import CUT
from tests.e2e.terminal import SITE_SIM, Terminal, terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals")

UP = "FOREMAN"
HELP = "─ Help ─"


def assert_opens_and_closes(it: Terminal) -> None:
    """Open the help and close it, and check that it answers in good time."""
    it.press("?")
    it.wait_for(HELP)
    it.press("\x1b")
    it.wait_for(lambda text: HELP not in text)


def assert_quits(it: Terminal, keys: str = "q", code: int = 0) -> None:
    """Quit, and check that the terminal is left as it was."""
    it.press(keys)
    assert it.wait_for_end() == code
    assert it.is_restored, it.modes.unusual
    assert it.after_screen == ""


def test_it_starts_runs_and_quits() -> None:
    with terminal("classic", size=(120, 36)) as it:
        text = it.wait_for(lambda text: "WORKER 0" in text and "done 1" in text)
        assert it.modes.unusual
        for word in ("site-sim", "serial", "Queued", "Done", "workers", "quit"):
            assert word in text
        assert not re.search(r"\[\d*;?\d*m", text)
        assert_quits(it)


@pytest.mark.parametrize(("keys", "code"), [("q", 0), ("\x03", 130)])
def test_a_large_crew_is_seen_being_hired_and_keys_are_answered(keys: str, code: int) -> None:
    with terminal("--workers", "300000") as it:
        it.wait_for("hiring 300,000 workers")
        assert_opens_and_closes(it)
        assert_quits(it, keys, code)


@pytest.mark.parametrize("workers", ["4", "10000"])
def test_a_key_typed_with_the_one_that_closes_a_dialog_is_not_the_dialogs(workers: str) -> None:
    with terminal("--workers", workers) as it:
        it.wait_for(UP)
        it.press("?")
        it.wait_for(HELP)
        assert_quits(it, "\x1bq")


MOUSE = ("1000", "1002", "1003", "1006", "1015", "1016")


@pytest.mark.parametrize("words", [(), ("--no-mouse",)])
def test_the_terminal_keeps_its_mouse_where_it_is_asked_to(words: tuple[str, ...]) -> None:
    with terminal("classic", *words) as it:
        it.wait_for(UP)
        assert_opens_and_closes(it)
        taken = [number for number in MOUSE if it.modes.dec.get(number)]
        assert bool(taken) is not bool(words), taken
        assert_quits(it)


LOOKS = {
    "pause": "paused",
    "step": "paused",
    "faster": "2×",
    "slower": " 1× ",
    "back": "paused",
    "restart": "00:00",
    "hire": "5 workers",
    "lay-off": "workers 4",
    "rate-up": "1.5/s",
    "rate-down": " 1/s ",
    "model": "Execution model",
    "scenario": "─ Scenario ─",
    "find": "─ Find ─",
    "palette": "Search",
    "help": HELP,
}
"""What can be seen after the keys of the footer, where it is a word or two."""
BYTES = {"space": " ", "comma": ",", "full_stop": ".", "plus": "+", "minus": "-", "ctrl+p": "\x10"}
BYTES |= {"greater_than_sign": ">", "less_than_sign": "<", "question_mark": "?", "slash": "/"}
BYTES |= {"right_square_bracket": "]", "left_square_bracket": "["}
NOT_NOW = ("quit", "restore")
"""The one that ends it, and the one that has nothing to bring back."""
FOOTER = [
    a for a in ACTIONS if (a.short or a.id in LOOKS) and a.is_for("site") and a.id not in NOT_NOW
]


def test_every_key_of_the_footer() -> None:
    with terminal(size=(220, 50)) as it:
        it.wait_for(UP)
        for action in FOOTER:
            it.wait_for(f" {action.short} ")
            key = action.keys[0]
            it.press(BYTES.get(key, key))
            it.wait_for(LOOKS.get(action.id, UP))
            it.press("\x1b")
            it.wait_for(
                lambda text: "escape" not in text and HELP not in text and "─ Find" not in text
            )
            it.press("r")
            it.wait_for("00:00")
        assert_quits(it)


def test_the_mouse_on_a_control() -> None:
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        it.press("c")
        it.wait_for("[−] 4 [+]")
        it.click_on("[−] 4 [+]", at=7)
        it.wait_for("[−] 5 [+]")
        it.click_on("[−] 5 [+]", at=1)
        it.wait_for("[−] 4 [+]")
        it.hover(*it.find("Job rate"))
        it.click_on("help")
        it.wait_for(HELP)
        assert_quits(it, "\x03", 130)


def test_over_a_slow_line_frames_are_left_out_and_every_key_is_answered() -> None:
    with terminal("classic", "--speed", "64", "--rate", "40", size=(120, 36)) as it:
        it.wait_for("workers 4")
        it.fill_up()
        for workers in (5, 6):
            it.press("+")
            it.sip(lambda workers=workers: f"workers {workers} " in it.text, at_once=640)
        it.press("+" * 3)
        it.sip(lambda: "workers 9 " in it.text, at_once=640)
        assert_quits(it)


def test_too_small_a_window_and_back() -> None:
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        it.resize(20, 6)
        it.wait_for("site-sim needs")
        it.resize(120, 36)
        it.wait_for("WORKER 3")
        assert_opens_and_closes(it)
        it.resize(20, 6)
        it.wait_for("site-sim needs")
        assert_quits(it)


def test_every_ascii_glyph_is_ascii() -> None:
    with terminal("--glyphs", "ascii", size=(120, 36)) as it:
        it.wait_for(lambda text: UP in text and "done 1" in text)
        it.press("?")
        it.wait_for("- Help -")
        it.press("\x1b")
        it.wait_for(lambda text: "- Help -" not in text)
        assert_quits(it)
        assert it.written.isascii()


def test_a_moment_far_ahead_can_be_watched_coming() -> None:
    with terminal("--at", "1e6", "--rate", "5") as it:
        it.wait_for("on the way to 277:46:40.0")
        assert_opens_and_closes(it)
        it.press(" ")
        it.wait_for("paused")
        assert_quits(it)


# -- the person's own settings -------------------------------------------------------------------


def configure(text: str) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "site-sim"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text)


@pytest.mark.parametrize("locale", ["LC_ALL=C", "LC_CTYPE=POSIX", "LANG=C"])
def test_a_locale_that_is_not_utf8_gets_ascii(locale: str) -> None:
    """Python itself writes UTF-8 there, which the terminal may not read."""
    command = f"unset LC_ALL LC_CTYPE; export {locale}; exec '{SITE_SIM}'"
    with terminal(Path("/bin/sh"), "-c", command) as it:
        assert it.wait_for("WORKER 0").isascii()
        assert_quits(it)


def test_keys_and_glyphs_of_ones_own() -> None:
    configure('glyphs = "ascii"\n[keys]\npause = "f7"\nquit = "^x"\n')
    with terminal() as it:
        it.wait_for(lambda text: "f7 pause" in text and "^x quit" in text)
        it.press("\x1b[18~")
        it.wait_for("paused")
        assert_quits(it, "\x18")
        assert it.written.isascii()


def test_a_bad_configuration_stops_nothing_and_is_said_twice() -> None:
    configure('theme = "nonesuch"\n[keys]\npuase = "p"\nstep = "q"\n')
    with terminal(size=(160, 40)) as it:
        it.wait_for("puase")
        it.press("q")
        assert it.wait_for_end() == 0
        assert it.is_restored
        told = it.after_screen
        file = os.environ["XDG_CONFIG_HOME"] + "/site-sim/config.toml"
        assert told.startswith(
            f"site-sim: {file}: keys.puase: unknown action (did you mean 'pause'?)\n"
            f"site-sim: {file}: keys.step: 'q' is the key of 'quit' already ('step' is on .)\n"
            f"site-sim: {file}: theme: nonesuch: no such theme"
        )


# -- hostile texts -------------------------------------------------------------------------------

HOSTILE = [
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "\x9b31m\x9d0;owned\x9c",
    "\u202egnp.exe\u2066",
    "[/] [@click=app.quit]x[/] [bold]",
    "漢字" * 40,
    "e" + "\u0301" * 500,
    "x" * 10_000,
    "\ud800",
]
HARMFUL = re.compile("[\x00-\x07\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_hostile_names_and_titles_leave_no_sequence_of_theirs(tmp_path: Path) -> None:
    import json

    jobs = [{"io_s": 0.1, "name": name, "arrival_s": n / 20} for n, name in enumerate(HOSTILE)]
    (tmp_path / "jobs.jsonl").write_text("\n".join(map(json.dumps, jobs)))
    title = json.dumps("\x1b]0;owned\x07 [@click=app.quit]x[/]")
    (tmp_path / "site.toml").write_text(
        f'title = {title}\njobs = "jobs.jsonl"\nspeed = 4\nmodel = "coroutines"\n'
    )
    with terminal("site.toml", size=(200, 50), cwd=tmp_path) as it:
        it.wait_for("done 8")
        it.press("/")
        it.wait_for("─ Find ─")
        it.press("#0\r")
        it.wait_for(lambda text: "─ Find ─" not in text)
        it.press("s")
        it.wait_for("─ Job #0")
        assert_quits(it, "\x03", 130)
        assert b"owned" in it.written
        sequences = re.findall(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|.)", it.written)
        ours = {b"[", b"]", b"\\", b"\x18"}  # the last two close a frame that was cut off
        assert {sequence[1:2] for sequence in sequences} <= ours
        assert set(re.findall(rb"\x1b\].{4}", it.written)) <= {b"\x1b]22;p", b"\x1b]22;d"}
        assert b"\x1b[2J" not in sequences
        assert b"\x1b[31m" not in sequences
        pointers = re.sub(rb"\x1b\]22;\w+(\x07|\x1b\\\\)", b"", it.written)  # Textual's own
        words = pointers.replace(CUT.encode(), b"")  # what closes a frame that was cut off
        assert not HARMFUL.search(words.decode(errors="replace"))  # it may be cut in a character
