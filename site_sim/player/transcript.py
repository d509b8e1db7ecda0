"""A session written down: what a person wanted, and where the run stood each time.

It is a file of JSON Lines. The first names the run; each further one is a moment and what was
wanted there, the last a moment alone: where the session ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

import msgspec
from msgspec.structs import replace

from site_sim.base.errors import Fault, SiteError
from site_sim.base.files import MEBIBYTE, file_name, read_text
from site_sim.base.limits import HORIZON_NS, HORIZON_S, LONGEST_RUN
from site_sim.base.messages import FAULT_CAP, NameKey, more_faults
from site_sim.base.text import clean_line
from site_sim.player.intents import Wish
from site_sim.player.moment import Moment, moment_of
from site_sim.player.player import Player
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import value_faults

ReadHeader = tuple[Scenario | None, Sequence[tuple[str, Scenario | None]]]
"""What was simulated, and the tracks of a race."""
VERSION = 1
"""The version of the format. It counts up when what was written before can't be read any more."""
FILE_CAP = 64 * MEBIBYTE
"""The most bytes in a file."""


class TrackWords(msgspec.Struct, frozen=True):
    """A track of a race: its name, and what was simulated on it, None for a recording."""

    name: str
    scenario: dict[str, Any] | None


class TranscriptHeader(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: the version, and what was simulated, None for a recording.

    Of a race there is a track for each run.
    """

    site_sim_session: int = VERSION
    scenario: dict[str, Any] | None = None
    race: Sequence[TrackWords] = ()


class TranscriptEntry(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A further line. Without a wish it is the last."""

    moment: Moment
    wish: Wish | None = None


class Transcript(msgspec.Struct, frozen=True):
    """A session that was read. `where` is what messages call it."""

    where: str
    scenario: Scenario | None
    """What was simulated; None for a recording."""
    entries: tuple[TranscriptEntry, ...]
    race: Sequence[tuple[str, Scenario | None]] = ()
    """The tracks of a race, each by its name; none where it was no race."""

    def line(self, number: int) -> str:
        """Return what messages call the line of an entry, which is counted from 0."""
        return _line(self.where, number + 2)


class TranscriptWriter:
    """Writes down a session from its start: a line for each wish, as it takes effect."""

    def __init__(self, stream: TextIO, player: Player) -> None:
        self._stream = stream
        self._player = player
        self._put(header_line(player.scenario))
        player.listen = self._write

    def _write(self, moment: Moment, wish: Wish) -> None:
        self._put(entry_line(moment, wish))

    def end(self) -> None:
        """Write where the session ended; nothing is written after that."""
        self._put(entry_line(moment_of(self._player.session)))
        self._player.listen = lambda *_: None

    def _put(self, line: bytes) -> None:
        self._stream.write(line.decode())
        self._stream.flush()


def header_line(scenario: Scenario | None, race: Sequence[TrackWords] = ()) -> bytes:
    """Return the first line of a session, with what is simulated, or with the tracks of a race."""
    words = None if scenario is None or race else _words_of(scenario)
    header = TranscriptHeader(scenario=words, race=race)
    return msgspec.json.encode(header) + b"\n"


def track_words(name: str, scenario: Scenario | None) -> TrackWords:
    """Return a track of a race as it is written down."""
    return TrackWords(name, None if scenario is None else _words_of(scenario))


def entry_line(moment: Moment, wish: Wish | None = None) -> bytes:
    """Return a further line; without a wish it is the last."""
    return msgspec.json.encode(TranscriptEntry(moment, wish)) + b"\n"


def _words_of(scenario: Scenario) -> dict[str, Any]:
    """Return the keys of a scenario, and its orders, as plain values."""
    words: dict[str, Any] = msgspec.to_builtins(scenario, enc_hook=tuple)  # which orders may need
    del words["source"], words["remark"]  # they name files of the person's
    return {key: value for key, value in words.items() if value is not None}


def load_transcript(path: str | Path) -> Transcript:
    """Read a session from a file. Raises `SiteError` with the faults, each with its line."""
    return read_transcript(read_text(path, FILE_CAP), file_name(path))


def read_transcript(text: str, where: str) -> Transcript:
    """Read a session. Raises `SiteError` with the faults, each with its line."""
    first, *lines = text.removesuffix("\n").split("\n")
    header, faults = _read_header(first, _line(where, 1))
    count = len(faults)
    read = msgspec.json.Decoder(TranscriptEntry).decode
    entries = []
    for number, line in enumerate(lines, 2):
        try:
            entries.append(read(line))
        except (msgspec.MsgspecError, RecursionError) as error:
            count += 1
            if count <= FAULT_CAP:  # of more, which may be millions, nothing is kept
                faults.append(_no_line(error, _line(where, number)))
            continue
        words = _moment_fault(entries[-1].moment)
        if entries[-1].wish is None and number <= len(lines):
            words = "only the last line may be without a wish"
        if words:
            count += 1
            faults += [Fault(words, _line(where, number))] if count <= FAULT_CAP else []
    if faults:
        raise SiteError([*faults[:FAULT_CAP], *more_faults(count, where)])
    scenario, race = header
    return Transcript(where, scenario, tuple(entries), race)


def _moment_fault(moment: Moment) -> str:
    """Return why no session comes to a moment; "" if one may."""
    if not 0 <= moment.at <= HORIZON_NS:
        return f"is at a time that no run reaches: it ends at {HORIZON_S:,} s"
    if not 0 <= max(moment.seq, moment.steps or 0) <= LONGEST_RUN:
        return f"is at a moment that no session reaches: it ends after {LONGEST_RUN:,} events"
    return ""


def _read_header(line: str, where: str) -> tuple[ReadHeader, list[Fault]]:
    """Return what was simulated, or the tracks of a race, and the faults of the first line."""
    nothing: ReadHeader = (None, ())
    try:
        header = msgspec.json.decode(line, type=TranscriptHeader)
    except (msgspec.MsgspecError, RecursionError) as error:
        return nothing, [_no_line(error, where)]
    if header.site_sim_session != VERSION:
        newer = f"is a session of version {header.site_sim_session}, and {VERSION} is read here"
        return nothing, [Fault(newer, where)]
    try:
        race = [(track.name, _read_scenario(track.scenario, where)) for track in header.race]
        return (_read_scenario(header.scenario, where), race), []
    except SiteError as error:
        return nothing, [*error.faults]


def _read_scenario(words: dict[str, Any] | None, where: str) -> Scenario | None:
    """Return what was simulated, None for a recording. Raises `SiteError`."""
    if words is None:
        return None
    faults = value_faults({key: words[key] for key in words if key != "orders"}, _key(where))
    if faults:
        raise SiteError(faults)
    try:
        scenario = msgspec.convert(words, Scenario)
    except msgspec.MsgspecError as error:
        raise SiteError([_no_line(error, where)]) from None
    return replace(scenario, orders=tuple(scenario.orders), race=tuple(scenario.race))


def _key(where: str) -> NameKey:
    return lambda key: f"{where}: scenario: {clean_line(key)}"


def _line(where: str, number: int) -> str:
    return f"{where}: line {number:,}"


def _no_line(error: Exception, where: str) -> Fault:
    """Return the fault of a line that can't be read."""
    return Fault(f"is no line of a session: {clean_line(str(error))}", where)
