"""How coroutines stand at a position of a run, really or as a log implies: data for a screen."""
