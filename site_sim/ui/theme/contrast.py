"""Measures colours: contrast, distance, reduction to 256 colours, colour-vision deficiency.

Every function is pure and takes opaque colours. The formulas are few, and copied from where their
docstrings say: a library that has them (coloraide) brings 150 modules, and would make a check of a
theme 0.4 s longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import BLACK, WHITE, Color

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]

PROTANOPIA: Matrix = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
"""Maps linear RGB to what is seen without L cones.

G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: "A Physiologically-based Model for Simulation
of Color Vision Deficiency", IEEE TVCG 15(6), 2009; severity 1.0.
"""
DEUTERANOPIA: Matrix = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
"""Maps linear RGB to what is seen without M cones; the same source."""

_STEPS = 40
"""The number of steps that `readable` takes to black or white."""


def _to_linear(channel: int) -> float:
    """Return a channel (0 to 255) as linear light, 0 to 1 (WCAG 2.2, "relative luminance")."""
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _to_channel(light: float) -> int:
    """Return linear light as a channel, 0 to 255, clipped to the gamut."""
    light = min(max(light, 0.0), 1.0)
    value = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(value * 255)


def _linear(colour: Color) -> tuple[float, float, float]:
    return _to_linear(colour.r), _to_linear(colour.g), _to_linear(colour.b)


def _apply(matrix: Matrix, vector: tuple[float, float, float]) -> tuple[float, float, float]:
    a, b, c = vector
    x, y, z = (row[0] * a + row[1] * b + row[2] * c for row in matrix)
    return x, y, z


@lru_cache(maxsize=4096)
def luminance(colour: Color) -> float:
    """Return the relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, 1 (the same) to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def reduced(colour: Color) -> Color:
    """Return the colour a terminal of 256 colours shows for it, by Rich's own reduction."""
    rich_colour = RichColor.from_rgb(*colour.rgb).downgrade(ColorSystem.EIGHT_BIT)
    return Color(*rich_colour.get_truecolor())


@lru_cache(maxsize=4096)
def oklab(colour: Color) -> tuple[float, float, float]:
    """Return the colour in OKLab: lightness 0 to 1, and the green-red and blue-yellow axes.

    B. Ottosson, "A perceptual color space for image processing", 2020.
    """
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def distance(one: Color, other: Color) -> float:
    """Return how far apart two colours look: their distance in OKLab, black to white being 1.

    A difference of 0.02 is about the least an eye notices with both patches side by side.
    """
    pairs = zip(oklab(one), oklab(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def simulated(colour: Color, deficiency: Matrix) -> Color:
    """Return the colour as someone with that colour-vision deficiency sees it."""
    red, green, blue = _apply(deficiency, _linear(colour))
    return Color(_to_channel(red), _to_channel(green), _to_channel(blue))


def least_contrast(colour: Color, surfaces: Iterable[Color]) -> float:
    """Return the worst contrast ratio of a colour on some surfaces, in true and in 256 colours."""
    return min(
        min(contrast(colour, surface), contrast(reduced(colour), reduced(surface)))
        for surface in surfaces
    )


def readable(colour: Color, surfaces: tuple[Color, ...], ratio: float) -> Color:
    """Return the colour, or the nearest tint of it that reaches `ratio` on every surface.

    It moves towards white or black, whichever stands out more. Where even that falls short (the
    surfaces differ too much), the best tint on the way is returned.
    """
    goal = max((WHITE, BLACK), key=lambda end: least_contrast(end, surfaces))
    best, best_ratio = colour, 0.0
    for step in range(_STEPS + 1):
        tint = colour.blend(goal, step / _STEPS, alpha=1.0)
        reached = least_contrast(tint, surfaces)
        if reached >= ratio:
            return tint
        if reached > best_ratio:
            best, best_ratio = tint, reached
    return best
