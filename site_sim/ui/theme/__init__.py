"""Colours, glyphs and text styles."""
