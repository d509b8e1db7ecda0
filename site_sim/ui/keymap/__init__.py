"""Names of keys, and the person's own configuration of them."""
