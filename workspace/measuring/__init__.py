"""Use cases measured, by two processes where there is much."""
