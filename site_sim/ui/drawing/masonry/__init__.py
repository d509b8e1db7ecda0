"""Pictures of many small pieces: a pile of crates and a wall of bricks."""
