"""What stands below the picture: the sentence of now, and the panel with controls and charts."""
