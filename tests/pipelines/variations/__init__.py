"""Files of the kinds of the shared cases that no list has: other languages, tools and re-saves."""
