"""The glyphs that the screen draws with: two complete sets, every glyph one cell wide.

Many terminals set for Chinese, Japanese or Korean draw `█ ─ ● →` two cells wide ("ambiguous" in
Unicode Standard Annex 11), and some encodings lack them: the ascii set says everything too. There
are no emoji and no variation selectors, whose width nobody agrees on.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from site_sim.base.overriding import override


class Glyphs(msgspec.Struct, frozen=True, eq=False):
    """A set of glyphs. Each field is one cell wide, or several such glyphs where noted."""

    name: str
    states: Mapping[str, str]
    """The glyph beside the name of each state."""
    cells: Mapping[str, str]
    """What fills a cell of a strip, or a worker's cell of the crew map, for each state."""

    tops: Mapping[str, str]
    """The upper cell of a strip of two or three rows, for each state."""
    middles: Mapping[str, str]
    """The middle cell of a strip of three rows, for each state."""
    feet: Mapping[str, str]
    """The lower cell of a strip of two or three rows, for each state."""

    taken: str
    """What fills a cell of a lane that is taken."""
    tick: str
    rework: str
    scrap: str
    hazard: str
    token: str
    """A job on its way."""
    pointer: str
    """Marks the row or job in question."""

    play: str
    pause: str
    plus: str
    minus: str
    times: str
    ellipsis: str
    """The last cell of a text that is cut short."""
    dot: str
    """Separates two pieces of text."""

    up: str
    down: str
    left: str
    right: str

    horizontal: str
    dashes: str
    """A horizontal line of another kind."""
    vertical: str
    corners: str
    """Upper left, upper right, lower left, lower right."""
    tees: str
    """A branch to the right, left, down, up; and the crossing."""
    heavy: str
    """The rail of a waiting send: through, branch, end, start, passing a branch, across."""
    stripes: str
    """The glyph that a hazard stripe repeats."""

    edges: str
    """The left and the right edge of a crate or a brick, half a cell each."""
    crate: str
    """The boards across a crate."""
    ground: str
    """A cell of the ground that piles and walls stand on."""

    levels: str
    """Eight heights of a sparkline, from nothing to full."""
    bar: str
    """The cell of a progress bar filled in part, from least to full; the last is full."""
    bar_rest: str
    """An empty cell of a progress bar."""

    curves: str
    """Six signs that tell the curves of a chart apart."""

    border: str
    """The name of Textual's border type for panels."""
    border_focused: str
    """The same for the panel with the focus."""


UNICODE = Glyphs(
    name="unicode",
    states={
        "idle": "○",
        "ready": "◔",
        "blocked": "◐",
        "io": "◌",
        "working": "●",
        "handing-off": "▼",
        "gone": "×",
    },
    cells={
        "idle": "·",
        "ready": "▒",
        "blocked": "▞",
        "io": "▄",
        "working": "█",
        "handing-off": "▼",
        "gone": "×",
    },
    tops={
        "idle": " ",
        "ready": "▒",
        "blocked": "▞",
        "io": " ",
        "working": "█",
        "handing-off": " ",
        "gone": " ",
    },
    middles={
        "idle": " ",
        "ready": "▒",
        "blocked": "▞",
        "io": "▄",
        "working": "█",
        "handing-off": " ",
        "gone": " ",
    },
    feet={
        "idle": "·",
        "ready": "▒",
        "blocked": "▞",
        "io": "█",
        "working": "█",
        "handing-off": "▼",
        "gone": "×",
    },
    taken="━",
    tick="✓",
    rework="↺",
    scrap="∅",
    hazard="▲",
    token="◆",
    pointer="▸",
    play="►",
    pause="‖",
    plus="+",
    minus="−",
    times="×",
    ellipsis="…",
    dot="·",
    up="↑",
    down="↓",
    left="←",
    right="→",
    horizontal="─",
    dashes="╌",
    vertical="│",
    corners="╭╮╰╯",
    tees="├┤┬┴┼",
    heavy="┃┣┗┏┠━",
    stripes="▞",
    edges="▐▌",
    crate="╳",
    ground="▔",
    levels=" ▁▂▃▄▅▆█",
    bar="▏▎▍▌▋▊▉█",
    bar_rest="░",
    curves="●■▲◆○□",
    border="round",
    border_focused="heavy",
)

ASCII = Glyphs(
    name="ascii",
    states={
        "idle": "o",
        "ready": "?",
        "blocked": "!",
        "io": "=",
        "working": "#",
        "handing-off": "v",
        "gone": "x",
    },
    cells={
        "idle": ".",
        "ready": "?",
        "blocked": "!",
        "io": "=",
        "working": "#",
        "handing-off": "v",
        "gone": "x",
    },
    tops={
        "idle": " ",
        "ready": "?",
        "blocked": "!",
        "io": " ",
        "working": "#",
        "handing-off": " ",
        "gone": " ",
    },
    middles={
        "idle": " ",
        "ready": "?",
        "blocked": "!",
        "io": " ",
        "working": "#",
        "handing-off": " ",
        "gone": " ",
    },
    feet={
        "idle": ".",
        "ready": "?",
        "blocked": "!",
        "io": "=",
        "working": "#",
        "handing-off": "v",
        "gone": "x",
    },
    taken="H",
    tick="Y",
    rework="@",
    scrap="N",
    hazard="%",
    token="*",
    pointer=">",
    play=">",
    pause=":",
    plus="+",
    minus="-",
    times="x",
    ellipsis="~",
    dot="-",
    up="^",
    down="v",
    left="<",
    right=">",
    horizontal="-",
    dashes="~",
    vertical="|",
    corners="++++",
    tees="+++++",
    heavy="!++++=",
    stripes="/",
    edges="[]",
    crate="x",
    ground="-",
    levels=" .:-=+*#",
    bar="#",
    bar_rest="-",
    curves="o#^*x%",
    border="ascii",
    border_focused="ascii",
)

