"""The dialogs about bookmarks: to give a moment a name, and to list the moments that have one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from site_sim.base.overriding import override
from site_sim.base.quantities import clock
from site_sim.base.text import clean_line
from site_sim.player.intents import LONGEST_NAME, PutBookmark
from site_sim.run.bookmarks import BookmarkPlace
from site_sim.ui.dialogs.dialog import Dialog
from site_sim.ui.dialogs.options import SteadyOptions
from site_sim.ui.dialogs.question import Question

LOST = "lost: a change replaced that future"
HINT = "enter goes there, del removes it, u brings the last one back, escape closes"


def read_name(text: str, read_goal: Callable[[str], object]) -> PutBookmark:
    """Return what gives the present moment a name; ValueError says why a text can be none.

    No name is a time, an event or a condition, which `read_goal` reads, and raises ValueError where
    a text is none: what is typed to go somewhere must mean one thing.
    """
    name = clean_line(" ".join(text.split()))
    bookmark = PutBookmark(name)
    try:
        read_goal(name)
    except ValueError:
        return bookmark
    raise ValueError(f"{name!r} is somewhere to go already: choose a name that is none")


def bookmark_dialog(
    read_goal: Callable[[str], object], at: int, places: Sequence[BookmarkPlace]
) -> Question[PutBookmark]:
    """Return a dialog that asks for a name for the moment at a time (ns)."""
    names = {place.name for place in places}
    free = next(
        name for number in range(1, len(names) + 2) if (name := f"mark {number}") not in names
    )
    hint = f"a name of {LONGEST_NAME} characters at most; one that is there moves to this moment"
    return Question(
        f"Bookmark at {clock(at)}", hint, lambda text: read_name(text, read_goal), text=free
    )


def bookmark_line(place: BookmarkPlace) -> str:
    """Return a bookmark as lists have it."""
    return f"{place.name}  {clock(place.at)}{f'  {LOST}' if place.is_lost else ''}"


class BookmarkDeeds(NamedTuple):
    """What the list of bookmarks does: `read` returns them in order."""

    read: Callable[[], Sequence[BookmarkPlace]]
    remove: Callable[[str], None]
    bring_back: Callable[[], None]


class BookmarkList(Dialog[str]):
    """Lists the bookmarks; the answer is the name of the one to go to."""

    BINDINGS = [  # noqa: RUF012
        ("delete", "remove", "Remove"),
        ("u", "bring_back", "Bring back"),
        ("q,apostrophe", "dismiss(None)", "Close"),
    ]
    DEFAULT_CSS = """
    BookmarkList #options {
        height: auto; max-height: 70vh; border: none; background: $panel; padding: 0;
    }
    BookmarkList #hint { color: $text-muted; }
    """

    def __init__(self, deeds: BookmarkDeeds) -> None:
        super().__init__()
        self._deeds = deeds

    @override
    def compose(self) -> ComposeResult:
        box = Vertical(
            SteadyOptions(id="options", markup=False),
            Label(HINT, id="hint", markup=False),
            id="box",
        )
        box.border_title = "Bookmarks"
        yield box

    def on_mount(self) -> None:
        """List them."""
        self._list(0)
        self.query_one(OptionList).focus()

    def _list(self, highlighted: int) -> None:
        options = self.query_one(OptionList)
        places = self._deeds.read()
        options.clear_options()
        options.add_options(Option(bookmark_line(place)) for place in places)
        options.highlighted = min(highlighted, len(places) - 1) if places else None

    def action_remove(self) -> None:
        """Remove the one that is highlighted."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self._deeds.remove(self._deeds.read()[place].name)
            self._list(place)

    def action_bring_back(self) -> None:
        """Bring back the one that was removed last."""
        self._deeds.bring_back()
        self._list(self.query_one(OptionList).highlighted or 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the name of the chosen one."""
        self.dismiss(self._deeds.read()[event.option_index].name)
