"""The terminal: input, output, signals, crashes. It knows nothing of the site."""
