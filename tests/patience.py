"""How long tests wait for what must come: only a fault takes that long, whatever the machine."""

PATIENCE = 300.0
"""Seconds; waiting ends when what is waited for is there."""
