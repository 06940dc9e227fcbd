"""Typed rows to facts: usage, coverage, pseudonyms, people, group names."""
