"""Parses the bytes from a terminal into Textual's messages, whatever the bytes are.

Textual's own parser reports an escape sequence it does not know as the keys its characters would
be (an answer with a `q` in it would quit), takes a pasted text without brackets for keys, waits
for ever for the end of a paste that was cut off, and dies of bytes that are not UTF-8. So the
stream is first cut into plain text, pastes and whole sequences, here; the parser only names them.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterator
from functools import cache, lru_cache
from operator import ne

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.constants import ESCAPE_DELAY
from textual.message import Message

from site_sim.base.text import SIGN, clean

PASTE_CAP = 1_000
"""The most characters of a paste that are kept: no input field takes more."""
_MOUSE = r"\x1b\[<\d+;-?\d+;-?\d+[Mm]"
"""A report of the mouse: nobody types what stands after the escape."""
_MOUSE_BEGUN = r"\x1b(?:\[(?:<(?:\d{0,5}|\d{1,5};-?\d{0,5}|\d{1,5};-?\d{1,5};-?\d{0,5}))?)?"
"""The beginning of such a report; numbers beyond these bounds are no longer taken for its part."""
CUT_OFF_S = 1.0
"""An unfinished sequence or paste is given up after this time, in real seconds."""
LATEST_S = 10.0
"""Its rest is no longer expected after so many real seconds more: what comes then was typed."""
TYPED_CHANGES = 100
"""Input in one read with more changes of character than this is a paste without brackets."""
TYPED_GAP_S, TYPED_BYTES = 0.3, 32
"""So few bytes after such a time within a paste, in real seconds, were typed: its end got lost."""
PASTE_GAP_S = 0.05
"""Input that follows such a paste within this time, in real seconds, is part of it."""
LONGEST_SEQUENCE = 4_096
REPEATS_AT_ONCE = 1_000
"""The most keys that one repeated character in a read becomes."""

_STRING = r"\x1b(?:\][0-9]{1,5};|P[0-9;]*[$+>!|]|_[A-Z])"
"""Prefixes of OSC, DCS and APC strings.

