"""The words of each check: its name, what it finds, what to do when it fails, what it needs."""
