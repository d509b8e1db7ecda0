"""The themes: legible, told apart, loaded with every fault named, and never in the way."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Callable, Coroutine, Iterator
from functools import wraps
from itertools import combinations
from pathlib import Path
from typing import ParamSpec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.console import Console
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.app import App, ComposeResult
from textual.color import BLACK, WHITE, Color
from textual.command import SearchIcon
from textual.containers import Horizontal, Vertical
from textual.filter import LineFilter
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    DataTable,
    Footer,
    Input,
    OptionList,
    Select,
    Static,
    Switch,
    Tab,
    Tabs,
)

from site_sim.base.errors import SiteError
from site_sim.cli import themes as theme_commands
from site_sim.facts.states import STATES
from site_sim.ui.theme import contrast as look
from site_sim.ui.theme.checks import check_theme, contrast_pairs, states_apart
from site_sim.ui.theme.files import SiteTheme, load_theme
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from site_sim.ui.theme.materials import MATERIALS, STONES, material_colours
from site_sim.ui.theme.registry import (
    BRIGHT_HALL,
    DARK,
    DARK_HALL,
    LIGHT,
    MARKS,
    MONO,
    SURFACES,
    TEXTS,
    USER_FILES,
    as_text,
    choose_theme,
    has_light_ground,
    line_filters,
    load_themes,
    shipped_folder,
    state_colours,
    user_folder,
    wants_no_color,
)
from site_sim.ui.theme.text_styles import ROLES, role_style
from site_sim.ui.theme.variables import textual_theme
from tests.cli.commands import posix_only
from tests.ui.app_fixture import strips_of

THEMES, FAULTS = load_themes()
COLOURED = {name: theme for name, theme in THEMES.items() if not theme.monochrome}
EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
EACH_COLOURED = pytest.mark.parametrize("theme", COLOURED.values(), ids=COLOURED)

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: Color(*rgb))
SEEN = {
    "true colour": lambda colour: colour,
    "256 colours": look.reduced,
}
SEEN_WITHOUT_GREEN_OR_RED = {
    "deuteranopia": lambda colour: look.simulated(colour, look.DEUTERANOPIA),
    "protanopia": lambda colour: look.simulated(colour, look.PROTANOPIA),
}


P = ParamSpec("P")


def over(colour: Color, background: Color) -> Color:
    """Return the opaque colour that `colour`, which may be transparent, gives on `background`.

    Textual's automatic colours ("auto 87%") become the black or white that it would choose.
    """
    if colour.auto:
        colour = background.get_contrast_text(colour.a)
    return background + colour


def asynchronous(test: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    """Run an asynchronous test from start to end."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


# -- the measures --------------------------------------------------------------------------------


def test_contrast_is_what_the_guidelines_say() -> None:
    assert look.contrast(BLACK, WHITE) == pytest.approx(21)
    assert look.contrast(Color.parse("#767676"), WHITE) == pytest.approx(4.54, abs=0.005)
    assert look.contrast(Color.parse("#777777"), WHITE) == pytest.approx(4.48, abs=0.005)
    assert look.contrast(Color.parse("#ff0000"), WHITE) == pytest.approx(3.998, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_bounded(one: Color, other: Color) -> None:
    assert 1 <= look.contrast(one, other) == look.contrast(other, one) <= 21.01


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#ffffff", (1.0, 0.0, 0.0)),
        ("#ff0000", (0.628, 0.225, 0.126)),
        ("#00ff00", (0.866, -0.234, 0.179)),
        ("#0000ff", (0.452, -0.032, -0.312)),
    ],
)
def test_oklab_is_its_authors(colour: str, expected: tuple[float, ...]) -> None:
    assert look.oklab(Color.parse(colour)) == pytest.approx(expected, abs=0.001)


