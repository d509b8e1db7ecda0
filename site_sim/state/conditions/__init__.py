"""Conditions on a run: what can be asked of a site, and how a person writes it."""
