"""The one registry of what a person can do: keys, footer, help, tooltips and palette read it."""

from __future__ import annotations

from typing import Literal

import msgspec

Group = Literal["Time", "Site", "Accidents and quality", "Look", "Timeline", "Program"]


class Action(msgspec.Struct, frozen=True):
    """One thing a person can do. `id` names it in the config file; `keys` are Textual's names."""

    id: str
    keys: tuple[str, ...]
    label: str
    """What it does, in the palette, the help and tooltips."""
    short: str
    """The same in the footer; "" keeps it out of there."""
    group: Group
    repeats: bool = False
    """Holding the key makes it go faster."""
    screens: tuple[str, ...] = ()
    """The screens it is for; there its keys come before those of actions for all (none named)."""

    def is_for(self, screen: str) -> bool:
        """Whether it does anything on a screen."""
        return not self.screens or screen in self.screens


ACTIONS: tuple[Action, ...] = (
    Action("pause", ("space",), "Pause, or run on", "pause", "Time"),
    Action("step", ("full_stop",), "Step to the next event", "step", "Time"),
    Action("faster", ("greater_than_sign",), "Double the speed", "speed", "Time"),
    Action("slower", ("less_than_sign",), "Halve the speed", "", "Time"),
    Action("max-speed", ("asterisk",), "Run as fast as it can", "", "Time"),
    Action("back", ("comma",), "Step back an event", "back", "Time"),
    Action("jump-back", ("left",), "Jump a second back", "", "Time"),
    Action("jump-on", ("right",), "Jump a second on", "", "Time"),
    Action("leap-back", ("shift+left",), "Jump ten seconds back", "", "Time"),
    Action("leap-on", ("shift+right",), "Jump ten seconds on", "", "Time"),
    Action("start", ("home",), "Go to the start", "", "Time"),
    Action("live", ("end",), "Go to the live end", "", "Time"),
    Action("next-of", ("right_parenthesis",), "Go to the next event of what is selected", "",
           "Time"),
    Action("previous-of", ("left_parenthesis",), "Go to its previous event", "", "Time"),
    Action("run-to", ("g",), "Go to a time, or to the next event of a kind", "", "Time"),
    Action("restore", ("u",), "Bring back the future that a command in the past cut off",
           "old future", "Time"),
    Action("restart", ("r",), "Start again with the same seed", "restart", "Time"),
    Action("new-seed", ("R",), "Start again with a new seed", "", "Time"),
    Action("hire", ("plus", "equals_sign"), "Hire a worker", "workers", "Site", True),
    Action("lay-off", ("minus",), "Lay off the head", "", "Site", True),
    Action("set-workers", ("n",), "Set the number of workers", "", "Site"),
    Action("rate-up", ("right_square_bracket",), "Let more jobs come", "rate", "Site"),
    Action("rate-down", ("left_square_bracket",), "Let fewer jobs come", "", "Site"),
    Action("set-rate", ("N",), "Set the job rate", "", "Site"),
    Action("order", ("j",), "Order a job", "job", "Site"),
    Action("burst", ("J",), "Order a burst of jobs", "", "Site"),
    Action("model", ("m",), "Choose the execution model", "model", "Site"),
    Action("workload", ("w",), "Choose the workload", "", "Site"),
    Action("dispatch", ("d",), "Choose the dispatch", "", "Site"),
    Action("wiring", ("i",), "Choose the wiring", "", "Site"),
    Action("scenario", ("o",), "Open a scenario", "open", "Site"),
    Action("accident", ("x",), "Accident to the selected worker", "accident",
           "Accidents and quality"),
    Action("supervision", ("v",), "Replace the dead, or leave the gap", "",
           "Accidents and quality"),
    Action("defects-up", ("e",), "Let more results be rejected", "", "Accidents and quality"),
    Action("defects-down", ("E",), "Let fewer results be rejected", "", "Accidents and quality"),
    Action("select-up", ("up", "k"), "Select the worker above", "", "Look"),
    Action("select-down", ("down", "l"), "Select the worker below", "", "Look"),
    Action("deselect", ("escape",), "Select nothing, leave the zoom", "", "Look"),
    Action("site", ("1",), "Look at the site", "view", "Look"),
    Action("timeline", ("2",), "Look at the timeline", "", "Look"),
    Action("code", ("3",), "Look at the code", "", "Look"),
    Action("native", ("p",), "Tell the moment in plain .send() calls (code)", "", "Look"),
    Action("find", ("slash",), "Find a worker or a job by number or name", "find", "Look"),
    Action("story", ("s",), "Tell the story of the selected job", "", "Look"),
    Action("follow", ("f",), "Follow the action, or stay put", "", "Look"),
    Action("zoom", ("z",), "Zoom a panel to the whole screen", "zoom", "Look"),
    Action("theme", ("t",), "Choose the theme", "", "Look"),
    Action("zoom-in", ("z",), "See less time, closer", "zoom", "Timeline", screens=("timeline",)),
    Action("zoom-out", ("Z",), "See more time", "", "Timeline", screens=("timeline",)),
    Action("fit", ("0",), "See the whole run", "whole run", "Timeline", screens=("timeline",)),
    Action("to-playhead", ("c",), "See where the playhead is", "playhead", "Timeline",
           screens=("timeline",)),
    Action("pan-left", ("shift+left",), "See what was before", "", "Timeline",
           screens=("timeline",)),
    Action("pan-right", ("shift+right",), "See what came after", "", "Timeline",
           screens=("timeline",)),
    Action("cursor-up", ("up",), "Move the cursor a row up", "", "Timeline",
           screens=("timeline",)),
    Action("cursor-down", ("down",), "Move the cursor a row down", "", "Timeline",
           screens=("timeline",)),
    Action("cursor-left", ("left",), "Move the cursor a cell back", "", "Timeline",
           screens=("timeline",)),
    Action("cursor-right", ("right",), "Move the cursor a cell on", "", "Timeline",
           screens=("timeline",)),
    Action("page-up", ("pageup",), "Move the cursor many rows up", "", "Timeline",
           screens=("timeline",)),
    Action("page-down", ("pagedown",), "Move the cursor many rows down", "", "Timeline",
           screens=("timeline",)),
    Action("seek-here", ("enter",), "Go to the time under the cursor", "go there", "Timeline",
           screens=("timeline",)),
    Action("select-here", ("a",), "Select the job under the cursor: its path is drawn", "path",
           "Timeline", screens=("timeline",)),
    Action("palette", ("ctrl+p",), "Search for any of these", "palette", "Program"),
    Action("help", ("question_mark", "f1"), "Show what the keys do", "help", "Program"),
    Action("suspend", ("ctrl+z",), "Go to the shell, until fg", "", "Program"),
    Action("quit", ("q",), "Quit", "quit", "Program"),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
