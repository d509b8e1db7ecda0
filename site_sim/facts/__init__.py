"""Plain facts about models, programs and events, for every room to read."""
