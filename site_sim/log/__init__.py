"""What happened: the kinds of event, the append-only log that keeps them, and searches of it."""
