"""The past of every task: what each event changed, and how to find and draw it."""
