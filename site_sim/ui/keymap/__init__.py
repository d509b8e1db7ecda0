"""Actions and their keys: what an action is, names of keys, the person's own choice of them."""
