"""One file per export; each declares SOURCE."""
