"""What it looks like: folds over the event log, and nothing but the log."""
