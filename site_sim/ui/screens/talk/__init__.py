"""What a speaker shows above the picture, on every screen that shows the run."""
