"""What README, scenarios and help say of Python is what `facts/sentences.py` says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from site_sim.cli.main import site_sim
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import SENTENCES
from site_sim.scenario.loading import shipped_scenarios
from site_sim.ui.actions.registry import ACTIONS
from tests.facts.said import WORDS, plain, unsaid

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BEGINS = r"(?:^|(?<=[.:!?]\s))"
ENDS = r"(?:(?<=[.:!?])(?=\s|$)|(?=$|\s\())"
"""Where a sentence, or what a cell of a table begins with, begins and ends."""


def passages(markdown: str) -> Iterator[str]:
    """Yield the paragraphs, headings, entries and cells of a text, but no listings.

    The name of a model that is one of the words is left out, where it is given as code.
    """
    names = "|".join(f"`{name}`" for name in MODEL_FACTS if re.search(WORDS, name))
    text = re.sub(r"^```.*?^```$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    for block in re.split(r"\n\n|\n(?=[-|#] ?)", text):
        for passage in re.split(r"\||!\[|\]\([^)]*\)", block):
            yield re.sub(names, "", passage.strip("-# \n"))


def said_in_help(command: click.Command, *path: str) -> Iterator[str]:
    """Yield the paragraphs of a command's help, and the words on each option, and those below."""
    context = click.Context(command, info_name=" ".join(path))
    yield from cleandoc(command.help or "").split("\n\n")
    yield command.get_short_help_str(200)
    for parameter in command.get_params(context):
        yield getattr(parameter, "help", "") or ""
    for name, each in getattr(command, "commands", {}).items():
        yield from said_in_help(each, *path, name)


def test_the_readme_has_only_sentences_of_the_module() -> None:
    assert [each for passage in passages(README) for each in unsaid(passage, BEGINS, ENDS)] == []
    readme = plain(README)
    own = [id for id in SENTENCES if id.startswith("readme.")]
    assert [id for id in own if plain(SENTENCES[id].text) not in readme] == []


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Python has a GIL.", 1),
        ("threads that share one GIL: waits overlap, computing takes turns (`threads`)", 0),
        ("threads that share one GIL: waits overlap, computing takes turns or not", 1),
        ("All threads that share one GIL: waits overlap, computing takes turns", 1),
    ],
)
def test_what_is_no_whole_sentence_of_the_module_is_found(told: str, left: int) -> None:
    assert len(unsaid(told, BEGINS, ENDS)) == left


def test_the_readme_and_the_choice_of_a_model_say_the_same_of_each() -> None:
    table = dict(re.findall(r"^\| `([a-z-]+)` \| (.*?) \|", README, re.MULTILINE))
    assert {name: table[name] for name in MODEL_FACTS} == {
        name: facts.summary for name, facts in MODEL_FACTS.items()
    }


def test_each_scenario_that_ships_says_its_sentences() -> None:
    told = shipped_scenarios().items()
    assert {
        **{f"scenario.{name}": words.about for name, words in told},
        **{f"next.{name}": words.next for name, words in told},
    } == {
        id: sentence.text
        for id, sentence in SENTENCES.items()
        if id.startswith(("scenario.", "next."))
    }


def test_the_help_has_only_sentences_of_the_module() -> None:
    told = [*said_in_help(site_sim, "site-sim"), *(action.label for action in ACTIONS)]
    assert len(told) > 100
    assert [each for passage in told for each in unsaid(passage, BEGINS, ENDS)] == []
