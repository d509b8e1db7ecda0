"""Reads job files: real work, as CSV, JSON Lines or a JSON array."""
