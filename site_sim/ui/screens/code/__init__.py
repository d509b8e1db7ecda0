"""The code screen."""
