"""Reads what a track of a race is, as a person writes it: a model and options, or a recording.

'threads cores=1 cost=hop=50us' is the scenario with these in force, 'log.jsonl' is a log. Words are
parted as in a shell, so that a name with a space in it stands in quotes. Only plain Python is
needed here, as a mistyped track is to be answered at once.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from site_sim.base.errors import Fault, did_you_mean
from site_sim.base.files import STDIN
from site_sim.base.messages import SHOWN_CELLS, shown
from site_sim.base.text import clean_line
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.schema import KEYS, OptionText, Value, accepted, value_faults

RECORDING = ".jsonl"
"""How the name of a recording ends."""
NO_OPTIONS = ("title", "about", "next", "program", "speed", "at", "paused", "race")
"""The keys that do not shape a run, or that no option gives."""
TRACK_KEYS = tuple(key for key in KEYS if key not in NO_OPTIONS)
FLAGS: Mapping[str, bool] = {"on": True, "true": True, "off": False, "false": False}
"""What a key that is on or off is set to in a track."""


class TrackText(NamedTuple):
    """One track: the words that it was given in, and what they mean."""

    words: tuple[str, ...]
    values: Mapping[str, Value]
    """The keys in which it differs from the scenario, with their values."""
    recording: str = ""
    """The path of a log; "" for a run of the scenario."""

    @property
    def text(self) -> str:
        """The words as one text, which is read as the same track."""
        return shlex.join(self.words)

    def with_option(self, key: str, texts: Sequence[str]) -> TrackText:
        """Return the track with a key given anew, once for each of the texts."""
        keys = [_pair(word)[0] for word in self.words]
        place = keys.index(key) if key in keys else len(keys)
        before, after = (
            [word for word in words if _pair(word)[0] != key]
            for words in (self.words[:place], self.words[place:])
        )
        anew = (f"{key}={text}" for text in texts)
        return read_track(shlex.join([*before, *anew, *after]), "")[0]

    def moved(self, move: Callable[[str], str]) -> TrackText:
        """Return the track with each file that it names called as `move` returns."""
        if self.recording:
            return _recorded(move(self.recording))
        jobs = self.values.get("jobs")
        if not isinstance(jobs, str) or jobs == STDIN:
            return self
        return self.with_option("jobs", [move(jobs)])


def model_tracks(models: Iterable[str]) -> list[TrackText]:
    """Return a track for each of some models."""
    return [TrackText((model,), {"model": model}) for model in models]


def read_models(text: str, where: str = "--models") -> tuple[list[TrackText], list[Fault]]:
    """Return a track for each model that a text such as `serial,threads` names, and its faults."""
    names = [name.strip() for name in text.split(",")]
    faults = []
    for name in names:
        if name not in MODEL_FACTS:
            hint = did_you_mean(clean_line(name, SHOWN_CELLS), MODEL_FACTS)
            what = f"must be models, with a comma between them, not {shown(name)}"
            faults.append(Fault(what, where, hint))
    return model_tracks(name for name in names if name in MODEL_FACTS), faults


def read_tracks(
    texts: Iterable[str], named: Callable[[str], str]
) -> tuple[list[TrackText], list[Fault]]:
    """Return the tracks that texts mean, and their faults; `named` says what one is called."""
    tracks, faults = [], []
    for text in texts:
        track, wrong = read_track(text, named(text))
        tracks.append(track)
        faults += wrong
    return tracks, faults


def read_track(text: str, where: str) -> tuple[TrackText, list[Fault]]:
    """Return the track that a text means, and its faults; `where` is what messages call it."""
    if _is_recording(text) and _is_file(text):  # whatever is in its name
        return _recorded(text), []
    try:
        words = tuple(word.removeprefix("--") for word in shlex.split(text))
    except ValueError:
        return TrackText((), {}), [Fault("a quote in it is not closed", where)]
    if not words:
        return TrackText((), {}), [Fault("must be a model, options or a recording", where)]
    if len(words) == 1 and _is_recording(words[0]):
        return _recorded(words[0]), []
    given, faults = _options(words, where)
    values = {
        key: each if isinstance(each, bool) else KEYS[key].parse(each)
        for key, each in given.items()
    }
    faults += value_faults(values, lambda key: f"{where}: {key}")
    return TrackText(words, accepted(values)), faults


def in_option(text: str) -> str:
    """Return how a message names a track that was given as an option."""
    return f"--track {shown(text)}"


def _recorded(path: str) -> TrackText:
    return TrackText((path,), {}, path)


def _is_recording(word: str) -> bool:
    """Return whether a word names a log, and is not the option of a job file."""
    return word.endswith(RECORDING) and _pair(word)[0] not in KEYS


def _is_file(name: str) -> bool:
    """Return whether there is a file of a name; a name that no file can have is that of none."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _options(words: Sequence[str], where: str) -> tuple[dict[str, OptionText], list[Fault]]:
    """Return the texts of the keys that some words give, and what is wrong with the words."""
    given: dict[str, OptionText] = {}
    faults: list[Fault] = []
    for word in words:
        key, text = _pair(word)
        if key not in TRACK_KEYS:
            faults.append(_unknown(word, where))
        elif text is None:
            faults.append(Fault("needs a value", f"{where}: {key}", f"as in {key}=..."))
        elif KEYS[key].kind == "costs":
            given[key] = (*_texts(given.get(key)), text)
        elif key in given:
            faults.append(Fault("is there twice", f"{where}: {key}"))
        else:
            given[key] = FLAGS.get(text, text) if KEYS[key].kind == "flag" else text
    return given, faults


def _texts(text: OptionText | None) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else ()


def _pair(word: str) -> tuple[str, str | None]:
    """Return the key that a word gives, and its text; None for a word that has none."""
    if word in MODEL_FACTS:
        return "model", word
    key, equals, text = word.partition("=")
    if not equals and KEYS.get(key.removeprefix("no-"), KEYS["seed"]).kind == "flag":
        return key.removeprefix("no-"), "off" if key.startswith("no-") else "on"
    return key, text if equals else None


def _unknown(word: str, where: str) -> Fault:
    """Return the fault of a word that is neither a model nor gives a key of a track."""
    key, equals, _ = word.partition("=")
    known = TRACK_KEYS if equals else (*MODEL_FACTS, *TRACK_KEYS)
    what = "no such option" if equals else "neither a model nor an option"
    if key in NO_OPTIONS:
        return Fault("does not differ from track to track", f"{where}: {key}")
    name = clean_line(key, SHOWN_CELLS)
    hint = did_you_mean(name, known)
    return Fault(what, f"{where}: {name}", hint if "mean" in hint else "a recording ends in .jsonl")
