"""Finds and chooses themes, and gives the colours that Python code draws with.

The variables that the stylesheet gets from a theme are in `variables.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import platformdirs
from textual.color import Color
from textual.filter import LineFilter, NoColor

from site_sim.base.errors import Fault, SiteError, did_you_mean
from site_sim.base.files import file_name
from site_sim.base.overriding import override
from site_sim.base.text import clean_line
from site_sim.facts.states import STATES
from site_sim.ui.theme.contrast import least_contrast, readable
from site_sim.ui.theme.files import SiteTheme, load_theme
from site_sim.ui.theme.glyphs import ASCII, AsciiOnly, Glyphs

DARK, LIGHT, MONO = "site-dark", "site-light", "mono"
"""The default themes: for dark and light terminals, and without colour."""
DARK_HALL, BRIGHT_HALL = "floodlight", "projector"
"""The themes for talks."""
SURFACES = ("background", "surface", "panel", "selected", "focused")
"""The colours that text and glyphs are drawn on."""
TEXTS = (
    *("foreground", "muted", "primary", "secondary"),
    *("accent", "warning", "error", "success"),
)
"""The colours of text."""
MARKS = ("accepted", "rejected", "hazard")
USER_FILES = 100
"""The most theme files that are read from the user's folder."""
NO_COLOUR = "ansi_default"
"""The terminal's own colour, of text or background."""


# -- which themes there are ------------------------------------------------------------------


def shipped_folder() -> Path:
    """Return the folder of the shipped themes: in the package, or in a checkout beside it.

    Raises `SiteError` if there is none.
    """
    package = Path(__file__).parents[2]
    folders = [package / "themes"]
    if (package.parent / "pyproject.toml").is_file():
        folders.append(package.parent / "themes")
    for folder in folders:
        if folder.is_dir():
            return folder
    raise SiteError("the themes that ship are missing", file_name(folders[0]), "install again")


def user_folder() -> Path:
    """Return the folder of the user's own themes; it may not exist."""
    return platformdirs.user_config_path("site-sim", appauthor=False) / "themes"


class Themes(Mapping[str, SiteTheme]):
    """Themes by name. Shipped ones are read when asked for, which saves 5 ms at the start."""

    def __init__(self, shipped: Iterable[Path], own: Mapping[str, SiteTheme]) -> None:
        self._files = {path.stem: path for path in shipped}
        self._read = dict(own)
        self._names = tuple(dict.fromkeys((*self._files, *own)))

    @override
    def __getitem__(self, name: str) -> SiteTheme:
        if name not in self._read:
            self._read[name] = load_theme(self._files[name])
        return self._read[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    @override
    def __len__(self) -> int:
        return len(self._names)

    @override
    def __contains__(self, name: object) -> bool:
        return name in self._names


def load_themes(user_dir: Path | None = None) -> tuple[Themes, list[Fault]]:
    """Return all valid themes by name, the defaults first, and the faults of the others.

    `user_dir` holds the user's own themes, which replace shipped ones of the same name.
    """
    faults: list[Fault] = []
    own: dict[str, SiteTheme] = {}
    for theme in _load_own(user_dir, faults):
        if theme.name in own:
            taken = f"the name {theme.name!r} is taken by {file_name(own[theme.name].source)}"
            faults.append(Fault(taken, file_name(theme.source)))
        else:
            own[theme.name] = theme
    return Themes(sorted(_theme_files(shipped_folder()), key=_rank), own), faults


def _rank(path: Path) -> tuple[int, str]:
    first, name = (DARK, LIGHT), path.stem
    return first.index(name) if name in first else len(first) + (name == MONO), name


def _theme_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ".toml")


