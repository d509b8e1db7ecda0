"""The screen: the app, its actions, themes, glyphs, screens and widgets."""
