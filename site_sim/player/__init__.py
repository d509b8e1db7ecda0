"""Playing a run: pace, navigation, and what a screen may show. It knows no terminal."""
