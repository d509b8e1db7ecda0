"""Runs beside each other: what differs, what came of it, and why. Plain numbers, no screen."""
