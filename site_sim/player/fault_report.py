"""The report of a fault: what went wrong and where, and the session, to be played again."""

from __future__ import annotations

from collections.abc import Mapping

from site_sim.base.errors import SiteError
from site_sim.base.files import MEBIBYTE
from site_sim.base.text import clean, clean_line
from site_sim.player.journal import SessionJournal
from site_sim.player.transcript import Transcript, read_transcript

REPORT_CAP = MEBIBYTE
"""The most bytes of a report: those of a journal, and `HEAD_CAP`."""
HEAD_CAP = MEBIBYTE // 16
"""The most bytes before the session."""
OPENING = """\
A report of site-sim about a fault of the program. It names no file but those of the scenario.
"""
SESSION = "--- What was done, as JSON; from this the session can be played again:"
LEFT_OUT = "too large, and left out: "


def fault_report(trace: str, facts: Mapping[str, str], journal: SessionJournal) -> str:
    """Return a report; `trace` is the error's, `facts` tell of program, system and terminal."""
    lines = [f"{name}: {clean_line(value)}" for name, value in facts.items()]
    lines.append(f"scenario: {_scenario_words(journal)}")
    lines += [f"{LEFT_OUT}{what}" for what in journal.left_out]
    head = "\n".join((OPENING, *lines, "", clean(trace).rstrip()))
    cut = head.encode("utf-8", "replace")[:HEAD_CAP].decode("utf-8", "ignore")
    return f"{cut}\n\n{SESSION}\n{journal.text()}"


def _scenario_words(journal: SessionJournal) -> str:
    scenario = journal.scenario
    if scenario is None:
        return "a recording"
    return f"{clean_line(scenario.title) or 'site-sim'}, seed {scenario.seed}"


def read_report(text: str, where: str) -> Transcript:
    """Read the session of a report. Raises `SiteError` for none, and where something is left out.

    `where` is what messages call the report.
    """
    head, mark, session = text.rpartition(f"\n{SESSION}\n")
    if not mark:
        raise SiteError("is no report with a session", where)
    for line in head.splitlines():
        if line.startswith(LEFT_OUT):
            raise SiteError(f"can't be played again: {line}", where)
    return read_transcript(session, f"{where}, from '{SESSION[:17]}' on")
