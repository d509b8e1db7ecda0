"""How the program's coroutines really stand at a position of the run: plain data for a screen."""
