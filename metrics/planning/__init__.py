"""What to try next, and how to find out whether it works."""
