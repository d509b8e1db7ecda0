"""Finds what is said of Python and is no sentence of `facts/sentences.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import SENTENCES

WORDS = r"(?:\bGIL\b|GEN_|(?i:generator|recurs|pickl|\bprocess(?:es)?\b|asyncio))"
"""Whatever names one of these must stand in that module."""
LANES = "|".join(sorted({facts.lane for facts in MODEL_FACTS.values()}))
LANE = rf"(?:(?:the|a|its|their) )?(?:{LANES})s?(?: \d+)?"
"""What a field `lane` is filled with, which may be one of the words; no other field is."""
FIELD = rf"(?:(?!{WORDS})[^|]){{1,90}}?"
END_OF_FIELD = rf"(?!{WORDS})[^|]"
"""The last sign of a field."""
CUT = r"(?=\s*(?:…|\.\.\.|\n|$))"
"""Where a line ends, and with it what is cut."""


def plain(text: str) -> str:
    """Return a text in single spaces, without the signs of Markdown."""
    return " ".join(re.sub(r"[`*]", "", text).split())


def unsaid(text: str, begins: str = "", ends: str = "", may_be_cut: bool = False) -> list[str]:
    """Return each of the words in a text, with those around it, that no sentence accounts for.

    A sentence stands between what `begins` and `ends` match; if it `may_be_cut`, its beginning does
    so too, at the end of a line.
    """
    text = re.sub("[`*]", "", text)
    named = [*re.finditer(WORDS, text)]
    covered: set[int] = set()
    for sentence in patterns(may_be_cut) if named else ():
        for found in re.finditer(begins + sentence + ends, text):
            covered.update(range(*found.span()))
    return [
        text[max(0, found.start() - 40) : found.end() + 40]
        for found in named
        if found.start() not in covered
    ]


@cache
def patterns(may_be_cut: bool) -> tuple[str, ...]:
    """Return what matches each sentence that names one of the words, or may."""
    texts = [plain(sentence.text) for sentence in SENTENCES.values()]
    naming = [text for text in texts if re.search(WORDS, text) or "{lane}" in text]
    return tuple(map(beginning if may_be_cut else whole, naming))


def whole(text: str) -> str:
    """Return what matches a sentence, its fields filled in, however it is broken into lines."""
    return r"\s+".join(map(_word, text.split(" ")))


def beginning(text: str) -> str:
    """Return what matches a sentence, or as much of it as there is room for in a line.

    Of a field that it begins with only the last sign is looked for: none of the words is in it, and
    to try each length of it at each place takes long.
    """
    words = text.split(" ")
    pattern = ""
    for word in reversed(words[1:]):
        pattern = rf"(?:\s+{_word(word)}{pattern}|\s+{_start(word)}{CUT}|{CUT})"
    first = _word(words[0])
    if first.startswith(FIELD):
        first = END_OF_FIELD + first.removeprefix(FIELD)
    return first + pattern


def _word(word: str) -> str:
    return "".join(_parts(word))


def _start(word: str) -> str:
    """Return what matches the beginning of a word, or nothing."""
    pattern = ""
    for part in reversed(list(_parts(word))):
        pattern = f"(?:{part}{pattern})?"
    return pattern


def _parts(word: str) -> Iterator[str]:
    """Yield what matches each letter of a word, and each field in it."""
    for number, part in enumerate(re.split(r"\{(\w+)[^}]*\}", word)):
        if number % 2:
            yield LANE if part == "lane" else FIELD
        else:
            yield from map(re.escape, part)