def _load_own(folder: Path | None, faults: list[Fault]) -> Iterable[SiteTheme]:
    """Yield the user's own valid themes, and add the faults of the others to `faults`."""
    if folder is None:
        return
    try:
        files = _theme_files(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        reason = f"cannot be read: {clean_line(error.strerror or str(error))}"
        faults.append(Fault(reason, file_name(folder)))
        return
    if len(files) > USER_FILES:
        faults.append(Fault(f"only the first {USER_FILES} themes are read", file_name(folder)))
    for path in islice(files, USER_FILES):
        try:
            yield load_theme(path, only_regular=True)
        except SiteError as error:
            faults += error.faults


# -- which one to use --------------------------------------------------------------------------


def choose_theme(
    wanted: str | None,
    themes: Mapping[str, SiteTheme],
    *,
    no_color: bool = False,
    light: bool = False,
) -> tuple[SiteTheme, list[Fault]]:
    """Return the theme to start with, and what is wrong with the wanted one.

    `wanted` is a name or a path, and wins over `no_color` (a non-empty NO_COLOR), which wins over
    `light` (a terminal with a light background). A faulty or unknown theme is replaced by the
    default; one that is hard to read is used, with a fault that says so.
    """
    default = themes[MONO if no_color else LIGHT if light else DARK]
    if wanted is None:
        return default, []
    try:
        theme = themes.get(wanted) or load_theme(_theme_path(wanted, themes))
    except SiteError as error:
        return default, [*error.faults, Fault(f"starting with {default.name} instead")]
    return theme, _too_faint(theme)


def _too_faint(theme: SiteTheme) -> list[Fault]:
    """Return a fault for the least legible text of a user's theme; none if all is legible."""
    if theme.monochrome or theme.source.parent == shipped_folder():  # these are tested
        return []
    ratio, text, ground = min(
        (least_contrast(theme.colours[text], [theme.colours[ground]]), text, ground)
        for text in TEXTS
        for ground in SURFACES
    )
    if ratio >= theme.contrast:
        return []
    reason = f"{text} on {ground} has a contrast of {ratio:.1f}, not {theme.contrast:.1f}"
    return [Fault(reason, file_name(theme.source), "'site-sim themes --check' tells all")]


def _theme_path(wanted: str, themes: Mapping[str, SiteTheme]) -> Path:
    """Return the path that `wanted` is; raises `SiteError` if it is a name and not a path."""
    path = Path(wanted)
    if path.suffix == ".toml" or len(path.parts) != 1:
        return path
    raise SiteError("no such theme", clean_line(wanted), did_you_mean(clean_line(wanted), themes))


def wants_no_color(environ: Mapping[str, str]) -> bool:
    """Return whether NO_COLOR is set and not empty (https://no-color.org)."""
    return bool(environ.get("NO_COLOR"))


def has_light_ground(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal says, in COLORFGBG, that its background is white.

    rxvt and Konsole set it; its last part is the number of the background among 16 colours.
    """
    return environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


# -- what Python code paints with --------------------------------------------------------------


def surface_colours(theme: SiteTheme) -> tuple[Color, ...]:
    """Return the surface colours of a theme, in the order of `SURFACES`."""
    return tuple(theme.colours[name] for name in SURFACES)


def state_colours(theme: SiteTheme) -> dict[str, Color]:
    """Return the colour of each state's glyph and strip, in the order of `STATES`."""
    return {state: colour_or_none(theme.states, state) for state in STATES}


def line_filters(theme: SiteTheme, glyphs: Glyphs) -> tuple[LineFilter, ...]:
    """Return the filters that Textual applies to each line, for `App.get_line_filters`."""
    filters: tuple[LineFilter, ...] = (NoColor(),) if theme.monochrome else ()
    return (*filters, AsciiOnly()) if glyphs is ASCII else filters


def colour_or_none(colours: Mapping[str, Color], name: str) -> Color:
    """Return the colour of that name, or the terminal's own if there is none."""
    return colours.get(name) or Color.parse(NO_COLOUR)


def as_text(theme: SiteTheme, colour: Color) -> Color:
    """Return the tint of a colour that reaches the theme's contrast on each of its surfaces."""
    if theme.monochrome:
        return colour
    return readable(colour, surface_colours(theme), theme.contrast)
