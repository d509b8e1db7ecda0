"""What several screens show: header, controls, scrubber, details."""
