"""One check per file, found by `discover`."""
