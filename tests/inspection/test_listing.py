"""The source that a screen shows is the source itself."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from site_sim.inspection.listing import listing
from site_sim.program import pipeline, traps
from tests.inspection.sessions import line_of, snapshot_of, stepped


def test_the_listing_is_the_source_itself() -> None:
    texts = {
        function.__name__: Path(inspect.getsourcefile(function) or "").read_text().splitlines()
        for function in map(
            inspect.unwrap,
            (pipeline.foreman, pipeline.worker, pipeline.accept, traps.coroutine),
        )
    }
    lines = [line for line in listing("pipeline").lines if line.number]
    assert list(dict.fromkeys(line.function for line in lines)) == list(texts)
    for line in lines:
        assert line.text == texts[line.function][line.number - 1].rstrip()
    assert lines[1].text.startswith("def foreman(")


def test_every_line_a_coroutine_stands_at_is_in_the_listing() -> None:
    for seed in range(12):
        for session in stepped(seed, 60):
            snapshot = snapshot_of(session)
            for function, line in snapshot.lines.values():
                row = snapshot.source.row_of(function, line)
                assert row is not None
                assert "yield" in snapshot.source.lines[row].text or snapshot.in_midst


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("job, addressee = yield ", "yield"),
        ("result = yield work(job)", "yield work(job)"),
        ("yield accepting.send(result)", "yield accepting.send(...)"),
        ("yield downstream.send((job, addressee))", "yield downstream.send(...)"),
    ],
)
def test_the_yield_of_a_line_is_told_without_what_it_sends(text: str, expression: str) -> None:
    known = listing("pipeline")
    assert known.expression("worker", line_of(pipeline.worker, text)) == expression


def test_whom_the_foreman_sends_to_is_left_out_too() -> None:
    line = line_of(pipeline.foreman, "yield crew.link_to")
    assert listing("pipeline").expression("foreman", line) == "yield crew.link_to(...).send(...)"
    assert listing("pipeline").expression("foreman", 1) == "yield"
