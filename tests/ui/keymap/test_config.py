"""The person's own settings: what is wrong is said, all of it at once, and stops nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.messages import FAULT_CAP, in_file
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.keymap.config import Config, choose_keys, config_path, keys_file, load_config
from tests.cli.commands import posix_only

README = Path(__file__).parents[3] / "README.md"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("config.toml")


def load(file: Path, text: str | bytes) -> Config:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(file, ACTIONS)


def faults(file: Path, text: str | bytes) -> list[str]:
    return [str(fault) for fault in load(file, text).faults]


def test_it_is_looked_for_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_path() == tmp_path / "site-sim" / "config.toml"


def test_no_file_and_an_empty_one_are_no_fault(file: Path) -> None:
    assert load_config(file, ACTIONS) == Config(file="config.toml")
    assert load(file, "") == Config(file="config.toml")
    assert load(file, "# nothing yet\n") == Config(file="config.toml")


@posix_only
def test_a_pipe_in_its_place_is_said_and_not_waited_for(file: Path) -> None:
    os.mkfifo(file)
    (fault,) = load_config(file, ACTIONS).faults
    assert str(fault) == "config.toml: is no regular file"


@pytest.mark.sampled
@pytest.mark.parametrize("table", ["", "[keys]\n"])
def test_only_faults_that_are_shown_are_guessed_at(file: Path, table: str) -> None:
    begun = process_time()
    said = faults(file, table + "".join(f"pausee-{n} = 1\n" for n in range(50_000)))
    assert process_time() - begun < 3  # guesses for all take ten
    assert said[-1].endswith("and 49,950 more faults")


def test_the_file_to_start_from_says_what_is_so_anyway(file: Path) -> None:
    config = load(file, keys_file(ACTIONS))
    assert config.faults == ()
    assert config.keymap == {action.id: action.keys for action in ACTIONS}


def test_the_example_of_the_readme_is_right(file: Path) -> None:
    (example,) = re.findall(r"```toml\n(theme.*?)```", README.read_text("utf-8"), re.DOTALL)
    config = load(file, example)
    assert config.faults == ()
    assert config.theme is not None
    assert config.glyphs is not None
    assert config.keymap


def test_what_is_right_is_in_force(file: Path) -> None:
    config = load(
        file,
        """
        theme = "projector"
        glyphs = "ascii"
        mouse = false
        fps = 12
        [keys]
        pause = "f7"
        hire = ["+", "^up"]
        help = []
        """,
    )
    assert (config.theme, config.glyphs, config.faults) == ("projector", "ascii", ())
    assert (config.mouse, config.fps) == (False, 12)
    assert config.keymap == {"pause": ("f7",), "hire": ("plus", "ctrl+up"), "help": ()}


def test_a_theme_beside_the_file_is_found_from_anywhere(tmp_path: Path) -> None:
    config = load(tmp_path / "config.toml", 'theme = "my.toml"')
    assert config.theme == str(tmp_path / "my.toml")
    assert load(tmp_path / "config.toml", 'theme = "/a/b.toml"').theme == "/a/b.toml"


def test_all_faults_come_at_once_and_the_rest_holds(file: Path) -> None:
    config = load(
        file,
        """
        theme = 3
        glyphs = "utf"
        mouse = "no"
        fps = 0
        them = "x"
        pause = "p"
        [keys]
        hier = "a"
        rate-up = 5
        step = ["F8", "ctrl+c", "spcae", "tab"]
        model = "ctrl+i"
        order = [1]
        """,
    )
    assert [str(fault) for fault in config.faults] == [
        "config.toml: theme: must be the name or the path of a theme, not 3",
        "config.toml: glyphs: must be one of auto, unicode, ascii, not 'utf'",
        "config.toml: mouse: must be true or false, not 'no'",
        "config.toml: fps: must be a whole number from 1 to 60, not 0",
        "config.toml: them: unknown key (did you mean 'theme'?)",
        "config.toml: pause: unknown key (actions stand under [keys])",
        "config.toml: keys.hier: unknown action (did you mean 'hire'?)",
        "config.toml: keys.rate-up: must be a key or a list of keys, not 5",
        "config.toml: keys.order: must be a key or a list of keys, not a list",
        "config.toml: keys.step: '^c' interrupts",
        "config.toml: keys.step: 'spcae': no key has that name (did you mean 'space'?)",
        "config.toml: keys.step: 'tab' moves the focus",
        "config.toml: keys.model: 'ctrl+i': terminals cannot tell it from tab",
    ]
    assert config.keymap == {"step": ("f8",)}
    assert (config.theme, config.glyphs, config.mouse) == (None, None, True)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("keys = 3", "config.toml: keys: must be a table of keys by action, not 3"),
        ("theme = ", "config.toml: is not valid TOML: Invalid value"),
        (b"\xff", "config.toml: line 1: is not UTF-8 (byte 0xff)"),
        ("a = " + "[" * 5_000, "config.toml: is nested too deeply"),
        ("#" * (1 << 21), "config.toml: is larger than the 1 MiB that are read"),
        ('[keys]\n"\\u001b[31m" = "a"', "config.toml: keys.�[31m: unknown action"),
    ],
)
def test_a_file_that_is_no_good_is_left_out(file: Path, text: str | bytes, fault: str) -> None:
    config = load(file, text)
    assert len(config.faults) == 1
    assert str(config.faults[0]).startswith(fault)
    assert config.keymap == {}


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (fault,) = load_config(tmp_path, ACTIONS).faults
    assert "is a folder, not a file" in str(fault)


def test_very_many_faults_are_counted(file: Path) -> None:
    lines = faults(file, "[keys]\n" + "".join(f"no-{n} = 'a'\n" for n in range(500)))
    assert len(lines) == FAULT_CAP + 1
    assert lines[-1] == f"config.toml: and {500 - FAULT_CAP} more faults"


# -- clashes -------------------------------------------------------------------------------------


def test_a_key_that_another_action_still_has_stays_with_that(file: Path) -> None:
    config = load(file, "[keys]\npause = 'q'")
    assert config.keymap == {}
    (fault,) = config.faults
    assert str(fault) == (
        "config.toml: keys.pause: 'q' is the key of 'quit' already ('pause' is on space)"
    )


def test_of_two_that_want_a_key_the_first_has_it(file: Path) -> None:
    config = load(file, "[keys]\nstep = ['f7', 'f8']\npause = ['f7', 'f9']")
    assert config.keymap == {"step": ("f7", "f8"), "pause": ("f9",)}
    (fault,) = config.faults
    assert "keys.pause: 'f7' is the key of 'step' already ('pause' is on f9)" in str(fault)


def test_actions_may_exchange_their_keys(file: Path) -> None:
    config = load(file, "[keys]\npause = '.'\nstep = 'space'")
    assert config.faults == ()
    assert config.keymap == {"pause": ("full_stop",), "step": ("space",)}


def test_half_an_exchange_is_a_clash(file: Path) -> None:
    config = load(file, "[keys]\npause = '.'\nstep = 'no such key'")
    assert config.keymap == {}
    assert len(config.faults) == 2


SOME_KEYS = st.sampled_from(["q", "p", "y", "space", ".", "plus", "=", "ctrl+c", "nonsense", "up"])


@given(
    st.dictionaries(
        st.sampled_from(sorted(action.id for action in ACTIONS)),
        st.lists(SOME_KEYS, max_size=4),
        max_size=12,
    )
)
def test_no_key_ever_has_two_actions(wanted: dict[str, list[str]]) -> None:
    keymap, found = choose_keys(wanted, ACTIONS, in_file("f"))
    held = [
        (key, action.screens) for action in ACTIONS for key in keymap.get(action.id, action.keys)
    ]
    assert len(held) == len(set(held))
    assert "ctrl+c" not in dict(held)
    for action, keys in wanted.items():
        if action in keymap and not found:
            assert len(keymap[action]) <= len(keys)
