"""What leaves the program: files made from the event log."""
