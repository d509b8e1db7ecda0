"""What runs: coroutines that only yield what they want."""
