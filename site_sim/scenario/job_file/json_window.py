"""Reads the values of a JSON array of any length through a window of about two mebibytes."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError

from site_sim.scenario.job_file.cells import Literal
from site_sim.scenario.job_file.text import LINE_CAP, JobFileText

# An object becomes a tuple of pairs, so that duplicate keys are found.
DECODER = json.JSONDecoder(
    object_pairs_hook=tuple,
    parse_float=Literal,  # kept as written, to be exact
    parse_int=Literal,
    parse_constant=Literal,
)
"""Decodes one value, numbers as their text."""

_NO_SPACE = re.compile(r"[^ \t\r\n]")


class TooLongError(Exception):
    """Raised for a value that is longer than is read."""


class JsonWindow:
    """A place in a text of JSON, which moves from sign to sign and from value to value."""

    def __init__(self, text: JobFileText) -> None:
        self._text = text
        self._words = ""
        self._at = 0
        self._counted = 0
        """The index up to which the ends of lines are counted."""
        self._line = 1
        self._line_start = 0
        """The index at which the line begins; negative if that has left the window."""
        self._ended = False

    @property
    def line(self) -> int:
        """The number of the line of this place."""
        return self.line_of(self._at)

    def line_of(self, index: int) -> int:
        """Return the line of an index of the window that is not before this place."""
        ends = self._words.count("\n", self._counted, index)
        if ends:
            self._line += ends
            self._line_start = self._words.rindex("\n", self._counted, index) + 1
        self._counted = index
        return self._line

    def column(self, index: int | None = None) -> int:
        """Return the column of this place, or of an index, in its line, counted from 1."""
        place = self._at if index is None else index
        self.line_of(place)
        return place - self._line_start + 1

    def next_sign(self) -> str:
        """Go to the next character that is no space, and return it; nothing at the end."""
        while True:
            found = _NO_SPACE.search(self._words, self._at)
            if found:
                self._at = found.start()
                return found[0]
            self._at = len(self._words)
            if self._ended:
                return ""
            self._fill()

    def take_sign(self) -> None:
        """Go past a character."""
        self._at += 1

    def take_value(self) -> object:
        """Return the value that begins here, and go past it.

        Raises `JSONDecodeError`, with an index of the window, and `TooLongError`.
        """
        if len(self._words) - self._at <= LINE_CAP and not self._ended:
            self._fill()
        try:
            value, end = DECODER.raw_decode(self._words, self._at)
        except JSONDecodeError as error:
            is_cut = error.pos >= len(self._words) or error.msg.startswith("Unterminated")
            if is_cut and not self._ended:
                raise TooLongError from None
            raise
        if end - self._at > LINE_CAP:
            raise TooLongError
        self._at = end
        return value

    def _fill(self) -> None:
        """Drop what is past, and read on until there is room for a value that may be read."""
        self.line_of(self._at)
        block = self._text.block(LINE_CAP + 1)
        self._ended = not block
        self._words = self._words[self._at :] + block
        self._line_start -= self._at
        self._at = self._counted = 0
