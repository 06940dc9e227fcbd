"""Facts to groups and periods."""
