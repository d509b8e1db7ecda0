"""The user's own settings of the screen: `config.toml` in the user's config folder.

```toml
theme = "projector"
glyphs = "ascii"
mouse = false               # the terminal has it: to mark and copy text
fps = 10                    # frames a second at the most, over a slow line

[keys]                      # the ids of actions; a key, or several
pause = ["space", "ctrl+space"]
hire = ["+", "ctrl+up"]
```

A faulty setting is reported and replaced by its default: it never stops the screen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs

from site_sim.base.errors import Fault, SiteError, did_you_mean
from site_sim.base.files import MEBIBYTE, file_name, read_text
from site_sim.base.limits import MOST_FPS
from site_sim.base.messages import FAULT_CAP, SHOWN_CELLS, NameKey, in_file, more_faults, shown
from site_sim.base.text import clean_line
from site_sim.base.toml import parse_toml
from site_sim.scenario.schema import GLYPHS
from site_sim.ui.keymap.bindings import Action, Keymap
from site_sim.ui.keymap.key_names import RESERVED, key_name, sign

Actions = Sequence[Action[Any]]
"""All actions of the screen."""

KEYS_AN_ACTION = 16
_KEYS = "keys"


class ConfigFile(msgspec.Struct, frozen=True):
    """The keys that the file may have."""

    theme: str | None = None
    glyphs: Literal["auto", "unicode", "ascii"] | None = None
    mouse: bool = True
    fps: Annotated[int, msgspec.Meta(ge=1, le=MOST_FPS)] = MOST_FPS
    keys: dict[str, list[str]] = {}


_RULES = {
    "theme": "must be the name or the path of a theme",
    "glyphs": f"must be one of {', '.join(GLYPHS)}",
    "mouse": "must be true or false",
    "fps": f"must be a whole number from 1 to {MOST_FPS}",
    _KEYS: "must be a table of keys by action",
}


class Config(msgspec.Struct, frozen=True):
    """The settings of the file that are valid, and the faults of the others."""

    theme: str | None = None
    glyphs: str | None = None
    mouse: bool = True
    """Whether the screen takes the mouse; else the terminal has it."""
    fps: int = MOST_FPS
    """Frames that are drawn a second at the most."""
    keymap: Keymap = msgspec.field(default_factory=dict)
    """The keys of the actions that do not have their default ones."""
    faults: tuple[Fault, ...] = ()
    file: str = "config.toml"
    """The file as messages name it."""

    def where(self, key: str) -> str:
        """Return how a message names a key of the file."""
        return in_file(self.file)(key)


def config_path() -> Path:
    """Return the path of the file; it may not exist."""
    return platformdirs.user_config_path("site-sim", appauthor=False) / "config.toml"


def keys_file(actions: Actions) -> str:
    """Return the text of a file with the default keys of all actions, for a person to edit."""
    lines = [
        "# The keys of site-sim's screen, as they are by default. What you change stands under",
        f"# [keys] in {file_name(config_path())}",
        "",
        f"[{_KEYS}]",
    ]
    width = max(len(action.id) for action in actions)
    group = ""
    for action in actions:
        if action.group != group:
            group = action.group
            lines += ["", f"# {group}"]
        given = ", ".join(f'"{sign(key)}"' for key in action.keys)
        value = given if len(action.keys) == 1 else f"[{given}]"
        lines.append(f"{action.id:<{width}} = {value:<20}  # {action.label}")
    return "\n".join(lines) + "\n"


def load_config(path: Path, actions: Actions) -> Config:
    """Load the settings of a file; a missing file gives the defaults and no faults."""
    where = file_name(path)
    try:
        document = parse_toml(_read(path), where)
    except SiteError as error:
        return Config(faults=error.faults, file=where)
    values, faults = _good_values(document, actions, in_file(where))
    keymap, more = choose_keys(values.keys, actions, in_file(where))
    faults += more
    faults[FAULT_CAP:] = more_faults(len(faults), where)
    theme = _beside(path, values.theme)
    return Config(theme, values.glyphs, values.mouse, values.fps, keymap, tuple(faults), where)


def _beside(path: Path, theme: str | None) -> str | None:
    """Return the theme; a relative path becomes relative to the file's folder."""
    if theme is None or (not theme.endswith(".toml") and len(Path(theme).parts) <= 1):
        return theme
    try:
        return str(path.parent / Path(theme).expanduser())
    except RuntimeError:  # there is no such person
        return theme


def _read(path: Path) -> str:
    """Return the text of the file; "" if it is missing or empty."""
    try:
        if path.stat().st_size == 0 and not path.is_fifo():
            return ""
    except FileNotFoundError:
        return ""
    except (OSError, ValueError):  # `read_text` says it better
        pass
    return read_text(path, MEBIBYTE, only_regular=True)


