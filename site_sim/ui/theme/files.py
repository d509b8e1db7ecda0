"""Theme files: their keys and rules, and a loader that reports every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from textual.color import Color, ColorParseError

from site_sim.base.errors import Fault, SiteError, did_you_mean
from site_sim.base.files import MEBIBYTE, file_name, read_text
from site_sim.base.messages import FAULT_CAP, NameKey, in_file, more_faults, shown
from site_sim.base.text import clean_line
from site_sim.base.toml import parse_toml

TEXT_CONTRAST = 4.5
"""The least contrast of text, WCAG 2.2, success criterion 1.4.3 (AA)."""
NAME_PATTERN = r"\A[a-z][a-z0-9-]{0,31}\Z"
"""What a theme may be called."""
_TITLE_CELLS = 60
_COLOUR_LENGTH = 64


class Colours(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """`[colours]`: the surfaces first, then the colours of text and lines on them."""

    background: str
    surface: str
    panel: str
    selected: str
    """The surface of the selected row."""
    focused: str
    """The surface of the widget with the focus."""
    border: str
    """The borders of panels without the focus."""
    foreground: str
    muted: str
    primary: str
    secondary: str
    accent: str
    warning: str
    error: str
    success: str


class States(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """`[states]`: the colour of a worker's glyph and strip in each state."""

    idle: str
    working: str
    io: str
    ready: str
    handing_off: str
    blocked: str
    gone: str


