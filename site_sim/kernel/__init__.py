"""Runs the program in simulated time: six execution models as data, and one scheduler."""
