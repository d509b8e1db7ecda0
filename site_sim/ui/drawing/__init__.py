"""Panels, bars and the painter. It knows no screen."""
