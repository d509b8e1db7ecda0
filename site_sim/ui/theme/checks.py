"""Checks a theme: whether its text is legible and its states are easy to tell apart.

Every figure is the worse of two: in true colour, and in 256 colours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from textual.color import Color

from site_sim.ui.theme.contrast import (
    DEUTERANOPIA,
    PROTANOPIA,
    distance,
    least_contrast,
    reduced,
    simulated,
)
from site_sim.ui.theme.files import SiteTheme, load_theme
from site_sim.ui.theme.registry import MARKS, SURFACES, TEXTS, state_colours
from site_sim.ui.theme.variables import text_on_fills

MARK_CONTRAST = 3.0
"""The least contrast of signs, WCAG 2.2, success criterion 1.4.11."""
STATES_APART = 0.1
"""The least distance of two states' colours in OKLab, five times what is just noticed."""
STATES_APART_FOR_ALL = 0.06
"""The same distance, as someone without L or M cones sees the colours."""

ColourVision = Callable[[Color], Color]
VIEWS: Mapping[str, ColourVision] = {
    "": lambda colour: colour,
    "with deuteranopia": lambda colour: simulated(colour, DEUTERANOPIA),
    "with protanopia": lambda colour: simulated(colour, PROTANOPIA),
}
"""Functions from a colour to the colour that is seen; "" is full colour vision."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour on a background, with the contrast ratio it has and needs."""

    colour: str
    ground: str
    ratio: float
    needed: float

    @property
    def passes(self) -> bool:
        """Whether the contrast suffices."""
        return self.ratio >= self.needed


@dataclass(frozen=True, slots=True)
class Apart:
    """The two states with the nearest colours under one kind of colour vision."""

    view: str
    one: str
    other: str
    distance: float
    needed: float

    @property
    def passes(self) -> bool:
        """Whether they are far enough apart."""
        return self.distance >= self.needed


def contrast_pairs(theme: SiteTheme) -> list[Pair]:
    """Return every colour of a theme with every background it is drawn on."""
    if theme.monochrome:
        return []
    grounds = {name: theme.colours[name] for name in SURFACES}
    lines = {name: grounds[name] for name in SURFACES if name != "selected"}
    pairs = []
    for name in TEXTS:
        pairs += _pairs(name, theme.colours[name], grounds, theme.contrast)
    for name, colour in state_colours(theme).items():
        pairs += _pairs(name, colour, grounds, MARK_CONTRAST)
    for name in MARKS:
        pairs += _pairs(name, theme.marks[name], grounds, MARK_CONTRAST)
    pairs += _pairs("border", theme.colours["border"], lines, MARK_CONTRAST)
    for name, fill, text in text_on_fills(theme):
        pairs += _pairs("text", text, {name: fill}, theme.contrast)
    return pairs


def _pairs(name: str, colour: Color, grounds: Mapping[str, Color], needed: float) -> list[Pair]:
    return [
        Pair(name, ground, least_contrast(colour, [surface]), needed)
        for ground, surface in grounds.items()
    ]


def states_apart(theme: SiteTheme) -> list[Apart]:
    """Return the two states with the nearest colours for each kind of colour vision."""
    if theme.monochrome:
        return []
    colours = state_colours(theme)
    nearest = []
    for view, see in VIEWS.items():
        gap, one, other = min(
            (_gap(see, colours[one], colours[other]), one, other)
            for one, other in combinations(colours, 2)
        )
        nearest.append(Apart(view, one, other, gap, STATES_APART_FOR_ALL if view else STATES_APART))
    return nearest


def _gap(see: ColourVision, one: Color, other: Color) -> float:
    return min(distance(see(one), see(other)), distance(see(reduced(one)), see(reduced(other))))


def check_theme(path: Path) -> tuple[list[str], bool]:
    """Check a theme's file; return the lines of a report, and whether everything passes.

    Raises `SiteError` if the file is no theme.
    """
    theme = load_theme(path)
    if theme.monochrome:
        return [
            f"{theme.name} is monochrome: it has the terminal's own two colours",
            "passed",
        ], True
    pairs, apart = contrast_pairs(theme), states_apart(theme)
    checks: list[Pair | Apart] = [*pairs, *apart]
    failed = sum(not check.passes for check in checks)
    verdict = f"{failed} of {len(checks)} failed" if failed else "passed"
    lines = [f"{theme.name}: contrast, the worse of true colour and 256 colours", ""]
    lines += _table(pairs)
    lines += ["", "the two states with the nearest colours (OKLab), told apart by glyph too"]
    lines += [
        f"  {gap.distance:5.2f} of {gap.needed:.2f}  {_mark(gap.passes)}"
        f"  {gap.one} and {gap.other} {gap.view}".rstrip()
        for gap in apart
    ]
    return [*lines, "", verdict], not failed


def _table(pairs: list[Pair]) -> list[str]:
    """Return a table with a row a colour and a column a surface; below it the text on fills."""
    rows: dict[str, dict[str, Pair]] = {}
    for pair in pairs:
        rows.setdefault(pair.colour, {})[pair.ground] = pair
    fills = rows.pop("text", {})
    lines = [f"{'':<12}" + "".join(f"{name:>13}" for name in SURFACES) + f"{'needs':>8}"]
    for name, row in rows.items():
        cells = "".join(f"{_ratio(row.get(ground)):>13}" for ground in SURFACES)
        lines.append(f"{name:<12}{cells}{next(iter(row.values())).needed:8.1f}")
    return lines + [
        f"{'text':<12}{_ratio(pair):>13} on {ground}, needs {pair.needed:.1f}"
        for ground, pair in fills.items()
    ]


def _ratio(pair: Pair | None) -> str:
    return "" if pair is None else f"{pair.ratio:.1f} {_mark(pair.passes)}"


def _mark(passes: bool) -> str:
    return "ok  " if passes else "FAIL"
