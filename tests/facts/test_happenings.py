"""What is said of a run: of every kind of event and every model, and briefly no more than that."""

from __future__ import annotations

from string import Formatter

from site_sim.facts.happenings import CAUSES, EVENTS, NEWS, UPCOMING, WAITING
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import SENTENCES
from site_sim.log.events import Kind

BRIEF = ".brief"
ALL = {"event": EVENTS, "news": NEWS, "upcoming": UPCOMING, "waits": WAITING, "cause": CAUSES}


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_each_kind_of_event_is_told_and_no_other() -> None:
    assert {name.partition(".")[0] for name in EVENTS} == {kind.name for kind in Kind}


def test_each_model_is_news_when_it_is_chosen() -> None:
    assert {name for name, text in NEWS.items() if text.startswith("now ")} == {
        *MODEL_FACTS,
        "setting",
    }


def test_what_is_said_briefly_is_shorter_and_knows_no_more() -> None:
    pairs = [
        (texts[name.removesuffix(BRIEF)], brief)
        for texts in ALL.values()
        for name, brief in texts.items()
        if name.endswith(BRIEF)
    ]
    assert len(pairs) > 30
    for whole, brief in pairs:
        assert len(brief) < len(whole)
        assert fields_of(brief) <= fields_of(whole)


def test_they_are_sentences_of_the_program() -> None:
    for prefix, texts in ALL.items():
        said = {name: SENTENCES[f"{prefix}.{name}"].text for name in texts}
        assert said == texts
