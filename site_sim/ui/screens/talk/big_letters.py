"""Letters and digits that are several rows high, for a hall: of blocks, or of `#` in ascii."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_sim.ui.theme.glyphs import ASCII, Glyphs

ROWS = 5
"""Dots that a letter is high."""
_LETTERS = """
A .#. #.# ### #.# #.#
B ##. #.# ##. #.# ##.
C .## #.. #.. #.. .##
D ##. #.# #.# #.# ##.
E ### #.. ##. #.. ###
F ### #.. ##. #.. #..
G .## #.. #.# #.# .##
H #.# #.# ### #.# #.#
I # # # # #
J ..# ..# ..# #.# .#.
K #.# #.# ##. #.# #.#
L #.. #.. #.. #.. ###
M #...# ##.## #.#.# #...# #...#
N #..# ##.# #.## #..# #..#
O .#. #.# #.# #.# .#.
P ##. #.# ##. #.. #..
Q .#. #.# #.# .#. ..#
R ##. #.# ##. #.# #.#
S .## #.. .#. ..# ##.
T ### .#. .#. .#. .#.
U #.# #.# #.# #.# ###
V #.# #.# #.# #.# .#.
W #...# #...# #.#.# ##.## #...#
X #.# #.# .#. #.# #.#
Y #.# #.# .#. .#. .#.
Z ### ..# .#. #.. ###
0 ### #.# #.# #.# ###
1 .#. ##. .#. .#. ###
2 ### ..# ### #.. ###
3 ### ..# ### ..# ###
4 #.# #.# ### ..# ..#
5 ### #.. ### ..# ###
6 ### #.. ### #.# ###
7 ### ..# ..# ..# ..#
8 ### #.# ### #.# ###
9 ### #.# ### ..# ###
. . . . . #
, . . . # #
: . # . # .
; . # . # #
! # # # . #
? ##. ..# .#. ... .#.
' # # . . .
" #.# #.# ... ... ...
- .. .. ## .. ..
+ ... .#. ### .#. ...
= ... ### ... ### ...
/ ..# ..# .#. #.. #..
( .# #. #. #. .#
) #. .# .# .# #.
% #.# ..# .#. #.. #.#
_ ... ... ... ... ###
"""
"""Each letter, and its rows of dots."""
_BLANK = ("..",) * ROWS
DOTS = {line[0]: tuple(line[2:].split()) for line in _LETTERS.strip().splitlines()} | {" ": _BLANK}
"""The rows of dots of each letter that there is."""
_HALVES = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}
"""What is drawn for a dot above another."""


def can_enlarge(text: str) -> bool:
    """Return whether there is a large letter for each letter of a text, whatever its case."""
    return all(letter in DOTS for letter in text.upper())


def dots_of(text: str) -> list[str]:
    """Return the rows of dots of a text, of the letters that there are."""
    letters = [DOTS[letter] for letter in text.upper() if letter in DOTS]
    return [".".join(rows) for rows in zip(*letters, strict=True)] or [""] * ROWS


def width_enlarged(text: str) -> int:
    """Return how many cells a text has when it is enlarged."""
    return len(dots_of(text)[0])


def enlarge(text: str) -> list[str]:
    """Return a text in three rows of half blocks, a cell for the width of a dot."""
    rows = [*dots_of(text), ""]
    return [_halves(*rows[row : row + 2]) for row in range(0, ROWS, 2)]


def _halves(above: str, below: str) -> str:
    below = below.ljust(len(above), ".")
    return "".join(_HALVES[pair[0] + pair[1]] for pair in zip(above, below, strict=True))


def wrap_enlarged(text: str, cells: int) -> list[str]:
    """Return the lines of a text of which each, enlarged, has room in so many cells."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_enlarged(longer) <= cells:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def magnify(text: str, cells: int, height: int, glyphs: Glyphs) -> Sequence[str]:
    """Return a text in full blocks, as large as there is room in so many cells and rows.

    A dot is at most two cells wide for each row that it is high, which makes it a square. Where
    there is too little room for dots of a cell, the text is returned as it is.
    """
    rows = dots_of(text)
    dots = len(rows[0])
    high = height // ROWS
    wide = min(2 * high, cells // dots if dots else 0)
    if wide < 1:
        return [text]
    block = "#" if glyphs is ASCII else "█"
    return [*_magnified(rows, wide, high, block)]


def _magnified(rows: Sequence[str], wide: int, high: int, block: str) -> Iterator[str]:
    for row in rows:
        cells = "".join((block if dot == "#" else " ") * wide for dot in row)
        yield from [cells] * high
