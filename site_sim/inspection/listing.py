"""The program's own source, as a screen shows it: the functions whose generators run."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from types import CodeType
from typing import Any

from site_sim.program import pipeline, producer_consumer, traps

FUNCTIONS: Mapping[str, tuple[Callable[..., Any], ...]] = {
    "pipeline": (pipeline.foreman, pipeline.worker, pipeline.accept, traps.coroutine),
    "producer-consumer": (
        producer_consumer.producer,
        producer_consumer.consumer,
        traps.coroutine,
    ),
}
"""The functions of each program, in the order in which a job meets them."""

_YIELD = re.compile(r"\byield\b[^#]*")
_SENT = re.compile(r"\.send\(.*\)")
_LINKED = re.compile(r"\.link_to\(\w+\)")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of source; `number` counts from 1 in its file, 0 is a gap between two functions."""

    number: int
    text: str
    function: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The source of a program. `lines` is empty where the source is not installed."""

    lines: tuple[SourceLine, ...]
    modules: Mapping[str, str]
    """The file that each function stands in: `pipeline.py`."""
    _texts: Mapping[tuple[str, int], str]

    def expression(self, function: str, number: int) -> str:
        """Return the yield on a line, what it sends left out: `yield downstream.send(...)`.

        A line without one is returned whole; it is a bare `yield` where the source is not known.
        """
        text = self._texts.get((function, number), "yield")
        found = _YIELD.search(text)
        if not found:
            return text.strip()
        return _LINKED.sub(".link_to(...)", _SENT.sub(".send(...)", found.group().strip()))

    def row_of(self, function: str, number: int) -> int | None:
        """Return which of `lines` has that number in a function; None for none."""
        rows = enumerate(self.lines)
        return next((r for r, x in rows if (x.function, x.number) == (function, number)), None)


@cache
def listing(program: str) -> Listing:
    """Return the source of a program."""
    lines: list[SourceLine] = []
    modules = {}
    for wrapped in FUNCTIONS[program]:
        function = inspect.unwrap(wrapped)
        name, code = function.__name__, _code_of(function)
        modules[name] = PurePath(code.co_filename).name
        if lines:
            lines.append(SourceLine(0, "", name))
        lines += [SourceLine(number, text, name) for number, text in _source_of(function)]
    texts = {(line.function, line.number): line.text for line in lines}
    return Listing(tuple(lines), modules, texts)


def _code_of(function: Callable[..., Any]) -> CodeType:
    code = function.__code__
    assert isinstance(code, CodeType)
    return code


def _source_of(function: Callable[..., Any]) -> list[tuple[int, str]]:
    """Return the numbered lines of a function; none where its file can't be read."""
    try:
        texts, first = inspect.getsourcelines(function)
    except OSError:
        return []
    return [(first + offset, text.rstrip()) for offset, text in enumerate(texts)]
