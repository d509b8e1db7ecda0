"""What a person can ask for: the registry of actions and what each does."""
