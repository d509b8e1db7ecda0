"""The sentences of the program: each is known to be true, is said somewhere, and only once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

import site_sim
from site_sim.facts.costs import COST_KEYS
from site_sim.facts.sentences import SENTENCES, say
from site_sim.facts.settings import ARRIVALS, COST_SETS, SERVICES, SUPERVISION
from site_sim.facts.states import STATES
from site_sim.log.cast import ROLES
from site_sim.log.events import Kind
from site_sim.scenario.schema import KEYS
from site_sim.ui.screens.told import PANELS
from tests.facts.said import WORDS, unsaid

TESTS = Path(__file__).parents[1]
PACKAGE = Path(site_sim.__file__).parent
MODULES = {
    PACKAGE / "facts" / name for name in ("sentences.py", "explanations.py", "happenings.py")
}
LISTINGS = {PACKAGE / "program" / "traps.py"}
"""What is shown as code."""
BY_NAME = {
    *(f"event.{kind.name}" for kind in Kind),
    *(f"cost.{key}" for key in COST_KEYS),
    *(f"state.{name}" for name in STATES),
    *(f"help.{id}" for id in PANELS),
    *(f"role.{role}" for role in ROLES),
    *(f"key.{name}" for name in KEYS),
    *(f"setting.{name}" for name in (*ARRIVALS, *SERVICES, *COST_SETS, *SUPERVISION)),
}
"""The sentences that are asked for by the name of what they are about."""


@cache
def strings() -> Sequence[tuple[Path, str]]:
    """Return the texts in the code of every module but those of the sentences."""
    return [(path, text) for path in PACKAGE.rglob("*.py") for text in strings_in(path)]


def strings_in(path: Path) -> Iterator[str]:
    """Yield the texts in the code of a module, but for its docstrings."""
    if path in MODULES:
        return
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("id", SENTENCES)
def test_how_a_sentence_is_known_is_said(id: str) -> None:
    _, known, source = SENTENCES[id]
    if known == "built":
        assert (TESTS / source).is_file()
    elif known != "tried":  # what is tried has a test of its id
        assert source


def test_each_sentence_is_said_and_each_that_is_said_is_there() -> None:
    told = {text for _, text in strings()}
    briefly = {f"{id}{end}" for id in told | BY_NAME for end in (".brief", "-least")}
    elsewhere = {
        id for id in SENTENCES if id.startswith(("listing.", "readme.", "scenario.", "next."))
    }
    assert SENTENCES.keys() - told - BY_NAME - briefly - elsewhere == set()
    prefixes = "|".join({id.partition(".")[0] for id in SENTENCES})
    ids = {text for text in told if re.fullmatch(rf"(?:{prefixes})\.(?!tcss)[a-z.-]+", text)}
    assert ids - SENTENCES.keys() == set()
    assert len(ids) > 50


def test_no_sentence_is_there_twice() -> None:
    texts = [sentence.text for sentence in SENTENCES.values()]
    assert len(texts) == len({*texts})


def test_no_other_module_has_a_sentence_about_python() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}: {text}"
        for path, text in strings()
        if path not in LISTINGS and len(text.split()) > 2 and re.search(WORDS, text)
    }
    assert found == set()


def test_the_fields_of_a_sentence_are_filled_in() -> None:
    said = say("waits.io.keeping", place="at `yield work(job)`", time="1.2 s", lane="the GIL")
    assert said == "at `yield work(job)`: waits for I/O until 1.2 s, and keeps the GIL"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ready, waits for the GIL", 0),
        ("ready, waits\nfor core 3 and the GIL", 1),
        ("has the call stack and the GIL, computes", 1),
        ("A generator can't be pickled: it stays in\nits process, and only jobs cross.", 0),
        ("A generator can be pickled: it stays in its process, and only jobs cross.", 3),
        ("A generator can't be pickled: it stays in", 2),
    ],
)
def test_what_is_no_sentence_of_the_module_is_found(text: str, left: int) -> None:
    assert len(unsaid(text)) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A generator can't be pickled: it sta…", 0),
        ("A generator can't be pickled: it stays in\nits pro\nand", 0),
        ("A generator can't be pickled: it stays out\n", 2),
        ("A generator can't be pickled: it sta and", 2),
    ],
)
def test_a_sentence_may_be_cut_at_the_end_of_a_line(text: str, left: int) -> None:
    assert len(unsaid(text, may_be_cut=True)) == left
