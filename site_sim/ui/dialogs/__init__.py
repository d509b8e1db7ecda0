"""Dialogs: times, searches, a job's story, help."""