class MarkColours(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """`[marks]`: the accept log's ticks and crosses, and the amber of a hazard."""

    accepted: str
    rejected: str
    hazard: str
    """The glyph of a hazard on a surface."""
    hazard_fill: str
    """The background of a hazard's banner, with dark text on it."""


class Materials(msgspec.Struct, frozen=True, kw_only=True):
    """`[materials]`: the bricks of walls and the crates of piles, with the foreground on them."""

    brick: str
    clay: str
    sand: str
    slate: str
    moss: str
    plum: str
    timber: str


class ThemeFile(msgspec.Struct, frozen=True, kw_only=True):
    """The top level of a theme file. A monochrome theme has no tables."""

    name: Annotated[str, msgspec.Meta(pattern=NAME_PATTERN)]
    title: str = ""
    dark: bool = True
    monochrome: bool = False
    contrast: Annotated[float, msgspec.Meta(ge=TEXT_CONTRAST, le=21)] = TEXT_CONTRAST
    colours: dict[str, Any] | None = None
    states: dict[str, Any] | None = None
    marks: dict[str, Any] | None = None
    materials: dict[str, Any] | None = None


TABLES: Mapping[str, type[msgspec.Struct]] = {
    "colours": Colours,
    "states": States,
    "marks": MarkColours,
    "materials": Materials,
}
OPTIONAL = ("materials",)
"""The tables that a theme need not have."""
_NAME = "name"
_RULES = {
    _NAME: "must be small letters, digits and hyphens, 32 at most, a letter first",
    "title": "must be a text",
    "dark": "must be true or false",
    "monochrome": "must be true or false",
    "contrast": "must be a number from 4.5 to 21",
}
_TABLE_RULE = "must be a table of colours"
_COLOUR_RULE = 'must be a colour such as "#FFB000" or "orange"'


class SiteTheme(msgspec.Struct, frozen=True, eq=False):
    """A loaded theme with valid colours; a monochrome one has none."""

    name: str
    title: str
    dark: bool
    monochrome: bool
    contrast: float
    """The least contrast ratio that its text must have."""
    colours: Mapping[str, Color]
    states: Mapping[str, Color]
    marks: Mapping[str, Color]
    materials: Mapping[str, Color]
    """Empty where they are made of the theme's other colours."""
    source: Path
    """The file it was read from."""

    @property
    def kind(self) -> str:
        """The kind of theme in a word: dark, light or mono."""
        return "mono" if self.monochrome else "dark" if self.dark else "light"


def load_theme(path: Path, only_regular: bool = False) -> SiteTheme:
    """Load a theme from a file; raises `SiteError` with all of its faults.

    With `only_regular` it must be a plain file, as one that nobody named.
    """
    where = file_name(path)
    document = parse_toml(read_text(path, MEBIBYTE, only_regular), where)
    faults = _faults(document, in_file(where))
    faults[FAULT_CAP:] = more_faults(len(faults), where)
    if faults:
        raise SiteError(faults)
    file = msgspec.convert(document, ThemeFile)
    return SiteTheme(
        name=file.name,
        title=clean_line(file.title, _TITLE_CELLS),
        dark=file.dark,
        monochrome=file.monochrome,
        contrast=file.contrast,
        colours=_parsed(file.colours),
        states=_parsed(file.states),
        marks=_parsed(file.marks),
        materials=_parsed(file.materials),
        source=path,
    )


def _parsed(table: Mapping[str, str] | None) -> dict[str, Color]:
    return {name: Color.parse(text) for name, text in (table or {}).items()}


def _faults(document: Mapping[str, Any], named: NameKey) -> list[Fault]:
    """Return all faults of a document; `named` returns how a message names a key."""
    plain = {name: value for name, value in document.items() if name not in TABLES}
    faults = _key_faults(plain, ThemeFile, (_NAME,), named, _plain_fault)
    tables = {name: document[name] for name in TABLES if name in document}
    if document.get("monochrome") is True:
        return faults + [Fault("has no meaning in a monochrome theme", named(n)) for n in tables]
    for name, struct in TABLES.items():
        if name in OPTIONAL and name not in tables:
            continue
        table = tables.get(name)
        if not isinstance(table, dict):
            is_what = f"{_TABLE_RULE}, not {shown(table)}" if name in tables else "is missing"
            faults.append(Fault(is_what, named(f"[{name}]")))
        else:
            inner = _dotted(name, named)
            required = struct.__struct_encode_fields__
            faults += _key_faults(table, struct, required, inner, _colour_fault)
    return faults


def _dotted(table: str, named: NameKey) -> NameKey:
    return lambda key: named(f"{table}.{key}")


def _key_faults(
    values: Mapping[str, Any],
    struct: type[msgspec.Struct],
    required: Sequence[str],
    named: NameKey,
    fault: Callable[[str, Any], tuple[str, str]],
) -> list[Fault]:
    """Return the unknown, wrong and missing keys of one table."""
    known = struct.__struct_encode_fields__
    faults: list[Fault] = []
    for name, value in values.items():
        if name not in known:
            hint = did_you_mean(clean_line(name), known) if len(faults) < FAULT_CAP else ""
            faults.append(Fault("unknown key", named(name), hint))
        elif (wrong := fault(name, value))[0]:
            faults.append(Fault(wrong[0], named(name), wrong[1]))
    missing = (name for name in required if name not in values)
    return faults + [Fault("is missing", named(name)) for name in missing]


def _plain_fault(name: str, value: Any) -> tuple[str, str]:
    try:
        msgspec.convert({_NAME: _NAME, name: value}, ThemeFile)
    except msgspec.ValidationError:
        return f"{_RULES[name]}, not {shown(value)}", ""
    return "", ""


def _colour_fault(_name: str, value: Any) -> tuple[str, str]:
    """Return what is wrong with a colour, and a hint; Textual's own parser decides."""
    if not isinstance(value, str) or len(value) > _COLOUR_LENGTH:
        return f"{_COLOUR_RULE}, not {shown(value)}", ""
    try:
        colour = Color.parse(value)
    except ColorParseError as error:
        near = error.suggested_color
        return f"{_COLOUR_RULE}, not {shown(value)}", f"did you mean {near!r}?" if near else ""
    if colour.ansi is not None:
        return f"must be a colour of its own, not the terminal's {shown(value)}", ""
    if colour.a < 1:
        return f"must be opaque, not {shown(value)}", ""
    return "", ""
