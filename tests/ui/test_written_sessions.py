"""What a person did with keys and mouse is repeated from a file, where there is no screen."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import msgspec
from textual.pilot import Pilot

from site_sim.export.jsonl import event_lines
from site_sim.player.transcript import TranscriptWriter
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import Seconds, pass_time, run, settle, site

REPEAT = """
import sys
from hashlib import sha256
import msgspec
from site_sim.export.jsonl import event_lines
from site_sim.player.repetition import repeat
from site_sim.player.transcript import load_transcript

player = repeat(load_transcript(sys.argv[1]))
log = "".join(event_lines(player.session.log)).encode()
print(sha256(log).hexdigest())
print(msgspec.json.encode(player.view).decode())
print(*msgspec.structs.astuple(player.session.playhead.position))
assert "textual" not in sys.modules
assert "rich" not in sys.modules
"""
KEYS = (
    "plus plus greater_than_sign . up up x ] slash w 3 enter m down enter f",
    "left left full_stop comma space J",
    "2 down enter z Z 0 a space end 3 p escape",
    "g 4 0 enter 1 z minus N 7 enter escape",
    "up ) ( home plus u",
    "t down enter v e end space asterisk",
)
"""What is pressed; some frames pass after each line."""


def test_a_session_with_keys_is_repeated_without_textual(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    told: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with path.open("w", encoding="utf-8") as stream:
            writer = TranscriptWriter(stream, app.player)
            await pilot.click("#queue-list", offset=(5, 1))
            for keys in KEYS:
                await pilot.press(*keys.split())
                pass_time(app, 0.5)
                await pilot.click("#scrubber", offset=(40, 0))
                pass_time(app, 0.5)
            await settle(pilot)
            writer.end()
        session = app.player.session
        log = "".join(event_lines(session.log)).encode()
        told.append(sha256(log).hexdigest())
        told.append(msgspec.json.encode(app.player.view).decode())
        told.append(f"{session.playhead.position.seq} {session.now}")
        assert len(session.journal) > 3
        assert len(session.log) > 300

    run(site(budget=Seconds(0.001), defect_rate=0.2), act)
    wishes = {
        line["wish"]["type"] for line in map(json.loads, path.read_text("utf-8").splitlines()[1:-1])
    }
    assert len(wishes) >= 20, wishes
    command = [sys.executable, "-c", REPEAT, str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == told
