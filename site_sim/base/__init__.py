"""What every room may use: errors, cleaned text, files, output. It knows nothing of the site."""
