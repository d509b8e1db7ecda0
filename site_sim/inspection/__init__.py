"""How the program's coroutines really stand at a moment: plain data for a screen."""
