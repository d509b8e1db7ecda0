"""The race: two to six tracks side by side, and what came of them."""
