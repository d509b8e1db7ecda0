"""What a speaker shows above the picture: how much room it takes, and how it is written."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from site_sim.player.intents import ShowFigure
from site_sim.player.needs import Needs
from site_sim.player.site_copy import declared
from site_sim.player.view_state import FigureName
from site_sim.scenario.loading import shipped_scenarios
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.screens.talk.panels import (
    TalkPanels,
    caption_of,
    figure_height,
    figure_text,
    write_figure,
)
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.player.playing import Played

ABOUT = "One call stack: while one works, everyone above it waits."


@pytest.mark.parametrize(
    ("size", "rows", "height"),
    [
        (Size(80, 24), [ABOUT], 1),
        (Size(60, 18), ["One call stack: while one", "works, everyone above it waits."], 2),
        (Size(120, 36), [ABOUT], 3),
        (Size(200, 29), [ABOUT], 1),
    ],
)
def test_a_caption_takes_few_rows_of_much_the_same_length(
    size: Size, rows: list[str], height: int
) -> None:
    caption = caption_of(ABOUT, size, UNICODE)
    assert caption.rows == rows
    assert caption.height == height


@pytest.mark.parametrize("size", [Size(160, 45), Size(200, 50)])
@pytest.mark.parametrize("about", [words.about for words in shipped_scenarios().values()])
def test_a_caption_is_large_where_there_is_room_but_not_in_ascii(about: str, size: Size) -> None:
    large = caption_of(about, size, UNICODE).rows
    assert set("".join(large)) <= set(" ▀▄█")
    assert max(map(len, large)) <= size.width - 4
    assert caption_of(about, size, ASCII).rows == [about]


def test_a_caption_is_as_narrow_as_its_lines_allow_and_breaks_no_word_for_that() -> None:
    long = ["é" * length for length in (34, 20, 55, 30, 30, 40, 2)]
    assert " ".join(caption_of(" ".join(long), Size(60, 24), UNICODE).rows).split() == long
    words = "one two three four five six seven eight nine ten, ça va"
    assert [len(row) for row in caption_of(words, Size(58, 24), UNICODE).rows] == [27, 27]


def test_a_caption_of_other_letters_is_written_small() -> None:
    assert caption_of("日本語", Size(200, 50), UNICODE).rows == ["日本語"]


@pytest.mark.parametrize(("height", "rows"), [(18, 7), (24, 7), (36, 12), (60, 17), (0, 7)])
def test_a_figure_has_about_a_third_of_the_screen(height: int, rows: int) -> None:
    assert figure_height(Size(120, height)) == rows


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize(("figure", "name"), [("done", "jobs done"), ("waiting", "jobs waiting")])
def test_a_figure_has_its_name_above_and_its_digits_in_the_middle(
    figure: FigureName, name: str, glyphs: Glyphs
) -> None:
    played = Played()
    played.player.do(ShowFigure(figure))
    frame = played.player.frame()
    sheet = TextSheet(80, 7, glyphs)
    write_figure(sheet, frame)
    rows = ["".join(text for text, _ in row) for row in sheet.rows]
    assert rows[0].strip() == name
    assert len(rows) == 6
    assert all(abs(len(row) + len(row) - len(row.lstrip()) - 80) <= 1 for row in rows[:1])
    count = frame.site.done if figure == "done" else frame.site.waiting
    assert len(str(count)) == 2
    assert {len(row) for row in rows[1:]} == {40 + 14 // 2 + 14 % 2}


def test_how_many_are_done_a_second_is_told_in_digits_alone() -> None:
    played = Played(model="coroutines")
    played.player.do(ShowFigure("rate"))
    talk = TalkPanels(UNICODE, KeyBindings((), {}), lambda: Size(80, 24))
    frame = played.player.frame(lambda outline: talk.with_figure(Needs(), outline))
    throughput = declared(frame.site.figures).throughput
    assert throughput.per_s > 0
    assert float(figure_text(frame)) == pytest.approx(throughput.per_s, rel=0.1)
    assert talk.with_figure(Needs(figures=9), frame.outline) == Needs(figures=9)
    sheet = TextSheet(80, 7, UNICODE)
    write_figure(sheet, frame)
    assert "".join(text for text, _ in sheet.rows[0]).strip() == "jobs done a second"


def test_no_figure_writes_nothing() -> None:
    sheet = TextSheet(80, 7, UNICODE)
    write_figure(sheet, Played().player.frame())
    assert sheet.rows == []
