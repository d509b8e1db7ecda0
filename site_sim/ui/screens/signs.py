"""The signs and labels on the screens, each with the sentence that explains it.

A sign is written with the names of the glyphs, so that it is the one of the set in use; numbers in
it stand for any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from site_sim.facts.figures import ARRIVED, DONE, SOJOURN, THROUGHPUT, UTILISATION, WAIT, WAITING
from site_sim.facts.sentences import say
from site_sim.facts.states import STATES, WORDS
from site_sim.ui.dialogs.help import Explanation
from site_sim.ui.theme.glyphs import Glyphs

IO, WORK, READY, BLOCK, HAND, IDLE = (
    f"state-{name}" for name in ("io", "working", "ready", "blocked", "handing-off", "idle")
)


class Sign(NamedTuple):
    """What stands on a screen, and the id of the sentence about it.

    `look` is pieces of text, each with its role.
    """

    sentence: str
    look: Sequence[tuple[str, str]] = ()
    label: str = ""
    """The word for it on the screen."""
    calls: bool | None = None
    """Whether it is there only where sends are calls, or only where they are not; else None."""


def _piece(sign: str, material: str, role: str = "") -> Sequence[tuple[str, str]]:
    """Return the look of a crate or a brick of some material with a sign on it."""
    left, right = (("{g.edges[" + str(side) + "]}", f"{material}-edge") for side in (0, 1))
    return left, (sign, role or material), right


def _ready(sentence: str) -> Sign:
    """Return the sign of those who wait for a lane, as the panels about lanes have it."""
    return Sign(sentence, [("{g.states[ready]}", READY)], "ready", calls=False)


PANEL_SIGNS: Mapping[str, Sequence[Sign]] = {
    "queue": (
        Sign("sign.queue.crate", _piece("{g.crate}", "timber")),
        Sign("sign.queue.too-many", _piece("{g.hazard}", "timber", "timber-hazard")),
        Sign("sign.queue.ground", [("{g.ground}{g.ground}", "ground")]),
        Sign("sign.queue.next", [("{g.pointer}", "accent")]),
        Sign("sign.queue.number", [("#12", "strong")]),
        Sign("sign.queue.io", [("{g.states[io]}", IO), (" io", "muted")]),
        Sign("sign.queue.cpu", [("{g.states[working]}", WORK), (" cpu", "muted")]),
        Sign("sign.queue.again", [("{g.rework}", "rejected")]),
    ),
    "chain-panel": (
        Sign("sign.chain.rail", [("{g.vertical} {g.tees[0]}{g.horizontal}", "muted")]),
        Sign("sign.chain.waits", [("{g.heavy[0]} {g.heavy[1]}{g.heavy[5]}", BLOCK)]),
        Sign("sign.chain.moves", [("{g.heavy[0]}", HAND), (" {g.token}", "token")]),
        Sign("sign.chain.way", [("{g.horizontal}{g.token}{g.horizontal}", HAND)]),
        Sign("sign.chain.for", [("for w0", "muted")]),
        Sign("sign.chain.progress", [("{g.cells[working]}{g.bar_rest} 50%", WORK)]),
        Sign("sign.chain.inbox", [("[#12]", "muted")]),
        Sign("sign.chain.starting", [("{g.up}", "accent")], "starting"),
        Sign("sign.chain.leaving", [("{g.down}", "accent")]),
        Sign("sign.chain.arrives", [("{g.left}", "token")], "arrives"),
        Sign("sign.chain.walks-off", [("{g.right}", "token")], "walks off"),
        Sign("sign.chain.accident", [("{g.hazard}", "hazard")], "accident"),
        Sign(
            "sign.chain.strip",
            [("{g.cells[blocked]}{g.cells[blocked]}", BLOCK), ("{g.cells[handing-off]}", HAND)],
        ),
        Sign(
            "sign.chain.height",
            [("{g.tops[working]} ", WORK), ("{g.middles[io]} ", IO), ("{g.feet[idle]}", IDLE)],
        ),
        Sign("sign.chain.rebuilt", [("{g.vertical}", "hazard")]),
    ),
    "lanes": (
        Sign("sign.lanes.used", label="used"),
        Sign("sign.lanes.free", label="free"),
        Sign("sign.lanes.switch", label="switches", calls=False),
        _ready("sign.lanes.ready"),
        Sign("sign.lanes.deep", [("{g.right}", BLOCK)], "deep", calls=True),
    ),
    "details": (
        Sign("sign.details.shares", [("{g.cells[io]} ", IO), ("20%", "")]),
        Sign("sign.details.bar", [("{g.cells[working]}{g.bar_rest} 50%", WORK)]),
    ),
    "map": (
        Sign("sign.map.shown", [("{g.pointer}", "accent")]),
        Sign("sign.map.cell", [("{g.cells[io]} ", IO), ("{g.cells[idle]}", IDLE)]),
        Sign("sign.map.share", label="a cell"),
    ),
    "accepted": (
        Sign("sign.accepted.brick", _piece(" 2 ", "brick")),
        Sign("sign.accepted.tick", [("{g.tick}", "accepted")]),
        Sign("sign.accepted.rework", [("{g.rework}", "rejected")], "rework"),
        Sign("sign.accepted.scrap", [("{g.scrap}", "rejected")], "scrap"),
        Sign("sign.accepted.sojourn", [("1.5s", "")], SOJOURN.name),
    ),
    "timeline-panel": (
        Sign("sign.timeline.playhead", [("{g.states[handing-off]} {g.vertical}", "strong")]),
        Sign("sign.timeline.cell", label="a cell is"),
        Sign("sign.timeline.two", label="two states in a cell"),
        Sign("sign.timeline.taken", [("{g.taken}", "strong")], "taken"),
        Sign("sign.timeline.rejected", [("{g.rework}", "rejected")], "rejected"),
        Sign("sign.timeline.path", [("{g.token} {g.vertical}", "token")]),
        Sign("sign.timeline.rebuilt", [("{g.stripes}", "hazard")]),
    ),
    "code": (
        Sign("sign.code.here", [("{g.pointer}", "accent")]),
        Sign("sign.code.names", [("w2", "muted")]),
        Sign("sign.code.yield", [("yield", "code-yield")]),
    ),
    "coroutine": (
        Sign("sign.coroutine.place", [("at", "muted")]),
        Sign("sign.coroutine.locals", [("job = #12", "muted")]),
    ),
    "waits": (
        Sign("sign.waits.lane", label="lane 0", calls=False),
        Sign(
            "sign.waits.stack",
            [("{g.tees[0]} {g.corners[2]}", BLOCK)],
            "main",
            calls=True,
        ),
        _ready("sign.waits.ready"),
        Sign("sign.waits.io", [("{g.states[io]}", IO)], "I/O", calls=False),
        Sign("sign.waits.inboxes", label="inboxes", calls=False),
        Sign("sign.waits.blocked", [("{g.states[blocked]}", BLOCK)], "blocked", calls=False),
        Sign("sign.waits.room", [("w1 {g.right} w0", "")], calls=False),
    ),
    "events": (
        Sign("sign.events.done", [("{g.tick}", "accent")]),
        Sign("sign.events.next", [("{g.pointer}", "accent")]),
        Sign("sign.events.later", [("{g.dot}", "accent")]),
        Sign("sign.events.after", [("after", "muted")]),
    ),
    "tracks": (
        Sign("sign.tracks.place", [("1st", "plate")]),
        Sign(
            "sign.tracks.brick",
            [("{g.edges[0]}", "brick-edge"), (" 2 ", "brick"), ("{g.edges[1]}", "brick-edge")],
        ),
        Sign("sign.tracks.line", [("{g.horizontal}{g.horizontal}", "line")], "all 30"),
        Sign("sign.tracks.ground", [("{g.ground}{g.ground}", "ground")]),
        Sign(
            "sign.tracks.crate",
            [
                ("{g.edges[0]}", "timber-edge"),
                ("{g.crate}", "timber"),
                ("{g.edges[1]}", "timber-edge"),
                (" {g.edges[0]}", "timber-edge"),
                ("{g.hazard}", "timber-hazard"),
                ("{g.edges[1]}", "timber-edge"),
            ],
            "queued",
        ),
        Sign("sign.tracks.lanes", [("{g.taken}{g.taken}", "strong"), ("{g.bar_rest}", "line")]),
        Sign("sign.tracks.time", [("{g.cells[io]}{g.cells[idle]}", IO)], "time"),
        Sign("sign.tracks.crew", [("w2 {g.states[io]}", IO)]),
        Sign("sign.tracks.chosen", [("{g.pointer}", "accent")]),
        Sign("sign.tracks.handicap", [("{g.hazard}", "hazard-text")]),
        Sign("sign.tracks.predicted", label="predicted 1st"),
    ),
    "outcome": (
        Sign("sign.outcome.speed", [("1.50{g.times}", "muted")]),
        Sign(
            "sign.outcome.curve",
            [(" ".join(f"{{g.curves[{each}]}}" for each in range(6)), "accent")],
        ),
        Sign("sign.outcome.marks", [("{g.tees[0]} p50 {g.tees[4]} p95", "accent")]),
        Sign("sign.outcome.predicted", label="as predicted"),
    ),
    "control-panel": (
        Sign("sign.controls.step", [("[{g.minus}] [{g.plus}]", "key")]),
        Sign("sign.controls.list", [("{g.down}", "key")]),
        Sign("sign.figures.throughput", label=THROUGHPUT.name),
        Sign("sign.figures.at-most", [("{g.dashes}{g.dashes}", "strong")], "at most"),
        Sign("sign.figures.at-work", label="at work"),
        Sign("sign.figures.utilisation", label=UTILISATION.name),
        Sign("sign.figures.wait", label=f"{WAIT.name} p95"),
        Sign("sign.figures.sojourn", label=f"{SOJOURN.name} p50"),
        Sign("sign.figures.plot", [("{g.levels[4]}{g.levels[7]}", "accepted")]),
    ),
}
"""The signs in each panel, by its id."""

TOP_SIGNS = (
    Sign("sign.top.speed", [("{g.play} 1{g.times}", "")]),
    Sign("sign.top.paused", [("{g.pause}", "hazard")], "paused"),
    Sign("sign.top.really", [("(really 32{g.times})", "hazard-text")]),
    Sign("sign.top.finished", [("{g.tick}", "accepted")], "finished"),
    Sign("sign.top.arrived", label=ARRIVED.name),
    Sign("sign.top.waiting", label=WAITING.name),
    Sign("sign.top.done", label=DONE.name),
    Sign("sign.top.overloaded", [("{g.stripes}{g.stripes}", "hazard")], "overloaded"),
    Sign("sign.top.held-up", [("{g.stripes}{g.stripes}", "hazard")], "held up"),
    Sign("sign.top.broken", [("{g.stripes}{g.stripes}", "banner")], "broken"),
)
"""The signs in the two lines at the top of each screen."""

RUN_SIGNS = (
    Sign("sign.run.here", [("{g.token}", "token")]),
    Sign("sign.run.command", [("{g.vertical}", "accent")]),
    Sign("sign.run.bookmark", [("{g.tees[2]}", "strong")]),
    Sign("sign.run.rejected", [("{g.rework}", "hazard")]),
    Sign("sign.run.accident", [("{g.hazard}", "rejected")]),
    Sign("sign.run.live", [("{g.token}", "accepted")], "live"),
    Sign("sign.run.end", [("2.0s", "hazard-text")], "before the end"),
)
"""The marks on the line of the whole run."""

WORD_SIGNS = (
    Sign("word.site", label="site"),
    Sign("word.chain", label="chain"),
    Sign("word.hop", label="hop"),
    Sign("word.inbox", label="inbox"),
    Sign("word.lane", label="lane"),
    Sign("word.event", label="event"),
    Sign("word.model", label="model"),
    Sign("word.time", label="time"),
    Sign("word.more", [("{g.ellipsis}", "")]),
)
"""The words that the screens use in a sense of their own."""


def explained(
    signs: Sequence[Sign], glyphs: Glyphs, sends_are_calls: bool
) -> Iterator[Explanation]:
    """Yield what each sign that can be there looks like in a set of glyphs, and what it means."""
    for sign in signs:
        if sign.calls not in (None, sends_are_calls):
            continue
        look = [(text.format(g=glyphs), role) for text, role in sign.look]
        yield Explanation(look, sign.label, say(sign.sentence))


def explained_states(glyphs: Glyphs, blocked: str) -> Iterator[Explanation]:
    """Yield the sign of each state, a cell of a strip, its word and its meaning.

    `blocked` is the word for that state.
    """
    for name in STATES:
        role = f"state-{name}"
        look = [(f"{glyphs.states[name]} ", role), (glyphs.cells[name] * 3, role)]
        word = blocked if name == "blocked" else WORDS[name]
        yield Explanation(look, word, say(f"state.{name}"))
