"""The screens that show the run: what they have in common, and a folder for each."""
