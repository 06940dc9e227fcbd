"""What was done for groups, and what came of it."""
