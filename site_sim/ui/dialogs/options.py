"""Lists of options that can be asked for more than they have at the moment.

Keys and clicks come from outside, and may find a list without room for a line, one that is not laid
out yet, or one that has been filled anew since the click.
"""

from __future__ import annotations

from textual.command import CommandList
from textual.events import Click
from textual.widgets import OptionList

from site_sim.base.overriding import override


class SteadyOptions(OptionList):
    """Textual's list of options, in which a page or an option that is not there is passed over."""

    @override
    def action_page_down(self) -> None:
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]

    @override
    def action_page_up(self) -> None:
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def on_click(self, event: Click) -> None:
        """Pass over a click on an option that is no longer there."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()


class CommandOptions(CommandList, SteadyOptions, can_focus=False):
    """The list of the command palette, which gets such keys and clicks too."""
