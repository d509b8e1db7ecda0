"""One run and its past: engine, recording, playhead, commands. `Session` is the one door."""
