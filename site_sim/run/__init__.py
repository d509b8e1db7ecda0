"""One run and its past: playhead, commands, re-execution. `Session` is the one door."""
