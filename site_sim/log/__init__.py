"""What happened, and to whom: kinds of event, the append-only log of them, its cast, searches."""
