"""One file per system that is fetched from."""