@given(COLOURS)
def test_256_colours_are_those_that_rich_writes(colour: Color) -> None:
    console = Console(
        file=io.StringIO(), force_terminal=True, color_system="256", legacy_windows=False
    )
    with console.capture() as capture:
        console.print("x", style=RichStyle(color=colour.rich_color), end="")
    number = int(capture.get().partition("38;5;")[2].partition("m")[0])
    if number >= 232:
        level = 8 + 10 * (number - 232)
        expected = (level, level, level)
    else:
        cube, steps = number - 16, (0, 95, 135, 175, 215, 255)
        expected = (steps[cube // 36], steps[cube // 6 % 6], steps[cube % 6])
    assert look.reduced(colour).rgb == expected


@given(st.integers(0, 255))
def test_greys_stay_grey_without_red_or_green(level: int) -> None:
    grey = Color(level, level, level)
    for see in SEEN_WITHOUT_GREEN_OR_RED.values():
        assert max(abs(a - b) for a, b in zip(see(grey).rgb, grey.rgb, strict=True)) <= 1


def test_red_and_green_grow_alike_without_red_or_green() -> None:
    red, green = Color.parse("#d04040"), Color.parse("#409040")
    for see in SEEN_WITHOUT_GREEN_OR_RED.values():
        assert look.distance(see(red), see(green)) < look.distance(red, green) / 2


def test_a_see_through_colour_is_seen_over_its_ground() -> None:
    assert over(WHITE.with_alpha(0.5), BLACK).rgb == (127, 127, 127)
    assert over(Color.automatic(100), BLACK) == WHITE
    assert over(Color.automatic(100), WHITE) == BLACK


@given(COLOURS, COLOURS)
def test_readable_changes_nothing_that_is_legible_and_mends_the_rest(
    colour: Color, surface: Color
) -> None:
    tint = look.readable(colour, (surface,), 3.0)
    if look.least_contrast(colour, [surface]) >= 3.0:
        assert tint == colour
    assert look.least_contrast(tint, [surface]) >= 3.0


def test_readable_does_its_best_where_nothing_will_do() -> None:
    tint = look.readable(Color.parse("#808080"), (BLACK, WHITE), 7.0)
    assert look.least_contrast(tint, [BLACK, WHITE]) >= 3.9


# -- the themes that ship ------------------------------------------------------------------------


def test_the_shipped_themes_are_good_and_the_defaults_come_first() -> None:
    assert FAULTS == []
    assert list(THEMES)[:2] == [DARK, LIGHT]
    assert list(THEMES)[-1] == MONO
    assert [theme.name for theme in THEMES.values()] == list(THEMES)
    assert {*THEMES} == {
        *(DARK, LIGHT, MONO),
        *("blueprint", "colour-blind-safe", "floodlight", "high-contrast", "projector"),
    }


def test_the_shipped_themes_are_as_dark_and_as_strong_as_they_say() -> None:
    kinds = {name: theme.kind for name, theme in THEMES.items()}
    assert [name for name, kind in kinds.items() if kind == "light"] == [LIGHT, "projector"]
    assert [name for name, kind in kinds.items() if kind == "mono"] == [MONO]
    assert THEMES["high-contrast"].contrast == 7.0
    for theme in COLOURED.values():
        assert (look.luminance(theme.colours["background"]) < 0.2) == theme.dark
        assert theme.title


@EACH_COLOURED
@pytest.mark.parametrize("depth", SEEN)
def test_text_and_marks_are_legible_on_every_surface(theme: SiteTheme, depth: str) -> None:
    see = SEEN[depth]
    text = [theme.colours["foreground"], theme.colours["muted"]]
    text += [as_text(theme, colour) for colour in state_colours(theme).values()]
    marks = [*state_colours(theme).values(), *(theme.marks[name] for name in MARKS)]
    for name in SURFACES:
        surface = see(theme.colours[name])
        assert min(look.contrast(see(colour), surface) for colour in text) >= theme.contrast
        assert min(look.contrast(see(colour), surface) for colour in marks) >= 3.0


@EACH_COLOURED
def test_text_that_is_grey_is_grey_in_256_colours_too(theme: SiteTheme) -> None:
    def tint(colour: Color) -> int:
        return max(colour.rgb) - min(colour.rgb)

    greys = [name for name in TEXTS if tint(theme.colours[name]) <= 16]
    assert "foreground" in greys
    assert [tint(look.reduced(theme.colours[name])) for name in greys] == [0] * len(greys)


@EACH_COLOURED
def test_textuals_text_variables_are_legible_on_every_surface(theme: SiteTheme) -> None:
    generated = in_stylesheet(theme)
    names = [name for name in generated if name == "text" or name.startswith("text-")]
    assert len(names) == 9
    names += ["footer-key-foreground", "footer-foreground", "foreground", "link-color", "border"]
    for surface in (theme.colours[name] for name in SURFACES):
        for name in names:
            colour = over(parse(generated[name]), surface)
            assert look.least_contrast(colour, [surface]) >= theme.contrast, name


@EACH_COLOURED
def test_textuals_pairs_of_text_and_ground_are_legible(theme: SiteTheme) -> None:
    generated = in_stylesheet(theme)
    pairs = [
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
        ("foreground", "block-hover-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("input-selection-foreground", "input-selection-background"),
        ("screen-selection-foreground", "screen-selection-background"),
        ("link-color-hover", "link-background-hover"),
        ("foreground", "footer-background"),
        ("button-foreground", "surface-darken-1"),
        ("foreground", "panel-lighten-1"),
        ("foreground", "panel-darken-1"),
        ("on-hazard", "hazard-fill"),
    ]
    pairs += [("button-color-foreground", name) for name in ("primary", "success", "warning")]
    pairs += [("button-color-foreground", f"{name}-darken-2") for name in ("primary", "success")]
    tinted = [name for name in TEXTS if name not in ("foreground", "muted")]
    pairs += [(f"text-{name}", f"{name}-muted") for name in tinted]
    for text, ground in pairs:
        assert look.least_contrast(parse(generated[text]), [parse(generated[ground])]) >= (
            theme.contrast
        ), (text, ground)


SIGNS = {
    *MARKS,
    "timber-hazard",
    *(f"state-{state}" for state in STATES),
    *(role for role in ROLES if role.endswith("-crossed")),
}
"""The roles of signs, and of lines, which need less contrast than words."""


@EACH_COLOURED
@pytest.mark.parametrize("depth", SEEN)
def test_every_role_is_legible_where_it_stands(theme: SiteTheme, depth: str) -> None:
    see, variables = SEEN[depth], in_stylesheet(theme)
    no_meaning = {"line", "ground", *(f"{name}-edge" for name in MATERIALS)}
    for role in ROLES.keys() - no_meaning:
        style = role_style(role, variables)
        ink, own = (each and Color.from_rich_color(each) for each in (style.color, style.bgcolor))
        ink = ink or theme.colours["foreground"]
        grounds = [own] if own else [theme.colours[name] for name in SURFACES]
        needed = 3.0 if role in SIGNS else theme.contrast
        assert min(look.contrast(see(ink), see(ground)) for ground in grounds) >= needed, role


@EACH_COLOURED
def test_no_brick_looks_like_a_state_or_like_another_brick(theme: SiteTheme) -> None:
    colours = material_colours(theme)
    for one, other in combinations(STONES, 2):
        assert look.distance(colours[one], colours[other]) >= 0.04, (one, other)
    for name in MATERIALS:
        assert look.distance(colours[name], theme.colours["surface"]) >= 0.1, name
        for state, colour in state_colours(theme).items():
            assert look.distance(colours[name], colour) >= 0.1, (name, state)


def test_a_theme_may_name_the_colours_of_bricks(tmp_path: Path) -> None:
    own = {name: f"#10203{number}" for number, name in enumerate(MATERIALS)}
    table = "\n[materials]\n" + "".join(f'{name} = "{own[name]}"\n' for name in MATERIALS)
    theme = load_theme(write(tmp_path / "mine.toml", good() + table))
    colours = material_colours(theme)
    assert {name: colours[name].hex for name in MATERIALS} == own
    with pytest.raises(SiteError, match=r"materials\.plum: is missing"):
        load_theme(write(tmp_path / "bad.toml", good() + table.replace("plum", "plumb")))


def test_without_colours_roles_are_told_apart_by_text_styles() -> None:
    variables = in_stylesheet(THEMES[MONO])
    styles = {role: role_style(role, variables) for role in ROLES}
    for style in styles.values():
        assert (style.color or DEFAULT).is_default
        assert (style.bgcolor or DEFAULT).is_default
    assert styles["selected"].reverse
    assert all(styles[role].bold for role in ("hazard", "hazard-text", "hot", "key", "token"))
    plates = ["plate", "banner", *(f"state-{state}-plate" for state in STATES)]
    assert all(styles[role].bold and styles[role].reverse for role in plates)


def in_stylesheet(theme: SiteTheme) -> dict[str, str]:
    """Return the variables as Textual's stylesheet sees them."""
    made = textual_theme(theme)
    return made.to_color_system().generate() | made.variables


def parse(text: str) -> Color:
    """Parse a colour of a stylesheet, "auto 87%" included."""
    if text.startswith("auto"):
        return Color.automatic(float(text.removeprefix("auto ").rstrip("%")))
    return Color.parse(text)


@EACH_COLOURED
@pytest.mark.parametrize("depth", SEEN)
def test_states_are_told_apart_by_colour(theme: SiteTheme, depth: str) -> None:
    assert nearest(theme, SEEN[depth]) >= 0.1


@EACH_COLOURED
@pytest.mark.parametrize("deficiency", SEEN_WITHOUT_GREEN_OR_RED)
def test_states_are_told_apart_without_red_or_green(theme: SiteTheme, deficiency: str) -> None:
    least = 0.09 if theme.name == "colour-blind-safe" else 0.06
    see = SEEN_WITHOUT_GREEN_OR_RED[deficiency]
    assert nearest(theme, see) >= least
    assert nearest(theme, lambda colour: see(look.reduced(colour))) >= least


def nearest(theme: SiteTheme, see: object) -> float:
    """Return the distance of the two most similar states, seen so."""
    assert callable(see)
    colours = map(see, state_colours(theme).values())
    return min(look.distance(one, other) for one, other in combinations(colours, 2))


@EACH_COLOURED
@pytest.mark.parametrize("depth", SEEN)
def test_the_selected_row_stands_out(theme: SiteTheme, depth: str) -> None:
    see = SEEN[depth]
    selected = see(theme.colours["selected"])
    for name in ("background", "surface", "panel", "focused"):
        assert look.distance(selected, see(theme.colours[name])) >= 0.03


@pytest.mark.parametrize(("one", "other"), combinations(COLOURED, 2))
def test_two_themes_differ_in_more_than_a_shade(one: str, other: str) -> None:
    """The least distance is twice what is just noticed, of all grounds or of all states."""
    first, second = COLOURED[one], COLOURED[other]
    grounds = [
        look.distance(first.colours[name], second.colours[name])
        for name in ("background", "surface", "panel")
    ]
    states = [look.distance(first.states[state], second.states[state]) for state in STATES]
    assert max(sum(grounds) / len(grounds), sum(states) / len(states)) > 0.04


def test_the_themes_for_halls_are_a_dark_and_a_bright_one_and_all_their_text_is_at_7_to_1() -> None:
    halls = THEMES[DARK_HALL], THEMES[BRIGHT_HALL]
    assert [theme.dark for theme in halls] == [True, False]
    assert all(theme.contrast == 7.0 for theme in halls)


def test_verdicts_are_told_apart_by_everyone() -> None:
    for theme in COLOURED.values():
        marks = theme.marks["accepted"], theme.marks["rejected"]
        assert look.distance(*marks) >= 0.1
        if theme.name == "colour-blind-safe":
            for see in SEEN_WITHOUT_GREEN_OR_RED.values():
                assert look.distance(*map(see, marks)) >= 0.1


# -- what Textual makes of them ------------------------------------------------------------------


def _own_variables() -> dict[str, str]:
    """Return the variables that Textual's own stylesheets do not know, of the dark theme."""
    variables = textual_theme(THEMES[DARK]).variables
    generated = textual_theme(THEMES[DARK]).to_color_system().generate()
    return {name: value for name, value in variables.items() if name not in generated}


OWN_VARIABLES = _own_variables()


class Stock(App[None]):
    """Stock widgets and the site's own variables, under one theme."""

    CSS_PATH = Path(look.__file__).with_name("stock.tcss")
    CSS = """
    #row { height: 20; }
    #row > Vertical { width: 1fr; }
    #signs { height: auto; background: $selected; border: round $line; }
    """
    CSS += "\n".join(
        f"#signs .{name} {{ color: ${name}; }}"
        for name in OWN_VARIABLES
        if not name.endswith("-style")
    )
    CSS += "\n#signs .hazard { background: $hazard-fill; text-style: $hazard-text-style; }"
    CSS += "\n#signs .selected { background: $focused; text-style: $selected-text-style; }"
    BINDINGS = [("z", "bell", "ring the bell"), ("y", "bell", "ring it again")]  # noqa: RUF012

    def __init__(self, theme: SiteTheme, glyphs: Glyphs = UNICODE) -> None:
        self.site_theme, self.glyphs = theme, glyphs
        super().__init__()
        self.animation_level = "none"
        for each in THEMES.values():
            self.register_theme(textual_theme(each))
        self.register_theme(textual_theme(theme))
        self.theme = theme.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return OWN_VARIABLES

    def get_line_filters(self) -> tuple[LineFilter, ...]:
        return line_filters(self.site_theme, self.glyphs)

    def compose(self) -> ComposeResult:
        with Horizontal(id="row"):
            with Vertical():
                yield Button("default")
                yield Button("primary", variant="primary")
                yield Button("success", variant="success")
                yield Button("warning", variant="warning")
                yield Button("error", variant="error")
            with Vertical():
                yield Input(value="value", select_on_focus=False)
                yield Input(placeholder="placeholder", id="empty")
                yield Select([("one", 1), ("two", 2)], prompt="choose one")
                yield Checkbox("checkbox", value=True)
            with Vertical():
                yield OptionList("serial", "coroutines", "threads", id="options")
                yield Tabs(Tab("site"), Tab("timeline"))
                yield DataTable(zebra_stripes=True)
                yield Switch(value=True)
        with Vertical(id="signs"):
            yield from (Static(f"● {state}", classes=f"state-{state}-text") for state in STATES)
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("worker", "state")
        table.add_rows([("3", "idle"), ("2", "blocked"), ("1", "idle")])


def painted(app: App[None], widget: Widget) -> Iterator[Segment]:
    """Yield what was painted within a widget, but for blanks, lines and blocks."""
    x, y, width, height = widget.region
    for strip in strips_of(app)[y : y + height]:
        for segment in strip.crop(x, x + width):
            if any(not char.isspace() and not "\u2500" <= char < "\u25a0" for char in segment.text):
                yield segment


def too_faint(app: App[None], widget: Widget, needed: float) -> list[str]:
    """Return what was painted within a widget with less contrast than needed."""
    faint = []
    for text, style, _ in painted(app, widget):
        assert style is not None
        assert style.color is not None
        assert style.bgcolor is not None
        ink, ground = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
        ratio = look.least_contrast(ink, [ground])
        if ratio < needed or style.dim:
            faint.append(f"{text!r} {ratio:.2f} {ink.hex} on {ground.hex}")
    return faint


@pytest.mark.sampled
@EACH_COLOURED
@asynchronous
async def test_stock_widgets_are_legible(theme: SiteTheme) -> None:
    app = Stock(theme)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        seen = " ".join(segment.text for segment in painted(app, app.screen))
        for text in ("primary", "placeholder", "choose", "timeline", "blocked", "ring the bell"):
            assert text in seen
        assert too_faint(app, app.screen, theme.contrast) == []
        for widget in app.screen.query(
            "Input, Select, Checkbox, OptionList, Tabs, DataTable, Button"
        ):
            widget.focus()
            await pilot.pause()
            assert app.focused is widget
            assert too_faint(app, widget, theme.contrast) == [], widget
        app.query_one(Input).select_all()
        await pilot.pause()
        assert too_faint(app, app.query_one(Input), theme.contrast) == []
        for button in app.query("Button, FooterKey"):
            await pilot.hover(button)
            await pilot.pause()
            assert too_faint(app, button, theme.contrast) == [], button


@pytest.mark.sampled
@EACH_COLOURED
@asynchronous
async def test_notices_and_the_palette_are_legible(theme: SiteTheme) -> None:
    app = Stock(theme)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        for severity in ("information", "warning", "error"):
            app.notify("message", title="title", severity=severity)
        await pilot.pause()
        await pilot.pause()
        for toast in app.screen.query("Toast"):
            assert "message" in " ".join(segment.text for segment in painted(app, toast))
            assert too_faint(app, toast, theme.contrast) == []
        assert len(app.screen.query("Toast")) == 3
        app.action_command_palette()
        await pilot.pause()
        await pilot.press(*"quit")
        await app.workers.wait_for_complete()
        app.screen.query_one(SearchIcon).icon = ">"
        await pilot.pause()
        for widget in (
            app.screen.query_one(SearchIcon),
            app.screen.query_one("CommandInput"),
            app.screen.query_one("CommandList"),
        ):
            assert list(painted(app, widget)), widget
            assert too_faint(app, widget, theme.contrast) == []


@pytest.mark.sampled
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@asynchronous
async def test_a_monochrome_theme_paints_no_colour(
    glyphs: Glyphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Stock(THEMES[MONO], glyphs)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        app.notify("message", severity="error")
        app.query_one("#options").focus()
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query("Toast")
        for strip in strips_of(app):
            for text, style, _ in strip:
                codes = style.render(text) if style else text
                assert not style or ((style.color or DEFAULT).is_default), (text, style)
                assert not style or ((style.bgcolor or DEFAULT).is_default), (text, style)
                assert "38;" not in codes


DEFAULT = RichStyle.parse("default").color


@asynchronous
async def test_a_monochrome_theme_shows_where_the_cursor_is() -> None:
    app = Stock(THEMES[MONO])
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        options = app.query_one("#options", OptionList)
        options.focus()
        options.highlighted = 1
        await pilot.pause()
        marked = [text for text, style, _ in painted(app, options) if style and style.underline]
        assert marked == ["coroutines"]


@asynchronous
async def test_in_ascii_stock_widgets_draw_ascii_only() -> None:
    app = Stock(THEMES[DARK], ASCII)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        app.notify("message", severity="error")
        await pilot.pause()
        text = "".join(strip.text for strip in strips_of(app))
        assert "state-" not in text
        assert [char for char in set(text) if not char.isascii()] == ["●"] or text.isascii()


@asynchronous
async def test_the_stylesheet_stands_under_a_theme_that_is_not_the_sites() -> None:
    app = Stock(THEMES[DARK])
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        for name in ("nord", "ansi-dark", MONO, LIGHT):
            app.theme = name
            await pilot.pause()
        signs = app.query_one("#signs")
        assert Color.parse(textual_theme(THEMES[LIGHT]).variables["selected"]) == (
            signs.styles.background
        )


@EACH
def test_each_theme_defines_every_variable_of_the_sites_own(theme: SiteTheme) -> None:
    assert set(OWN_VARIABLES) <= set(textual_theme(theme).variables)


def test_the_sites_own_variables_are_those_of_states_and_marks() -> None:
    expected = {f"state-{state}" for state in STATES} | {"hazard", "accepted", "selected"}
    assert expected <= set(OWN_VARIABLES)


@given(st.data())
def test_no_colours_whatever_break_a_theme(data: st.DataObject) -> None:
    base = THEMES[DARK]

    def some(names: object) -> dict[str, Color]:
        return {name: data.draw(COLOURS) for name in names}  # type: ignore[attr-defined]

    wild = replace(
        base, colours=some(base.colours), states=some(base.states), marks=some(base.marks)
    )
    for name, value in in_stylesheet(wild).items():
        if "-style" not in name and value != "initial":
            parse(value)
    pairs = contrast_pairs(wild)
    assert all(1 <= pair.ratio <= 21.01 for pair in pairs)
    assert len(states_apart(wild)) == 3


# -- which theme ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "no_color", "light", "expected"),
    [
        (None, False, False, DARK),
        (None, False, True, LIGHT),
        (None, True, False, MONO),
        (None, True, True, MONO),
        ("blueprint", False, False, "blueprint"),
        ("blueprint", True, True, "blueprint"),
    ],
)
def test_the_theme_asked_for_wins_then_no_color_then_the_ground(
    wanted: str | None, no_color: bool, light: bool, expected: str
) -> None:
    theme, faults = choose_theme(wanted, THEMES, no_color=no_color, light=light)
    assert (theme.name, faults) == (expected, [])


def test_a_theme_may_be_a_path(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.toml", good(name="mine"))
    theme, faults = choose_theme(str(path), THEMES)
    assert (theme.name, theme.source, faults) == ("mine", path, [])


@pytest.mark.parametrize("wanted", ["blueprnt", "", "no/such.toml", "no.toml", "\0.toml", "\x1b"])
def test_a_theme_that_is_not_there_gives_the_default_and_says_why(wanted: str) -> None:
    theme, faults = choose_theme(wanted, THEMES, light=True)
    assert theme.name == LIGHT
    assert len(faults) == 2
    assert str(faults[1]) == "starting with site-light instead"
    assert "\x1b" not in str(faults[0])
    if wanted == "blueprnt":
        assert str(faults[0]) == "blueprnt: no such theme (did you mean 'blueprint'?)"


def test_a_bad_theme_gives_the_default_and_names_all_its_faults(tmp_path: Path) -> None:
    path = write(tmp_path / "bad.toml", good(name="bad").replace("panel", "panle"))
    theme, faults = choose_theme(str(path), THEMES)
    assert theme.name == DARK
    assert list(map(str, faults)) == [
        f"{path}: colours.panle: unknown key (did you mean 'panel'?)",
        f"{path}: colours.panel: is missing",
        "starting with site-dark instead",
    ]


def test_an_own_theme_that_is_hard_to_read_is_worn_and_that_is_said(tmp_path: Path) -> None:
    faint = good().replace(THEMES[DARK].colours["muted"].hex, "#333333")
    path = write(tmp_path / "faint.toml", faint)
    theme, faults = choose_theme(str(path), THEMES)
    assert (theme.name, theme.source) == ("mine", path)
    (fault,) = map(str, faults)
    assert fault.startswith(f"{path}: muted on selected has a contrast of 1.")
    assert fault.endswith(", not 4.5 ('site-sim themes --check' tells all)")
    assert choose_theme("mine", {**THEMES, "mine": theme})[1] == faults
    assert choose_theme(str(write(tmp_path / "good.toml", good())), THEMES)[1] == []


def test_no_color_counts_when_it_is_not_empty() -> None:
    assert wants_no_color({"NO_COLOR": "1"})
    assert wants_no_color({"NO_COLOR": "0"})
    assert not wants_no_color({"NO_COLOR": ""})
    assert not wants_no_color({})


@pytest.mark.parametrize(
    ("value", "light"), [("0;15", True), ("0;default;7", True), ("15;0", False), ("", False)]
)
def test_a_terminal_may_say_that_its_ground_is_light(value: str, light: bool) -> None:
    assert has_light_ground({"COLORFGBG": value}) is light
    assert not has_light_ground({})


# -- a person's own ------------------------------------------------------------------------------


def good(name: str = "mine") -> str:
    """Return the text of a theme that is good."""
    return (shipped_folder() / f"{DARK}.toml").read_text("utf-8").replace(DARK, name)


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_own_themes_are_added_and_win_over_those_that_ship(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", good("mine"))
    write(tmp_path / "b.toml", good("blueprint"))
    write(tmp_path / "notes.txt", "not a theme")
    themes, faults = load_themes(tmp_path)
    assert faults == []
    assert set(themes) == {*THEMES, "mine"}
    assert themes["blueprint"].source == tmp_path / "b.toml"


def test_a_bad_own_theme_is_left_out_and_named(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", "name = 3")
    write(tmp_path / "b.toml", good("mine"))
    write(tmp_path / "c.toml", good("mine"))
    (tmp_path / "d.toml").mkdir()
    themes, faults = load_themes(tmp_path)
    assert set(themes) == {*THEMES, "mine"}
    assert themes["mine"].source == tmp_path / "b.toml"
    assert f"{tmp_path / 'd.toml'}: is a folder, not a file" in map(str, faults)
    assert f"{tmp_path / 'c.toml'}: the name 'mine' is taken by {tmp_path / 'b.toml'}" in map(
        str, faults
    )
    assert {fault.where.split(":")[0] for fault in faults} == {
        str(tmp_path / name) for name in ("a.toml", "c.toml", "d.toml")
    }


def test_a_folder_that_is_not_there_is_no_fault_but_one_that_is_no_folder_is(
    tmp_path: Path,
) -> None:
    assert load_themes(tmp_path / "none")[1] == []
    file = write(tmp_path / "file", "")
    themes, faults = load_themes(file)
    assert set(themes) == set(THEMES)
    assert [fault.where for fault in faults] == [str(file)]


def test_a_huge_folder_is_read_in_part_and_said_so(tmp_path: Path) -> None:
    for number in range(USER_FILES + 1):
        write(tmp_path / f"t{number:03}.toml", f"name = 't{number}'\nmonochrome = true")
    themes, faults = load_themes(tmp_path)
    assert len(themes) == len(THEMES) + USER_FILES
    assert [str(fault) for fault in faults] == [f"{tmp_path}: only the first 100 themes are read"]


def test_own_themes_stand_in_the_users_config_folder() -> None:
    assert user_folder().parts[-2:] == ("site-sim", "themes")


# -- files that are no themes --------------------------------------------------------------------


def faults_of(path: Path) -> list[str]:
    with pytest.raises(SiteError) as caught:
        load_theme(path)
    return [str(fault).removeprefix(f"{path}: ") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'name = "mine"',
            'name = "My Theme"',
            "name: must be small letters, digits and hyphens, 32 at most, a letter first,"
            " not 'My Theme'",
        ),
        ('name = "mine"', "name = 3", "name: must be small letters"),
        ('name = "mine"', 'name = "mine\\n"', "name: must be small letters"),
        ('name = "mine"', "", "name: is missing"),
        ("dark = true", "dark = 1", "dark: must be true or false, not 1"),
        ("dark = true", "drak = true", "drak: unknown key (did you mean 'dark'?)"),
        ("dark = true", "contrast = 3", "contrast: must be a number from 4.5 to 21, not 3"),
        ("dark = true", "contrast = nan", "contrast: must be a number from 4.5 to 21, not nan"),
        ("dark = true", "contrast = true", "contrast: must be a number from 4.5 to 21, not true"),
        ("[colours]", "[colors]", "colors: unknown key (did you mean 'colours'?)"),
        ("[marks]", "[marks.x]", "marks.accepted: is missing"),
        ("[states]", "[[states]]", "[states]: must be a table of colours, not a list"),
        ("dark = true", "monochrome = true", "colours: has no meaning in a monochrome theme"),
        ('"#16171A"', '"#16171"', 'colours.background: must be a colour such as "#FFB000"'),
        ('"#16171A"', '"oragne"', "not 'oragne' (did you mean 'orange'?)"),
        ('"#16171A"', "0x16171A", 'colours.background: must be a colour such as "#FFB000"'),
        ('"#16171A"', '"#16171A80"', "colours.background: must be opaque, not '#16171A80'"),
        ('"#16171A"', '"transparent"', "must be opaque, not 'transparent'"),
        ('"#16171A"', '"ansi_red"', "not the terminal's 'ansi_red'"),
        ('"#16171A"', '"ansi_default"', "not the terminal's 'ansi_default'"),
        ('"#16171A"', '"auto 87%"', "colours.background: must be a colour"),
        ('"#16171A"', '"$primary"', "colours.background: must be a colour"),
        ('"#16171A"', f'"rgb({"9" * 400},0,0)"', "colours.background: must be a colour"),
        ("handing-off", "handing_off", "states.handing_off: unknown key"),
        ("handing-off", "handing_off", "states.handing-off: is missing"),
    ],
)
def test_each_fault_names_key_reason_and_the_nearest(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in good()
    path = write(tmp_path / "mine.toml", good().replace(old, new, 1))
    assert [each for each in faults_of(path) if fault in each]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    text = good().replace('name = "mine"', "").replace("surface", "surfice").replace("#5BD69A", "x")
    assert len(faults_of(write(tmp_path / "mine.toml", text))) == 4


def test_a_flood_of_faults_is_cut_and_counted(tmp_path: Path) -> None:
    text = good() + "".join(f"k{number} = 1\n" for number in range(500))
    faults = faults_of(write(tmp_path / "mine.toml", text))
    assert len(faults) == 51
    assert faults[-1] == "and 450 more faults"


@posix_only
def test_a_pipe_among_the_themes_is_said_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    themes, faults = load_themes(tmp_path)
    assert set(themes) == set(THEMES)
    assert [fault.what for fault in faults] == ["is no regular file"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is empty"),
        (b"name = ", "is not valid TOML"),
        (b"name = 'a'\nname = 'b'", "line 2: name: is there already, in line 1"),
        (b"name = '\xff'", "line 1: is not UTF-8 (byte 0xff)"),
        (b"x = " + b"[\n" * 5000, "is nested too deeply"),
        (b"x." * 5000 + b"x = 1", "line 1: has a key of more than 100 dots"),
        (b"#" * (2 << 20), "is larger than the 1 MiB that are read"),
        (b"name = " + b"9" * 900 + b"\n", "name: must be small letters"),
    ],
)
def test_what_is_no_theme_at_all_is_said_in_one_line(
    tmp_path: Path, data: bytes, fault: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(data)
    faults = faults_of(path)
    assert fault in faults[0]
    assert all("\n" not in each for each in faults)


def test_hostile_text_leaves_no_control_characters(tmp_path: Path) -> None:
    escape = '"\\u001b]0;x\\u0007\\u202e"'
    text = good().replace('"#16171A"', escape).replace("dark = true", f"{escape} = {escape}")
    text = text.replace("[marks]", f"[marks]\n{escape} = 1")
    for fault in faults_of(write(tmp_path / "mine.toml", text)):
        assert fault.isprintable()
    title = good().replace("asphalt and chalk, the dark default", "a\\u001b[2J\\u202eb\\n" * 40)
    theme = load_theme(write(tmp_path / "mine.toml", title))
    assert "\x1b" not in theme.title
    assert "\n" not in theme.title
    assert len(theme.title) <= 60


# -- the commands --------------------------------------------------------------------------------


def test_the_list_names_kind_title_and_origin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "mine.toml", good("mine"))
    write(tmp_path / "bad.toml", "name = 3")
    out = io.StringIO()
    assert theme_commands.list_themes(out, tmp_path) == 0
    lines, err = out.getvalue().splitlines(), capsys.readouterr().err
    assert lines[0].split() == [*f"{DARK} dark".split(), *THEMES[DARK].title.split()]
    assert [line for line in lines if line.startswith("mono ")]
    assert lines[-1].endswith(f"({tmp_path / 'mine.toml'})")
    assert len(lines) == len(THEMES) + 1
    assert err.startswith("site-sim: ")
    assert str(tmp_path / "bad.toml") in err


def test_the_list_looks_into_the_users_own_folder() -> None:
    user_folder().mkdir(parents=True)
    write(user_folder() / "mine.toml", good("mine"))
    out = io.StringIO()
    assert theme_commands.list_themes(out) == 0
    assert "mine" in out.getvalue()


@EACH
def test_each_shipped_theme_passes_its_own_check(theme: SiteTheme) -> None:
    out = io.StringIO()
    assert theme_commands.check(theme.source, out) == 0
    assert out.getvalue().endswith("passed\n")
    assert "FAIL" not in out.getvalue()


def test_the_check_shows_every_pair_and_what_fails(tmp_path: Path) -> None:
    text = good().replace('muted = "#B3AFA6"', 'muted = "#504F4C"')
    text = text.replace('idle = "#888681"', 'idle = "#30D089"')
    lines, passed = check_theme(write(tmp_path / "mine.toml", text))
    assert not passed
    rows = {line.split()[0]: line.split() for line in lines if line.strip()}
    assert rows["muted"].count("FAIL") == len(SURFACES)
    assert rows["foreground"].count("ok") == len(SURFACES)
    assert {*rows} >= {*STATES, *MARKS, "border", "accent", "text"}
    [close] = [line for line in lines if "idle and working" in line and "opia" not in line]
    assert "FAIL" in close
    failed, of = len([1 for line in lines for word in line.split() if word == "FAIL"]), 109
    assert lines[-1] == f"{failed} of {of} failed"
    assert theme_commands.check(tmp_path / "mine.toml", io.StringIO()) == 1


def test_the_check_of_what_is_no_theme_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="no such file"):
        theme_commands.check(tmp_path / "none.toml", io.StringIO())


@EACH
def test_a_printed_theme_is_one_to_start_from(theme: SiteTheme, tmp_path: Path) -> None:
    out = io.StringIO()
    assert theme_commands.print_theme(theme.name, out, tmp_path) == 0
    again = load_theme(write(tmp_path / "again.toml", out.getvalue()))
    assert (again.name, again.title, again.kind) == (theme.name, theme.title, theme.kind)
    assert textual_theme(again) == textual_theme(theme)


def test_a_persons_own_theme_is_printed_clean(tmp_path: Path) -> None:
    write(tmp_path / "mine.toml", good("mine") + "# \u202e\x9b2J and 日本\n")
    out = io.StringIO()
    assert theme_commands.print_theme("mine", out, tmp_path) == 0
    assert out.getvalue().endswith("# \ufffd\ufffd2J and 日本\n")


def test_printing_an_unknown_theme_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="did you mean 'projector'"):
        theme_commands.print_theme("projektor", io.StringIO(), tmp_path)
