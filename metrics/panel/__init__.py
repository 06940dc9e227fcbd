"""Panels: facts brought to groups and periods."""
