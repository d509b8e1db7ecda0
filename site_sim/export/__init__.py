"""The event log as JSON Lines: written to files and streams, and read from them."""
