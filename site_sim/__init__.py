"""site-sim: a construction site of generator coroutines, simulated live."""
