"""Digest: what changed since somebody last looked."""
