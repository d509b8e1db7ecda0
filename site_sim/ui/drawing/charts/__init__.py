"""Charts: axes that are easy to read, and curves; what is drawn is plain numbers."""