GLYPHS: Mapping[str, Glyphs] = {"unicode": UNICODE, "ascii": ASCII}
"""Both sets by name."""

_CJK_CODES, _CJK_NAMES = ("zh", "ja", "ko"), ("chinese", "japanese", "korean")
_PLAIN_TERMINALS = ("linux", "ansi", "dumb", "cons25", "sun", "vt52")
"""Terminals whose own fonts lack most of the unicode set; so do those whose names begin with vt1 to
vt5."""
_PLAIN_FAMILIES = tuple(f"vt{series}" for series in range(1, 6))
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What CPython sets LC_CTYPE to where the locale is C (PEP 538)."""


def choose_glyphs(wanted: str, encoding: str | None, environ: Mapping[str, str]) -> Glyphs:
    """Return the set for `--glyphs auto|unicode|ascii`.

    `auto` is ascii when the output's encoding is not UTF-8, when the locale (LC_ALL, else LC_CTYPE,
    else LANG, if one is set) is not or its language is Chinese, Japanese or Korean, and on a text
    console.
    """
    if wanted in GLYPHS:
        return GLYPHS[wanted]
    locale = next(filter(None, map(environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "") or ""
    if locale in _COERCED and environ.get("LANG") in ("C", "POSIX"):
        locale = "C"  # which the person said
    utf8 = _is_utf8(encoding or "") and (not locale or _is_utf8(locale))
    terminal = environ.get("TERM", "")
    plain = terminal in _PLAIN_TERMINALS or terminal.startswith(_PLAIN_FAMILIES)
    return UNICODE if utf8 and not plain and not _is_cjk(locale.lower()) else ASCII


def _is_utf8(name: str) -> bool:
    """Return whether an encoding, or that of a locale, is UTF-8."""
    return "utf8" in name.lower().replace("-", "").replace("_", "")


def _is_cjk(locale: str) -> bool:
    """Return whether a locale, in small letters, is Chinese, Japanese or Korean."""
    is_code = locale.startswith(_CJK_CODES) and not "a" <= locale[2:3] <= "z"
    return is_code or locale.startswith(_CJK_NAMES)


_COUNTERPARTS = {
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾▔▀", "-"),
    **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▌▐▕▊▋▉", "|"),
    **dict.fromkeys("▁▂▃▄▅▆▇", "_"),
    **dict.fromkeys("█▓▒▙▛▜▟", "#"),
    **dict.fromkeys("░▖▗▘▝", ":"),
    **dict.fromkeys("▞╱", "/"),
    **dict.fromkeys("▚╲", "\\"),
    **dict.fromkeys("╳×✗✕", "x"),
    **dict.fromkeys("▶►▸▹→⏵", ">"),
    **dict.fromkeys("◀◄◂◃←", "<"),
    **dict.fromkeys("▲△▴▵↑", "^"),
    **dict.fromkeys("▼▽▾▿↓", "v"),
    **dict.fromkeys("○◌◔◐◑◯□", "o"),
    **dict.fromkeys("●•◆⬤★■", "*"),
    **dict.fromkeys("✓✔", "Y"),
    "µ": "u",
    "∅": "N",
    "↺": "@",
    "·": "-",
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "~",
    "‖": ":",
    "⭘": "o",
}
_COUNTERPARTS |= {
    chr(code): "+" for code in range(0x2500, 0x2580) if chr(code) not in _COUNTERPARTS
}
_TO_ASCII = str.maketrans(_COUNTERPARTS)
_EDGES = "▊▋▉▎▏▐▔▁"
"""Borders that fill part of a cell; reversed they show the other part, which ascii lacks."""
_UPRIGHT = Style(reverse=False)


class AsciiOnly(LineFilter):
    """Replaces the drawing characters of stock widgets (borders, scroll bars, ticks) by ascii.

    It does so cell for cell; letters of any language stay as they are.
    """

    @override
    def apply(
        self,
        segments: list[Segment],
        background: Color,  # noqa: ARG002 - every filter is given it
    ) -> list[Segment]:
        return [
            segment if segment.text.isascii() else _in_ascii(segment)  # most are ascii already
            for segment in segments
        ]


@lru_cache(maxsize=1024)
def _in_ascii(segment: Segment) -> Segment:
    text, style, control = segment
    if style is not None and style.reverse and not text.strip(_EDGES):
        style += _UPRIGHT
    return Segment(text.translate(_TO_ASCII), style, control)
