"""Kestrel Insurance: a second sample organisation, with an AI assistant whose truth is known."""