def _good_values(
    document: Mapping[str, Any], actions: Actions, named: NameKey
) -> tuple[ConfigFile, list[Fault]]:
    """Return the valid settings of the file, and the faults of the others."""
    fields = ConfigFile.__struct_fields__
    good: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in document.items():
        if name not in fields:
            hint = _nearest_field(name) if len(faults) < FAULT_CAP else ""
            if any(name == action.id for action in actions):
                hint = f"actions stand under [{_KEYS}]"
            faults.append(Fault("unknown key", named(name), hint))
        elif name == _KEYS and isinstance(value, dict):
            good[name], more = _good_entries(value, {action.id for action in actions}, named)
            faults += more
        elif _is_valid(name, value):
            good[name] = value
        else:
            faults.append(Fault(f"{_RULES[name]}, not {shown(value)}", named(name)))
    return ConfigFile(**good), faults


def _is_valid(name: str, value: object) -> bool:
    try:
        msgspec.convert({name: value}, ConfigFile)
    except msgspec.ValidationError:
        return False
    return value is not None


def _good_entries(
    table: Mapping[str, object], ids: Collection[str], named: NameKey
) -> tuple[dict[str, list[str]], list[Fault]]:
    """Return the valid entries of the table of keys, and the faults of the others."""
    good: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for action, value in table.items():
        where = named(f"{_KEYS}.{action}")
        keys = [value] if isinstance(value, str) else value
        if action not in ids:
            hint = _nearest(action, ids) if len(faults) < FAULT_CAP else ""
            faults.append(Fault("unknown action", where, hint))
        elif isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            good[action] = keys
        else:
            faults.append(Fault(f"must be a key or a list of keys, not {shown(value)}", where))
    return good, faults


def _nearest_field(name: str) -> str:
    return did_you_mean(clean_line(name, SHOWN_CELLS), ConfigFile.__struct_fields__)


def _nearest(action: str, ids: Collection[str]) -> str:
    hint = did_you_mean(clean_line(action, SHOWN_CELLS).replace("_", "-").lower(), sorted(ids))
    return hint if "mean" in hint else "'site-sim keys' lists them"


# -- who has which key -----------------------------------------------------------------------


def choose_keys(
    wanted: Mapping[str, Sequence[str]], actions: Actions, named: NameKey
) -> tuple[Keymap, list[Fault]]:
    """Return the keys of the actions that do not keep their default ones, and the faults.

    No key has two actions: of two that want it the first in the file gets it, and a default key
    stays with an action that keeps its defaults. An action that gets none of the keys it asked for
    keeps its defaults; one that asks for none (an empty list) has none. `named` returns how a
    message names a key of the file.
    """
    faults: list[Fault] = []
    keymap: Keymap = {}
    by_id = {action.id: action for action in actions}
    for action, given in wanted.items():
        keys, more = _names(given, action, named)
        faults += more
        if keys or not given:
            keymap[action] = keys
    while (clash := _clash(keymap, by_id)) is not None:
        key, action, owner = clash
        keymap[action] = tuple(other for other in keymap[action] if other != key)
        if not keymap[action]:
            del keymap[action]
        what = f"{_shown(key)} is the key of '{owner}' already"
        faults.append(Fault(what, named(f"{_KEYS}.{action}"), _kept(keymap, by_id[action])))
    return keymap, faults


def _names(
    given: Iterable[str], action: str, named: NameKey
) -> tuple[tuple[str, ...], list[Fault]]:
    """Return Textual's names of the valid keys, each once, and the faults of the others."""
    names: dict[str, None] = {}
    faults: list[Fault] = []
    where = named(f"{_KEYS}.{action}")
    for number, text in enumerate(given):
        if number == KEYS_AN_ACTION:
            faults.append(Fault(f"has more than {KEYS_AN_ACTION} keys", where))
            break
        try:
            name = key_name(text)
        except ValueError as error:
            faults.append(Fault(f"{shown(text)}: {error}", where))
            continue
        if name in RESERVED:
            faults.append(Fault(f"{_shown(name)} {RESERVED[name]}", where))
        else:
            names[name] = None
    return tuple(names), faults


def _clash(keymap: Keymap, by_id: Mapping[str, Action[Any]]) -> tuple[str, str, str] | None:
    """Return a key that two actions have, the action that must give it up, and the other."""
    owners: dict[tuple[str, tuple[str, ...]], str] = {}
    in_order = [action for action in by_id if action not in keymap] + list(keymap)
    for action in in_order:
        for key in keymap.get(action, by_id[action].keys):
            there = key, by_id[action].screens
            if there in owners:
                return key, action, owners[there]
            owners[there] = action
    return None


def _kept(keymap: Keymap, action: Action[Any]) -> str:
    keys = keymap.get(action.id, action.keys)
    return f"'{action.id}' is on {' '.join(map(sign, keys))}"


def _shown(key: str) -> str:
    return f"'{sign(key)}'"
