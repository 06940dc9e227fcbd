"""Which export a file is and which column is what; mappings and suggestions."""
