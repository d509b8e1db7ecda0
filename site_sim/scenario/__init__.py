"""What to run: scenarios, job files, and what this machine's own mechanics cost."""