We request none, but replies meant for other programs can arrive.
"""
_UNFINISHED = (
    r"\x1b(?:\[[0-?]*[ -/]*|\[M[\s\S]{0,2}|\[\[|O|\][0-9]{0,5}|P[0-9;]*|_)?\Z"
    rf"|{_STRING}[^\x07\x1b]*\x1b?\Z"
)
_BROKEN = rf"{_STRING}[^\x07\x1b]*|\x1b\[[0-?]*[ -/]*|\x1bO"
"""The start of a sequence that another one cut short; it is dropped."""
_MANY = rf"([\s\S])\1{{{REPEATS_AT_ONCE},}}"


@cache
def _token() -> re.Pattern[str]:
    """Return a pattern of what the input is made of.

    That is plain text, ECMA-48's control sequences and strings, and the few sequences in use that
    break its rules. To compile it with the first input saves the start 2 ms.
    """
    irregular = "|".join(
        re.escape(sequence)
        for sequence in sorted(ANSI_SEQUENCES_KEYS, key=len, reverse=True)
        if re.fullmatch(r"\x1b\[(\[.|\d+\$)", sequence)
    )
    return re.compile(
        rf"(?P<paste>{re.escape(BRACKETED_PASTE_START)})"
        rf"|(?P<sequence>{irregular}|\x1b\[M[\s\S]{{3}}|\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[ -~])"
        rf"|{_STRING}[^\x07\x1b]*(?:\x07|\x1b\\)"
        r"|\x1b(?P<alt>[^\x1b\[O\]P_])"
        r"|(?P<escape>\x1b(?=\x1b))"
        r"|(?P<plain>[^\x1b]+)"
    )


class InputParser:
    """Turns bytes into messages. `now` gives real seconds; `has_key` knows the keys in use."""

    def __init__(
        self, now: Callable[[], float], has_key: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._now = now
        self._has_key = has_key
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._rest = ""
        """An incomplete sequence; during a paste, what may be the start of its end marker."""
        self._given_up = ""
        """The beginning of a sequence whose rest was late: it became keys, or nothing."""
        self._given_up_at = float("-inf")
        self._is_report = False
        """Whether that beginning can be nothing but a report of the mouse, cut in parts."""
        self._pasted: list[str] | None = None
        self._fed_at = self._began_at = self._flooded_at = float("-inf")

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that these bytes complete, together with those before."""
        now = self._now()
        if not self._rest:
            self._began_at = now
        elif now - self._began_at > CUT_OFF_S and self._pasted is None:
            self._give_up()
        text = self._rest + self._decode(data).replace("\ufffd", "")
        self._rest = ""
        text = self._without_late_end(text)
        if now - self._fed_at >= TYPED_GAP_S and self._is_typed_in_paste(text):
            yield from self._pop_paste()
        self._fed_at = now
        if self._pasted is None and self._is_flood(text):
            self._flooded_at = self._fed_at
            yield events.Paste(_harmless(text[:PASTE_CAP]))
            return
        while text:
            if self._pasted is None:
                text = yield from self._tokens(text)
                continue
            inside, end, text = text.partition(BRACKETED_PASTE_END)
            held = 0 if end else _ending(inside, BRACKETED_PASTE_END)
            self._keep(inside[: len(inside) - held])
            self._rest = inside[len(inside) - held :]
            if end:
                yield from self._pop_paste()

    def _without_late_end(self, text: str) -> str:
        """Return a text without the rest of a report of the mouse that was given up before.

        Of a rest that comes in parts each is left out, but a single character after what may have
        been typed too: that is a key.
        """
        if not (self._given_up and text):
            return text
        given_up, self._given_up = self._given_up, ""
        if self._now() - self._given_up_at > LATEST_S:
            return text
        late = re.match(_MOUSE, given_up + text)
        if late is not None:
            return text[late.end() - len(given_up) :]
        if not re.fullmatch(_MOUSE_BEGUN, given_up + text):
            return text
        self._given_up = given_up + text
        self._is_report = self._is_report or (len(text) > 1 and len(self._given_up) > 3)
        return "" if self._is_report else text

    def _give_up(self) -> str:
        """Wait no longer for the rest of a sequence, and return its beginning."""
        self._given_up, self._rest = self._rest, ""
        self._given_up_at = self._now()
        self._is_report = len(self._given_up) > 2
        return self._given_up

    @property
    def is_waiting(self) -> bool:
        """Whether there is incomplete input, which `tick` is to be called for."""
        return bool(self._rest) or self._pasted is not None

    def tick(self) -> Iterator[Message]:
        """Yield the messages of incomplete input for which no more bytes came in time."""
        waited = self._now() - self._fed_at
        if self._pasted is not None:
            if waited >= CUT_OFF_S:
                yield from self._pop_paste()
        elif self._rest and waited >= (ESCAPE_DELAY if len(self._rest) <= 2 else CUT_OFF_S):
            rest = self._give_up()
            if rest == "\x1b":
                yield events.Key("escape", "\x1b")
            elif len(rest) == 2:
                yield from self._alt(rest[1])

    # -- plain text and sequences ----------------------------------------------------------

    def _tokens(self, text: str) -> Generator[Message, None, str]:
        """Yield the messages before the next paste; return the text after its start marker."""
        at, token = 0, _token()
        while at < len(text):
            match = token.match(text, at)
            if match is None:
                if len(text) - at < LONGEST_SEQUENCE and re.compile(_UNFINISHED).match(text, at):
                    self._rest = text[at:]
                    if at:  # what was left before is complete
                        self._began_at = self._fed_at
                    return ""
                broken = re.compile(_BROKEN).match(text, at)
                if broken is None:  # an escape, and a key that only looked like a beginning
                    yield from self._alt(text[at + 1])
                at = broken.end() if broken else at + 2
                continue
            at = match.end()
            if match["paste"]:
                self._pasted = []
                return text[at:]
            yield from self._token(match)
        return ""

    def _token(self, match: re.Match[str]) -> Iterator[Message]:
        if match["sequence"]:
            yield from self._named(match["sequence"])
        elif match["plain"]:
            for character in re.sub(_MANY, r"\1" * REPEATS_AT_ONCE, match["plain"]):
                for name, typed in _keys(character):
                    yield events.Key(name, typed)
        elif match["escape"]:
            yield events.Key("escape", "\x1b")
        elif match["alt"]:
            yield from self._alt(match["alt"])

    def _alt(self, character: str) -> Iterator[Message]:
        """Yield the key held with Alt, which terminals report as an escape and the key.

        Where Alt and the key mean nothing together they were pressed one after the other.
        """
        if isinstance(ANSI_SEQUENCES_KEYS.get(f"\x1b{character}"), tuple):
            yield from self._named(f"\x1b{character}")
            return
        for name, typed in _keys(character):
            shift = "shift+" if len(name) == 1 and name.isupper() else ""
            held = f"alt+{shift}{name.lower()}"
            if self._has_key(held):
                yield events.Key(held, None)
            else:
                yield events.Key("escape", "\x1b")
                yield events.Key(name, typed)

    def _named(self, text: str) -> Iterator[Message]:
        """Yield the messages that Textual's parser makes of a complete sequence."""
        messages: list[Message] = []
        try:
            messages.extend(self._parser.feed(text))
        except Exception:  # whatever a terminal sends, numbers beyond all bounds included
            messages.clear()
        if not messages:  # it does not know the sequence, and would wait for the rest of it
            self._parser = _fresh(self._parser)
        for message in messages:
            if not isinstance(message, events.Key) or message.key.isprintable():
                yield message

    # -- pastes ----------------------------------------------------------------------------

    def _is_flood(self, text: str) -> bool:
        """Return whether so much plain text came at once that it was pasted, not typed."""
        if BRACKETED_PASTE_START in text:
            return False
        if self._fed_at - self._flooded_at < PASTE_GAP_S:
            return len(text) > 1
        if len(text) <= TYPED_CHANGES:
            return False
        plain = "".join(match["plain"] or "" for match in _token().finditer(text))
        changes: int = sum(map(ne, plain, plain[1:]))
        return changes > TYPED_CHANGES

    def _is_typed_in_paste(self, text: str) -> bool:
        """Return whether it is a paste that lasts, and so little text comes that it was typed."""
        is_short = len(text) <= TYPED_BYTES and BRACKETED_PASTE_END not in text
        return self._pasted is not None and is_short

    def _keep(self, pasted: str) -> None:
        """Add a text to the paste, up to `PASTE_CAP` characters."""
        assert self._pasted is not None
        room = PASTE_CAP - sum(map(len, self._pasted))
        if room > 0 and pasted:
            self._pasted.append(pasted[:room])

    def _pop_paste(self) -> Iterator[Message]:
        """End the paste and yield it."""
        pasted, self._pasted, self._rest = self._pasted or [], None, ""
        yield events.Paste(_harmless("".join(pasted)))


@lru_cache(maxsize=1024)
def _keys(character: str) -> tuple[tuple[str, str | None], ...]:
    """Return the keys that type a character, each with the character it types."""
    pressed = XTermParser().feed(character)
    return tuple((key.key, key.character) for key in pressed if isinstance(key, events.Key))


def _harmless(text: str) -> str:
    """Return a text without characters on which a terminal acts when a field shows them."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")).replace(SIGN, "")


def _ending(text: str, marker: str) -> int:
    """Return how many characters at the end of a text may be the start of a marker."""
    lengths = range(min(len(text), len(marker) - 1), 0, -1)
    return next((length for length in lengths if text.endswith(marker[:length])), 0)


def _fresh(parser: XTermParser) -> XTermParser:
    """Return a parser between two sequences that keeps what the other knows of the terminal."""
    fresh = XTermParser()
    for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
        setattr(fresh, name, getattr(parser, name))
    return fresh
