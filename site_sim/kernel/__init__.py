"""Who runs the program in simulated time: six rows of data and one scheduler."""
